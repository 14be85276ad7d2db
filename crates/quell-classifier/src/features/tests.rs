use alloc::vec::Vec;

use super::{Feature, HashSeed, MULTIPLIER, ORDER_MAX, UNITS_MAX, for_each_feature};
use crate::fold::{Folded, fold};
use crate::token::{TokenKind, Tokens, tokenize};

fn tokens(text: &str) -> Tokens {
    let (mut folded, mut tokens) = (Folded::default(), Tokens::default());
    fold(text, &mut folded);
    tokenize(&folded, &mut tokens);
    tokens
}

fn seed(seed: u64) -> HashSeed {
    HashSeed::new(seed).unwrap()
}

fn features(text: &str) -> Vec<Feature> {
    let mut features = Vec::new();
    for_each_feature(&tokens(text), seed(1), |feature| features.push(feature));
    features
}

/// Every n-gram of at most four units and three tokens, from its definition.
fn naive(text: &str) -> Vec<(u64, (usize, usize))> {
    let tokens = tokens(text);
    let list = tokens.tokens();
    let mut grams = Vec::new();
    for last in 0..list.len() {
        for first in (0..=last).rev() {
            let gram = &list[first..=last];
            let units: u32 =
                gram.iter().map(|token| if token.kind() == TokenKind::Word { 2 } else { 1 }).sum();
            if units <= UNITS_MAX && gram.len() <= ORDER_MAX {
                let hash = gram.iter().fold(1u64, |hash, token| {
                    hash.wrapping_add(u64::from(token.symbol)).wrapping_mul(MULTIPLIER)
                });
                grams.push((hash, (first, last)));
            }
        }
    }
    grams
}

#[test]
fn ngrams_have_at_most_three_tokens_and_four_units() {
    for (text, count) in [
        ("", 0),
        ("码", 1),
        ("恭喜中", 6),
        ("恭喜中奖了吧", 6 + 5 + 4),
        ("free", 1),
        ("free cash now", 3 + 2),
        ("加vx领", 3 + 2 + 1),
        ("a1b2,5元,加,66,x1y2", 9 + 8 + 7),
    ] {
        let grams: Vec<_> = features(text).iter().map(|f| (f.identity(), f.tokens())).collect();
        let behind = tokens(text).tokens().len();
        let (grams, marks) = grams.split_at(count);
        assert_eq!(grams, naive(text), "{text}");
        assert_eq!(marks.len(), tokens(text).marks().len(), "{text}");
        for (at, (_, place)) in marks.iter().enumerate() {
            assert_eq!(*place, (behind + at, behind + at), "{text}");
        }
    }
}

#[test]
fn order_and_kind_and_seed_make_other_features() {
    let identities = |text| features(text).iter().map(|f| f.identity()).collect::<Vec<_>>();
    let bigram = |text| identities(text)[2];
    assert_ne!(bigram("加微"), bigram("微加"));
    // A brand that signs is not the same feature as its name in the text.
    let unsigned = identities("品");
    assert!(identities("【品】").iter().filter(|&&f| f == unsigned[0]).count() == 1);
    let mut other = Vec::new();
    for_each_feature(&tokens("加微"), seed(2), |feature| other.push(feature.identity()));
    assert!(identities("加微").iter().zip(&other).all(|(one, two)| one != two));
    assert_eq!(HashSeed::new(0), None);
}

#[test]
fn rows_spread_over_the_whole_table() {
    let text = "恭喜您获得现金大奖请点击领取优惠贷款利率低至回复退订".repeat(8);
    for rows in [1, 7, 100, 262_145, u32::MAX] {
        assert!(features(&text).iter().all(|feature| feature.slot(rows).row < rows));
    }
    let mut hit = [false; 8];
    for feature in features(&text) {
        hit[feature.slot(8).row as usize] = true;
    }
    assert_eq!(hit, [true; 8]);
}
