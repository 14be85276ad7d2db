//! Which features are worth a row of a table.

use crate::featurize::{FeatureTable, Vocabulary};
use crate::logistic::LogisticRegression;

/// Passes of the fit over all features that tells which of them matter; it need not converge:
/// after 40 passes, the choice was as good with C 8 as with C 32 (`models/EXPERIMENTS.md`).
pub(super) const EPOCHS_TO_CHOOSE: usize = 40;

/// The table of `rows` rows whose features move the scores of messages most, by `models` that have a
/// weight for each feature of `vocabulary`.
pub(super) fn choose<'a>(
    vocabulary: &Vocabulary,
    models: impl Iterator<Item = &'a LogisticRegression>,
    rows: u32,
) -> FeatureTable {
    FeatureTable::choose(vocabulary, &values(vocabulary, models), rows)
}

/// How much each feature moves scores: the magnitudes of its weights in `models`, times the square
/// root of the messages that have it.
fn values<'a>(
    vocabulary: &Vocabulary,
    models: impl Iterator<Item = &'a LogisticRegression>,
) -> Vec<f64> {
    let mut values = vec![0.0; vocabulary.len()];
    for model in models {
        for (value, weight) in values.iter_mut().zip(model.weights()) {
            *value += weight.abs();
        }
    }
    for (value, frequency) in values.iter_mut().zip(vocabulary.frequencies()) {
        *value *= f64::from(frequency).sqrt();
    }
    values
}

#[cfg(test)]
mod tests;
