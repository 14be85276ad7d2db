//! What a filter would get wrong for the people who use it, slice by slice.

use std::collections::BTreeMap;

use super::{Flagged, Named, Row, Truth};

/// Messages held back of the wanted and of the unwanted ones. What is wrong is a wanted
/// message held back, and an unwanted one that is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Errors {
    /// Of the wanted messages; those held back are errors.
    pub wanted: Flagged,
    /// Of the unwanted messages; those let through are errors.
    pub unwanted: Flagged,
}

impl Errors {
    /// Counts the rows of each source, by name; rows without one are left out, and so
    /// are those that may be either.
    #[must_use]
    pub fn by_source(rows: &[Row<'_>]) -> Named<Self> {
        Self::by(rows, |truth| truth.source)
    }

    /// The same for each language.
    #[must_use]
    pub fn by_lang(rows: &[Row<'_>]) -> Named<Self> {
        Self::by(rows, |truth| truth.lang)
    }

    /// Unwanted messages that were let through, of all unwanted ones.
    #[must_use]
    pub fn missed(&self) -> u64 {
        self.unwanted.of - self.unwanted.flagged
    }

    fn by<'a>(rows: &[Row<'a>], key: fn(&Truth<'a>) -> Option<&'a str>) -> Named<Self> {
        let mut slices: BTreeMap<&str, Self> = BTreeMap::new();
        for row in rows {
            if let (Some(key), Some(unwanted)) = (key(&row.truth), row.truth.unwanted) {
                let errors = slices.entry(key).or_default();
                let side = if unwanted { &mut errors.unwanted } else { &mut errors.wanted };
                side.flagged += u64::from(row.scored.flagged);
                side.of += 1;
            }
        }
        slices.into_iter().collect()
    }
}
