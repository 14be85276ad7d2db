//! From a raw sum to calibrated log-odds, and from those to a probability, in integers.

use crate::score::{Logit, Probability};

/// Knots of a calibration table: every half logit from −32 to 32.
pub const CALIBRATION_KNOTS: usize = 129;
/// Raw logits, in 1/256, between two knots.
const STEP: i32 = 128;
/// The raw logit of the first knot, in 1/256.
const FIRST: i32 = -32 * 256;

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

/// Log-odds, in 1/256, between two knots of [`SIGMOID_TAIL`].
const SIGMOID_STEP: u32 = 64;

/// σ(−x) in 2⁻³² at x = 0, 1/4, 2/4, … 22 logits, rounded: beyond, it is below one.
#[rustfmt::skip]
const SIGMOID_TAIL: [u32; 89] = [
    2_147_483_648, 1_880_437_610, 1_621_524_825, 1_377_916_995, 1_155_094_609, 956_489_813, 783_511_659, 635_857_874,
    511_972_652, 409_522_833, 325_808_402, 258_070_197, 203_692_574, 160_317_760, 125_895_072, 98_687_052,
    77_250_184, 60_402_818, 47_188_559, 36_840_019, 28_745_576, 22_420_269, 17_481_108, 13_626_569,
    10_619_836, 8_275_262, 6_447_529, 5_023_008, 3_912_935, 3_048_011, 2_374_166, 1_849_229,
    1_440_318, 1_121_804, 873_712, 680_478, 529_976, 412_757, 321_462, 250_359,
    194_982, 151_854, 118_265, 92_105, 71_732, 55_865, 43_508, 33_884,
    26_389, 20_552, 16_006, 12_465, 9_708, 7_561, 5_888, 4_586,
    3_571, 2_781, 2_166, 1_687, 1_314, 1_023, 797, 621,
    483, 376, 293, 228, 178, 138, 108, 84,
    65, 51, 40, 31, 24, 19, 15, 11,
    9, 7, 5, 4, 3, 3, 2, 2,
    1,
];

/// The probability of log-odds: linear between the knots of a fixed table.
pub(crate) fn probability(logit: Logit) -> Probability {
    let magnitude = logit.0.unsigned_abs();
    let (at, within) = ((magnitude / SIGMOID_STEP) as usize, u64::from(magnitude % SIGMOID_STEP));
    let knot = |at: usize| u64::from(SIGMOID_TAIL.get(at).copied().unwrap_or(1));
    let tail = knot(at) - (knot(at) - knot(at + 1)) * within / u64::from(SIGMOID_STEP);
    Probability::new(if logit.0 < 0 { tail } else { Probability::DENOMINATOR - tail })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sigmoid_table_is_the_sigmoid() {
        for (at, &knot) in SIGMOID_TAIL.iter().enumerate() {
            let exact = 2f64.powi(32) / (1.0 + (0.25 * at as f64).exp());
            assert!((f64::from(knot) - exact).abs() <= 0.51, "knot {at}: {knot} for {exact}");
        }
    }

    #[test]
    fn identity_changes_nothing_within_its_range() {
        for raw in -9000..9000 {
            assert_eq!(Calibration::identity().apply(Logit(raw)).0, raw.clamp(-8192, 8192));
        }
    }
}
