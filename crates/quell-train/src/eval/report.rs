//! The whole of what `quell eval --json` writes.

use std::collections::BTreeMap;

use serde::Serialize;

use super::measures::Answer;
use super::rows::check_rows;
use quell_classifier::Class;

use super::{Confusion, EvalError, Flagged, Measures, Named, Resampling, Row, Topics, Truth};

/// What a model is worth on some rows; serialises to the JSON of `quell eval --json`,
/// keys in the order of the fields.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// All rows. How many of them decide a question stands in its measures.
    pub n: u64,
    /// The text score. Its decision is that the predicted class is an unwanted one;
    /// what policy then held back stands in `flagged`.
    pub unwanted: Measures,
    /// The other heads.
    pub heads: Heads,
    /// `unwanted` on the rows of each source, by name.
    pub by_source: Named<Measures>,
    /// `unwanted` on the rows of each language, by name.
    pub by_lang: Named<Measures>,
    /// Messages held back, of all messages of a class.
    pub flagged: Named<Flagged>,
    /// What was taken for what.
    pub confusion: Confusion,
    /// How well topics are told apart; absent where no row has a topic
    /// or the model names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topics: Option<Topics>,
}

/// The heads beside `unwanted`, each over the rows whose truth decides it. A head's
/// decision is that the predicted class is its class: how it counts in the end.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Heads {
    /// Essential, against the rest.
    pub essential: Measures,
    /// Fraud, against the rest.
    pub fraud: Measures,
}

impl Report {
    /// Measures the rows. `topics` names the topics that rows give as indices.
    ///
    /// No rows make a report of nulls. Costs about five passes over the rows per
    /// replicate, spread over rayon's threads; the result is the same on any number.
    ///
    /// # Errors
    ///
    /// [`EvalError::NotANumber`], [`EvalError::NotAProbability`]: a score of a row
    /// is not a probability. [`EvalError::UnknownTopic`]: a topic has no name.
    pub fn new(
        rows: &[Row<'_>],
        topics: &[&str],
        resampling: Resampling,
    ) -> Result<Self, EvalError> {
        check_rows(rows, topics)?;
        let measure = |answer: fn(&Row<'_>) -> Option<Answer>| {
            let answers: Vec<Answer> = rows.iter().filter_map(answer).collect();
            Measures::new(&answers, resampling)
        };
        Ok(Self {
            n: rows.len() as u64,
            unwanted: measure(unwanted)?,
            heads: Heads { essential: measure(essential)?, fraud: measure(fraud)? },
            by_source: slices(rows, resampling, |truth| truth.source)?,
            by_lang: slices(rows, resampling, |truth| truth.lang)?,
            flagged: Flagged::by_class(rows),
            confusion: Confusion::new(rows),
            topics: Topics::new(rows, topics),
        })
    }
}

/// `unwanted` on the rows of each key, keys in order.
fn slices<'a>(
    rows: &[Row<'a>],
    resampling: Resampling,
    key: fn(&Truth<'a>) -> Option<&'a str>,
) -> Result<Named<Measures>, EvalError> {
    let mut answers: BTreeMap<&str, Vec<Answer>> = BTreeMap::new();
    for row in rows {
        if let (Some(key), Some(answer)) = (key(&row.truth), unwanted(row)) {
            answers.entry(key).or_default().push(answer);
        }
    }
    let measure = |(key, answers): (_, Vec<_>)| Ok((key, Measures::new(&answers, resampling)?));
    answers.into_iter().map(measure).collect()
}

fn unwanted(row: &Row<'_>) -> Option<Answer> {
    let decided = row.scored.predicted.is_unwanted();
    Some(Answer { probability: row.scored.unwanted, decided, truth: row.truth.unwanted? })
}

fn essential(row: &Row<'_>) -> Option<Answer> {
    let decided = row.scored.predicted == Class::Essential;
    Some(Answer { probability: row.scored.essential, decided, truth: row.truth.essential? })
}

fn fraud(row: &Row<'_>) -> Option<Answer> {
    let decided = row.scored.predicted == Class::Fraud;
    Some(Answer { probability: row.scored.fraud, decided, truth: row.truth.fraud? })
}
