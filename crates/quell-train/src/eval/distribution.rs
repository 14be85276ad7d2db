//! How the text scores of each class are spread.

use super::Row;
use super::classes::Kind;

/// Bins of a [`LogOddsHistogram`].
pub const LOG_ODDS_BINS: usize = 24;

/// The log-odds of unwanted of one class's rows, in bins of equal width. Log-odds, since
/// as probabilities nearly all rows of a good model would lie in two bins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogOddsHistogram {
    /// The class; `ham` or `spam` for rows of corpora that tell no more.
    pub name: &'static str,
    /// Whether the class is an unwanted one.
    pub unwanted: bool,
    /// Rows per bin; what lies beyond [`Self::HIGHEST`] either way is in the outermost.
    pub rows: [u64; LOG_ODDS_BINS],
}

impl LogOddsHistogram {
    /// The upper end of the last bin, and less the lower end of the first, in logits:
    /// 0.01 % and 99.99 %.
    pub const HIGHEST: f64 = 9.0;

    /// One for each class that has rows, wanted ones first.
    #[must_use]
    pub fn by_class(rows: &[Row<'_>]) -> Vec<Self> {
        let histograms = Kind::ALL.map(|kind| Self::of(kind, rows));
        histograms.into_iter().filter(|histogram| histogram.total() > 0).collect()
    }

    /// All its rows.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.rows.iter().sum()
    }

    /// The ends of a bin, in logits.
    #[must_use]
    pub fn bounds(bin: usize) -> [f64; 2] {
        let width = 2.0 * Self::HIGHEST / LOG_ODDS_BINS as f64;
        [bin, bin + 1].map(|edge| edge as f64 * width - Self::HIGHEST)
    }

    fn of(kind: Kind, rows: &[Row<'_>]) -> Self {
        let mut counts = [0; LOG_ODDS_BINS];
        for row in rows.iter().filter(|row| kind.is_of(row)) {
            counts[bin_of(row.scored.unwanted)] += 1;
        }
        Self { name: kind.name(), unwanted: kind.is_unwanted(), rows: counts }
    }
}

fn bin_of(probability: f64) -> usize {
    let log_odds = libm::log(probability / (1.0 - probability));
    let share = f64::midpoint(log_odds / LogOddsHistogram::HIGHEST, 1.0);
    // A cast to an unsigned number saturates, so infinite log-odds need no case.
    ((share * LOG_ODDS_BINS as f64) as usize).min(LOG_ODDS_BINS - 1)
}
