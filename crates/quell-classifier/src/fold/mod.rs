//! Folding: a text as a reader sees it, whatever it was typed with.
//!
//! One pass maps each character by a table (compatibility forms, case, accents,
//! Traditional Han; invisible marks are dropped). Passes over the neighbours
//! ([`context`]) run only when that pass met something that needs them. What
//! folding had to undo is counted: disguise is evidence.

mod char_table;
mod context;
#[expect(clippy::unreadable_literal, reason = "generated tables; nobody reads them")]
mod tables;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

pub(crate) use char_table::Class;
use char_table::{Entry, entry, plain_han};
use context::Reasons;

/// Bytes of a text that are read; the rest is left out and [`Folded::truncated`]
/// says so. A concatenated message has at most 255 parts of 67 UCS-2 characters,
/// 51 KiB in UTF-8.
pub const MESSAGE_BYTES_MAX: usize = 64 * 1024;

/// A folded text, each character with the place it came from.
///
/// Kept between messages, it allocates only when a text is longer than all before.
#[derive(Default)]
pub struct Folded {
    /// The characters, and places behind them for longer texts. Keeping the places
    /// filled saves 10 ns a message over a vector of just the characters.
    places: Vec<FoldedChar>,
    length: usize,
    disguised: u32,
    truncated: bool,
    hints: Hints,
}

/// What the text has that makes a closer look worth its cost.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Hints {
    /// 码, as in 验证码.
    pub(crate) code: bool,
    /// 退 or 拒, as in 退订 and 拒收.
    pub(crate) refusal: bool,
}

/// One character of a folded text.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct FoldedChar {
    entry: Entry,
    start: u32,
}

impl FoldedChar {
    /// The character's code point.
    #[inline]
    #[must_use]
    pub fn point(self) -> u32 {
        self.entry.point()
    }

    /// Where the character that it came from starts, in bytes of the original.
    #[must_use]
    pub fn start(self) -> usize {
        self.start as usize
    }

    #[inline]
    pub(crate) fn class(self) -> Class {
        self.entry.class()
    }

    /// Whether its class is `class`, without finding out which it is otherwise.
    #[inline]
    pub(crate) fn is_of(self, class: Class) -> bool {
        self.entry.is_of(class)
    }

    /// Whether it is a token by itself: Han, or a mark that repeats none before it.
    #[inline]
    pub(crate) fn is_token(self) -> bool {
        self.entry.is_token()
    }

    /// Its class's number above the lower 24 bits, which hold its code point.
    #[inline]
    pub(crate) fn class_and_point(self) -> u32 {
        self.entry.class_and_point()
    }

    pub(crate) fn is(self, c: char) -> bool {
        self.point() == c as u32
    }

    /// Whether it is one of a few; all are compared, because where to stop would be
    /// hard to guess.
    #[inline]
    pub(crate) fn is_any<const N: usize>(self, any: &[char; N]) -> bool {
        any.iter().fold(false, |found, &c| found | self.is(c))
    }
}

impl fmt::Debug for FoldedChar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "U+{:04X}@{}", self.point(), self.start)
    }
}

impl Clone for Folded {
    fn clone(&self) -> Self {
        Self { places: self.chars().to_vec(), ..*self }
    }
}

impl fmt::Debug for Folded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { disguised, truncated, .. } = self;
        write!(f, "Folded {{ chars: {:?}, disguised: {disguised}, ", self.chars())?;
        write!(f, "truncated: {truncated} }}")
    }
}

impl Folded {
    /// The characters, in order.
    #[must_use]
    pub fn chars(&self) -> &[FoldedChar] {
        self.places.get(..self.length).unwrap_or_default()
    }

    /// How many characters or separators only disguised what the text says.
    #[must_use]
    pub fn disguised(&self) -> u32 {
        self.disguised
    }

    /// Whether the text was longer than [`MESSAGE_BYTES_MAX`].
    #[must_use]
    pub fn truncated(&self) -> bool {
        self.truncated
    }

    pub(crate) fn hints(&self) -> Hints {
        self.hints
    }

