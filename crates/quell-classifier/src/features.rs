//! Hashed features: n-grams of tokens, and the marks.
//!
//! An n-gram has at most [`ORDER_MAX`] tokens and spans at most [`UNITS_MAX`] units; a Han
//! character, number or sign is one unit and a word is two. So the same rule gives character
//! 1- to 3-grams in Chinese, words and word pairs elsewhere, and mixtures of both ("加vx").

use crate::token::{Token, Tokens, is_word};

/// Units that an n-gram spans at most.
pub const UNITS_MAX: u32 = 4;

/// Longest n-gram in tokens.
pub const ORDER_MAX: usize = 3;

/// The odd multiplier of Steele and Vigna, "Computationally easy, spectrally good
/// multipliers for congruential pseudorandom number generators" (2021), table 6.
///
/// An n-gram's hash is a polynomial in it, so its first powers must lie apart like
/// random numbers, which is what the spectral test of such multipliers measures.
const MULTIPLIER: u64 = 0xF135_7AEA_2E62_A9C5;
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

    /// Where a table of `rows` rows would have it.
    #[inline]
    #[must_use]
    pub fn slot(self, rows: u32) -> Slot {
        Slot::of(self.hash, rows)
    }

    /// The first and the last token that it spans; the same one for a mark, which
    /// is counted behind the tokens.
    #[must_use]
    pub fn tokens(self) -> (usize, usize) {
        (self.first as usize, self.last as usize)
    }
}

/// Where a feature stands in a table, if it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The row, below the number of rows.
    pub row: u32,
    /// The 32 bits behind the point.
    pub(crate) behind: u32,
}

impl Slot {
    /// Of the feature with that [`identity`](Feature::identity) in a table of `rows` rows.
    ///
    /// The hash, scaled (Lemire, "Fast random integer generation in an interval", 2019): the
    /// whole part is the row, the first eight bits behind the point are the fingerprint.
    #[inline]
    #[must_use]
    pub fn of(identity: u64, rows: u32) -> Self {
        let scaled = u128::from(identity) * u128::from(rows);
        Self { row: (scaled >> 64) as u32, behind: (scaled >> 32) as u32 }
    }

    /// What the row holds beside the weights if they are this feature's: of features that
    /// share a row, one in 256 shares it too.
    #[inline]
    #[must_use]
    pub fn fingerprint(self) -> u8 {
        (self.behind >> 24) as u8
    }
}

/// Calls `visit` with every feature of the tokens, in order.
///
/// At most [`ORDER_MAX`] features end at a token.
#[inline]
pub fn for_each_feature(tokens: &Tokens, seed: HashSeed, mut visit: impl FnMut(Feature)) {
    let mut last = 0;
    Grams::new(seed).visit(tokens.tokens(), |hashes, orders| {
        for (order, hash) in (0..orders).zip(hashes) {
            visit(Feature { hash, first: last - order, last });
        }
        last += 1;
    });
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

/// The n-grams that end at the token visited last.
pub(crate) struct Grams {
    seed: HashSeed,
    /// Of one and two tokens: those that the next token makes longer.
    hashes: [u64; ORDER_MAX - 1],
    /// Units of as many tokens; where there are none, more than any n-gram has.
    units: [u32; ORDER_MAX - 1],
}

impl Grams {
    #[inline]
    pub(crate) fn new(seed: HashSeed) -> Self {
        Self { seed, hashes: [0; ORDER_MAX - 1], units: [UNITS_MAX; ORDER_MAX - 1] }
    }

    /// Calls `visit` at each of `tokens`, which continue those of the call before,
    /// with the n-grams that end there, short ones first, and how many of them count.
    #[inline]
    pub(crate) fn visit(&mut self, tokens: &[Token], mut visit: impl FnMut([u64; ORDER_MAX], u32)) {
        let mut rest = tokens.iter();
        while let Some(token) = rest.next() {
            let orders = self.orders_with(units(token));
            visit(self.longer(token), orders);
            // Behind two single units every n-gram counts, up to the next word.
            while self.units == [1, 2]
                && let Some(token) = rest.as_slice().first()
                && units(token) == 1
            {
                visit(self.longer(token), ORDER_MAX as u32);
                rest.next();
            }
        }
    }

    /// The n-grams that end at `token`, of one token to three.
    #[inline]
    fn longer(&mut self, token: &Token) -> [u64; ORDER_MAX] {
        let [one, two] = self.hashes;
        // Rotating as well would cost more than the multiplication: where a processor
        // has one multiplier, both need it.
        let with =
            |shorter: u64| shorter.wrapping_add(u64::from(token.symbol)).wrapping_mul(MULTIPLIER);
        let hashes = [with(self.seed.0), with(one), with(two)];
        self.hashes = [hashes[0], hashes[1]];
        hashes
    }

    /// How many tokens the longest n-gram has that ends at one of `units`.
    #[inline(never)]
    fn orders_with(&mut self, units: u32) -> u32 {
        let [one, two] = self.units.map(|shorter| shorter + units);
        self.units = [units, one];
        1 + u32::from(one <= UNITS_MAX) + u32::from(two <= UNITS_MAX)
    }
}

#[inline]
fn units(token: &Token) -> u32 {
    if is_word(token.symbol) { 2 } else { 1 }
}

#[cfg(test)]
mod tests;
