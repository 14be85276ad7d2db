//! Folding, for any text.

use std::ops::Range;

use proptest::prelude::*;
use quell_classifier::{Folded, TokenKind, Tokens, fold, tokenize};

use crate::fixtures::{hostile, messages};

fn folded(text: &str) -> Folded {
    let mut folded = Folded::default();
    fold(text, &mut folded);
    folded
}

fn assert_idempotent(text: &str) {
    let once = folded(text).text();
    let again = folded(&once);
    assert_eq!(once, again.text(), "from {text:?}");
    assert_eq!(tokens(&folded(text)), tokens(&again), "from {text:?}");
}

/// The tokens' kinds and places: equal when the characters' classes are.
fn tokens(folded: &Folded) -> Vec<(TokenKind, Range<usize>)> {
    let mut tokens = Tokens::default();
    tokenize(folded, &mut tokens);
    tokens.tokens().iter().map(|token| (token.kind(), token.range())).collect()
}

fn assert_places_are_sound(text: &str) {
    let folded = folded(text);
    let chars = folded.chars();
    assert!(chars.len() <= 4 * text.chars().count());
    assert!(chars.windows(2).all(|pair| pair[0].start() <= pair[1].start()), "{text:?}");
    for (at, c) in chars.iter().enumerate() {
        let bytes = folded.original(at..at + 1, text);
        assert_eq!(bytes.start, c.start());
        assert_eq!(text[bytes].chars().count(), 1, "{text:?}");
        assert!(chars.iter().filter(|other| other.start() == c.start()).count() <= 4);
    }
}

/// Characters that passes over neighbours look at, and what they may turn into.
fn contextual() -> impl Strategy<Value = String> {
    let chars: Vec<char> =
        " -·./,、+=_*|~^xхX㐅aаα1٣0①。｡薇徽威嶶信加❤芯月中b\u{301}\u{200B}ⓧ½ﬁ'🔥🔥🔥中中  "
            .chars()
            .collect();
    prop::collection::vec(prop::sample::select(chars), 0..24).prop_map(String::from_iter)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10000))]

    #[test]
    fn folding_what_was_folded_changes_nothing(text in contextual()) {
        assert_idempotent(&text);
    }

    #[test]
    fn hostile_texts_fold_once(text in hostile(12)) {
        assert_idempotent(&text);
        assert_places_are_sound(&text);
    }

    #[test]
    fn any_text_folds_once(text in any::<String>()) {
        assert_idempotent(&text);
        assert_places_are_sound(&text);
    }
}

#[test]
fn every_character_folds_once_and_to_at_most_four() {
    for c in (0..=0x10_FFFF).filter_map(char::from_u32) {
        let text = c.to_string();
        let once = folded(&text);
        assert!(once.chars().len() <= 4, "U+{:04X}", c as u32);
        assert_idempotent(&text);
    }
}

#[test]
fn messages_fold_once() {
    for text in messages() {
        assert_idempotent(&text);
        assert_places_are_sound(&text);
    }
}
