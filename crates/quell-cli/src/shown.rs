//! Texts and numbers as a terminal may show them.

use quell_runtime::Probability;
pub(crate) use quell_train::legible::{NAME_CHARS, count, line, lines};

/// The probability in per cent, never 0 or 100 when rounded to tenths.
pub(crate) fn percent(probability: Probability) -> f64 {
    (f64::from(probability) * 100.0).clamp(0.1, 99.9)
}
