//! The page of `quell eval --html`: one file, with its drawings inside.
//!
//! It takes scored rows, which hold no text, so no message can get into it: counts and
//! the names of sources, languages and topics are all it says of a corpus. Nothing is
//! fetched when it is opened, and nothing in it runs. It holds no date and no path, so the same
//! rows and model give the same bytes.

mod chart;
mod curves;
mod page;
mod spread;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use quell_classifier::{Head, Logit, Model};

use crate::eval::{Curve, Decisions, EvalError, Report, Row};
use crate::evaluation::{Against, RivalScore, check_answers};
use crate::training::sha256_hex;

/// What a page is made from.
#[derive(Clone, Copy, Debug)]
pub struct HtmlReport<'a> {
    /// What was measured, and on what.
    pub subject: &'a Subject,
    /// The figures.
    pub report: &'a Report,
    /// The rows that the figures are of.
    pub rows: &'a [Row<'a>],
    /// Another system on the same rows.
    pub rival: Option<Rival<'a>>,
}

/// What was measured, and on what.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The model's name, as its card says it.
    model: String,
    /// The name of its file, unless it is the one that is built in.
    model_file: Option<String>,
    /// SHA-256 of the model file, in hexadecimal.
    sha256: String,
    /// Probability from which on the model says unwanted, 0 to 1.
    threshold: f64,
    /// Names of the files that the rows come from, without their folders.
    files: Vec<String>,
}

impl Subject {
    /// The model that `bytes` open to, of the file `path` where it is not the built-in one,
    /// on the rows of `files`.
    #[must_use]
    pub fn new<B: AsRef<[u8]>>(
        model: &Model<B>,
        bytes: &[u8],
        path: Option<&Path>,
        files: &[PathBuf],
    ) -> Self {
        let card: serde_json::Value = serde_json::from_str(model.card()).unwrap_or_default();
        let threshold = f64::from(Logit(model.head(Head::Unwanted).threshold));
        Self {
            model: card["name"].as_str().unwrap_or("model without a name").to_owned(),
            model_file: path.map(file_name),
            sha256: sha256_hex(bytes),
            threshold: 1.0 / (1.0 + libm::exp(-threshold)),
            files: files.iter().map(|file| file_name(file)).collect(),
        }
    }
}

/// The name of a file without its folders, which would tell of one machine.
#[must_use]
pub fn file_name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Another system, to be drawn beside the model.
#[derive(Clone, Copy, Debug)]
pub struct Rival<'a> {
    /// What the page calls it.
    pub name: &'a str,
    /// Its answers, one per row and in their order.
    pub answers: &'a [RivalScore],
    /// How far the model is above it.
    pub against: &'a Against,
}

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub enum HtmlReportError {
    /// The rows cannot be measured.
    #[error(transparent)]
    Eval(#[from] EvalError),
    /// A drawing failed.
    #[error("cannot draw the {chart}: {reason}; the figures are sound, use --json")]
    Drawing {
        /// Which.
        chart: &'static str,
        /// What the drawing library says.
        reason: String,
    },
}

impl HtmlReport<'_> {
    /// The page as one HTML document. At 100,000 rows it has less than 300 KB: curves
    /// are thinned to what a drawing of their size can show.
    ///
    /// # Errors
    ///
    /// Not one answer of the rival per row, or a score that is no number.
    pub fn to_html(&self) -> Result<String, HtmlReportError> {
        let mut contenders = vec![Contender::ours(self.rows)?];
        if let Some(rival) = self.rival {
            contenders.push(Contender::rival(self.rows, rival.answers)?);
        }
        page::page(self, &contenders)
    }
}

/// A system on the rows that decide `unwanted`.
struct Contender {
    curve: Curve,
    decisions: Decisions,
}

impl Contender {
    fn ours(rows: &[Row<'_>]) -> Result<Self, EvalError> {
        let scored = rows.iter().filter_map(|row| {
            Some((row.scored.unwanted, row.scored.predicted.is_unwanted(), row.truth.unwanted?))
        });
        Self::new(scored)
    }

    fn rival(rows: &[Row<'_>], answers: &[RivalScore]) -> Result<Self, EvalError> {
        check_answers(rows.len(), answers)?;
        let scored = rows
            .iter()
            .zip(answers)
            .filter_map(|(row, answer)| Some((answer.score, answer.unwanted, row.truth.unwanted?)));
        Self::new(scored)
    }

    fn new(answers: impl Iterator<Item = (f64, bool, bool)>) -> Result<Self, EvalError> {
        let (mut scores, mut decided, mut truth) = (Vec::new(), Vec::new(), Vec::new());
        for (score, says, is) in answers {
            scores.push(score);
            decided.push(says);
            truth.push(is);
        }
        let curve = Curve::new(&scores, &truth)?;
        Ok(Self { curve, decisions: Decisions::new(&decided, &truth)? })
    }
}
