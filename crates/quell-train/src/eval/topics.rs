//! How well the topics of unwanted messages are told apart.

use serde::Serialize;

use super::decisions::share;
use super::{Named, Row};

/// How well topics are told apart, over the rows whose topic is known.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Topics {
    /// Rows whose topic is known.
    pub n: u64,
    /// The share of them whose topic was named rightly. A row given no topic is wrong.
    pub accuracy: Option<f64>,
    /// The plain mean of F1 over the topics that occur, in truth or as a guess: the
    /// definition of scikit-learn's `f1_score(average="macro")`.
    pub macro_f1: Option<f64>,
    /// Every named topic, in the order of the names.
    pub by_topic: Named<TopicMeasures>,
}

/// How well one topic is found.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TopicMeasures {
    /// Rows that have the topic.
    pub n: u64,
    /// The share of the guesses at it that are right; `None` without a guess.
    pub precision: Option<f64>,
    /// The share of its rows that were found; `None` without rows.
    pub recall: Option<f64>,
    /// `2 hits / (rows + guesses)`; `None` where it occurs nowhere.
    pub f1: Option<f64>,
}

impl Topics {
    /// Measures the rows whose topic is known; `None` where there are none, or where
    /// the model never names one.
    /// Topics are indices into `names`, which the caller has checked.
    pub(super) fn new(rows: &[Row<'_>], names: &[&str]) -> Option<Self> {
        let known: Vec<(u8, Option<u8>)> =
            rows.iter().filter_map(|row| Some((row.truth.topic?, row.scored.topic))).collect();
        if known.iter().all(|(_, guess)| guess.is_none()) {
            return None;
        }
        let counts = count(&known, names.len());
        let f1: Vec<f64> = counts.iter().filter_map(TopicCounts::f1).collect();
        let hits = counts.iter().map(|topic| topic.hits).sum();
        Some(Self {
            n: known.len() as u64,
            accuracy: share(hits, known.len() as u64),
            macro_f1: (!f1.is_empty()).then(|| f1.iter().sum::<f64>() / f1.len() as f64),
            by_topic: names.iter().copied().zip(counts.iter().map(TopicCounts::measures)).collect(),
        })
    }
}

#[derive(Clone, Copy, Default)]
struct TopicCounts {
    rows: u64,
    guesses: u64,
    hits: u64,
}

impl TopicCounts {
    fn f1(&self) -> Option<f64> {
        share(2 * self.hits, self.rows + self.guesses)
    }

    fn measures(&self) -> TopicMeasures {
        TopicMeasures {
            n: self.rows,
            precision: share(self.hits, self.guesses),
            recall: share(self.hits, self.rows),
            f1: self.f1(),
        }
    }
}

fn count(known: &[(u8, Option<u8>)], topics: usize) -> Vec<TopicCounts> {
    let mut counts = vec![TopicCounts::default(); topics];
    for &(truth, guess) in known {
        counts[usize::from(truth)].rows += 1;
        if let Some(guess) = guess {
            counts[usize::from(guess)].guesses += 1;
            counts[usize::from(guess)].hits += u64::from(guess == truth);
        }
    }
    counts
}
