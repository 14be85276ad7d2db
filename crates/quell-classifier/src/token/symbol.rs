//! Kinds of tokens, and the 32-bit symbols that stand for them in features.

use crate::fold::{Class, FoldedChar};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TokenKind {
    /// A run of one punctuation mark or other symbol.
    Symbol,
    /// A Han character, kana or Hangul syllable.
    Cjk,
    /// A word of any alphabet.
    Word,
    /// A run of emoji.
    Emoji,
    /// A number that is none of the following.
    Number,
    /// A sum of money with its currency.
    Amount,
    /// A percentage, or a Chinese discount (8折).
    Percent,
    /// A date or a time of day.
    DateTime,
    /// A telephone number.
    Phone,
    /// A service number: 106…, 95…, 100xx, 12xxx.
    ServiceNumber,
    /// A one-time code: four to eight digits near a word that announces one.
    Code,
    /// A web address, with or without a scheme.
    Url,
    /// An account: @name, an e-mail address, letters mixed with digits.
    Handle,
    /// Mark: the brand that signs, 【…】 or […].
    Signature,
    /// Mark: the wording that says how to refuse.
    OptOut,
    /// Mark: something about a web address (its domain, its ending, its form).
    Address,
    /// Mark: how much of the text was disguised.
    Disguise,
    /// Mark: how long the text is.
    Length,
}

// A character that is a token by itself hands its class on as the token's kind.
const _: () = assert!(TokenKind::Symbol as u32 == Class::Symbol as u32);
const _: () = assert!(TokenKind::Cjk as u32 == Class::Cjk as u32);

impl TokenKind {
    /// All kinds, by number.
    const ALL: [Self; 18] = [
        Self::Symbol,
        Self::Cjk,
        Self::Word,
        Self::Emoji,
        Self::Number,
        Self::Amount,
        Self::Percent,
        Self::DateTime,
        Self::Phone,
        Self::ServiceNumber,
        Self::Code,
        Self::Url,
        Self::Handle,
        Self::Signature,
        Self::OptOut,
        Self::Address,
        Self::Disguise,
        Self::Length,
    ];

    #[inline]
    pub(super) fn numbered(number: u32) -> Self {
        Self::ALL.get(number as usize).copied().unwrap_or(Self::Symbol)
    }

    /// The kind's name, lower case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cjk => "han",
            Self::Word => "word",
            Self::Symbol => "symbol",
            Self::Emoji => "emoji",
            Self::Number => "number",
            Self::Amount => "amount",
            Self::Percent => "percent",
            Self::DateTime => "datetime",
            Self::Phone => "phone",
            Self::ServiceNumber => "service-number",
            Self::Code => "code",
            Self::Url => "url",
            Self::Handle => "handle",
            Self::Signature => "signature",
            Self::OptOut => "opt-out",
            Self::Address => "address",
            Self::Disguise => "disguise",
            Self::Length => "length",
        }
    }
}

/// Words and brands are hashed to 31 bits; everything else stays below this bit.
const HASHED: u32 = 1 << 31;
/// The kind's number stands above the code point or shape, and above a token's end.
pub(super) const KIND_SHIFT: u32 = 24;
/// A run of one mark counts as one, two, or more.
const RUN_SHIFT: u32 = 21;
const RUN_MAX: usize = 3;

/// The symbol of a kind with a shape: `shape` < 2^16.
pub(super) fn shaped(kind: TokenKind, shape: u32) -> u32 {
    (kind as u32) << KIND_SHIFT | shape & 0xFFFF
}

/// The symbol of a run of `length` equal marks; a single one is its code point.
pub(super) fn run(kind: TokenKind, point: u32, length: usize) -> u32 {
    (kind as u32) << KIND_SHIFT | (length.clamp(1, RUN_MAX) as u32 - 1) << RUN_SHIFT | point
}

/// Whether the symbol is that of a word.
#[inline]
pub(crate) fn is_word(symbol: u32) -> bool {
    symbol & HASHED != 0
}

/// The symbol of a word: FNV-1a over its code points (Fowler, Noll and Vo), of
/// which 31 bits are kept. `kind` keeps a brand apart from the same word.
pub(super) fn hashed(kind: TokenKind, points: impl Iterator<Item = u32>) -> u32 {
    const OFFSET: u64 = 0xCBF2_9CE4_8422_2325;
    const PRIME: u64 = 0x100_0000_01B3;
    let start = (OFFSET ^ kind as u64).wrapping_mul(PRIME);
    let hash = points.fold(start, |hash, point| (hash ^ u64::from(point)).wrapping_mul(PRIME));
    HASHED | (hash >> 32) as u32
}

/// The symbol of the characters as a word of `kind`. Every digit counts as 0, so
/// that no brand, domain or ending holds a number.
pub(super) fn hashed_chars(kind: TokenKind, chars: &[FoldedChar]) -> u32 {
    let point = |c: &FoldedChar| if c.is_of(Class::Digit) { u32::from('0') } else { c.point() };
    hashed(kind, chars.iter().map(point))
}
