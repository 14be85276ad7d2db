//! Looking at folded characters by position; beyond the end there is nothing.

use core::ops::Range;

use crate::fold::{Class, FoldedChar};

pub(super) struct Scan<'a> {
    chars: &'a [FoldedChar],
}

impl<'a> Scan<'a> {
    pub(super) fn new(chars: &'a [FoldedChar]) -> Self {
        Self { chars }
    }

    #[inline]
    pub(super) fn get(&self, at: usize) -> Option<FoldedChar> {
        self.chars.get(at).copied()
    }

    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    pub(super) fn slice(&self, range: Range<usize>) -> &'a [FoldedChar] {
        self.chars.get(range).unwrap_or_default()
    }

    pub(super) fn class(&self, at: usize) -> Option<Class> {
        self.get(at).map(FoldedChar::class)
    }

    pub(super) fn point(&self, at: usize) -> u32 {
        self.get(at).map_or(0, FoldedChar::point)
    }

    pub(super) fn is(&self, at: usize, c: char) -> bool {
        self.get(at).is_some_and(|found| found.is(c))
    }

    #[inline]
    pub(super) fn is_any<const N: usize>(&self, at: usize, any: &[char; N]) -> bool {
        self.get(at).is_some_and(|found| found.is_any(any))
    }

    /// `at`, or the place behind it when `c` stands there.
    pub(super) fn skip(&self, at: usize, c: char) -> usize {
        at + usize::from(self.is(at, c))
    }

    /// Where the run that satisfies `keep` from `at` on ends.
    pub(super) fn while_is(&self, at: usize, keep: impl Fn(FoldedChar) -> bool) -> usize {
        at + self.slice(at..self.len()).iter().take_while(|&&c| keep(c)).count()
    }

    pub(super) fn while_class(&self, at: usize, class: Class) -> usize {
        self.while_is(at, |c| c.is_of(class))
    }

    pub(super) fn while_same(&self, at: usize) -> usize {
        let point = self.point(at);
        self.while_is(at, |c| c.point() == point)
    }

    /// How many digits stand from `at` on.
    pub(super) fn digits(&self, at: usize) -> usize {
        self.while_class(at, Class::Digit) - at
    }

    /// Whether the characters of `range` are exactly those of `text`.
    pub(super) fn equals(&self, range: Range<usize>, text: &str) -> bool {
        let mut expected = text.chars();
        self.slice(range).iter().all(|c| expected.next().is_some_and(|e| c.is(e)))
            && expected.next().is_none()
    }

    /// Where `text` ends when it stands at `at`.
    #[inline]
    pub(super) fn literal(&self, at: usize, text: &str) -> Option<usize> {
        text.chars().try_fold(at, |at, c| self.is(at, c).then_some(at + 1))
    }

    /// Where the first of `texts` that stands at `at` ends.
    pub(super) fn any_literal(&self, at: usize, texts: &[&str]) -> Option<usize> {
        texts.iter().find_map(|text| self.literal(at, text))
    }
}

/// A lower-case ASCII letter or digit: what web addresses and handles are made of.
#[inline]
pub(super) fn is_ascii_alphanumeric(c: FoldedChar) -> bool {
    u8::try_from(c.point()).is_ok_and(|c| matches!(c, b'a'..=b'z' | b'0'..=b'9'))
}
