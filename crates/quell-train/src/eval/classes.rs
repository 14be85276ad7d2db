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
        let kinds = Kind::ALL.map(|kind| (kind, Self::among(rows, |row| kind.is_of(row))));
        let is_told = |(kind, flagged): &(Kind, Self)| kind.is_class() || flagged.of > 0;
        kinds.into_iter().filter(is_told).map(|(kind, flagged)| (kind.name(), flagged)).collect()
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

/// What is known of a row: its class, or only whether it is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Class(Class),
    Ham,
    Spam,
}

impl Kind {
    pub(super) const ALL: [Self; 6] = [
        Self::Class(Class::Personal),
        Self::Class(Class::Essential),
        Self::Class(Class::Marketing),
        Self::Class(Class::Fraud),
        Self::Ham,
        Self::Spam,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Class(class) => class.name(),
            Self::Ham => "ham",
            Self::Spam => "spam",
        }
    }

    pub(super) fn is_unwanted(self) -> bool {
        match self {
            Self::Class(class) => class.is_unwanted(),
            Self::Ham => false,
            Self::Spam => true,
        }
    }

    pub(super) fn is_of(self, row: &Row<'_>) -> bool {
        match self {
            Self::Class(class) => row.truth.class == Some(class),
            Self::Ham | Self::Spam => {
                row.truth.class.is_none() && row.truth.unwanted == Some(self.is_unwanted())
            }
        }
    }

    fn is_class(self) -> bool {
        matches!(self, Self::Class(_))
    }
}