    /// The folded text as a string, for people and tests.
    #[must_use]
    pub fn text(&self) -> String {
        self.chars()
            .iter()
            .map(|c| char::from_u32(c.point()).unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    }

    /// The bytes of `original` that the folded characters `range` came from.
    #[must_use]
    pub fn original(&self, range: Range<usize>, original: &str) -> Range<usize> {
        let Some(chars) = self.chars().get(range) else { return 0..0 };
        let (Some(first), Some(last)) = (chars.first(), chars.last()) else { return 0..0 };
        let width = original
            .get(last.start()..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
        first.start()..last.start() + width
    }
}

/// Folds `text` into `folded`, which forgets what it held.
///
/// Linear in the length of the text; at most four characters come from one.
/// Folding what was folded changes nothing.
pub fn fold(text: &str, folded: &mut Folded) {
    let head = head(text);
    let bytes = head.as_bytes();
    let room = bytes.len() * CHARS_A_BYTE_MAX;
    if folded.places.len() < room {
        folded.places.resize(room, FoldedChar::default());
    }
    let places = folded.places.as_mut_slice();
    let (line, hints) = (Line::START, Hints::default());
    let mut pass = Pass { places, line, disguised: 0, hints, marks: MarkRun::default() };
    let mut at = 0;
    while at < bytes.len() {
        at = pass.put_han(bytes, at);
        at = pass.put_others(bytes, at);
    }
    let Pass { places, line, mut disguised, hints, .. } = pass;
    let mut length = line.length - usize::from(line.length > 0 && line.before == Entry::SPACE);
    let reasons = line.reasons();
    if reasons.any() {
        let chars = places.get_mut(..length).unwrap_or_default();
        length = context::resolve(chars, &mut disguised, reasons);
    }
    folded.length = length;
    folded.disguised = disguised;
    folded.truncated = head.len() < text.len();
    folded.hints = hints;
}

/// Characters that come from a byte at most: two bytes become up to four.
const CHARS_A_BYTE_MAX: usize = 2;

/// The first pass, which sees each character once.
struct Pass<'a> {
    places: &'a mut [FoldedChar],
    line: Line,
    disguised: u32,
    hints: Hints,
    marks: MarkRun,
}

/// Vowel signs and the like in a row. No script stacks more than a few on a letter;
/// whoever does hides what is below.
#[derive(Default)]
struct MarkRun {
    count: u32,
    /// Where the next one would stand.
    end: usize,
}

impl MarkRun {
    const COUNT_MAX: u32 = 8;

    /// Whether the mark that would stand at `at` is one too many.
    fn overflows(&mut self, at: usize) -> bool {
        self.count = if at == self.end { self.count + 1 } else { 1 };
        let overflows = self.count > Self::COUNT_MAX;
        self.end = at + usize::from(!overflows);
        overflows
    }
}

impl Pass<'_> {
    /// Puts the Han characters from `at` on that stay as they are; returns where they end.
    #[inline]
    fn put_han(&mut self, bytes: &[u8], at: usize) -> usize {
        let places = self.places.get_mut(self.line.length..).unwrap_or_default();
        let count = put_han(bytes.get(at..).unwrap_or_default(), at as u32, places);
        self.line.length += count;
        self.line.before = if count > 0 { Entry::HAN } else { self.line.before };
        at + count * HAN_BYTES
    }

    /// Puts the characters from `at` on up to one that may be Han, but at least one;
    /// returns where that is.
    #[inline]
    fn put_others(&mut self, bytes: &[u8], mut at: usize) -> usize {
        // A copy stays in registers; the rare special character sees it through `self`.
        let mut line = self.line;
        while let Some((point, width)) = char_at(bytes, at) {
            let c = FoldedChar { entry: entry(point), start: at as u32 };
            if c.entry.is_special() {
                self.line = line;
                self.put_special(c);
                line = self.line;
            } else {
                line.put(c, self.places);
            }
            at += width;
            if bytes.get(at).is_some_and(|&byte| may_start_han(byte)) {
                break;
            }
        }
        self.line = line;
        at
    }

    /// Puts what a character becomes that is dropped, expanded, disguised or has to be
    /// looked at with its neighbours.
    #[inline(never)]
    fn put_special(&mut self, c: FoldedChar) {
        let FoldedChar { entry, start } = c;
        if entry.is_disguise() && self.hides(entry) {
            self.disguised += 1;
        }
        if entry.is_dropped() {
            return;
        }
        if entry.is_expanded() {
            entry.expansion().for_each(|entry| self.put_kept(FoldedChar { entry, start }));
        } else {
            self.put_kept(FoldedChar { entry: entry.kept(), start });
        }
    }

    /// Whether it splits a word or a number, or says in another guise how one goes on.
    ///
    /// Behind a letter of other scripts a joiner is spelling: Persian and Hindi join and
    /// part letters by it, Arabic and Hebrew turn the writing.
    fn hides(&self, entry: Entry) -> bool {
        match self.line.before.class() {
            Class::Digit | Class::Latin | Class::Foreign | Class::Cjk => true,
            Class::Letter => !(entry.is_dropped() && entry.needs_context()),
            _ => false,
        }
    }

    fn put_kept(&mut self, c: FoldedChar) {
        if c.entry.needs_context() {
            match char::from_u32(c.point()) {
                Some('码') => self.hints.code = true,
                Some('退' | '拒') => self.hints.refusal = true,
                Some('薇' | '徽' | '威' | '嶶') => self.line.reasons.wechat = true,
                _ if c.entry.is_of(Class::Foreign) => self.line.reasons.foreign = true,
                _ if c.entry.is_of(Class::Emoji) => self.line.reasons.emoji += 1,
                _ if self.marks.overflows(self.line.length) => {
                    self.disguised += 1;
                    return;
                }
                _ => {}
            }
        }
        self.line.put(c, self.places);
    }
}

