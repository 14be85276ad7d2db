//! What depends on the order of the scores alone: areas, and recall at few false
//! positives.

use std::cmp::Ordering;

use serde::Serialize;

use super::EvalError;
use super::decisions::share;
use super::rows::check_length;

/// A bound on the false positive rate at which recall is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FprLimit {
    /// The rate as it is written in reports.
    pub name: &'static str,
    /// At most one negative in this many may be flagged. A whole number, because
    /// `floor(rate * negatives)` in floats can lose one.
    pub one_in: u64,
}

/// The rates of the report: one wanted message lost in 100, 1,000 and 10,000.
pub const FPR_LIMITS: [FprLimit; 3] = [
    FprLimit { name: "0.01", one_in: 100 },
    FprLimit { name: "0.001", one_in: 1_000 },
    FprLimit { name: "0.0001", one_in: 10_000 },
];

/// Recall at a bound on the false positive rate, and what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RecallAtFpr {
    /// The share of positives at or above the threshold; `None` with one class only.
    pub recall: Option<f64>,
    /// The negatives at or above the threshold. Few or none: the threshold rests on
    /// few rows, and another sample would move it.
    pub false_positives: u64,
}

/// The rows by falling score, as counts of positives and negatives per distinct
/// score. Equal scores are one step, since no threshold can part them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Curve {
    steps: Vec<Step>,
}

/// The rows of one distinct score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Step {
    positives: u64,
    negatives: u64,
}

impl Curve {
    /// Sorts the rows, once, in O(n log n). Scores need not be probabilities.
    ///
    /// # Errors
    ///
    /// [`EvalError::Lengths`]: not one score per label. [`EvalError::NotANumber`]:
    /// a score is NaN.
    pub fn new(scores: &[f64], truth: &[bool]) -> Result<Self, EvalError> {
        check_length("scores", scores.len(), truth.len())?;
        let ranking = Ranking::new("given", scores)?;
        let mut curve = ranking.curve();
        ranking.fill(&mut curve, truth, |_| 1);
        Ok(curve)
    }

    /// The area under the ROC curve: the chance that a positive scores above a
    /// negative, a tie counting one half (Mann and Whitney 1947; Hanley and `McNeil`
    /// 1982). `None` with one class only. Pairs are counted in whole numbers.
    #[must_use]
    pub fn roc_auc(&self) -> Option<f64> {
        let Step { positives, negatives } = self.total();
        let mut half_wins = 0_u128;
        let mut negatives_below = negatives;
        for step in &self.steps {
            negatives_below -= step.negatives;
            let half_wins_each = 2 * negatives_below + step.negatives;
            half_wins += u128::from(step.positives) * u128::from(half_wins_each);
        }
        let pairs = u128::from(positives) * u128::from(negatives);
        (pairs > 0).then(|| half_wins as f64 / (2 * pairs) as f64)
    }

    /// The area under the precision-recall curve as average precision:
    /// the sum over distinct scores of `(R_k - R_(k-1)) P_k`, the definition of
    /// scikit-learn's `average_precision_score`. Joining the points by straight
    /// lines would flatter (Davis and Goadrich 2006). `None` with one class only.
    #[must_use]
    pub fn average_precision(&self) -> Option<f64> {
        let total = self.total();
        let mut above = Step::default();
        let mut sum = 0.0;
        for step in self.steps.iter().filter(|step| step.size() > 0) {
            above = above.plus(*step);
            sum += step.positives as f64 * (above.positives as f64 / above.size() as f64);
        }
        total.has_both().then(|| sum / total.positives as f64)
    }

    /// Recall at the lowest threshold that flags at most `negatives / one_in`
    /// negatives, rounded down. Where even the highest score flags too many, the
    /// threshold stands above it and recall is 0.
    #[must_use]
    pub fn recall_at_fpr(&self, limit: FprLimit) -> RecallAtFpr {
        let total = self.total();
        let budget = total.negatives / limit.one_in;
        let mut flagged = Step::default();
        for step in &self.steps {
            let next = flagged.plus(*step);
            if next.negatives > budget {
                break;
            }
            flagged = next;
        }
        let recall = total.has_both().then(|| share(flagged.positives, total.positives)).flatten();
        RecallAtFpr { recall, false_positives: flagged.negatives }
    }

