//! The model: a file's bytes, checked once, read in place.

mod calibration;
mod checksum;
mod error;
mod header;
mod parts;

use core::ops::Range;

pub(crate) use calibration::probability;
pub use calibration::{CALIBRATION_KNOTS, Calibration};
pub use error::{ModelError, ModelErrorKind};
use header::Header;
pub use parts::ModelParts;

use crate::features::HashSeed;

/// The token rules that a model is trained with. Raise it when the digest in
/// `tests/it/skew.rs` changes; a model of another revision is refused.
pub const TOKENIZER_REVISION: u32 = 5;

/// Bytes of the largest file that is opened. The default model keeps to 1 MiB;
/// the rest is room for experiments.
pub const MODEL_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Number of heads, each a binary linear model.
pub const HEAD_COUNT: usize = 3;

/// Number of topics that unwanted texts are counted under.
pub const TOPIC_COUNT: usize = 13;

/// Bytes of a row of the topic table: one weight a topic, and a fingerprint.
pub const TOPIC_LANES: usize = TOPIC_COUNT + 1;

/// Names of the topics, in the order of their lanes.
pub const TOPIC_NAMES: [&str; TOPIC_COUNT] = [
    "retail",
    "finance",
    "realestate",
    "education",
    "travel",
    "telecom",
    "recruitment",
    "medical",
    "gambling",
    "agency",
    "media",
    "auto",
    "other",
];

/// What a head decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// Marketing or fraud, against personal or essential: the text score.
    Unwanted,
    /// One-time codes, bank notices, parcels, appointments …, against the rest.
    Essential,
    /// Deceit or an illegal offer, against the rest.
    Fraud,
}

impl Head {
    /// All heads, in the order of their lanes.
    pub const ALL: [Self; HEAD_COUNT] = [Self::Unwanted, Self::Essential, Self::Fraud];

    /// The head's name, lower case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unwanted => "unwanted",
            Self::Essential => "essential",
            Self::Fraud => "fraud",
        }
    }
}

/// How a text becomes words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Analyzer {
    /// N-grams of typed tokens, as this crate makes them.
    Ngram,
}

/// What a weight's byte stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeightEncoding {
    /// Itself.
    Linear,
    /// Its value times its magnitude.
    Companded,
}

/// What turns a head's sum into log-odds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeadParameters {
    /// Log-odds of a text without features, in 1/256.
    pub bias: i32,
    /// Log-odds, in 1/256 of 1/65536, of a sum of one over a single feature.
    pub scale: u32,
    /// Calibrated log-odds, in 1/256, from which on the head says yes.
    pub threshold: i32,
}

impl HeadParameters {
    /// Raw log-odds, in 1/256, of `sum` over `features` rows.
    ///
    /// The sum is divided by the square root of the number of features: the
    /// Euclidean norm of a text in which every feature stands once. Within ±2²⁰ of the
    /// bias, as long as the sum has 32 bits and the scale 24, as those of a model have.
    #[must_use]
    pub fn logit(&self, sum: i64, features: u32) -> i32 {
        self.bias + self.share_of(sum, 1, Norm::of(features))
    }

    /// The part of [`logit`](Self::logit) that is not the bias, of a sum in `parts` of one.
    #[inline]
    pub(crate) fn share_of(&self, sum: i64, parts: i64, norm: Norm) -> i32 {
        let product = i128::from(sum * i64::from(self.scale)) * i128::from(norm.0);
        // Rounding down behind a half: a division would take longer than a row's read.
        let rounded = (product / i128::from(parts) + (1 << (PRODUCT_BITS - 1))) >> PRODUCT_BITS;
        // Within 64 bits: a sum has 32, a scale 24, and the norm's 32 are shifted out.
        let most = i64::from(header::LOGIT_MAX);
        (rounded as i64).clamp(-most, most) as i32
    }
}

/// One over the square root of a number of features, in 2⁻³²; all heads share it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Norm(u64);

