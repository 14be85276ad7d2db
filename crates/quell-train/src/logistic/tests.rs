use linfa::ParamGuard;
use linfa::dataset::DatasetBase;
use linfa::traits::{Fit, FitWith, PredictInplace};
use ndarray::Array1;

use super::*;
use crate::records::{SparseRecords, SparseRecordsBuilder};

/// Messages of two small vocabularies that overlap; every tenth label is wrong, so
/// that the classes cannot be separated and the optimum is finite.
fn dataset() -> BinaryDataset {
    let mut random = crate::random::SplitMix64::new(7);
    let mut builder = SparseRecordsBuilder::new(40);
    let mut targets = Vec::new();
    for at in 0..400 {
        let positive = at % 2 == 0;
        let offset = if positive { 12 } else { 0 };
        let mut columns: Vec<u32> = (0..8).map(|_| (offset + random.below(28)) as u32).collect();
        builder.push_counts(&mut columns, 1.0 / 8f32.sqrt());
        targets.push(positive != (at % 10 == 3));
    }
    DatasetBase::new(builder.finish(), Array1::from(targets))
}

fn fitted(c: f64, tolerance: f64, dataset: &BinaryDataset) -> LogisticRegression {
    LogisticParams::new(c).tolerance(tolerance).check().unwrap().fit(dataset).unwrap()
}

/// The gradient of ½‖(w, b)‖² + C Σ v log(1 + exp(−y(w·x + b))): zero at the optimum.
fn gradient(model: &LogisticRegression, c: f64, dataset: &BinaryDataset) -> Vec<f64> {
    let mut gradient: Vec<f64> = model.weights().iter().copied().chain([model.bias()]).collect();
    for at in 0..dataset.targets.len() {
        let sign = if dataset.targets[at] { 1.0 } else { -1.0 };
        let weight = dataset.weights().map_or(1.0, |weights| f64::from(weights[at]));
        let margin = sign * model.decision(&dataset.records, at);
        let pull = -c * weight * sign / (1.0 + margin.exp());
        for (column, value) in dataset.records.row(at) {
            gradient[column] += pull * value;
        }
        *gradient.last_mut().unwrap() += pull;
    }
    gradient
}

#[test]
fn the_solution_is_the_optimum() {
    let dataset = dataset();
    for c in [0.1, 1.0, 10.0] {
        let model = fitted(c, 1e-6, &dataset);
        let steepest =
            gradient(&model, c, &dataset).iter().fold(0.0, |most: f64, g| most.max(g.abs()));
        assert!(steepest < 1e-3 * c, "C = {c}: gradient {steepest}");
    }
}

#[test]
fn a_row_of_weight_two_counts_as_two_rows() {
    let single = dataset();
    let count = single.targets.len();
    let weighted = dataset().with_weights(Array1::from_elem(count, 2.0));
    let (doubled, twice) = (fitted(2.0, 1e-7, &single), fitted(1.0, 1e-7, &weighted));
    for (a, b) in doubled.weights().iter().zip(twice.weights()) {
        assert!((a - b).abs() < 1e-4, "{a} and {b}");
    }
}

#[test]
fn a_row_of_weight_zero_is_not_there() {
    let whole = dataset();
    let kept = 300;
    let weights = (0..whole.targets.len()).map(|at| if at < kept { 1.0 } else { 0.0 });
    let masked = dataset().with_weights(weights.collect());
    let model = fitted(1.0, 1e-7, &masked);
    let mut gradient = gradient(&model, 1.0, &masked);
    gradient.retain(|g| g.abs() > 1e-3);
    assert!(gradient.is_empty(), "the masked rows still pull: {gradient:?}");
    let mut flipped = masked;
    for at in kept..flipped.targets.len() {
        flipped.targets[at] = !flipped.targets[at];
    }
    assert_eq!(fitted(1.0, 1e-7, &flipped).weights(), model.weights());
}

#[test]
fn going_on_from_a_fit_ends_where_a_fresh_one_does() {
    let dataset = dataset();
    let params = LogisticParams::new(1.0).tolerance(1e-7).check().unwrap();
    let rough = fitted(1.0, 0.5, &dataset);
    let (fresh, continued) =
        (params.fit(&dataset).unwrap(), params.fit_with(Some(rough), &dataset).unwrap());
    for (a, b) in fresh.weights().iter().zip(continued.weights()) {
        assert!((a - b).abs() < 1e-4, "{a} and {b}");
    }
    assert!(continued.epochs() <= fresh.epochs(), "a warm start needs no more passes");
}

#[test]
fn predictions_are_log_odds_of_each_row() {
    let dataset = dataset();
    let model = fitted(1.0, 0.1, &dataset);
    let mut log_odds = model.default_target(&dataset.records);
    model.predict_inplace(&dataset.records, &mut log_odds);
    assert_eq!(log_odds[17].to_bits(), model.decision(&dataset.records, 17).to_bits());
    let right =
        log_odds.iter().zip(&dataset.targets).filter(|&(&z, &yes)| (z >= 0.0) == yes).count();
    assert!(right > 330, "{right} of 400, with 40 labels wrong on purpose");
}

#[test]
fn what_cannot_be_learnt_is_refused() {
    let one_class = {
        let records: SparseRecords = dataset().records.clone();
        DatasetBase::new(records, Array1::from_elem(400, true))
    };
    let cases = [
        (LogisticParams::new(0.0).check().unwrap_err().to_string(), "C is 0"),
        (LogisticParams::new(f64::NAN).check().unwrap_err().to_string(), "C is NaN"),
        (
            LogisticParams::new(1.0).tolerance(-1.0).check().unwrap_err().to_string(),
            "the tolerance is -1",
        ),
        (LogisticParams::new(1.0).epochs_max(0).check().unwrap_err().to_string(), "no epochs"),
        (
            LogisticParams::new(1.0).fit(&one_class).unwrap_err().to_string(),
            "400 rows say yes and 0 say no",
        ),
    ];
    for (found, expected) in cases {
        assert!(found.starts_with(expected), "{found:?}, expected {expected:?}");
    }
}
