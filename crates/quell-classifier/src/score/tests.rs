use alloc::string::String;
use alloc::vec::Vec;
use alloc::{format, vec};

use proptest::prelude::*;

use super::{Logit, Probability, Scratch, expanded};
use crate::features::{HashSeed, Slot, for_each_feature};
use crate::model::{
    Calibration, Head, HeadParameters, Model, ModelParts, Norm, TOPIC_COUNT, TOPIC_LANES,
    WeightEncoding, probability,
};

const ROWS: u32 = 1 << 16;

/// Makes a sum over one feature a raw logit of the same number.
pub(crate) const UNIT_SCALE: u32 = 1 << 16;

/// A model that knows nothing but its biases.
pub(crate) fn blank(encoding: WeightEncoding) -> ModelParts {
    let head = |bias| HeadParameters { bias, scale: UNIT_SCALE, threshold: 0 };
    ModelParts {
        seed: HashSeed::new(3).unwrap(),
        encoding,
        heads: [head(-5), head(7), head(0)],
        calibrations: [Calibration::identity(), Calibration::identity(), Calibration::identity()],
        card: String::new(),
        rows: vec![[0; 4]; ROWS as usize],
        topic_scale: UNIT_SCALE,
        topic_biases: [0; TOPIC_COUNT],
        topic_rows: Vec::new(),
    }
}

/// Gives the first feature of `text`, its first token alone, weights of the heads.
pub(crate) fn give(parts: &mut ModelParts, text: &str, weights: [i8; 3]) {
    let slot = slot_of(parts, text);
    let [unwanted, essential, fraud] = weights;
    parts.rows[slot.row as usize] = [unwanted, essential, fraud, slot.fingerprint().cast_signed()];
}

fn slot_of(parts: &ModelParts, text: &str) -> Slot {
    let mut scratch = Scratch::new();
    let _ = opened(parts).score(text, &mut scratch);
    let mut slot = None;
    for_each_feature(&scratch.tokens, parts.seed, |feature| {
        slot = slot.or(Some(feature.slot(parts.rows.len() as u32)));
    });
    slot.unwrap()
}

pub(crate) fn opened(parts: &ModelParts) -> Model<Vec<u8>> {
    Model::open(parts.encode().unwrap()).unwrap()
}

fn raw(parts: &ModelParts, text: &str) -> [i32; 3] {
    let scores = opened(parts).score(text, &mut Scratch::new());
    Head::ALL.map(|head| scores.raw_logit(head).0)
}

#[test]
fn a_weight_adds_to_its_head_over_the_root_of_the_features() {
    for (encoding, worth) in [(WeightEncoding::Linear, 1), (WeightEncoding::Companded, 20)] {
        let mut parts = blank(encoding);
        give(&mut parts, "奖", [20, -20, 0]);
        // 奖 and the length mark are two features, 奖奖 and its mark four, three of them not 奖.
        let half = (f64::from(20 * worth) / 2f64.sqrt()).round() as i32;
        assert_eq!(raw(&parts, "奖"), [half - 5, 7 - half, 0]);
        let two_of_four = 20 * worth;
        assert_eq!(raw(&parts, "奖奖"), [two_of_four - 5, 7 - two_of_four, 0]);
        assert_eq!(raw(&parts, ""), [-5, 7, 0]);
        assert_eq!(raw(&parts, "其它"), [-5, 7, 0]);
    }
}

#[test]
fn a_row_counts_only_for_the_feature_whose_it_is() {
    for encoding in [WeightEncoding::Linear, WeightEncoding::Companded] {
        let mut parts = blank(encoding);
        give(&mut parts, "奖", [20, -20, 90]);
        let row = slot_of(&parts, "奖").row as usize;
        parts.rows[row][3] ^= 1;
        assert_eq!(raw(&parts, "奖奖奖"), [-5, 7, 0]);
    }
}

