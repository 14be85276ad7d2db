//! Four classes at once: what was taken for what, and what was held back.

use serde::Serialize;

use quell_classifier::Class;

use super::{Named, Row};

/// What was taken for what, over the rows whose class is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Confusion {
    /// The names of rows and columns.
    pub order: [&'static str; Class::ALL.len()],
    /// `rows[true class][predicted class]`, in messages.
    pub rows: [[u64; Class::ALL.len()]; Class::ALL.len()],
}

impl Confusion {
    /// Counts the rows whose class is known.
    #[must_use]
    pub fn new(rows: &[Row<'_>]) -> Self {
        let mut counts = [[0; Class::ALL.len()]; Class::ALL.len()];
        for row in rows {
            if let Some(class) = row.truth.class {
                counts[class as usize][row.scored.predicted as usize] += 1;
            }
        }
        Self { order: Class::ALL.map(Class::name), rows: counts }
    }
}

/// Messages held back, of all messages of a class; serialises as `[flagged, of]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(into = "[u64; 2]")]
pub struct Flagged {
    /// Held back.
    pub flagged: u64,
    /// All of the class.
    pub of: u64,
}

impl Flagged {
    /// What was held back of each class. After the four classes, which are always
    /// there, stand `ham` and `spam` for the rows of corpora that tell no more.
    #[must_use]
    pub fn by_class(rows: &[Row<'_>]) -> Named<Self> {
        let classes = Class::ALL
            .map(|class| (class.name(), Self::among(rows, |row| row.truth.class == Some(class))));
        let coarse = [("ham", false), ("spam", true)].map(|(name, unwanted)| {
            let is =
                |row: &Row<'_>| row.truth.class.is_none() && row.truth.unwanted == Some(unwanted);
            (name, Self::among(rows, is))
        });
        let coarse = coarse.into_iter().filter(|(_, flagged)| flagged.of > 0);
        classes.into_iter().chain(coarse).collect()
    }

    fn among(rows: &[Row<'_>], is: impl Fn(&Row<'_>) -> bool) -> Self {
        let mut all = Self::default();
        for row in rows.iter().filter(|row| is(row)) {
            all.flagged += u64::from(row.scored.flagged);
            all.of += 1;
        }
        all
    }
}

impl From<Flagged> for [u64; 2] {
    fn from(flagged: Flagged) -> Self {
        [flagged.flagged, flagged.of]
    }
}
