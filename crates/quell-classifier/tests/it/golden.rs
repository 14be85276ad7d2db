//! The same scores on every machine and in every build.

use std::fmt::Write as _;

use expect_test::expect;
use quell_classifier::{Head, Model, Scratch, WeightEncoding};

use crate::fixtures::{Random, random_parts, samples};

/// Texts made up by a seeded generator, besides the samples.
const GENERATED: usize = 10_000;

/// Returns a digest over every head's scores and the topic of all texts.
fn digest(encoding: WeightEncoding) -> String {
    let model = Model::open(random_parts(4096, encoding).encode().unwrap()).unwrap();
    let mut random = Random(2021);
    let generated = core::iter::repeat_with(|| random.text()).take(GENERATED);
    let mut scratch = Scratch::new();
    let mut hasher = blake3::Hasher::new();
    for text in samples().into_iter().chain(generated) {
        let scores = model.score(&text, &mut scratch);
        let mut line = scores.features().to_string();
        for head in Head::ALL {
            let (raw, calibrated) = (scores.raw_logit(head).0, scores.logit(head).0);
            let probability = scores.probability(head).numerator();
            let _ = write!(line, " {raw} {calibrated} {probability}");
        }
        let _ = writeln!(line, " {:?}", model.topic(&scratch));
        hasher.update(line.as_bytes());
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

/// Refresh with `UPDATE_EXPECT=1` after a change that is meant to change scores.
#[test]
fn scores_are_those_of_every_other_machine() {
    expect!["1a6292a77d8f9bd15e2b776b6c57c0f6"].assert_eq(&digest(WeightEncoding::Linear));
    expect!["1e64718b2a7b77b32c783159eda249c9"].assert_eq(&digest(WeightEncoding::Companded));
}
