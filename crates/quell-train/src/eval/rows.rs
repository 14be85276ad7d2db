//! What is measured: one scored row beside its truth.

use quell_classifier::Class;

use super::EvalError;

/// What a model said about a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    /// P(marketing or fraud | text), 0 to 1.
    pub unwanted: f64,
    /// P(essential | text), 0 to 1.
    pub essential: f64,
    /// P(fraud | text), 0 to 1.
    pub fraud: f64,
    /// The topic, as an index into the topics named to the report.
    pub topic: Option<u8>,
    /// The class that the model decided on; it also decides the heads.
    pub predicted: Class,
    /// Whether the message would have been held back (quarantined or rejected).
    pub flagged: bool,
}

/// What is known about a row. A coarse corpus leaves open what it cannot tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Truth<'a> {
    /// Marketing or fraud, against personal or essential.
    pub unwanted: Option<bool>,
    /// Essential, against the rest.
    pub essential: Option<bool>,
    /// Fraud, against the rest.
    pub fraud: Option<bool>,
    /// The class, where the corpus tells all four apart.
    pub class: Option<Class>,
    /// The topic, as an index into the topics named to the report.
    pub topic: Option<u8>,
    /// The corpus the row comes from; rows without one are in no source's slice.
    pub source: Option<&'a str>,
    /// The row's language; rows without one are in no language's slice.
    pub lang: Option<&'a str>,
}

/// A scored row beside its truth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row<'a> {
    /// What is known.
    pub truth: Truth<'a>,
    /// What the model said.
    pub scored: Scored,
}

/// Checks once that every score is a probability and every topic has a name, so
/// that an error names the row as the caller counts it and not its place in a slice.
pub(super) fn check_rows(rows: &[Row<'_>], topics: &[&str]) -> Result<(), EvalError> {
    for (at, row) in rows.iter().enumerate() {
        let Scored { unwanted, essential, fraud, .. } = row.scored;
        check_probability("unwanted", at, unwanted)?;
        check_probability("essential", at, essential)?;
        check_probability("fraud", at, fraud)?;
        for topic in [row.truth.topic, row.scored.topic].into_iter().flatten() {
            if usize::from(topic) >= topics.len() {
                return Err(EvalError::UnknownTopic { row: at, topic, known: topics.len() });
            }
        }
    }
    Ok(())
}

/// Refuses what is no probability; NaN has an error of its own.
pub(super) fn check_probability(
    score: &'static str,
    row: usize,
    found: f64,
) -> Result<(), EvalError> {
    if found.is_nan() {
        return Err(EvalError::NotANumber { score, row });
    }
    if !(0.0..=1.0).contains(&found) {
        return Err(EvalError::NotAProbability { score, row, found });
    }
    Ok(())
}

/// Refuses a column that is not as long as the labels.
pub(super) fn check_length(
    column: &'static str,
    found: usize,
    expected: usize,
) -> Result<(), EvalError> {
    if found == expected { Ok(()) } else { Err(EvalError::Lengths { column, found, expected }) }
}