/// Bits behind the point of a norm times a scale: 32 and 16.
const PRODUCT_BITS: u32 = 48;

/// The norms of nearly all messages: taking each one's root costs 10 ns.
static NORMS: [u64; 512] = {
    let mut norms = [0; 512];
    let mut features = 0;
    while features < norms.len() {
        norms[features] = Norm::reciprocal_root(features as u32);
        features += 1;
    }
    norms
};

impl Norm {
    #[inline]
    pub(crate) fn of(features: u32) -> Self {
        let known = NORMS.get(features as usize).copied();
        Self(known.unwrap_or_else(|| Self::reciprocal_root(features)))
    }

    /// Rounded down.
    const fn reciprocal_root(features: u32) -> u64 {
        let features = if features == 0 { 1 } else { features as u128 };
        ((1 << 64) / features).isqrt() as u64
    }
}

/// A linear model over hashed features, read in place from its file.
///
/// `B` is whatever holds the bytes: `&'static [u8]` in an app bundle, `Vec<u8>`
/// where a file was read. Opening touches every byte once, to verify the
/// checksum; scoring afterwards touches one row per feature.
#[derive(Clone, Debug)]
pub struct Model<B> {
    bytes: B,
    header: Header,
}

impl<B: AsRef<[u8]>> Model<B> {
    /// Opens a model, or says why these bytes are not one.
    ///
    /// # Errors
    ///
    /// One of [`ModelErrorKind`]; nothing is allocated from what the bytes claim.
    pub fn open(bytes: B) -> Result<Self, ModelError> {
        let header = Header::parse(bytes.as_ref())?;
        Ok(Self { bytes, header })
    }

    /// The readable card: a JSON object that says what the model was made from,
    /// how, and what was measured.
    #[must_use]
    pub fn card(&self) -> &str {
        core::str::from_utf8(self.section(self.header.card.clone())).unwrap_or_default()
    }

    /// Rows of the table that the heads share.
    #[must_use]
    pub fn row_count(&self) -> u32 {
        self.rows().len() as u32
    }

    /// Rows of the topic table; zero when the model knows no topics.
    #[must_use]
    pub fn topic_row_count(&self) -> u32 {
        self.topic_rows().len() as u32
    }

    /// The parameters of `head`.
    #[must_use]
    pub fn head(&self, head: Head) -> HeadParameters {
        self.header.heads[head as usize]
    }

    /// The calibration table of `head`.
    #[must_use]
    pub fn calibration(&self, head: Head) -> &Calibration {
        &self.header.calibrations[head as usize]
    }

    /// The seed that features are hashed with.
    #[must_use]
    pub fn hash_seed(&self) -> HashSeed {
        self.header.seed
    }

    /// How a text becomes words.
    #[must_use]
    pub fn analyzer(&self) -> Analyzer {
        self.header.analyzer
    }

    /// What a weight's byte stands for.
    #[must_use]
    pub fn weight_encoding(&self) -> WeightEncoding {
        self.header.encoding
    }

    /// The checksum that the file ends with.
    #[must_use]
    pub fn checksum(&self) -> u64 {
        self.header.checksum
    }

    pub(crate) fn topic_head(&self, topic: usize) -> HeadParameters {
        let bias = self.header.topic_biases.get(topic).copied().unwrap_or_default();
        HeadParameters { bias, scale: self.header.topic_scale, threshold: 0 }
    }

    /// Four lanes a row: the heads in order, and the fingerprint.
    #[inline]
    pub(crate) fn rows(&self) -> &[[u8; 4]] {
        self.section(self.header.rows.clone()).as_chunks().0
    }

    pub(crate) fn topic_rows(&self) -> &[[u8; TOPIC_LANES]] {
        self.section(self.header.topic_rows.clone()).as_chunks().0
    }

    fn section(&self, range: Range<usize>) -> &[u8] {
        self.bytes.as_ref().get(range).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