/// How far the first pass is, and what of the characters so far decides whether a
/// look at neighbours is worth it.
///
/// What is noted of each character is noted without a branch, because the
/// punctuation of a text is hard to guess, and in words of which only one bit counts.
#[derive(Clone, Copy)]
struct Line {
    /// How many characters are kept.
    length: usize,
    /// The last of them; before the first a space, so that none stands there.
    before: Entry,
    /// Where a separator would stand right behind a single character.
    split_at: usize,
    /// Lowest bit: a separator did.
    splits: u32,
    /// Lowest bit: a full stop stood behind a letter or digit.
    stops: u32,
    /// All flags of all characters that are no plain Han.
    flags: Entry,
    /// What special characters ask for.
    reasons: Reasons,
}

impl Line {
    const START: Self = Self {
        length: 0,
        before: Entry::SPACE,
        split_at: usize::MAX,
        splits: 0,
        stops: 0,
        flags: Entry::HAN,
        reasons: Reasons::NONE,
    };

    /// Puts a character into its place, unless it is one space behind another.
    #[inline]
    #[expect(clippy::needless_bitwise_bool, reason = "a branch would be hard to guess")]
    fn put(&mut self, c: FoldedChar, places: &mut [FoldedChar]) {
        let FoldedChar { entry, start } = c;
        if (entry == Entry::SPACE) & (self.before == Entry::SPACE) {
            self.widen_space(places);
            return;
        }
        let separates = entry.is_separator();
        self.splits |= u32::from(separates & (self.length == self.split_at));
        self.split_at = if separates { self.length + 2 } else { self.split_at };
        self.stops |= entry.stops_host(self.before);
        self.flags = self.flags.or(entry);
        if let Some(place) = places.get_mut(self.length) {
            *place = FoldedChar { entry: entry.repeating(self.before), start };
            self.length += 1;
        }
        self.before = entry;
    }

    /// Notes at the last space that more came behind it: in `f r e e   m o n e y` it parts
    /// words, the others letters.
    fn widen_space(self, places: &mut [FoldedChar]) {
        if let Some(space) = self.length.checked_sub(1).and_then(|last| places.get_mut(last)) {
            space.entry = Entry::WIDE_SPACE;
        }
    }

    /// The passes over neighbours that the text asks for.
    fn reasons(self) -> Reasons {
        Reasons {
            split: self.splits & 1 != 0,
            stop: self.stops & 1 != 0,
            mask: self.flags.is_mask(),
            ..self.reasons
        }
    }
}

/// Bytes of each Han character in the table of plain ones.
const HAN_BYTES: usize = 3;

/// Puts the plain Han characters that `bytes` starts with, which stand at `start`,
/// into `places`; returns how many.
///
/// By itself, so that the loop over most of a Chinese message has all registers.
#[inline(never)]
fn put_han(bytes: &[u8], start: u32, places: &mut [FoldedChar]) -> usize {
    let (threes, _) = bytes.as_chunks::<HAN_BYTES>();
    let mut count = 0;
    for (bytes, place) in threes.iter().zip(places) {
        let Some(entry) = plain_han(bytes) else { break };
        *place = FoldedChar { entry, start: start + (count * HAN_BYTES) as u32 };
        count += 1;
    }
    count
}

/// Whether a Han character may start with this byte.
fn may_start_han(byte: u8) -> bool {
    matches!(byte, 0xE4..=0xE9)
}

/// The code point that starts at `at`, and the bytes it takes; `bytes` are UTF-8.
///
/// By hand, because the characters of most messages differ in width at random:
/// `char_indices` asks more questions of each.
#[inline]
fn char_at(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let low = |byte: u8| u32::from(byte & 0x3F);
    let found = match *bytes.get(at..)? {
        [a @ ..0x80, ..] => (u32::from(a), 1),
        [a @ 0xE0..=0xEF, b, c, ..] => (u32::from(a & 0xF) << 12 | low(b) << 6 | low(c), 3),
        [a @ ..0xE0, b, ..] => (u32::from(a & 0x1F) << 6 | low(b), 2),
        [a, b, c, d, ..] => (u32::from(a & 0x7) << 18 | low(b) << 12 | low(c) << 6 | low(d), 4),
        _ => return None,
    };
    Some(found)
}

/// As much of `text` as is read, cut between characters.
fn head(text: &str) -> &str {
    // A character has at most four bytes, so one of four neighbouring places is between two.
    let cuts = (MESSAGE_BYTES_MAX - 3..=MESSAGE_BYTES_MAX).rev();
    if text.len() <= MESSAGE_BYTES_MAX {
        return text;
    }
    cuts.into_iter().find_map(|end| text.get(..end)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
