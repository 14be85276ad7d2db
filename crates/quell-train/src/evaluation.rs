//! A model beside labelled rows: scores each and hands both to [`crate::eval`].

use quell_classifier::{Class, Head, Model, Scratch, TOPIC_NAMES};

use crate::corpus::{Decision, Label, Row};
use crate::eval::{
    self, Curve, Decisions, Difference, EvalError, Interval, Report, Resampling, Scored, System,
    Truth,
};

/// Scores every row and reports what the model is worth on them.
///
/// # Errors
///
/// As [`Report::new`]; no model says anything that makes it fail.
pub fn evaluate<B: AsRef<[u8]>>(
    model: &Model<B>,
    rows: &[Row],
    resampling: Resampling,
) -> Result<Report, EvalError> {
    measure(&scored(model, rows), resampling)
}

/// Scores every row; the results stand beside what is known, without the texts.
pub fn scored<'a, B: AsRef<[u8]>>(model: &Model<B>, rows: &'a [Row]) -> Vec<eval::Row<'a>> {
    let mut scratch = Scratch::new();
    rows.iter()
        .map(|row| eval::Row { truth: truth(row), scored: score(model, &row.text, &mut scratch) })
        .collect()
}

/// Reports what a model is worth on rows that it scored.
///
/// # Errors
///
/// As [`Report::new`].
pub fn measure(scored: &[eval::Row<'_>], resampling: Resampling) -> Result<Report, EvalError> {
    Report::new(scored, &TOPIC_NAMES, resampling)
}

/// What a model says of a text, as it is measured.
#[must_use]
pub fn score<B: AsRef<[u8]>>(model: &Model<B>, text: &str, scratch: &mut Scratch) -> Scored {
    let scores = model.score(text, scratch);
    let judgement = model.judge(&scores);
    let topic = judgement.class.is_unwanted().then(|| model.topic(scratch)).flatten();
    let [unwanted, essential, fraud] = Head::ALL.map(|head| f64::from(scores.probability(head)));
    Scored {
        unwanted,
        essential,
        fraud,
        topic: topic.map(|topic| topic as u8),
        predicted: judgement.class,
        flagged: judgement.is_held_back(),
    }
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

/// Another system's answer on a row.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
pub struct RivalScore {
    /// Higher means more likely unwanted; any unit.
    pub score: f64,
    /// What it decided.
    pub unwanted: bool,
}

/// A model beside another system, on the rows that decide `unwanted`.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct Against {
    /// F1 at each system's own decision.
    pub f1: Option<Comparison>,
    /// Area under the ROC curve.
    pub roc_auc: Option<Comparison>,
}

/// A measure of both systems.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct Comparison {
    /// The model's.
    pub ours: f64,
    /// The other system's.
    pub theirs: f64,
    /// Ours less theirs.
    pub difference: f64,
    /// The 95 % interval of the difference, by a paired bootstrap.
    pub ci95: Option<Interval>,
}

/// Compares `model` with another system's answers, one per row and in their order.
///
/// # Errors
///
/// [`EvalError::Lengths`] when there is not one answer per row, or a score that is
/// no number.
pub fn compare<B: AsRef<[u8]>>(
    model: &Model<B>,
    rows: &[Row],
    rival: &[RivalScore],
    resampling: Resampling,
) -> Result<Against, EvalError> {
    check_answers(rows.len(), rival)?;
    let mut scratch = Scratch::new();
    let decided = rows
        .iter()
        .zip(rival)
        .filter_map(|(row, rival)| Some((Decision::of(row).unwanted?, row, rival)));
    let (mut truth, mut ours, mut theirs) = (Vec::new(), Side::default(), Side::default());
    for (unwanted, row, rival) in decided {
        let scores = model.score(&row.text, &mut scratch);
        truth.push(unwanted);
        ours.push(f64::from(scores.logit(Head::Unwanted).0), model.says(Head::Unwanted, &scores));
        theirs.push(rival.score, rival.unwanted);
    }
    let paired = eval::paired(ours.system(), theirs.system(), &truth, resampling)?;
    let f1 = |side: &Side| Ok::<_, EvalError>(Decisions::new(&side.decided, &truth)?.f1());
    let area = |side: &Side| Ok::<_, EvalError>(Curve::new(&side.scores, &truth)?.roc_auc());
    Ok(Against {
        f1: comparison(f1(&ours)?, f1(&theirs)?, paired.f1),
        roc_auc: comparison(area(&ours)?, area(&theirs)?, paired.roc_auc),
    })
}

/// Refuses answers that do not stand beside the rows one by one.
pub(crate) fn check_answers(rows: usize, rival: &[RivalScore]) -> Result<(), EvalError> {
    if rows == rival.len() {
        return Ok(());
    }
    Err(EvalError::Lengths { column: "answers of the rival", found: rival.len(), expected: rows })
}

#[derive(Default)]
struct Side {
    scores: Vec<f64>,
    decided: Vec<bool>,
}

impl Side {
    fn push(&mut self, score: f64, decided: bool) {
        self.scores.push(score);
        self.decided.push(decided);
    }

    fn system(&self) -> System<'_> {
        System { scores: &self.scores, decided: &self.decided }
    }
}

fn comparison(
    ours: Option<f64>,
    theirs: Option<f64>,
    difference: Option<Difference>,
) -> Option<Comparison> {
    let difference = difference?;
    Some(Comparison {
        ours: ours?,
        theirs: theirs?,
        difference: difference.value,
        ci95: difference.ci95,
    })
}
