//! Whether one system is better than another on the same rows.

use serde::Serialize;

use super::ranking::{Curve, Ranking};
use super::rows::check_length;
use super::{Decisions, EvalError, Interval, Resampling};

/// A system's answers to a yes-or-no question, one per row.
#[derive(Clone, Copy, Debug)]
pub struct System<'a> {
    /// Scores in any unit, higher meaning more likely positive.
    pub scores: &'a [f64],
    /// What the system decided.
    pub decided: &'a [bool],
}

/// How far system `a` is above system `b`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Paired {
    /// The difference in F1; `None` with one class only.
    pub f1: Option<Difference>,
    /// The difference in the area under the ROC curve; `None` with one class only.
    pub roc_auc: Option<Difference>,
}

/// A measure of `a` less the same measure of `b`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// On all rows; above 0 where `a` is better.
    pub value: f64,
    /// The 95 % bootstrap interval. Where it holds 0, the rows do not tell the two apart.
    pub ci95: Option<Interval>,
}

/// Compares two systems by a paired bootstrap: both are measured on each resample,
/// so that what is hard for both cancels (Berg-Kirkpatrick,
/// Burkett and Klein 2012). The interval is the percentile one.
///
/// # Errors
///
/// [`EvalError::Lengths`]: not one score and one decision per label.
/// [`EvalError::NotANumber`]: a score is NaN.
pub fn paired(
    a: System<'_>,
    b: System<'_>,
    truth: &[bool],
    resampling: Resampling,
) -> Result<Paired, EvalError> {
    let a = Side::new("first system's", a, truth)?;
    let b = Side::new("second system's", b, truth)?;
    let differences = |(of_a, of_b): &mut (Curve, Curve), counts: &[u32]| {
        let ([f1_a, auc_a], [f1_b, auc_b]) = (a.measure(of_a, counts), b.measure(of_b, counts));
        [f1_a.zip(f1_b), auc_a.zip(auc_b)].map(|pair| pair.map(|(a, b)| a - b))
    };
    let scratch = || (a.ranking.curve(), b.ranking.curve());
    let value = differences(&mut scratch(), &vec![1; truth.len()]);
    let replicates = resampling.run(truth.len(), scratch, differences);
    let [f1, roc_auc] = std::array::from_fn(|measure| {
        let ci95 = Interval::percentile(replicates.iter().map(|replicate| replicate[measure]));
        value[measure].map(|value| Difference { value, ci95 })
    });
    Ok(Paired { f1, roc_auc })
}

/// A system, checked and sorted once.
struct Side<'a> {
    decided: &'a [bool],
    truth: &'a [bool],
    ranking: Ranking,
}

impl<'a> Side<'a> {
    fn new(name: &'static str, system: System<'a>, truth: &'a [bool]) -> Result<Self, EvalError> {
        check_length("scores", system.scores.len(), truth.len())?;
        check_length("decisions", system.decided.len(), truth.len())?;
        let ranking = Ranking::new(name, system.scores)?;
        Ok(Self { decided: system.decided, truth, ranking })
    }

    /// F1 and area of a resample.
    fn measure(&self, curve: &mut Curve, counts: &[u32]) -> [Option<f64>; 2] {
        self.ranking.fill(curve, self.truth, |row| counts[row]);
        let mut decisions = Decisions::default();
        for ((&decided, &truth), &count) in self.decided.iter().zip(self.truth).zip(counts) {
            decisions.add(decided, truth, u64::from(count));
        }
        [decisions.f1(), curve.roc_auc()]
    }
}
