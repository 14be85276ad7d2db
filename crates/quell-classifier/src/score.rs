//! Scoring: sums of small integers over rows of a table.

use crate::features::{Grams, HashSeed, ORDER_MAX, Slot, for_each_feature, mark_features};
use crate::fold::{Folded, fold};
use crate::model::{HEAD_COUNT, Head, Model, Norm, TOPIC_COUNT, WeightEncoding, probability};
use crate::token::{Tokens, tokenize};

/// Log-odds in 1/256 (natural logarithm).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Logit(pub i32);

impl From<Logit> for f64 {
    /// The log-odds in logits; exact.
    fn from(logit: Logit) -> Self {
        #[expect(clippy::float_arithmetic, reason = "for people, after the score")]
        let log_odds = Self::from(logit.0) / 256.0;
        log_odds
    }
}

/// A probability in 2⁻³², never 0 and never 1: nothing is certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Probability(u32);

impl Probability {
    /// What [`numerator`](Self::numerator) is a part of.
    pub const DENOMINATOR: u64 = 1 << 32;

    pub(crate) fn new(numerator: u64) -> Self {
        Self(numerator.clamp(1, Self::DENOMINATOR - 1) as u32)
    }

    /// The probability times [`DENOMINATOR`](Self::DENOMINATOR).
    #[must_use]
    pub fn numerator(self) -> u32 {
        self.0
    }
}

impl From<Probability> for f64 {
    /// The probability as a number in (0, 1); exact.
    fn from(probability: Probability) -> Self {
        #[expect(clippy::float_arithmetic, reason = "for people, after the score")]
        let share = Self::from(probability.0) / Probability::DENOMINATOR as Self;
        share
    }
}

/// What a model says of a text: calibrated log-odds of each head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scores {
    pub(crate) raw: [Logit; HEAD_COUNT],
    pub(crate) calibrated: [Logit; HEAD_COUNT],
    pub(crate) features: u32,
}

impl Scores {
    /// Calibrated log-odds of `head`.
    #[must_use]
    pub fn logit(&self, head: Head) -> Logit {
        self.calibrated[head as usize]
    }

    /// Log-odds of `head` before calibration: what explanations add up to.
    #[must_use]
    pub fn raw_logit(&self, head: Head) -> Logit {
        self.raw[head as usize]
    }

    /// Calibrated probability of `head`.
    #[must_use]
    pub fn probability(&self, head: Head) -> Probability {
        probability(self.logit(head))
    }

    /// How many features the text had; none means that the scores are the bias.
    #[must_use]
    pub fn features(&self) -> u32 {
        self.features
    }
}

/// Buffers that scoring works in.
///
/// Keep one per thread: after a few messages scoring allocates nothing.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    pub(crate) folded: Folded,
    pub(crate) tokens: Tokens,
    pub(crate) sums: Sums,
    pub(crate) contributions: alloc::vec::Vec<i64>,
}

impl Scratch {
    /// Empty buffers.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The text scored last, as it was folded.
    #[must_use]
    pub fn folded(&self) -> &Folded {
        &self.folded
    }

    /// The tokens of the text scored last.
    #[must_use]
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }
}

/// Sums over the rows of a text, a lane a head, and the number of features.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sums {
    pub(crate) lanes: [i64; LANES],
    pub(crate) features: u32,
}

/// Lanes of a row: the heads, and the fingerprint of the feature that they belong to.
const LANES: usize = 4;
/// The weights of a feature, as they stand in the file.
type Row = [u8; LANES];
/// Rows of the default model: half a megabyte, which leaves room in the second-level
/// cache for what else a server does.
const ROWS_COMMON: usize = 1 << 17;
/// Tokens whose features are summed in 32 bits, of which no sum can run out:
/// three features a token, each at most 128·128.
const TOKENS_A_SUM: usize = 1 << 14;
const _: () = assert!(TOKENS_A_SUM as u64 * ORDER_MAX as u64 * 128 * 128 < 1 << 31);

impl Sums {
    fn add(&mut self, lanes: [i32; LANES]) {
        for (sum, lane) in self.lanes.iter_mut().zip(lanes) {
            *sum += i64::from(lane);
        }
    }
}

impl<B: AsRef<[u8]>> Model<B> {
    /// Scores `text`.
    ///
    /// Never fails: any string has a score. Linear in the length of the text, of
    /// which [`MESSAGE_BYTES_MAX`](crate::MESSAGE_BYTES_MAX) are read; one table
    /// row of four bytes is read per feature.
    #[must_use]
    pub fn score(&self, text: &str, scratch: &mut Scratch) -> Scores {
        fold(text, &mut scratch.folded);
        tokenize(&scratch.folded, &mut scratch.tokens);
        scratch.sums = match self.weight_encoding() {
            WeightEncoding::Linear => self.sums(&scratch.tokens, |weight| weight),
            WeightEncoding::Companded => self.sums(&scratch.tokens, expanded),
        };
        self.scores(scratch.sums)
    }

