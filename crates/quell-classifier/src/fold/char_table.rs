//! What folding does to one character: a rank look-up in generated tables.
//!
//! A block covers 64 code points with one bit each for "needs an entry"; the
//! entry's place is the block's base plus the number of such bits below it. Han
//! text touches 5 KB of it. A flat table would be simpler and 340 KB, which
//! evicts the model's rows from the second-level cache.

use super::tables::{BLOCKS, EXPANSION, SPECIAL, STAGE};

pub(super) struct Block {
    pub(super) special: u64,
    pub(super) base: u16,
    pub(super) class: u8,
}

impl Block {
    /// Where in `SPECIAL` the code point's entry stands, if it has one: behind those
    /// of the block that come before.
    const fn place(&self, point: u32) -> Option<usize> {
        let bit = 1u64 << (point & 63);
        if self.special & bit == 0 {
            return None;
        }
        Some(self.base as usize + (self.special & (bit - 1)).count_ones() as usize)
    }

    /// The entry of a code point that has none of its own. Emoji are counted, which is done
    /// with those that need a look at their neighbours.
    const fn plain(&self, point: u32) -> Entry {
        let counted = if self.class == Class::Emoji as u8 { CONTEXT } else { 0 };
        Entry(point | counted | (self.class as u32) << CLASS_SHIFT)
    }
}

/// What kind of character this is, as the tokenizer sees it.
///
/// Those from 8 on start tokens that have to be read; a character of the others is
/// one by itself. One bit tells, and the number is that of the token's kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Symbol = 0,
    /// Han, kana, bopomofo and Hangul: scripts that need no spaces.
    Cjk = 1,
    Space = 8,
    Digit = 9,
    Latin = 10,
    /// Cyrillic and Greek: letters that may pose as Latin ones.
    Foreign = 11,
    /// Letters and vowel signs of every other alphabet.
    Letter = 12,
    Emoji = 13,
    Currency = 14,
    /// A symbol that may start a handle, a phone or a signature: @ + [ 【.
    Sign = 15,
}

impl Class {
    /// The class with this number. The numbers are the discriminants, so this
    /// compiles to a comparison; a look-up in an array took a load for each
    /// character.
    #[inline]
    fn numbered(number: u32) -> Self {
        match number {
            1 => Self::Cjk,
            8 => Self::Space,
            9 => Self::Digit,
            10 => Self::Latin,
            11 => Self::Foreign,
            12 => Self::Letter,
            13 => Self::Emoji,
            14 => Self::Currency,
            15 => Self::Sign,
            _ => Self::Symbol,
        }
    }
}

const CODE_POINT: u32 = 0x1F_FFFF;
const CLASS_SHIFT: u32 = 24;
const CLASS_MASK: u32 = 0xF;
/// The bit of a class's number that says "has to be read".
const READ: u32 = 8 << CLASS_SHIFT;
const DISGUISE: u32 = 1 << 21;
const CONTEXT: u32 = 1 << 22;
const SEPARATOR: u32 = 1 << 23;
/// In folded text, where no disguise is left, the bit says that a punctuation mark
/// stands behind one of its own.
const REPEATED: u32 = DISGUISE;
const DROP: u32 = 1 << 28;
const EXPAND: u32 = 1 << 29;
const STOP: u32 = 1 << 30;
const MASK: u32 = 1 << 31;

/// A character's code point, class and flags in one word.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Entry(u32);

impl Entry {
    /// A space, as it is kept.
    pub(super) const SPACE: Self = ASCII[b' ' as usize];

    /// Several spaces in a row: no separator, but otherwise a space.
    pub(super) const WIDE_SPACE: Self = Self(Self::SPACE.0 & !SEPARATOR);

    /// What any Han character looks like to its neighbours.
    pub(super) const HAN: Self = Self((Class::Cjk as u32) << CLASS_SHIFT);

    /// Something has to be done for it before it is kept, or in place of it.
    #[inline]
    pub(super) fn is_special(self) -> bool {
        self.0 & (DROP | EXPAND | DISGUISE | CONTEXT) != 0
    }

    pub(super) fn is_dropped(self) -> bool {
        self.0 & DROP != 0
    }

    pub(super) fn is_expanded(self) -> bool {
        self.0 & EXPAND != 0
    }

    /// Its original form hides what it is: circled, styled, invisible.
    pub(super) fn is_disguise(self) -> bool {
        self.0 & DISGUISE != 0
    }

    /// Whether its neighbours decide what it stands for.
    pub(super) fn needs_context(self) -> bool {
        self.0 & CONTEXT != 0
    }

    #[inline]
    pub(super) fn is_separator(self) -> bool {
        self.0 & SEPARATOR != 0
    }

    /// An x, which may stand for a digit.
    pub(super) fn is_mask(self) -> bool {
        self.0 & MASK != 0
    }

    /// A full stop behind a letter or digit, in the lowest bit: it may stand for a dot.
    #[inline]
    pub(super) fn stops_host(self, before: Self) -> u32 {
        self.0 >> STOP.trailing_zeros() & before.in_host()
    }

    /// What either of the two is.
    #[inline]
    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The entry, marked when it is the same punctuation mark as the one before.
    #[inline]
    pub(super) fn repeating(self, before: Self) -> Self {
        let repeats = (self == before) & self.is_of(Class::Symbol);
        Self(self.0 | if repeats { REPEATED } else { 0 })
    }

