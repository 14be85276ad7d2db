//! From f64 weights to bytes.
//!
//! A lane's largest weight becomes ±127. Companded bytes stand for q·|q|, so half
//! of them lie below a quarter of the largest weight: nearly all weights of a
//! text model do.

use quell_classifier::{HeadParameters, TOPIC_COUNT, TOPIC_LANES, WeightEncoding};

use super::head::FittedHead;
use crate::featurize::FeatureTable;
use crate::logistic::LogisticRegression;

/// The largest byte.
const BYTE_MAX: f64 = 127.0;
/// Log-odds are counted in 1/256.
const LOGIT: f64 = 256.0;
/// A scale is in 1/65536 of that.
const SCALE: f64 = 65536.0;

/// Log-odds of a topic that is not guessed.
const NEVER: f64 = -1000.0;

/// Heads as a model file holds them.
pub(super) struct QuantizedHeads {
    pub(super) parameters: [HeadParameters; 3],
    pub(super) rows: Vec<[i8; 4]>,
}

/// Topics as a model file holds them.
#[derive(Default)]
pub(super) struct QuantizedTopics {
    pub(super) scale: u32,
    pub(super) biases: [i32; TOPIC_COUNT],
    pub(super) rows: Vec<[i8; TOPIC_LANES]>,
}

pub(super) fn heads(
    heads: &[Option<FittedHead>; 3],
    encoding: WeightEncoding,
    table: &FeatureTable,
) -> QuantizedHeads {
    let fingerprints = table.fingerprints().iter();
    let mut rows: Vec<[i8; 4]> =
        fingerprints.map(|fingerprint| [0, 0, 0, fingerprint.cast_signed()]).collect();
    // A head that was not trained says no to everything.
    let mut parameters = [HeadParameters { bias: -(1 << 12), scale: 1, threshold: 1 << 12 }; 3];
    for (lane, head) in heads.iter().enumerate() {
        let Some(head) = head else { continue };
        let weights = head.model.weights();
        let lane_scale = LaneScale::of(weights, encoding);
        for (row, &weight) in rows.iter_mut().zip(weights) {
            row[lane] = lane_scale.byte(weight);
        }
        parameters[lane] = HeadParameters {
            bias: logit(head.model.bias()),
            scale: lane_scale.scale(),
            threshold: logit(head.threshold),
        };
    }
    QuantizedHeads { parameters, rows }
}

/// `models` has one a topic; none where the topic is not guessed.
pub(super) fn topics(
    models: &[Option<LogisticRegression>],
    table: &FeatureTable,
) -> QuantizedTopics {
    let weights = models.iter().flatten().flat_map(LogisticRegression::weights);
    let largest = weights.fold(0.0, |most: f64, weight| most.max(weight.abs()));
    let lane_scale = LaneScale { largest, encoding: WeightEncoding::Companded };
    let mut rows = vec![[0i8; TOPIC_LANES]; table.fingerprints().len()];
    for (row, fingerprint) in rows.iter_mut().zip(table.fingerprints()) {
        row[TOPIC_COUNT] = fingerprint.cast_signed();
    }
    let mut biases = [logit(NEVER); TOPIC_COUNT];
    for (topic, model) in models.iter().enumerate() {
        let Some(model) = model else { continue };
        biases[topic] = logit(model.bias());
        for (row, &weight) in rows.iter_mut().zip(model.weights()) {
            row[topic] = lane_scale.byte(weight);
        }
    }
    QuantizedTopics { scale: lane_scale.scale(), biases, rows }
}

struct LaneScale {
    largest: f64,
    encoding: WeightEncoding,
}

impl LaneScale {
    fn of(weights: &[f64], encoding: WeightEncoding) -> Self {
        Self { largest: weights.iter().fold(0.0, |most, weight| most.max(weight.abs())), encoding }
    }

    fn byte(&self, weight: f64) -> i8 {
        if self.largest == 0.0 {
            return 0;
        }
        let share = weight.abs() / self.largest;
        let magnitude = match self.encoding {
            WeightEncoding::Linear => share,
            WeightEncoding::Companded => share.sqrt(),
        };
        (magnitude * BYTE_MAX).round().copysign(weight) as i8
    }

    /// What a sum of one over one feature is worth.
    fn scale(&self) -> u32 {
        let top = match self.encoding {
            WeightEncoding::Linear => BYTE_MAX,
            WeightEncoding::Companded => BYTE_MAX * BYTE_MAX,
        };
        ((self.largest / top * LOGIT * SCALE).round() as u32).max(1)
    }
}

fn logit(value: f64) -> i32 {
    (value * LOGIT).round() as i32
}
