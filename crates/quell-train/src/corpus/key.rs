use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// SHA-256 of a text's normal form; equal keys are "the same message".
pub type Key = [u8; 32];

/// The key of `text`: SHA-256 over the UTF-8 of [`normal_text`].
#[must_use]
pub fn normal_key(text: &str) -> Key {
    Sha256::digest(normal_text(text)).into()
}

/// Bytes in lower-case hexadecimal, as keys and digests stand in files.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The normal form of `text`: NFKC, lower case, digits as `0`, no white space.
///
/// So two sendings of a template that differ in a code or an amount are one
/// message, and never stand on both sides of a split.
#[must_use]
pub fn normal_text(text: &str) -> String {
    let folded = text.nfkc().collect::<String>().to_lowercase();
    folded.chars().filter(|&c| !is_space(c)).map(zero_digit).collect()
}

/// Which tenth of all texts a key falls in: its first eight hexadecimal digits,
/// as a number, modulo 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bucket(u8);

impl Bucket {
    /// The bucket of a key.
    #[must_use]
    pub fn of(key: &Key) -> Self {
        let head = u32::from_be_bytes([key[0], key[1], key[2], key[3]]);
        Self((head % 10) as u8)
    }

    /// The bucket's number, 0 to 9.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }

    /// The part a bucket belongs to: 0 is withheld, 1 is dev, the rest train.
    #[must_use]
    pub const fn part(self) -> PartName {
        match self.0 {
            0 => PartName::Withheld,
            1 => PartName::Dev,
            _ => PartName::Train,
        }
    }
}

/// A part of a corpus, in the order in which they may learn from each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PartName {
    /// To learn from.
    Train,
    /// To choose by.
    Dev,
    /// To be looked at once.
    Withheld,
}

impl PartName {
    /// All parts, in order.
    pub const ALL: [Self; 3] = [Self::Train, Self::Dev, Self::Withheld];

    /// The part's name, as it stands in file names.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Dev => "dev",
            Self::Withheld => "withheld",
        }
    }
}

/// White space as Unicode has it, and the four separators U+001C to U+001F that
/// Python's `str.isspace` adds: keys must not depend on who computes them.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// Only ASCII digits: NFKC has already folded full-width and circled ones.
fn zero_digit(c: char) -> char {
    if c.is_ascii_digit() { '0' } else { c }
}