    #[inline]
    pub(super) fn point(self) -> u32 {
        self.0 & CODE_POINT
    }

    #[inline]
    pub(super) fn class(self) -> Class {
        Class::numbered(self.0 >> CLASS_SHIFT & CLASS_MASK)
    }

    #[inline]
    pub(super) fn is_of(self, class: Class) -> bool {
        self.0 >> CLASS_SHIFT & CLASS_MASK == class as u32
    }

    /// The bit of its class in a set of classes.
    #[inline]
    pub(super) fn class_bit(self) -> u32 {
        1 << (self.0 >> CLASS_SHIFT & CLASS_MASK)
    }

    /// Whether it is a letter or digit that a web address could have.
    pub(super) fn is_in_host(self) -> bool {
        self.in_host() & 1 != 0
    }

    /// The same in the lowest bit: a look-up, not a comparison after another.
    #[inline]
    fn in_host(self) -> u32 {
        const IN_HOST: u32 =
            1 << Class::Latin as u32 | 1 << Class::Foreign as u32 | 1 << Class::Digit as u32;
        IN_HOST >> (self.0 >> CLASS_SHIFT & CLASS_MASK)
    }

    /// Whether it is a token by itself.
    #[inline]
    pub(super) fn is_token(self) -> bool {
        self.0 & (READ | REPEATED) == 0
    }

    /// Class and code point: the class's number above the lower 24 bits.
    #[inline]
    pub(super) fn class_and_point(self) -> u32 {
        self.0 & (CLASS_MASK << CLASS_SHIFT | CODE_POINT)
    }

    /// The characters that an expanding entry stands for.
    pub(super) fn expansion(self) -> impl Iterator<Item = Self> {
        EXPANSION
            .get(self.point() as usize)
            .copied()
            .unwrap_or_default()
            .iter()
            .map(|&entry| Self(entry))
    }

    /// The entry as it is kept in folded text.
    pub(super) fn kept(self) -> Self {
        Self(self.0 & !DISGUISE)
    }
}

/// The Han characters of most texts, U+4E00 to U+9FFF, in blocks of 64.
const HAN_FIRST: u32 = 0x4E00;
const HAN_BLOCKS: usize = 328;

/// Which of them need an entry: what `STAGE` and `BLOCKS` say, by block.
static HAN_SPECIAL: [u64; HAN_BLOCKS] = {
    let mut special = [0; HAN_BLOCKS];
    let mut at = 0;
    while at < HAN_BLOCKS {
        let block = &BLOCKS[STAGE[(HAN_FIRST >> 6) as usize + at] as usize];
        assert!(block.class == Class::Cjk as u8);
        special[at] = block.special;
        at += 1;
    }
    special
};

/// What folding does to ASCII: digits and signs have entries of their own, and
/// ranking each costs a dozen instructions.
static ASCII: [Entry; 128] = {
    let mut entries = [Entry(0); 128];
    let mut point = 0;
    while point < 128 {
        let block = &BLOCKS[STAGE[point >> 6] as usize];
        entries[point] = match block.place(point as u32) {
            Some(place) => Entry(SPECIAL[place]),
            None => block.plain(point as u32),
        };
        point += 1;
    }
    entries
};

/// The Han character that these bytes of UTF-8 start with, unless something has to
/// be done for it.
///
/// Its first two bytes number the block, and those of all other characters lie
/// outside the table: so one question tells Han from the rest. Decoding first and
/// asking then took 46 instructions a character, this takes 22.
#[inline]
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "a copy is loaded as one number and taken apart again: 7 instructions a character"
)]
pub(super) fn plain_han(&[a, b, c]: &[u8; 3]) -> Option<Entry> {
    // The marks of leading and following bytes go with the first character's.
    const FIRST: u32 = (0xE4 << 6) + 0xB8;
    let block = ((u32::from(a) << 6) + u32::from(b)).wrapping_sub(FIRST);
    let special = HAN_SPECIAL.get(block as usize)?;
    let point = (block << 6) + u32::from(c) + (HAN_FIRST - 0x80);
    (special >> (c & 0x3F) & 1 == 0).then_some(Entry(point | (Class::Cjk as u32) << CLASS_SHIFT))
}

/// Returns what folding does to the code point.
#[inline]
pub(super) fn entry(point: u32) -> Entry {
    ASCII.get(point as usize).copied().unwrap_or_else(|| general_entry(point))
}

fn general_entry(point: u32) -> Entry {
    let Some(&block) = STAGE.get(point as usize >> 6) else {
        return Entry(beyond_tables(point));
    };
    let Some(block) = BLOCKS.get(usize::from(block)) else {
        return Entry(point);
    };
    match block.place(point) {
        Some(place) => Entry(SPECIAL.get(place).copied().unwrap_or(point)),
        None => block.plain(point),
    }
}

/// Planes 2 and 3 are Han; tags and the variation selectors of plane 14 hide text.
fn beyond_tables(point: u32) -> u32 {
    match point {
        0x2_0000..=0x3_FFFF => point | (Class::Cjk as u32) << CLASS_SHIFT,
        0xE_0000..=0xE_0FFF => DROP | DISGUISE,
        _ => point,
    }
}
