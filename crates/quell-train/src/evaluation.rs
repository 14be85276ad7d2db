//! A model beside labelled rows: scores each and hands both to [`crate::eval`].

use quell_classifier::{Class, Head, Model, Scratch, TOPIC_NAMES};

use crate::corpus::{Decision, Label, Row};
use crate::eval::{self, EvalError, Report, Resampling, Scored, Truth};

/// Scores every row and reports what the model is worth on them.
///
/// # Errors
///
/// No rows to measure.
pub fn evaluate<B: AsRef<[u8]>>(model: &Model<B>, rows: &[Row], resampling: Resampling) -> Result<Report, EvalError> {
    let mut scratch = Scratch::new();
    let scored: Vec<eval::Row<'_>> = rows
        .iter()
        .map(|row| eval::Row { truth: truth(row), scored: score(model, &row.text, &mut scratch) })
        .collect();
    Report::new(&scored, &TOPIC_NAMES, resampling)
}

/// What a model says of a text, as it is measured.
#[must_use]
pub fn score<B: AsRef<[u8]>>(model: &Model<B>, text: &str, scratch: &mut Scratch) -> Scored {
    let scores = model.score(text, scratch);
    let judgement = model.judge(&scores);
    let topic = judgement.class.is_unwanted().then(|| model.topic(scratch)).flatten();
    let [unwanted, essential, fraud] = Head::ALL.map(|head| probability(scores.probability(head)));
    Scored {
        unwanted,
        essential,
        fraud,
        topic: topic.map(|topic| topic as u8),
        predicted: judgement.class,
        flagged: judgement.is_held_back(),
    }
}

fn probability(probability: quell_classifier::Probability) -> f64 {
    f64::from(probability.in_65536ths()) / 65536.0
}

/// What is known of a row, as it is measured.
#[must_use]
pub fn truth(row: &Row) -> Truth<'_> {
    let Decision { unwanted, essential, fraud, topic } = Decision::of(row);
    Truth {
        unwanted,
        essential,
        fraud,
        class: row.label.and_then(class),
        topic: topic.map(|topic| topic as u8),
        source: row.source.as_deref(),
        lang: row.lang.as_deref(),
    }
}

fn class(label: Label) -> Option<Class> {
    match label {
        Label::Personal => Some(Class::Personal),
        Label::Essential => Some(Class::Essential),
        Label::Marketing => Some(Class::Marketing),
        Label::Fraud => Some(Class::Fraud),
        Label::Ham | Label::Spam => None,
    }
}
