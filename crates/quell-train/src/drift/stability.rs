//! The population stability index, and how much of it chance explains.

use serde::Serialize;

/// What an index means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Below 0.1.
    Stable,
    /// From 0.1 to 0.25.
    Shifted,
    /// Above 0.25.
    Strong,
    /// Not below 0.1, but so few rows would often differ as much by chance.
    TooFew,
}

/// The bounds of Siddiqi, "Credit Risk Scorecards" (2006).
const STABLE_BELOW: f64 = 0.1;
const STRONG_ABOVE: f64 = 0.25;

impl Level {
    /// The level of an index, beside what chance alone would give.
    #[must_use]
    pub fn of(index: f64, chance: Option<f64>) -> Self {
        let by_chance = chance.is_none_or(|chance| index <= chance);
        if index < STABLE_BELOW {
            Self::Stable
        } else if by_chance {
            Self::TooFew
        } else if index <= STRONG_ABOVE {
            Self::Shifted
        } else {
            Self::Strong
        }
    }

    /// The level in words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stable => "stable",
            Self::Shifted => "shifted",
            Self::Strong => "strong shift",
            Self::TooFew => "too few rows",
        }
    }
}

/// The population stability index: the sum over bins of `(a - e) ln(a / e)`, where `e`
/// and `a` are the shares of the expected and of the actual rows (Siddiqi 2006). Half a row is
/// added to every bin, so that an empty one does not make it infinite.
#[must_use]
pub fn stability_index(expected: &[u64], actual: &[u64]) -> f64 {
    parts(expected, actual).sum()
}

/// What the index would exceed once in twenty times if both were drawn alike: the 95 %
/// point of χ² with one degree of freedom less than bins, times `1/n + 1/m` (Yurdakul and
/// Naranjo 2020). `None` where either side has no rows.
#[must_use]
pub fn chance(expected: &[u64], actual: &[u64]) -> Option<f64> {
    let (n, m) = (total(expected), total(actual));
    let freedom = expected.len().saturating_sub(1) as f64;
    (n > 0.0 && m > 0.0).then(|| chi_squared_95(freedom) * (1.0 / n + 1.0 / m))
}

/// The bin that adds most to the index, the first among equals.
pub(super) fn widest(expected: &[u64], actual: &[u64]) -> usize {
    let mut most = (0, f64::MIN);
    for (bin, part) in parts(expected, actual).enumerate() {
        if part > most.1 {
            most = (bin, part);
        }
    }
    most.0
}

/// All rows of the bins.
pub(super) fn total(counts: &[u64]) -> f64 {
    counts.iter().map(|&rows| rows as f64).sum()
}

fn parts(expected: &[u64], actual: &[u64]) -> impl Iterator<Item = f64> {
    let share = |counts: &[u64]| {
        let all = total(counts) + counts.len() as f64 / 2.0;
        move |rows: u64| (rows as f64 + 0.5) / all
    };
    let (of_expected, of_actual) = (share(expected), share(actual));
    expected.iter().zip(actual).map(move |(&expected, &actual)| {
        let (expected, actual) = (of_expected(expected), of_actual(actual));
        (actual - expected) * libm::log(actual / expected)
    })
}

/// Wilson and Hilferty 1931; within 3 % of the exact point from one degree of freedom on.
fn chi_squared_95(freedom: f64) -> f64 {
    const NORMAL_95: f64 = 1.644_854;
    if freedom <= 0.0 {
        return 0.0;
    }
    let part = 2.0 / (9.0 * freedom);
    freedom * (1.0 - part + NORMAL_95 * part.sqrt()).powi(3)
}
