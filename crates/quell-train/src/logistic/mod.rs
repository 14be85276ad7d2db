//! L2-regularised logistic regression over sparse rows, in linfa's shape.

mod dual;
mod params;
#[cfg(test)]
mod tests;

use linfa::dataset::{DatasetBase, Records};
use linfa::traits::{Fit, FitWith, PredictInplace};
use ndarray::Array1;

pub use params::{LogisticError, LogisticParams, LogisticValidParams};

use crate::records::SparseRecords;

/// Messages with yes or no, and a weight each; weight zero leaves a row out.
pub type BinaryDataset = DatasetBase<SparseRecords, Array1<bool>>;

/// A fitted binary model: log-odds = bias + weights · x.
#[derive(Clone, Debug)]
pub struct LogisticRegression {
    weights: Vec<f64>,
    bias: f64,
    duals: Vec<f64>,
    epochs: usize,
}

impl LogisticRegression {
    /// One weight a column, in logits.
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// The log-odds of an empty row.
    #[must_use]
    pub fn bias(&self) -> f64 {
        self.bias
    }

    /// Passes over the rows until the tolerance was met, or their limit.
    #[must_use]
    pub fn epochs(&self) -> usize {
        self.epochs
    }

    /// The log-odds of row `at`.
    #[must_use]
    pub fn decision(&self, records: &SparseRecords, at: usize) -> f64 {
        self.bias + records.row(at).map(|(column, value)| self.weights[column] * value).sum::<f64>()
    }
}

impl Fit<SparseRecords, Array1<bool>, LogisticError> for LogisticValidParams {
    type Object = LogisticRegression;

    fn fit(&self, dataset: &BinaryDataset) -> Result<Self::Object, LogisticError> {
        dual::solve(self, dataset, None)
    }
}

impl<'a> FitWith<'a, SparseRecords, Array1<bool>, LogisticError> for LogisticValidParams {
    type ObjectIn = Option<LogisticRegression>;
    type ObjectOut = LogisticRegression;

    /// Goes on from the dual variables of an earlier fit over the same rows.
    fn fit_with(
        &self,
        model: Self::ObjectIn,
        dataset: &'a BinaryDataset,
    ) -> Result<Self::ObjectOut, LogisticError> {
        dual::solve(self, dataset, model.as_ref())
    }
}

impl PredictInplace<SparseRecords, Array1<f64>> for LogisticRegression {
    /// Writes the log-odds of each row.
    fn predict_inplace<'a>(&'a self, records: &'a SparseRecords, log_odds: &mut Array1<f64>) {
        for (at, to) in log_odds.iter_mut().enumerate() {
            *to = self.decision(records, at);
        }
    }

    fn default_target(&self, records: &SparseRecords) -> Array1<f64> {
        Array1::zeros(records.nsamples())
    }
}