    /// The points (false positive rate, recall) of the ROC curve, from (0, 0) to (1, 1),
    /// one per distinct score; joined by straight lines, the area below them is
    /// [`roc_auc`](Self::roc_auc). Empty with one class only.
    #[must_use]
    pub fn roc_points(&self) -> Vec<[f64; 2]> {
        let total = self.total();
        if !total.has_both() {
            return Vec::new();
        }
        let point = |above: Step| {
            let fpr = above.negatives as f64 / total.negatives as f64;
            [fpr, above.positives as f64 / total.positives as f64]
        };
        std::iter::once(Step::default()).chain(self.above()).map(point).collect()
    }

    /// The points (recall, precision) of the precision-recall curve, by rising recall,
    /// one per distinct score. They are to be drawn as steps, each precision reaching
    /// back to the recall before it: then the area is
    /// [`average_precision`](Self::average_precision). Empty with one class only.
    #[must_use]
    pub fn precision_recall_points(&self) -> Vec<[f64; 2]> {
        let total = self.total();
        if !total.has_both() {
            return Vec::new();
        }
        let point = |above: Step| {
            let precision = above.positives as f64 / above.size() as f64;
            [above.positives as f64 / total.positives as f64, precision]
        };
        self.above().filter(|above| above.size() > 0).map(point).collect()
    }

    /// The rows at or above each distinct score, highest first.
    fn above(&self) -> impl Iterator<Item = Step> {
        self.steps.iter().scan(Step::default(), |above, step| {
            *above = above.plus(*step);
            Some(*above)
        })
    }

    fn total(&self) -> Step {
        self.steps.iter().fold(Step::default(), |sum, step| sum.plus(*step))
    }
}

impl Step {
    fn size(self) -> u64 {
        self.positives + self.negatives
    }

    fn has_both(self) -> bool {
        self.positives > 0 && self.negatives > 0
    }

    fn plus(self, other: Self) -> Self {
        Self {
            positives: self.positives + other.positives,
            negatives: self.negatives + other.negatives,
        }
    }
}

/// Which step of the curve each row belongs to: all that a resample of the rows
/// needs, so that a replicate costs one pass and no sorting.
#[derive(Clone, Debug)]
pub(super) struct Ranking {
    step_of_row: Vec<usize>,
    steps: usize,
}

impl Ranking {
    /// Sorts the rows by falling score. `name` stands in the error.
    pub(super) fn new(name: &'static str, scores: &[f64]) -> Result<Self, EvalError> {
        if let Some(row) = scores.iter().position(|score| score.is_nan()) {
            return Err(EvalError::NotANumber { score: name, row });
        }
        let mut order: Vec<usize> = (0..scores.len()).collect();
        order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
        let mut step_of_row = vec![0; scores.len()];
        let mut steps = 0;
        // Equality, not `total_cmp`, joins a step: 0 and -0 are one threshold.
        for group in
            order.chunk_by(|&a, &b| scores[a].partial_cmp(&scores[b]) == Some(Ordering::Equal))
        {
            for &row in group {
                step_of_row[row] = steps;
            }
            steps += 1;
        }
        Ok(Self { step_of_row, steps })
    }

    /// An empty curve with room for this ranking's steps.
    pub(super) fn curve(&self) -> Curve {
        Curve { steps: vec![Step::default(); self.steps] }
    }

    /// Counts the rows into a curve of this ranking, row `i` standing `count(i)` times.
    pub(super) fn fill(&self, curve: &mut Curve, truth: &[bool], count: impl Fn(usize) -> u32) {
        curve.steps.fill(Step::default());
        for (row, (&step, &truth)) in self.step_of_row.iter().zip(truth).enumerate() {
            let step = &mut curve.steps[step];
            let side = if truth { &mut step.positives } else { &mut step.negatives };
            *side += u64::from(count(row));
        }
    }
}