#[test]
fn calibration_moves_logits_and_not_raw_ones() {
    let mut parts = blank(WeightEncoding::Linear);
    parts.calibrations[0].0 = core::array::from_fn(|at| at as i16 * 10);
    let scores = opened(&parts).score("", &mut Scratch::new());
    assert_eq!(scores.raw_logit(Head::Unwanted), Logit(-5));
    // Between the knots at -64 and 0, which say 630 and 640.
    assert_eq!(scores.logit(Head::Unwanted), Logit(630 + 10 * 59 / 64));
    assert_eq!(scores.logit(Head::Essential), Logit(7));
}

#[test]
fn the_topic_is_the_best_and_the_first_of_equals() {
    let mut parts = blank(WeightEncoding::Linear);
    let mut scratch = Scratch::new();
    let model = opened(&parts);
    let _ = model.score("房", &mut scratch);
    assert_eq!(model.topic(&scratch), None, "a model without topics knows none");
    parts.topic_rows = vec![[0; TOPIC_LANES]; ROWS as usize];
    assert_eq!(opened(&parts).topic(&scratch), Some(0));
    parts.topic_biases[4] = 90;
    assert_eq!(opened(&parts).topic(&scratch), Some(4));
    let slot = slot_of(&parts, "房");
    let row = &mut parts.topic_rows[slot.row as usize];
    row[2] = 12;
    row[TOPIC_COUNT] = slot.fingerprint().cast_signed();
    assert_eq!(opened(&parts).topic(&scratch), Some(2), "topics are companded always");
    parts.topic_rows[slot.row as usize][TOPIC_COUNT] ^= 1;
    assert_eq!(opened(&parts).topic(&scratch), Some(4), "the row of another feature");
}

#[test]
fn companding_keeps_signs_and_order() {
    assert_eq!([-128, -3, 0, 1, 3, 127].map(expanded), [-16384, -9, 0, 1, 9, 16129]);
    assert!((-128..127).all(|weight| expanded(weight) < expanded(weight + 1)));
}

#[test]
fn probabilities_never_reach_certainty_and_mirror() {
    for logit in -20_000..=20_000 {
        let (one, other) = (probability(Logit(logit)), probability(Logit(-logit)));
        let sum = u64::from(one.numerator()) + u64::from(other.numerator());
        assert_eq!(sum, Probability::DENOMINATOR, "{logit}");
        assert!(one <= probability(Logit(logit + 1)), "{logit}");
    }
    assert_eq!(probability(Logit(0)), Probability::new(Probability::DENOMINATOR / 2));
    assert_eq!(probability(Logit(i32::MIN)).numerator(), 1);
    assert_eq!(probability(Logit(i32::MAX)).numerator(), u32::MAX);
}

proptest! {
    /// Against the formula in floating point.
    #[test]
    fn logits_are_the_formula(bias in -9999i32..9999, scale in 1u32..1 << 24, sum in -9_999_999i64..9_999_999, features in 0u32..400_000) {
        let head = HeadParameters { bias, scale, threshold: 0 };
        let norm = f64::from(features.max(1)).sqrt() * 65536.0;
        let share = (sum as f64 * f64::from(scale) / norm).clamp(-1_048_576.0, 1_048_576.0);
        let found = f64::from(head.logit(sum, features) - bias);
        // The root is rounded down to 1/256.
        let allowed = 1.0 + share.abs() / 256.0;
        prop_assert!((found - share).abs() <= allowed, "{}", format!("{found} for {share}"));
    }

    /// Sharing out a sum in sixths changes nothing of the whole.
    #[test]
    fn sixths_add_up(scale in 1u32..1 << 24, sum in -9_999_999_999i64..9_999_999_999, features in 1u32..400_000) {
        let head = HeadParameters { bias: 0, scale, threshold: 0 };
        prop_assert_eq!(head.share_of(sum * 6, 6, Norm::of(features)), head.logit(sum, features));
    }
}
