//! The solver: coordinate descent in the dual.
//!
//! Yu, Huang and Lin, "Dual coordinate descent methods for logistic regression and
//! maximum entropy models", Machine Learning 85 (2011), algorithm 5. Each row has
//! a pair of dual variables α and C − α; one step minimises over one row by a
//! guarded Newton iteration and moves the weights along that row. The bias is the
//! weight of a column that is 1 in every row, regularised like the others.

use linfa::dataset::Records;

use super::{BinaryDataset, LogisticError, LogisticRegression, LogisticValidParams};
use crate::random::SplitMix64;
use crate::records::SparseRecords;

/// Newton steps for one row; more have never been needed.
const NEWTON_STEPS_MAX: usize = 100;
/// How far a step that left the interval is drawn back (ξ of the paper).
const SHRINK: f64 = 0.1;
/// Where the variables start: near zero, but not on the border where the
/// logarithm has no value.
const START_MAX: f64 = 1e-8;
const START_SHARE: f64 = 0.001;
/// Accuracy of a row's own minimisation: first, and at last.
const INNER_FIRST: f64 = 1e-2;
const INNER_LAST: f64 = 1e-8;

pub(super) fn solve(
    params: &LogisticValidParams,
    dataset: &BinaryDataset,
    start: Option<&LogisticRegression>,
) -> Result<LogisticRegression, LogisticError> {
    let rows = rows(params, dataset)?;
    let count = dataset.records.nsamples();
    if let Some(model) = start.filter(|model| model.duals.len() != count) {
        return Err(LogisticError::OtherRows { found: model.duals.len(), expected: count });
    }
    let mut descent = Descent {
        records: &dataset.records,
        model: LogisticRegression {
            weights: vec![0.0; dataset.records.nfeatures()],
            bias: 0.0,
            duals: start.map_or_else(|| vec![0.0; count], |model| model.duals.clone()),
            epochs: 0,
        },
        inner: INNER_FIRST,
    };
    descent.place(&rows);
    descent.run(rows, params);
    Ok(descent.model)
}

/// A row that takes part.
struct Row {
    at: usize,
    sign: f64,
    /// C times the row's weight: the upper bound of its dual variable.
    bound: f64,
    /// Squared norm, the bias column included.
    square: f64,
}

fn rows(params: &LogisticValidParams, dataset: &BinaryDataset) -> Result<Vec<Row>, LogisticError> {
    let weights = dataset.weights();
    let rows: Vec<Row> = (0..dataset.records.nsamples())
        .map(|at| Row {
            at,
            sign: if dataset.targets[at] { 1.0 } else { -1.0 },
            bound: params.inverse_regularisation()
                * weights.map_or(1.0, |weights| f64::from(weights[at])),
            square: 1.0 + dataset.records.row(at).map(|(_, value)| value * value).sum::<f64>(),
        })
        .filter(|row| row.bound > 0.0)
        .collect();
    let positives = rows.iter().filter(|row| row.sign > 0.0).count();
    let negatives = rows.len() - positives;
    if positives == 0 || negatives == 0 {
        return Err(LogisticError::OneClass { positives, negatives });
    }
    Ok(rows)
}

struct Descent<'a> {
    records: &'a SparseRecords,
    model: LogisticRegression,
    inner: f64,
}

impl Descent<'_> {
    /// Puts every dual variable inside its interval, and the weights where they belong.
    fn place(&mut self, rows: &[Row]) {
        for row in rows {
            let least = (START_SHARE * row.bound).min(START_MAX);
            let dual = self.model.duals[row.at].clamp(least, row.bound - least);
            self.model.duals[row.at] = dual;
            self.step(row, dual * row.sign);
        }
    }

    fn run(&mut self, mut rows: Vec<Row>, params: &LogisticValidParams) {
        let mut random = SplitMix64::new(params.seed());
        while self.model.epochs < params.epochs_max() {
            self.model.epochs += 1;
            random.shuffle(&mut rows);
            let mut steepest: f64 = 0.0;
            let mut newton_steps = 0;
            for row in &rows {
                let (gradient, steps) = self.minimise(row);
                steepest = steepest.max(gradient.abs());
                newton_steps += steps;
            }
            if steepest < params.tolerance() {
                break;
            }
            if newton_steps <= rows.len() / 10 {
                self.inner = (self.inner * SHRINK).max(INNER_LAST);
            }
        }
    }

    /// Minimises over one row; returns the gradient it found and the steps it took.
    fn minimise(&mut self, row: &Row) -> (f64, usize) {
        let margin = row.sign * self.model.decision(self.records, row.at);
        let dual = self.model.duals[row.at];
        let bound = row.bound;
        // Of the pair (α, C − α), the smaller one at the minimum is moved: the
        // logarithm keeps its precision near zero.
        let upper = 0.5 * row.square * (bound - 2.0 * dual) + margin < 0.0;
        // Only α is kept, so C − α may round to zero, where the logarithm has no value.
        let other = (bound - dual).max(bound * f64::EPSILON);
        let (start, sign) = if upper { (other, -1.0) } else { (dual, 1.0) };
        let gradient_at =
            |z: f64| row.square * (z - start) + sign * margin + libm::log(z / (bound - z));
        let mut z = if bound - start < 0.5 * bound { SHRINK * start } else { start };
        let first = gradient_at(z);
        let mut gradient = first;
        let mut steps = 0;
        while gradient.abs() >= self.inner && steps <= NEWTON_STEPS_MAX {
            let curvature = row.square + bound / (bound - z) / z;
            let next = z - gradient / curvature;
            z = if next <= 0.0 { z * SHRINK } else { next.min(bound * (1.0 - f64::EPSILON)) };
            gradient = gradient_at(z);
            steps += 1;
        }
        if steps > 0 {
            self.model.duals[row.at] = if upper { bound - z } else { z };
            self.step(row, sign * (z - start) * row.sign);
        }
        (first, steps)
    }

    fn step(&mut self, row: &Row, length: f64) {
        for (column, value) in self.records.row(row.at) {
            self.model.weights[column] += length * value;
        }
        self.model.bias += length;
    }
}
