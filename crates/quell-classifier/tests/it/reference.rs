//! The streaming tokenizer against the naive one.

use proptest::prelude::*;
use quell_classifier::{Folded, Tokens, fold, tokenize};

use crate::fixtures::{Random, hostile, messages};
use crate::naive::{Piece, pieces};

fn assert_same_tokens(text: &str) {
    let (mut folded, mut tokens) = (Folded::default(), Tokens::default());
    fold(text, &mut folded);
    tokenize(&folded, &mut tokens);
    let streamed: Vec<Piece> = tokens
        .tokens()
        .iter()
        .map(|token| (token.kind(), token.range().start, token.range().end))
        .collect();
    assert_eq!(streamed, pieces(&folded.text()), "{:?} from {text:?}", folded.text());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8000))]

    #[test]
    fn hostile_texts_have_the_same_tokens(text in hostile(12)) {
        assert_same_tokens(&text);
    }

    #[test]
    fn ascii_texts_have_the_same_tokens(text in "[ -~]{0,30}") {
        assert_same_tokens(&text);
    }

    #[test]
    fn digits_and_signs_have_the_same_tokens(text in "[0-9]{1,3}([-0-9.,: /+@x年月日点时%元$]{1,2}[0-9]{1,4}){0,6}") {
        assert_same_tokens(&text);
    }
}

#[test]
fn messages_have_the_same_tokens() {
    for text in messages() {
        assert_same_tokens(&text);
    }
}

#[test]
fn generated_texts_have_the_same_tokens() {
    let mut random = Random(99);
    for _ in 0..20000 {
        assert_same_tokens(&random.text());
    }
}
