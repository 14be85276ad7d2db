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

    /// Whether a closer look at its neighbours may be worth it.
    #[inline]
    pub(crate) fn is_notable(self) -> bool {
        self.entry.needs_context()
    }

    pub(crate) fn is(self, c: char) -> bool {
        self.point() == c as u32
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
    folded.disguised = 0;
    folded.truncated = head.len() < text.len();
    // One place for each byte that is left: writing into places costs half of what
    // pushing does, which stores the new length at every character.
    let mut watch = Watch { room: bytes.len(), ..Watch::default() };
    folded.make_room(watch.room);
    let mut at = 0;
    let mut length = 0;
    loop {
        let places = folded.places.get_mut(length..).unwrap_or_default();
        let run = put_plain(bytes, at, places);
        length += run.length;
        let Some((special, width)) = run.stopped_by else { break };
        length = folded.put_special(special, length, &mut watch);
        at = special.start() + width;
    }
    if folded.class_before(length) == Some(Class::Space) {
        length -= 1;
    }
    if watch.reasons.any() {
        let chars = folded.places.get_mut(..length).unwrap_or_default();
        length = context::resolve(chars, &mut folded.disguised, watch.reasons);
    }
    folded.length = length;
}

/// Characters that fold to themselves or to another one, whatever stands beside them.
struct PlainRun {
    length: usize,
    /// The character behind them and how many bytes it takes, unless the text ends.
    stopped_by: Option<(FoldedChar, usize)>,
}

/// Puts the plain characters of `bytes` from `at` on into `places`.
#[inline]
fn put_plain(bytes: &[u8], mut at: usize, places: &mut [FoldedChar]) -> PlainRun {
    let mut length = 0;
    loop {
        let han = put_han(bytes, at, places.get_mut(length..).unwrap_or_default());
        length += han;
        at += han * HAN_BYTES;
        let Some((point, width)) = char_at(bytes, at) else { break };
        let c = FoldedChar { entry: entry(point), start: at as u32 };
        if !c.entry.is_plain() {
            return PlainRun { length, stopped_by: Some((c, width)) };
        }
        let Some(place) = places.get_mut(length) else { break };
        *place = c;
        length += 1;
        at += width;
    }
    PlainRun { length, stopped_by: None }
}

/// Bytes of each Han character in the table of plain ones.
const HAN_BYTES: usize = 3;

/// Puts the plain Han characters of `bytes` from `at` on into `places`; returns how many.
#[inline]
fn put_han(bytes: &[u8], at: usize, places: &mut [FoldedChar]) -> usize {
    let (threes, _) = bytes.get(at..).unwrap_or_default().as_chunks::<HAN_BYTES>();
    let mut length = 0;
    let mut start = at as u32;
    for (bytes, place) in threes.iter().zip(places) {
        let Some(entry) = plain_han(bytes) else { break };
        *place = FoldedChar { entry, start };
        start += HAN_BYTES as u32;
        length += 1;
    }
    length
}

/// The code point that starts at `at`, and the bytes it takes; `bytes` are UTF-8.
///
/// By hand, because the characters of most messages differ in width at random:
/// `char_indices` asks more questions of each.
#[inline]
fn char_at(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let low = |byte: u8| u32::from(byte & 0x3F);
    let found = match *bytes.get(at..)? {
        [a @ 0xE0..=0xEF, b, c, ..] => (u32::from(a & 0xF) << 12 | low(b) << 6 | low(c), 3),
        [a @ ..0x80, ..] => (u32::from(a), 1),
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

/// What the first pass saw that only neighbours can decide.
#[derive(Default)]
struct Watch {
    reasons: Reasons,
    separator: Option<usize>,
    /// Places that the text can fill: one for each byte, and those of expansions.
    room: usize,
}

impl Folded {
    /// Puts what a character that is not plain becomes at `length` and behind;
    /// returns the new length.
    fn put_special(&mut self, c: FoldedChar, length: usize, watch: &mut Watch) -> usize {
        let FoldedChar { entry, start } = c;
        if entry.is_disguise() && self.class_before(length).is_some_and(continues_word) {
            self.disguised += 1;
        }
        if entry.is_dropped() {
            return length;
        }
        if !entry.is_expanded() {
            return self.put_kept(FoldedChar { entry: entry.kept(), start }, length, watch);
        }
        watch.room += entry.expansion().count();
        self.make_room(watch.room);
        entry
            .expansion()
            .fold(length, |length, entry| self.put_kept(FoldedChar { entry, start }, length, watch))
    }

    fn make_room(&mut self, places: usize) {
        if self.places.len() < places {
            self.places.resize(places, FoldedChar::default());
        }
    }

    fn class_before(&self, length: usize) -> Option<Class> {
        length.checked_sub(1).and_then(|last| self.places.get(last)).map(|c| c.class())
    }

    #[inline]
    fn put_kept(&mut self, c: FoldedChar, length: usize, watch: &mut Watch) -> usize {
        let before = self.class_before(length);
        if c.class() == Class::Space && before.is_none_or(|before| before == Class::Space) {
            return length;
        }
        if c.entry.is_separator() {
            watch.reasons.split |= watch.separator.is_some_and(|before| length - before == 2);
            watch.separator = Some(length);
        }
        if c.entry.needs_context() {
            watch.reasons.see(c, before);
        }
        let Some(place) = self.places.get_mut(length) else { return length };
        *place = c;
        length + 1
    }
}

/// Whether a hidden mark after such a character splits a word or a number.
fn continues_word(class: Class) -> bool {
    matches!(class, Class::Digit | Class::Latin | Class::Foreign | Class::Letter | Class::Cjk)
}

#[cfg(test)]
mod tests;
