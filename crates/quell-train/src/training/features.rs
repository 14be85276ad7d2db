//! Which features are worth a row of a table.

use crate::featurize::Vocabulary;
use crate::logistic::LogisticRegression;

/// Passes of the fit over all features that tells which of them matter; it need not converge.
pub(super) const EPOCHS_TO_CHOOSE: usize = 40;

/// How much each feature of `vocabulary` moves the scores of messages: the magnitudes of its weights
/// in `models`, times the square root of the messages that have it.
pub(super) fn values(vocabulary: &Vocabulary, models: &[&LogisticRegression]) -> Vec<f64> {
    let magnitude =
        |column: usize| models.iter().map(|model| model.weights()[column].abs()).sum::<f64>();
    let frequencies = vocabulary.frequencies().enumerate();
    frequencies.map(|(column, frequency)| magnitude(column) * f64::from(frequency).sqrt()).collect()
}
