//! Explanations are exact: they add up, and point at what they mean.

use proptest::prelude::*;
use quell_classifier::{Head, Model, Scratch, WeightEncoding};

use crate::fixtures::{claim_rows, hostile, messages, random_parts};

fn assert_exact<B: AsRef<[u8]>>(model: &Model<B>, text: &str) {
    let mut scratch = Scratch::new();
    let scores = model.score(text, &mut scratch);
    for head in Head::ALL {
        let explanation = model.explain(head, text, &mut scratch);
        assert_eq!(explanation.total(), scores.raw_logit(head), "{head:?} of {text:?}");
        let spans: i32 = explanation.spans.iter().map(|span| span.weight.0).sum();
        assert_eq!(explanation.bias.0 + explanation.whole.0 + spans, scores.raw_logit(head).0);
        let mut end = 0;
        for span in &explanation.spans {
            assert!(end <= span.bytes.start && span.bytes.start < span.bytes.end, "{text:?}");
            end = span.bytes.end;
            let covered = text.get(span.bytes.clone()).expect("spans lie on character boundaries");
            let utf16: Vec<u16> = text.encode_utf16().collect();
            assert_eq!(String::from_utf16(&utf16[span.utf16(text)]).unwrap(), covered);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn bias_whole_and_spans_are_the_raw_logit(hostile in hostile(30), any in any::<String>()) {
        for encoding in [WeightEncoding::Linear, WeightEncoding::Companded] {
            let model = Model::open(random_parts(512, encoding).encode().unwrap()).unwrap();
            assert_exact(&model, &hostile);
            assert_exact(&model, &any);
        }
    }
}

#[test]
fn messages_are_explained_exactly() {
    let parts = random_parts(4096, WeightEncoding::Companded);
    let model = Model::open(parts.encode().unwrap()).unwrap();
    for text in messages() {
        assert_exact(&model, &text);
    }
}

/// Scales and weights at their limits, over the longest text: nothing overflows.
#[test]
fn the_longest_text_with_the_largest_weights_is_explained_exactly() {
    let mut parts = random_parts(64, WeightEncoding::Companded);
    for head in &mut parts.heads {
        head.scale = 1 << 24;
        head.bias = -(1 << 20);
    }
    for (row, weight) in parts.rows.iter_mut().zip([i8::MIN, i8::MAX].into_iter().cycle()) {
        row[..3].copy_from_slice(&[i8::MIN, i8::MAX, weight]);
    }
    let texts = [("½", 40_000), ("码", 30_000)].map(|(sign, times)| sign.repeat(times));
    for text in &texts {
        claim_rows(&mut parts, text);
    }
    let model = Model::open(parts.encode().unwrap()).unwrap();
    let empty = model.score("", &mut Scratch::new());
    for text in &texts {
        let scores = model.score(text, &mut Scratch::new());
        assert_ne!(scores.raw_logit(Head::Essential), empty.raw_logit(Head::Essential));
        assert_exact(&model, text);
    }
}
