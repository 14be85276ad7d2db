//! Whether a probability means what it says: Brier score and calibration error.

use super::EvalError;
use super::decisions::share;
use super::rows::{check_length, check_probability};

/// Bins of the calibration error, of equal width: the 15 of Guo et al. 2017, section 5.
pub const ECE_BINS: usize = 15;

/// Probabilities beside what came true, summed up for Brier score and calibration
/// error. Both are defined with one class only; they are `None` without rows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reliability {
    squared_error: f64,
    bins: [Bin; ECE_BINS],
}

/// The rows whose probability lies in one of [`ECE_BINS`] intervals of equal width.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// How many rows.
    pub rows: u64,
    /// Those of them that are positive.
    pub positives: u64,
    probability: f64,
}

impl Bin {
    /// The mean probability of its rows; `None` without rows.
    #[must_use]
    pub fn mean_probability(&self) -> Option<f64> {
        (self.rows > 0).then(|| self.probability / self.rows as f64)
    }

    /// The share of its rows that are positive; `None` without rows.
    #[must_use]
    pub fn share_positive(&self) -> Option<f64> {
        share(self.positives, self.rows)
    }
}

impl Reliability {
    /// Sums up probabilities of the positive class, in the order of the rows.
    ///
    /// # Errors
    ///
    /// [`EvalError::Lengths`]: not one probability per label.
    /// [`EvalError::NotANumber`], [`EvalError::NotAProbability`]: a score is not one.
    pub fn new(probabilities: &[f64], truth: &[bool]) -> Result<Self, EvalError> {
        check_length("probabilities", probabilities.len(), truth.len())?;
        let mut all = Self::default();
        for (row, (&probability, &truth)) in probabilities.iter().zip(truth).enumerate() {
            check_probability("given", row, probability)?;
            all.add(probability, truth, 1);
        }
        Ok(all)
    }

    /// The mean squared distance between probability and outcome (Brier 1950, in
    /// the common form for two classes: 0 is perfect, always saying 0.5 gives 0.25).
    #[must_use]
    pub fn brier(&self) -> Option<f64> {
        let rows = self.rows();
        (rows > 0).then(|| self.squared_error / rows as f64)
    }

    /// The expected calibration error: over the bins, the mean distance between the
    /// share of positives and the mean probability, weighted by rows (Guo et al.
    /// 2017, equation 3, read on the probability of the positive class).
    #[must_use]
    pub fn ece(&self) -> Option<f64> {
        let rows = self.rows();
        let gaps = self.bins.iter().map(|bin| (bin.probability - bin.positives as f64).abs());
        (rows > 0).then(|| gaps.sum::<f64>() / rows as f64)
    }

    /// The bins of the calibration error, by rising probability: a reliability diagram.
    #[must_use]
    pub fn bins(&self) -> &[Bin; ECE_BINS] {
        &self.bins
    }

    /// Adds a row that stands `count` times.
    pub(super) fn add(&mut self, probability: f64, truth: bool, count: u32) {
        let outcome = f64::from(u8::from(truth));
        let weight = f64::from(count);
        self.squared_error += weight * (probability - outcome).powi(2);
        let bin = &mut self.bins[bin_of(probability)];
        bin.rows += u64::from(count);
        bin.positives += u64::from(truth) * u64::from(count);
        bin.probability += weight * probability;
    }

    fn rows(&self) -> u64 {
        self.bins.iter().map(|bin| bin.rows).sum()
    }
}

/// The bin `((k - 1) / 15, k / 15]` that holds a probability; 0 is in the first.
fn bin_of(probability: f64) -> usize {
    // A cast to an unsigned number saturates, so 0 needs no case of its own.
    let bin = (probability * ECE_BINS as f64).ceil() as usize;
    bin.saturating_sub(1).min(ECE_BINS - 1)
}
