//! Any string has one folded form, tokens in order, and scores that are explained exactly.
#![no_main]

use std::cell::RefCell;

use libfuzzer_sys::fuzz_target;
use quell_classifier::{
    Calibration, Folded, HashSeed, Head, HeadParameters, Model, ModelParts, Scratch,
    WeightEncoding, fold,
};

thread_local! {
    /// Kept between inputs, as a gateway keeps it between messages.
    static WORK: RefCell<(Model<Vec<u8>>, Scratch)> = RefCell::new((model(), Scratch::new()));
}

/// Weights that differ from row to row, so that a wrong share shows.
fn model() -> Model<Vec<u8>> {
    let row = |at: u32| at.wrapping_mul(0x9E37_79B1).to_le_bytes().map(u8::cast_signed);
    let parts = ModelParts {
        seed: HashSeed::new(1).expect("one is not zero"),
        encoding: WeightEncoding::Companded,
        heads: [HeadParameters { bias: -7, scale: 70_000, threshold: 0 }; 3],
        calibrations: [Calibration::identity(), Calibration::identity(), Calibration::identity()],
        card: String::new(),
        rows: (0..1024).map(row).collect(),
        topic_scale: 0,
        topic_biases: [0; 13],
        topic_rows: Vec::new(),
    };
    Model::open(parts.encode().expect("the parts are sound")).expect("what was encoded opens")
}

fuzz_target!(|text: &str| {
    let (mut once, mut again) = (Folded::default(), Folded::default());
    fold(text, &mut once);
    assert!(once.chars().len() <= 4 * text.chars().count());
    let folded = once.text();
    fold(&folded, &mut again);
    if !once.truncated() && !again.truncated() {
        assert_eq!(folded, again.text());
    }
    WORK.with_borrow_mut(|(model, scratch)| {
        let scores = model.score(text, scratch);
        let mut end = 0;
        for token in scratch.tokens().tokens() {
            assert!(end <= token.range().start && !token.range().is_empty());
            end = token.range().end;
        }
        assert!(end <= scratch.folded().chars().len());
        for head in Head::ALL {
            let explanation = model.explain(head, text, scratch);
            assert_eq!(explanation.total(), scores.raw_logit(head));
            let mut end = 0;
            for span in &explanation.spans {
                assert!(end <= span.bytes.start && text.get(span.bytes.clone()).is_some());
                end = span.bytes.end;
            }
        }
    });
});
