//! Folds of a cross-validation, with near-duplicates kept together.

use crate::corpus::GroupId;

/// Which fold each row is held out in.
#[derive(Clone, Debug)]
pub struct Folds {
    of_row: Vec<u8>,
    count: usize,
}

impl Folds {
    /// Deals groups out to `count` folds, in the order of a hash of their number, so
    /// that sources and classes spread evenly.
    #[must_use]
    pub fn new(groups: &[GroupId], count: usize) -> Self {
        let of_row = groups.iter().map(|group| (scattered(group.0) % count as u64) as u8).collect();
        Self { of_row, count }
    }

    /// How many folds there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// The fold that `row` is held out in.
    #[must_use]
    pub fn of(&self, row: usize) -> usize {
        usize::from(self.of_row[row])
    }
}

/// Fibonacci hashing (Knuth, TAOCP 3, 6.4).
fn scattered(group: u32) -> u64 {
    (u64::from(group) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32
}
