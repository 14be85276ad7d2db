//! Why some rows cannot be measured.

/// Why some rows cannot be measured. Row numbers count from 0.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum EvalError {
    /// Two columns of one table differ in length.
    #[error("{found} {column} stand beside {expected} labels; give exactly one for each label")]
    Lengths {
        /// What the shorter or longer column holds.
        column: &'static str,
        /// Its length, in rows.
        found: usize,
        /// The number of labels.
        expected: usize,
    },
    /// A score is NaN, so it has no place in any order.
    #[error("the {score} score of row {row} is not a number; mend what computed it")]
    NotANumber {
        /// The head or system the score comes from.
        score: &'static str,
        /// The row, from 0.
        row: usize,
    },
    /// A score that should be a probability is outside 0 to 1.
    #[error(
        "the {score} score of row {row} is {found}, expected a probability from 0 to 1; \
         calibrate the scores first"
    )]
    NotAProbability {
        /// The head or system the score comes from.
        score: &'static str,
        /// The row, from 0.
        row: usize,
        /// The score as it was given.
        found: f64,
    },
    /// A topic has no name in the list that was given.
    #[error("row {row} has topic {topic}, expected one below {known}; name every topic in use")]
    UnknownTopic {
        /// The row, from 0.
        row: usize,
        /// The topic's index.
        topic: u8,
        /// How many topics were named.
        known: usize,
    },
}
