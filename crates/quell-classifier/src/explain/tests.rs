use alloc::format;
use alloc::vec::Vec;
use core::fmt::Write as _;

use expect_test::{Expect, expect};

use crate::model::{Head, WeightEncoding};
use crate::score::Scratch;
use crate::score::tests::{blank, give, opened};

/// Explains the first head of a model in which some first tokens of texts have
/// weights, each scaled so that a text shows them undivided.
fn check(weights: &[(&str, i8)], text: &str, expected: &Expect) {
    let mut parts = blank(WeightEncoding::Linear);
    for &(token, weight) in weights {
        give(&mut parts, token, [weight, 0, 0]);
    }
    let mut scratch = Scratch::new();
    let features = opened(&parts).score(text, &mut scratch).features();
    let root = (f64::from(features.max(1))).sqrt();
    parts.heads[0].scale = (f64::from(parts.heads[0].scale) * root).round() as u32;
    let model = opened(&parts);
    let scores = model.score(text, &mut scratch);
    let explanation = model.explain(Head::Unwanted, text, &mut scratch);
    assert_eq!(explanation.total(), scores.raw_logit(Head::Unwanted));
    let mut shown = format!("{:+} {:+}", explanation.bias.0, explanation.whole.0);
    for span in &explanation.spans {
        let _ = write!(shown, " {}{:+}", &text[span.bytes.clone()], span.weight.0);
    }
    expected.assert_eq(&shown);
}

#[test]
fn a_weight_shows_where_it_stands() {
    check(&[], "", &expect!["-5 +0"]);
    check(&[("奖", 30)], "中奖了", &expect!["-5 +0 奖+30"]);
    check(&[("奖", 30), ("妈", -20)], "妈中奖", &expect!["-5 +0 妈-20 奖+30"]);
    check(&[("奖", 30), ("您", 5)], "您中奖", &expect!["-5 +0 您中奖+35"]);
    check(&[("free", 60), ("mum", -30)], "FREE cash, mum", &expect!["-5 +0 FREE+60 mum-30"]);
    check(&[("奖", 30)], "中\u{200B}獎\u{200B}了", &expect!["-5 +0 獎+30"]);
    check(&[("1", 30)], "½杯", &expect!["-5 +0 ½+60"]);
    check(&[("t.cn/a", 40), ("的", -9)], "的t.cn/abc的", &expect!["-5 +0 的-9 t.cn/abc+40 的-9"]);
}

#[test]
fn ngrams_are_shared_out_over_their_tokens() {
    let mut parts = blank(WeightEncoding::Linear);
    let mut scratch = Scratch::new();
    let text = "免费a";
    let _ = opened(&parts).score(text, &mut scratch);
    // The second feature that ends at 费 is the pair.
    let mut rows = Vec::new();
    crate::features::for_each_feature(&scratch.tokens, parts.seed, |feature| {
        rows.push((feature.tokens(), feature.slot(parts.rows.len() as u32)));
    });
    for (tokens, slot) in rows {
        let weight = match tokens {
            (0, 1) => 40,
            (2, 2) => -40,
            _ => 0,
        };
        parts.rows[slot.row as usize] = [weight, 0, 0, slot.fingerprint().cast_signed()];
    }
    let model = opened(&parts);
    let _ = model.score(text, &mut scratch);
    let explanation = model.explain(Head::Unwanted, text, &mut scratch);
    let shown: Vec<_> =
        explanation.spans.iter().map(|s| (&text[s.bytes.clone()], s.weight.0)).collect();
    assert_eq!(shown, [("免费", 15), ("a", -15)]);
}

#[test]
fn utf16_counts_as_apps_do() {
    let text = "🎉a中奖";
    let span = super::Span { bytes: 4..8, weight: crate::score::Logit(0) };
    assert_eq!(span.utf16(text), 2..4);
    let beyond = super::Span { bytes: 4..99, weight: crate::score::Logit(0) };
    assert_eq!(beyond.utf16(text), 2..2);
}
