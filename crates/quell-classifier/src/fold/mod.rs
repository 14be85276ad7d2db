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
use char_table::{Entry, entry};

/// Bytes of a text that are read; the rest is left out and [`Folded::truncated`]
/// says so. A concatenated message has at most 255 parts of 67 UCS-2 characters,
/// 51 KiB in UTF-8.
pub const MESSAGE_BYTES_MAX: usize = 64 * 1024;

/// A folded text, each character with the place it came from.
///
/// Kept between messages, it allocates only when a text is longer than all before.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    chars: Vec<FoldedChar>,
    disguised: u32,
    truncated: bool,
}

/// One character of a folded text.
#[derive(Clone, Copy, PartialEq, Eq)]
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

    pub(crate) fn is(self, c: char) -> bool {
        self.point() == c as u32
    }
}

impl fmt::Debug for FoldedChar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "U+{:04X}@{}", self.point(), self.start)
    }
}

impl Folded {
    /// The characters, in order.
    #[must_use]
    pub fn chars(&self) -> &[FoldedChar] {
        &self.chars
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
        self.chars
            .iter()
            .map(|c| char::from_u32(c.point()).unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    }

    /// The bytes of `original` that the folded characters `range` came from.
    #[must_use]
    pub fn original(&self, range: Range<usize>, original: &str) -> Range<usize> {
        let Some(chars) = self.chars.get(range) else { return 0..0 };
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
    folded.chars.clear();
    folded.chars.reserve(head.len());
    folded.disguised = 0;
    folded.truncated = head.len() < text.len();
    let mut watch = Watch::default();
    for (start, c) in head.char_indices() {
        let entry = entry(c);
        let start = start as u32;
        if entry.is_plain() {
            folded.chars.push(FoldedChar { entry, start });
        } else {
            folded.push_special(entry, start, &mut watch);
        }
    }
    if folded.chars.last().is_some_and(|c| c.class() == Class::Space) {
        folded.chars.pop();
    }
    if watch.context || watch.split {
        context::resolve(&mut folded.chars, &mut folded.disguised);
    }
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
    context: bool,
    /// Two separators had exactly one character between them.
    split: bool,
    separator: Option<usize>,
}

impl Folded {
    fn push_special(&mut self, entry: Entry, start: u32, watch: &mut Watch) {
        if entry.is_disguise() && self.chars.last().is_some_and(|c| continues_word(c.class())) {
            self.disguised += 1;
        }
        if entry.is_dropped() {
            return;
        }
        if entry.is_expanded() {
            for part in entry.expansion() {
                self.push_kept(part, start, watch);
            }
        } else {
            self.push_kept(entry.kept(), start, watch);
        }
    }

    fn push_kept(&mut self, entry: Entry, start: u32, watch: &mut Watch) {
        if entry.class() == Class::Space
            && self.chars.last().is_none_or(|c| c.class() == Class::Space)
        {
            return;
        }
        if entry.is_separator() {
            let here = self.chars.len();
            watch.split |= watch.separator.is_some_and(|before| here - before == 2);
            watch.separator = Some(here);
        }
        watch.context |= entry.needs_context();
        self.chars.push(FoldedChar { entry, start });
    }
}

/// Whether a hidden mark after such a character splits a word or a number.
fn continues_word(class: Class) -> bool {
    matches!(class, Class::Digit | Class::Latin | Class::Foreign | Class::Letter | Class::Cjk)
}

#[cfg(test)]
mod tests;
