//! One head: out-of-fold scores, calibration, threshold, and the fit on all rows.

use linfa::ParamGuard;
use linfa::dataset::DatasetBase;
use linfa::traits::Fit;
use ndarray::Array1;
use quell_classifier::{Calibration, Head};
use rayon::prelude::*;

use super::calibrate::{Platt, platt};
use super::threshold::threshold;
use super::{Material, Progress, TrainError};
use crate::corpus::Decision;
use crate::examples::Examples;
use crate::logistic::{BinaryDataset, LogisticError, LogisticParams, LogisticRegression};
use crate::recipe::{HeadRecipe, Recipe};

/// A head in f64, before it becomes bytes.
#[derive(Clone, Debug)]
pub struct FittedHead {
    /// The fit on all rows that decide it.
    pub model: LogisticRegression,
    /// Raw log-odds to calibrated ones.
    pub platt: Platt,
    /// Calibrated log-odds from which on it says yes.
    pub threshold: f64,
    /// What calibration and threshold rest on.
    pub out_of_fold: OutOfFold,
}

/// Scores of rows by models that saw neither them nor their near-duplicates.
#[derive(Clone, Debug, Default)]
pub struct OutOfFold {
    /// Raw log-odds, in the order of the rows that decide the head and calibrate.
    pub log_odds: Vec<f64>,
    /// What they decide.
    pub truth: Vec<bool>,
}

/// The calibration table of a head; the identity where there is none.
pub(super) fn calibration(head: Option<&FittedHead>) -> Calibration {
    head.map_or_else(Calibration::identity, |head| head.platt.table())
}

pub(super) fn fit_all(
    recipe: &Recipe,
    examples: &Examples,
    material: &Material,
    progress: &dyn Progress,
) -> Result<[Option<FittedHead>; 3], TrainError> {
    let recipes = [
        Some(&recipe.heads.unwanted),
        recipe.heads.essential.as_ref(),
        recipe.heads.fraud.as_ref(),
    ];
    let mut fitted = [None, None, None];
    for head in Head::ALL {
        if let Some(recipe) = recipes[head as usize] {
            progress.stage(head.name(), material.folds.count() + 1);
            fitted[head as usize] = Some(fit(head, recipe, examples, material, progress)?);
        }
    }
    Ok(fitted)
}

fn fit(
    head: Head,
    recipe: &HeadRecipe,
    examples: &Examples,
    material: &Material,
    progress: &dyn Progress,
) -> Result<FittedHead, TrainError> {
    let truth: Vec<Option<bool>> =
        material.origins.iter().map(|&row| decided(examples.rows[row].decision, head)).collect();
    let in_head = |error| TrainError::Head { head: head.name(), error };
    // The last "fold" holds nothing out: the model itself.
    let mut models: Vec<LogisticRegression> = (0..=material.folds.count())
        .into_par_iter()
        .map(|fold| {
            let model = fit_fold(fold, recipe, examples, material, &truth)?;
            progress.step();
            Ok(model)
        })
        .collect::<Result<_, LogisticError>>()
        .map_err(in_head)?;
    let model = models.pop().expect("one more than folds");
    let out_of_fold = score_out_of_fold(&models, examples, material, &truth);
    let platt = platt(&out_of_fold)
        .map_err(|reason| TrainError::Calibration { head: head.name(), reason })?;
    let threshold = threshold(recipe.threshold, &out_of_fold, platt);
    Ok(FittedHead { model, platt, threshold, out_of_fold })
}

/// What a row decides about a head.
pub(crate) fn decided(decision: Decision, head: Head) -> Option<bool> {
    match head {
        Head::Unwanted => decision.unwanted,
        Head::Essential => decision.essential,
        Head::Fraud => decision.fraud,
    }
}

fn fit_fold(
    fold: usize,
    recipe: &HeadRecipe,
    examples: &Examples,
    material: &Material,
    truth: &[Option<bool>],
) -> Result<LogisticRegression, LogisticError> {
    let weight = |record: usize| match (truth[record], material.origins[record]) {
        (Some(_), row) if material.folds.of(row) != fold => examples.rows[row].weight as f32,
        _ => 0.0,
    };
    let weights: Array1<f32> = (0..truth.len()).map(weight).collect();
    let targets: Array1<bool> = truth.iter().map(|truth| truth.unwrap_or_default()).collect();
    let dataset: BinaryDataset =
        DatasetBase::new(material.records.clone(), targets).with_weights(weights);
    LogisticParams::new(recipe.c).check()?.fit(&dataset)
}

fn score_out_of_fold(
    models: &[LogisticRegression],
    examples: &Examples,
    material: &Material,
    truth: &[Option<bool>],
) -> OutOfFold {
    let mut scored = OutOfFold::default();
    // Copies stand behind the messages and are left out.
    for (row, (example, truth)) in examples.rows.iter().zip(truth).enumerate() {
        let Some(truth) = truth.filter(|_| example.calibrates) else { continue };
        let model = &models[material.folds.of(row)];
        scored.log_odds.push(model.decision(&material.as_scored, row));
        scored.truth.push(truth);
    }
    scored
}
