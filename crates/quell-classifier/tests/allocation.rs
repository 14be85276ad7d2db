//! Scoring allocates nothing, once its buffers have grown.

#[path = "it/fixtures.rs"]
#[expect(dead_code, reason = "a binary of its own uses only some of the shared fixtures")]
mod fixtures;

use quell_classifier::{Model, Scratch, WeightEncoding};

#[test]
fn a_score_allocates_nothing_after_warm_up() {
    let parts = fixtures::random_parts(4096, WeightEncoding::Companded);
    let model = Model::open(parts.encode().unwrap()).unwrap();
    let texts = fixtures::messages();
    let mut scratch = Scratch::new();
    let first = allocation_counter::measure(|| _ = model.score(&texts[0], &mut scratch));
    assert!(first.count_total > 0, "the counter counts");
    for text in &texts {
        let _ = model.score(text, &mut scratch);
    }
    for text in &texts {
        let counted = allocation_counter::measure(|| {
            let _ = model.score(text, &mut scratch);
            let _ = model.topic(&scratch);
        });
        assert_eq!(counted.count_total, 0, "{text}");
    }
}
