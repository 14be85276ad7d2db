//! Precision, recall and F1 at the decision that a system took.

use super::EvalError;
use super::rows::check_length;

/// The four outcomes of a yes-or-no decision, in rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// Positive, and decided so.
    pub true_positives: u64,
    /// Negative, but decided positive.
    pub false_positives: u64,
    /// Positive, but decided negative.
    pub false_negatives: u64,
    /// Negative, and decided so.
    pub true_negatives: u64,
}

impl Decisions {
    /// Counts what was decided against what is true.
    ///
    /// # Errors
    ///
    /// [`EvalError::Lengths`]: not one decision per label.
    pub fn new(decided: &[bool], truth: &[bool]) -> Result<Self, EvalError> {
        check_length("decisions", decided.len(), truth.len())?;
        let mut all = Self::default();
        for (&decided, &truth) in decided.iter().zip(truth) {
            all.add(decided, truth, 1);
        }
        Ok(all)
    }

    /// The share of the decided positives that are positive. `None` where nothing
    /// was decided positive, or where one class is missing: without negatives
    /// precision is 1 whatever the system does.
    #[must_use]
    pub fn precision(&self) -> Option<f64> {
        let decided = self.true_positives + self.false_positives;
        self.has_both_classes().then(|| share(self.true_positives, decided))?
    }

    /// The share of the positives that were decided so. `None` without positives.
    #[must_use]
    pub fn recall(&self) -> Option<f64> {
        share(self.true_positives, self.positives())
    }

    /// The harmonic mean of precision and recall, written as `2 TP / (2 TP + FP + FN)`
    /// so that it is 0, not undefined, where nothing was decided positive. `None`
    /// where one class is missing.
    #[must_use]
    pub fn f1(&self) -> Option<f64> {
        let wrong = self.false_positives + self.false_negatives;
        let right = 2 * self.true_positives;
        self.has_both_classes().then(|| share(right, right + wrong))?
    }

    pub(super) fn add(&mut self, decided: bool, truth: bool, count: u64) {
        let outcome = match (decided, truth) {
            (true, true) => &mut self.true_positives,
            (true, false) => &mut self.false_positives,
            (false, true) => &mut self.false_negatives,
            (false, false) => &mut self.true_negatives,
        };
        *outcome += count;
    }

    pub(super) fn positives(&self) -> u64 {
        self.true_positives + self.false_negatives
    }

    fn has_both_classes(&self) -> bool {
        self.positives() > 0 && self.false_positives + self.true_negatives > 0
    }
}

/// `part / of`, or `None` where there is nothing to share.
pub(super) fn share(part: u64, of: u64) -> Option<f64> {
    (of > 0).then(|| part as f64 / of as f64)
}
