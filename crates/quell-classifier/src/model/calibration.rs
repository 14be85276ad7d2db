//! From a raw sum to calibrated log-odds, and from those to a probability, in integers.

use crate::score::{Logit, Probability};

/// Knots of a calibration table: every quarter logit from −16 to 16.
pub const CALIBRATION_KNOTS: usize = 129;
/// Raw logits, in 1/256, between two knots.
const STEP: i32 = 64;
/// The raw logit of the first knot, in 1/256.
const FIRST: i32 = -16 * 256;

/// Calibrated log-odds at each knot, in 1/256 logit, never falling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calibration(pub [i16; CALIBRATION_KNOTS]);

impl Calibration {
    /// The table that leaves logits as they are.
    #[must_use]
    pub fn identity() -> Self {
        let mut knots = [0; CALIBRATION_KNOTS];
        for (at, knot) in knots.iter_mut().enumerate() {
            *knot = (FIRST + STEP * at as i32) as i16;
        }
        Self(knots)
    }

    /// Whether the knots never fall, as a calibration must not reorder scores.
    #[must_use]
    pub fn is_monotone(&self) -> bool {
        self.0.is_sorted()
    }

    /// The calibrated log-odds of a raw logit: linear between knots, level beyond.
    #[must_use]
    pub fn apply(&self, raw: Logit) -> Logit {
        let offset = (raw.0.clamp(FIRST, -FIRST) - FIRST) as usize;
        let (at, within) = (offset / STEP as usize, (offset % STEP as usize) as i32);
        let knot = |at: usize| i32::from(self.0.get(at).copied().unwrap_or(i16::MAX));
        let low = knot(at);
        if within == 0 {
            return Logit(low);
        }
        Logit(low + (knot(at + 1) - low) * within / STEP)
    }

    /// The raw logits that the knots stand at, in 1/256.
    pub fn raw_logits() -> impl Iterator<Item = i32> {
        (0..CALIBRATION_KNOTS as i32).map(|at| FIRST + STEP * at)
    }
}

/// σ(x) in 1/65536 at x = 0, 1/4, 2/4, … 12 logits, rounded.
const SIGMOID: [u32; 49] = [
    32768, 36843, 40793, 44511, 47911, 50941, 53581, 55834, 57724, 59287, 60565, 61598, 62428,
    63090, 63615, 64030, 64357, 64614, 64816, 64974, 65097, 65194, 65269, 65328, 65374, 65410,
    65438, 65459, 65476, 65489, 65500, 65508, 65514, 65519, 65523, 65526, 65528, 65530, 65531,
    65532, 65533, 65534, 65534, 65535, 65535, 65535, 65535, 65535, 65535,
];

/// The probability of log-odds: linear between the knots of a fixed table.
pub(crate) fn probability(logit: Logit) -> Probability {
    let magnitude = logit.0.unsigned_abs();
    let (at, within) = (magnitude as usize / STEP as usize, magnitude % STEP as u32);
    let last = SIGMOID[SIGMOID.len() - 1];
    let knot = |at: usize| SIGMOID.get(at).copied().unwrap_or(last);
    let upper = knot(at) + (knot(at + 1) - knot(at)) * within / STEP as u32;
    Probability::new(if logit.0 < 0 { 65536 - upper } else { upper })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sigmoid_table_is_the_sigmoid() {
        for (at, &knot) in SIGMOID.iter().enumerate() {
            let exact = 65536.0 / (1.0 + (-0.25 * at as f64).exp());
            assert!(
                (f64::from(knot) - exact.min(65535.0)).abs() <= 0.51,
                "knot {at}: {knot} for {exact}"
            );
        }
    }

    #[test]
    fn identity_changes_nothing_within_its_range() {
        for raw in -5000..5000 {
            assert_eq!(Calibration::identity().apply(Logit(raw)).0, raw.clamp(-4096, 4096));
        }
    }
}
