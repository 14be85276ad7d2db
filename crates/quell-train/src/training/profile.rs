//! What the card keeps of the rows: how they are spread, for `quell dataset audit --against`.

use quell_classifier::{Folded, Tokens, fold, tokenize};

use super::head::FittedHead;
use crate::drift::{Profile, Tally, score_edges};
use crate::examples::Examples;

/// Counts the rows that calibrate, each once whatever it weighs, and the text scores that
/// models gave them which had not seen them: those of the model itself would flatter.
pub(super) fn profile(examples: &Examples, unwanted: Option<&FittedHead>) -> Profile {
    let scores = unwanted.map(held_out_scores).unwrap_or_default();
    let threshold = unwanted.map_or(0.0, |head| head.threshold);
    let mut tally = Tally::new(score_edges(&scores), in_256ths(threshold));
    for score in scores {
        tally.add_score(score);
    }
    let (mut folded, mut tokens) = (Folded::default(), Tokens::default());
    for row in examples.rows.iter().filter(|row| row.calibrates) {
        fold(&row.text, &mut folded);
        tokenize(&folded, &mut tokens);
        tally.add_text(&folded, &tokens);
    }
    tally.finish()
}

fn held_out_scores(head: &FittedHead) -> Vec<i32> {
    let raw = head.out_of_fold.log_odds.iter();
    raw.map(|&log_odds| in_256ths(head.platt.apply(log_odds))).collect()
}

fn in_256ths(logit: f64) -> i32 {
    (logit * 256.0).round() as i32
}
