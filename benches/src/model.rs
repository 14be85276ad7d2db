//! The models that are timed: the project's own, and one of its size.

use std::error::Error;
use std::path::Path;

use quell_classifier::{
    Calibration, HashSeed, HeadParameters, ModelParts, TOPIC_COUNT, WeightEncoding,
};

use crate::random::Random;

/// Rows of the pseudo-random table: as many as the default model has.
pub const ROW_COUNT: usize = 1 << 17;

/// Bytes of `models/default.quell`.
///
/// # Errors
///
/// The file cannot be read.
pub fn default_model() -> Result<Vec<u8>, Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../models/default.quell");
    std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// Bytes of a model of [`ROW_COUNT`] rows without meaning. Time does not depend on
/// the weights: every row is read and added, whatever it holds.
///
/// # Errors
///
/// The parts make no model.
pub fn pseudo_random_model(encoding: WeightEncoding) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut random = Random::new(1);
    let mut weight = || random.bits() as i8;
    let head = HeadParameters { bias: 0, scale: 1 << 12, threshold: 0 };
    let parts = ModelParts {
        seed: HashSeed::new(1).ok_or("zero is no seed")?,
        encoding,
        heads: [head; 3],
        calibrations: std::array::from_fn(|_| Calibration::identity()),
        card: String::from("{}"),
        rows: (0..ROW_COUNT).map(|_| [weight(), weight(), weight(), 0]).collect(),
        topic_scale: 0,
        topic_biases: [0; TOPIC_COUNT],
        topic_rows: Vec::new(),
    };
    parts.encode().map_err(|error| format!("the pseudo-random model: {error}").into())
}