    #[inline]
    fn sums(&self, tokens: &Tokens, expand: impl Fn(i32) -> i32) -> Sums {
        let rows = self.rows();
        let seed = self.hash_seed();
        match <&[Row; ROWS_COMMON]>::try_from(rows) {
            // A row's number is the hash's first bits, and no table of this size lacks it:
            // without a multiplication and a comparison a score takes a tenth less time.
            Ok(rows) => {
                sum(tokens, seed, |hash| weights(rows, Slot::of(hash, ROWS_COMMON as u32)), expand)
            }
            Err(_) => {
                sum(tokens, seed, |hash| weights(rows, Slot::of(hash, rows.len() as u32)), expand)
            }
        }
    }

    fn scores(&self, sums: Sums) -> Scores {
        let mut scores = Scores {
            raw: [Logit(0); HEAD_COUNT],
            calibrated: [Logit(0); HEAD_COUNT],
            features: sums.features,
        };
        let norm = Norm::of(sums.features);
        for head in Head::ALL {
            let parameters = self.head(head);
            let raw =
                Logit(parameters.bias + parameters.share_of(sums.lanes[head as usize], 1, norm));
            scores.raw[head as usize] = raw;
            scores.calibrated[head as usize] = self.calibration(head).apply(raw);
        }
        scores
    }

    /// The topic that the text scored last fits best, if the model knows topics.
    ///
    /// Reads one row of [`TOPIC_LANES`](crate::TOPIC_LANES) bytes per feature, so it
    /// is asked only of texts that turned out unwanted.
    #[must_use]
    pub fn topic(&self, scratch: &Scratch) -> Option<usize> {
        let rows = self.topic_rows();
        if rows.is_empty() {
            return None;
        }
        let mut sums = [0i64; TOPIC_COUNT];
        let mut features = 0;
        for_each_feature(&scratch.tokens, self.hash_seed(), |feature| {
            features += 1;
            let slot = feature.slot(rows.len() as u32);
            let Some((weights, [fingerprint])) =
                rows.get(slot.row as usize).and_then(|row| row.split_last_chunk())
            else {
                return;
            };
            if *fingerprint != slot.fingerprint() {
                return;
            }
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += i64::from(expanded(weight.cast_signed().into()));
            }
        });
        let logits = sums
            .iter()
            .enumerate()
            .map(|(topic, &sum)| self.topic_head(topic).logit(sum, features));
        logits
            .enumerate()
            .max_by_key(|&(topic, logit)| (logit, core::cmp::Reverse(topic)))
            .map(|(topic, _)| topic)
    }
}

/// The weights in `slot`, or zeros where the row is another feature's.
#[inline]
pub(crate) fn weights(rows: &[Row], slot: Slot) -> Row {
    // A row within the table by construction.
    let row = rows.get(slot.row as usize).copied().unwrap_or_default();
    // An arithmetic mask, as a branch cannot guess which features a text has: it took 20 ns a
    // character instead of 14.
    let others = u32::from((u32::from_le_bytes(row) ^ slot.behind) >= 1 << 24);
    let mask = others.wrapping_sub(1) as u8;
    row.map(|weight| weight & mask)
}

/// Sums the weights of each feature.
// By itself, so that the loop has all registers: inlined into its caller it spills.
#[inline(never)]
fn sum(
    tokens: &Tokens,
    seed: HashSeed,
    weights: impl Fn(u64) -> Row,
    expand: impl Fn(i32) -> i32,
) -> Sums {
    let mut sums = Sums::default();
    let mut grams = Grams::new(seed);
    for part in tokens.tokens().chunks(TOKENS_A_SUM) {
        let mut lanes = [0; LANES];
        grams.visit(part, |hashes, orders| {
            for (order, hash) in (0..).zip(hashes) {
                if order >= orders {
                    break;
                }
                let row = weights(hash);
                lanes = core::array::from_fn(|lane| {
                    lanes[lane] + expand(row[lane].cast_signed().into())
                });
            }
            sums.features += orders;
        });
        sums.add(lanes);
    }
    for feature in mark_features(tokens, seed) {
        let row = weights(feature.identity());
        sums.add(row.map(|weight| expand(weight.cast_signed().into())));
        sums.features += 1;
    }
    sums
}

/// Square-root companding: a byte q stands for q·|q|, so small weights keep their
/// precision beside a few large ones.
#[inline]
pub(crate) fn expanded(weight: i32) -> i32 {
    weight * weight.abs()
}

#[cfg(test)]
pub(crate) mod tests;
