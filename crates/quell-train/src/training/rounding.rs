//! What rounding weights to bytes costs, on rows that neither was trained on.

use quell_classifier::{Head, Model, ModelError, Scratch};

use super::Trained;
use crate::corpus::{Decision, Row};
use crate::eval::{Curve, Decisions};

/// The text score of the f64 weights and of the bytes, on the same rows.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Rounding {
    /// Rows that decide the text score.
    pub n: usize,
    /// F1 of the f64 weights; `None` with one class only.
    pub f1_exact: Option<f64>,
    /// F1 of the bytes.
    pub f1_bytes: Option<f64>,
    /// Area under the ROC curve of the f64 weights.
    pub roc_auc_exact: Option<f64>,
    /// Area under the ROC curve of the bytes.
    pub roc_auc_bytes: Option<f64>,
    /// The furthest that two raw scores of one row lie apart, in logits.
    pub furthest: f64,
}

impl Trained {
    /// Measures the text score before and after rounding.
    ///
    /// # Errors
    ///
    /// The bytes do not open, which would be a defect of the trainer.
    pub fn rounding(&self, rows: &[Row]) -> Result<Rounding, ModelError> {
        let model = Model::open(&self.bytes)?;
        let decided =
            rows.iter().filter_map(|row| Some((row.text.as_str(), Decision::of(row).unwanted?)));
        let (texts, truth): (Vec<&str>, Vec<bool>) = decided.unzip();
        let exact = self.exact(&texts);
        let mut scratch = Scratch::new();
        let scores: Vec<_> = texts.iter().map(|text| model.score(text, &mut scratch)).collect();
        let bytes: Vec<f64> =
            scores.iter().map(|scores| f64::from(scores.raw_logit(Head::Unwanted))).collect();
        let yes: Vec<bool> =
            scores.iter().map(|scores| model.says(Head::Unwanted, scores)).collect();
        let apart = exact.iter().zip(&bytes).map(|((exact, _), bytes)| (exact - bytes).abs());
        let furthest = apart.fold(0.0, f64::max);
        let (exact, yes_exact): (Vec<f64>, Vec<bool>) = exact.into_iter().unzip();
        let f1 =
            |yes: &[bool]| Decisions::new(yes, &truth).ok().and_then(|decisions| decisions.f1());
        let area =
            |scores: &[f64]| Curve::new(scores, &truth).ok().and_then(|curve| curve.roc_auc());
        Ok(Rounding {
            n: truth.len(),
            f1_exact: f1(&yes_exact),
            f1_bytes: f1(&yes),
            roc_auc_exact: area(&exact),
            roc_auc_bytes: area(&bytes),
            furthest,
        })
    }

    /// Raw log-odds of the f64 weights, and what they decide.
    fn exact(&self, texts: &[&str]) -> Vec<(f64, bool)> {
        let Some(head) = &self.heads[Head::Unwanted as usize] else { return vec![] };
        let records = self.table.records_as_scored(texts);
        let decisions = (0..texts.len()).map(|at| head.model.decision(&records, at));
        decisions.map(|raw| (raw, head.platt.apply(raw) >= head.threshold)).collect()
    }
}
