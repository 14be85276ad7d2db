//! The rows of a recipe's sources, each with what it decides and how much it counts.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::corpus::{
    Annotations, CorpusError, Decision, GroupId, Label, ReadOptions, ReadReport, RowReader, groups,
    hex,
};
use crate::recipe::{Recipe, SourceRecipe};

/// A message to learn from.
#[derive(Clone, Debug)]
pub struct Example {
    /// The message.
    pub text: String,
    /// What it decides.
    pub decision: Decision,
    /// How much it counts.
    pub weight: f64,
    /// Whether calibration and thresholds rest on it too.
    pub calibrates: bool,
    /// Its source, as an index into the recipe's.
    pub source: usize,
}

/// All messages of a recipe, and where near-duplicates belong together.
#[derive(Debug)]
pub struct Examples {
    /// The messages, source by source in the recipe's order.
    pub rows: Vec<Example>,
    /// Near-duplicates have equal groups, so that no fold tests on what it learnt.
    pub groups: Vec<GroupId>,
    /// What was read of each source.
    pub sources: Vec<SourceSummary>,
    /// What else each file held, in the order of the sources.
    pub reports: Vec<(PathBuf, ReadReport)>,
}

/// What was read of a source.
#[derive(Clone, Debug, serde::Serialize)]
pub struct SourceSummary {
    /// Its name.
    pub name: String,
    /// How many rows it has.
    pub rows: usize,
    /// How much a row counts.
    pub weight: f64,
    /// Of the rows, those whose label is that of careful readers.
    pub annotated: usize,
    /// SHA-256 over the rows as they were read, so that equal models can be traced
    /// to equal data whatever the file's compression.
    pub sha256: String,
}

/// Why the rows of a recipe could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ExamplesError {
    /// No file of that source.
    #[error(
        "source {name}: no {name}.train.jsonl, .jsonl.gz or .csv in {places}; name its folder with --data"
    )]
    Missing {
        /// The source.
        name: String,
        /// Where it was looked for.
        places: String,
    },
    /// The file is there, and not usable.
    #[error(transparent)]
    Corpus(#[from] CorpusError),
}

impl Examples {
    /// The files that [`Examples::read`] reads.
    ///
    /// # Errors
    ///
    /// A source that is missing.
    pub fn paths(recipe: &Recipe, folders: &[PathBuf]) -> Result<Vec<PathBuf>, ExamplesError> {
        recipe.sources.iter().map(|source| find(&source.name, folders)).collect()
    }

    /// Reads the `train` part of every source of `recipe` from the folders. What
    /// readers said of a row counts instead of its label.
    ///
    /// # Errors
    ///
    /// A source that is missing, or the first file that is not usable.
    pub fn read(
        recipe: &Recipe,
        folders: &[PathBuf],
        annotations: &Annotations,
    ) -> Result<Self, ExamplesError> {
        let mut rows = Vec::new();
        let (mut sources, mut reports) = (Vec::new(), Vec::new());
        let paths = Self::paths(recipe, folders)?;
        for ((index, source), path) in recipe.sources.iter().enumerate().zip(paths) {
            let source =
                Source { index, recipe: source, annotated_weight: recipe.annotated_weight };
            let (summary, report) = source.read(&path, annotations, &mut rows)?;
            sources.push(summary);
            reports.push((path, report));
        }
        let texts: Vec<&str> = rows.iter().map(|row: &Example| row.text.as_str()).collect();
        let groups = groups(&texts);
        Ok(Self { rows, groups, sources, reports })
    }
}

fn find(source: &str, folders: &[PathBuf]) -> Result<PathBuf, ExamplesError> {
    let endings = ["jsonl", "jsonl.gz", "csv"];
    let names = endings.map(|ending| format!("{source}.train.{ending}"));
    let mut places = folders.iter().flat_map(|folder| names.iter().map(|name| folder.join(name)));
    places.find(|path| path.exists()).ok_or_else(|| ExamplesError::Missing {
        name: source.to_owned(),
        places: folders
            .iter()
            .map(|folder| folder.display().to_string())
            .collect::<Vec<_>>()
            .join(", "),
    })
}

/// A source, and what its rows count.
struct Source<'a> {
    index: usize,
    recipe: &'a SourceRecipe,
    annotated_weight: f64,
}

impl Source<'_> {
    fn read(
        &self,
        path: &Path,
        annotations: &Annotations,
        examples: &mut Vec<Example>,
    ) -> Result<(SourceSummary, ReadReport), ExamplesError> {
        let SourceRecipe { name, weight, calibrates, ham } = self.recipe;
        let mut digest = Sha256::new();
        let (mut rows, mut annotated) = (0, 0);
        let mut reader = RowReader::open(path, ReadOptions::default())?;
        for row in reader.by_ref() {
            let mut row = row?;
            row.source = Some(name.clone());
            if row.label == Some(Label::Ham) && ham.is_some() {
                row.label = *ham;
            }
            let judged = annotations.judged(&row);
            let weight = if judged.is_some() { weight * self.annotated_weight } else { *weight };
            rows += 1;
            annotated += usize::from(judged.is_some());
            let decision = Decision::of(judged.as_ref().unwrap_or(&row));
            digest.update(row.text.as_bytes());
            digest.update([0]);
            digest.update(format!("{decision:?}\n"));
            let (calibrates, source) = (*calibrates, self.index);
            examples.push(Example { text: row.text, decision, weight, calibrates, source });
        }
        let sha256 = hex(&digest.finalize());
        let name = name.clone();
        let summary = SourceSummary { name, rows, weight: *weight, annotated, sha256 };
        Ok((summary, reader.report().clone()))
    }
}
