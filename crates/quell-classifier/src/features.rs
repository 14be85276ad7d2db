//! Hashed features: n-grams of tokens, and the marks.
//!
//! An n-gram spans at most [`UNITS_MAX`] units; a Han character, number or sign
//! is one unit and a word is two. So the same rule gives character 1- to 4-grams
//! in Chinese, words and word pairs elsewhere, and mixtures of both ("加vx").

use crate::token::{Token, TokenKind, Tokens};

/// Units that an n-gram spans at most.
pub const UNITS_MAX: u32 = 4;

/// Longest n-gram in tokens: one unit is the least that a token counts.
const ORDER_MAX: usize = UNITS_MAX as usize;

/// The odd multiplier of Steele and Vigna, "Computationally easy, spectrally good
/// multipliers for congruential pseudorandom number generators" (2021), table 6.
const MULTIPLIER: u64 = 0xF135_7AEA_2E62_A9C5;
/// Keeps "AB" apart from "BA".
const ROTATION: u32 = 23;
/// Marks are no n-grams: a brand mark differs from the same word in the text.
const MARK: u64 = 0x6D61_726B_0000_0000;

/// The seed that a model's features are hashed with; never zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HashSeed(u64);

impl HashSeed {
    /// The seed, unless it is zero, which stands for "missing".
    #[must_use]
    pub fn new(seed: u64) -> Option<Self> {
        (seed != 0).then_some(Self(seed))
    }

    /// The seed as a number.
    #[must_use]
    pub fn get(self) -> u64 {
        self.0
    }
}

/// One feature of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feature {
    hash: u64,
    first: u32,
    last: u32,
}

impl Feature {
    /// Its identity: equal for equal n-grams, whatever the number of rows.
    #[must_use]
    pub fn identity(self) -> u64 {
        self.hash
    }

    /// Its row in a table of `rows` rows: the hash, scaled (Lemire, "Fast random
    /// integer generation in an interval", 2019).
    #[inline]
    #[must_use]
    pub fn row(self, rows: u32) -> u32 {
        ((u128::from(self.hash) * u128::from(rows)) >> 64) as u32
    }

    /// The first and the last token that it spans; the same one for a mark, which
    /// is counted behind the tokens.
    #[must_use]
    pub fn tokens(self) -> (usize, usize) {
        (self.first as usize, self.last as usize)
    }
}

/// Calls `visit` with every feature of the tokens, in order.
///
/// At most [`UNITS_MAX`] features end at a token.
#[inline]
pub fn for_each_feature(tokens: &Tokens, seed: HashSeed, mut visit: impl FnMut(Feature)) {
    Grams::new(seed).visit(tokens.tokens(), &mut visit);
    mark_features(tokens, seed).for_each(visit);
}

/// The features of the marks, which stand by themselves.
#[inline]
pub(crate) fn mark_features(tokens: &Tokens, seed: HashSeed) -> impl Iterator<Item = Feature> {
    let behind = tokens.tokens().len();
    tokens.marks().iter().zip(behind..).map(move |(mark, place)| {
        let hash = (seed.0 ^ MARK ^ u64::from(mark.symbol)).wrapping_mul(MULTIPLIER);
        Feature { hash, first: place as u32, last: place as u32 }
    })
}

/// The n-grams that end at the token visited last, one of each order.
pub(crate) struct Grams {
    seed: HashSeed,
    hashes: [u64; ORDER_MAX],
    units: [u32; ORDER_MAX],
    /// How many tokens of one unit were visited last, one after the other.
    singles: usize,
    next: u32,
}

impl Grams {
    #[inline]
    pub(crate) fn new(seed: HashSeed) -> Self {
        Self { seed, hashes: [0; ORDER_MAX], units: [UNITS_MAX; ORDER_MAX], singles: 0, next: 0 }
    }

    /// Calls `visit` with the n-grams that end at each of `tokens`, which continue
    /// those of the call before.
    #[inline]
    pub(crate) fn visit(&mut self, tokens: &[Token], mut visit: impl FnMut(Feature)) {
        for token in tokens {
            let units = if token.kind == TokenKind::Word { 2 } else { 1 };
            self.singles = if units == 1 { self.singles + 1 } else { 0 };
            let [one, two, three, _] = self.hashes;
            self.hashes = [self.seed.0, one, two, three].map(|shorter| {
                (shorter.rotate_left(ROTATION) ^ u64::from(token.symbol)).wrapping_mul(MULTIPLIER)
            });
            let last = self.next;
            self.next += 1;
            let hashes = (0..).zip(self.hashes);
            let feature = |(order, hash)| Feature { hash, first: last.saturating_sub(order), last };
            // Behind as many single units every n-gram counts: not asking saves
            // Chinese text 1 ns a character.
            if self.singles >= ORDER_MAX {
                hashes.map(feature).for_each(&mut visit);
                continue;
            }
            let [one, two, three, _] = self.units;
            self.units = [0, one, two, three].map(|shorter| shorter.saturating_add(units));
            let short = hashes.zip(self.units).filter(|&(_, units)| units <= UNITS_MAX);
            short.map(|(gram, _)| feature(gram)).for_each(&mut visit);
        }
    }
}

#[cfg(test)]
mod tests;
