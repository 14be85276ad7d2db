//! All measures of one yes-or-no question over some rows, with intervals.

use serde::Serialize;

use super::ranking::{Curve, Ranking};
use super::{
    Decisions, EvalError, FPR_LIMITS, Interval, Named, RecallAtFpr, Reliability, Resampling,
};

/// What a model is worth on one yes-or-no question.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Measures {
    /// See [`Decisions::precision`].
    pub precision: Option<f64>,
    /// See [`Decisions::recall`].
    pub recall: Option<f64>,
    /// See [`Decisions::f1`].
    pub f1: Option<f64>,
    /// See [`Curve::roc_auc`].
    pub roc_auc: Option<f64>,
    /// See [`Curve::average_precision`].
    pub pr_auc: Option<f64>,
    /// By the name of each of [`FPR_LIMITS`]; see [`Curve::recall_at_fpr`].
    pub recall_at_fpr: Named<RecallAtFpr>,
    /// See [`Reliability::brier`].
    pub brier: Option<f64>,
    /// See [`Reliability::ece`].
    pub ece: Option<f64>,
    /// 95 % bootstrap intervals of the above.
    pub ci95: Intervals,
    /// Rows whose truth decides the question.
    pub n: u64,
    /// Those of them that are positive.
    pub positives: u64,
}

/// 95 % percentile bootstrap intervals, under the names of the measures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Intervals {
    /// Of precision.
    pub precision: Option<Interval>,
    /// Of recall.
    pub recall: Option<Interval>,
    /// Of F1.
    pub f1: Option<Interval>,
    /// Of the area under the ROC curve.
    pub roc_auc: Option<Interval>,
    /// Of average precision.
    pub pr_auc: Option<Interval>,
    /// Of recall at the widest bound on the false positive rate. Narrower bounds
    /// rest on so few rows that a bootstrap of them would mislead.
    pub recall_at_fpr: Named<Option<Interval>>,
    /// Of the Brier score.
    pub brier: Option<Interval>,
    /// Of the calibration error. The error is biased upwards in small samples, and
    /// more so in a resample: the interval leans up as well.
    pub ece: Option<Interval>,
}

/// One answer to the question: the probability of yes, the decision, the truth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Answer {
    pub(super) probability: f64,
    pub(super) decided: bool,
    pub(super) truth: bool,
}

impl Measures {
    /// Measures the answers, and resamples them for intervals.
    ///
    /// Each replicate costs one pass over the rows.
    pub(super) fn new(answers: &[Answer], resampling: Resampling) -> Result<Self, EvalError> {
        let question = Question::new(answers)?;
        let all = question.tally(&mut question.scratch(), |_| 1);
        let replicates = resampling.run(
            answers.len(),
            || question.scratch(),
            |scratch, counts| question.tally(scratch, |row| counts[row]).interval_bases(),
        );
        let recall_at_fpr = FPR_LIMITS.iter().map(|limit| limit.name).zip(all.recall_at_fpr);
        Ok(Self {
            precision: all.decisions.precision(),
            recall: all.decisions.recall(),
            f1: all.decisions.f1(),
            roc_auc: all.roc_auc,
            pr_auc: all.pr_auc,
            recall_at_fpr: recall_at_fpr.collect(),
            brier: all.reliability.brier(),
            ece: all.reliability.ece(),
            ci95: Intervals::new(&replicates),
            n: answers.len() as u64,
            positives: all.decisions.positives(),
        })
    }
}

impl Intervals {
    fn new(replicates: &[[Option<f64>; MEASURES_WITH_INTERVAL]]) -> Self {
        let [precision, recall, f1, roc_auc, pr_auc, recall_at_fpr, brier, ece] =
            std::array::from_fn(|measure| {
                Interval::percentile(replicates.iter().map(|replicate| replicate[measure]))
            });
        let recall_at_fpr = [(FPR_LIMITS[0].name, recall_at_fpr)].into_iter().collect();
        Self { precision, recall, f1, roc_auc, pr_auc, recall_at_fpr, brier, ece }
    }
}

/// The answers, sorted once.
pub(super) struct Question<'a> {
    answers: &'a [Answer],
    truth: Vec<bool>,
    ranking: Ranking,
}

/// All measures of one sample.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tally {
    pub(super) decisions: Decisions,
    pub(super) reliability: Reliability,
    pub(super) roc_auc: Option<f64>,
    pub(super) pr_auc: Option<f64>,
    pub(super) recall_at_fpr: [RecallAtFpr; FPR_LIMITS.len()],
}

/// The measures that get an interval: those of [`Intervals`], in its order.
const MEASURES_WITH_INTERVAL: usize = 8;

impl<'a> Question<'a> {
    pub(super) fn new(answers: &'a [Answer]) -> Result<Self, EvalError> {
        let scores: Vec<f64> = answers.iter().map(|answer| answer.probability).collect();
        let truth = answers.iter().map(|answer| answer.truth).collect();
        Ok(Self { answers, truth, ranking: Ranking::new("given", &scores)? })
    }

    /// What one thread reuses from replicate to replicate.
    pub(super) fn scratch(&self) -> Curve {
        self.ranking.curve()
    }

    /// Measures the sample in which row `i` stands `count(i)` times.
    pub(super) fn tally(&self, curve: &mut Curve, count: impl Fn(usize) -> u32) -> Tally {
        self.ranking.fill(curve, &self.truth, &count);
        let mut decisions = Decisions::default();
        let mut reliability = Reliability::default();
        for (row, answer) in self.answers.iter().enumerate() {
            decisions.add(answer.decided, answer.truth, u64::from(count(row)));
            reliability.add(answer.probability, answer.truth, count(row));
        }
        Tally {
            decisions,
            reliability,
            roc_auc: curve.roc_auc(),
            pr_auc: curve.average_precision(),
            recall_at_fpr: FPR_LIMITS.map(|limit| curve.recall_at_fpr(limit)),
        }
    }
}

impl Tally {
    /// The values of this sample under the measures of [`Intervals`], in its order.
    fn interval_bases(&self) -> [Option<f64>; MEASURES_WITH_INTERVAL] {
        [
            self.decisions.precision(),
            self.decisions.recall(),
            self.decisions.f1(),
            self.roc_auc,
            self.pr_auc,
            self.recall_at_fpr[0].recall,
            self.reliability.brier(),
            self.reliability.ece(),
        ]
    }
}
