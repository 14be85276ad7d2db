//! One head: out-of-fold scores, calibration, threshold, and the fit on all rows.

use linfa::ParamGuard;
use linfa::dataset::DatasetBase;
use linfa::traits::Fit;
use ndarray::Array1;
use quell_classifier::{Calibration, Head};
use rayon::prelude::*;

use super::calibrate::{Platt, platt};
use super::features::{EPOCHS_TO_CHOOSE, choose};
use super::threshold::threshold;
use super::{Material, Progress, TrainError};
use crate::corpus::Decision;
use crate::featurize::FeatureTable;
use crate::logistic::{BinaryDataset, LogisticParams, LogisticRegression};
use crate::recipe::{HeadRecipe, Recipe};
use crate::records::SparseRecords;

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

/// The heads of a recipe, fitted, and the features that they have weights for.
#[derive(Debug)]
pub(super) struct FittedHeads {
    pub(super) heads: [Option<FittedHead>; 3],
    pub(super) table: FeatureTable,
}

pub(super) fn fit_all(
    recipe: &Recipe,
    material: &Material<'_>,
    progress: &dyn Progress,
) -> Result<FittedHeads, TrainError> {
    let recipes = [
        Some(&recipe.heads.unwanted),
        recipe.heads.essential.as_ref(),
        recipe.heads.fraud.as_ref(),
    ];
    let tasks: Vec<Task<'_>> = Head::ALL
        .into_iter()
        .filter_map(|head| Some(Task::new(head, recipes[head as usize]?, material)))
        .collect();
    progress.stage("heads", 2 * tasks.len() * (material.folds.count() + 1));
    // The last "fold" holds nothing out: the model itself.
    let mut fits: Vec<FoldFit> = (0..=material.folds.count())
        .into_par_iter()
        .map(|fold| FoldFit::new(fold, &tasks, recipe.features.rows, material, progress))
        .collect::<Result<_, TrainError>>()?;
    let FoldFit { table, models, .. } = fits.pop().expect("one more than folds");
    let mut heads = [None, None, None];
    for (at, (task, model)) in tasks.iter().zip(models).enumerate() {
        let out_of_fold = task.out_of_fold(fits.iter().map(|fit| &fit.held_out[at]));
        heads[task.head as usize] = Some(task.calibrated(model, out_of_fold)?);
    }
    Ok(FittedHeads { heads, table })
}

/// A head to be fitted.
struct Task<'a> {
    head: Head,
    recipe: &'a HeadRecipe,
    /// What each record of the material decides.
    truth: Vec<Option<bool>>,
}

impl<'a> Task<'a> {
    fn new(head: Head, recipe: &'a HeadRecipe, material: &Material<'_>) -> Self {
        let decides = |&row: &usize| decided(material.examples.rows[row].decision, head);
        Self { head, recipe, truth: material.origins.iter().map(decides).collect() }
    }

    /// The fit over the rows that `fold` does not hold out.
    fn fit(
        &self,
        records: &SparseRecords,
        fold: usize,
        epochs_max: usize,
        material: &Material<'_>,
    ) -> Result<LogisticRegression, TrainError> {
        let weight = |record: usize| match (self.truth[record], material.origins[record]) {
            (Some(_), row) if material.folds.of(row) != fold => {
                material.examples.rows[row].weight as f32
            }
            _ => 0.0,
        };
        let weights: Array1<f32> = (0..self.truth.len()).map(weight).collect();
        let targets: Array1<bool> =
            self.truth.iter().map(|truth| truth.unwrap_or_default()).collect();
        let dataset: BinaryDataset =
            DatasetBase::new(records.clone(), targets).with_weights(weights);
        let params = LogisticParams::new(self.recipe.c).epochs_max(epochs_max);
        let fitted = params.check().and_then(|params| params.fit(&dataset));
        fitted.map_err(|error| TrainError::Head { head: self.head.name(), error })
    }

    /// The held-out scores of all folds, in the order of the rows.
    fn out_of_fold<'b>(&self, folds: impl Iterator<Item = &'b Vec<(usize, f64)>>) -> OutOfFold {
        let mut scored: Vec<(usize, f64)> = folds.flatten().copied().collect();
        scored.sort_unstable_by_key(|&(row, _)| row);
        OutOfFold {
            log_odds: scored.iter().map(|&(_, log_odds)| log_odds).collect(),
            truth: scored.iter().filter_map(|&(row, _)| self.truth[row]).collect(),
        }
    }

    fn calibrated(
        &self,
        model: LogisticRegression,
        out_of_fold: OutOfFold,
    ) -> Result<FittedHead, TrainError> {
        let platt = platt(&out_of_fold)
            .map_err(|reason| TrainError::Calibration { head: self.head.name(), reason })?;
        let threshold = threshold(self.recipe.threshold, &out_of_fold, platt);
        Ok(FittedHead { model, platt, threshold, out_of_fold })
    }
}

/// What was fitted without one fold's rows: neither weights nor the choice of features saw their
/// labels. How frequent a feature is was counted over all messages.
struct FoldFit {
    table: FeatureTable,
    /// A model a task.
    models: Vec<LogisticRegression>,
    /// For each task, the fold's rows and their raw log-odds.
    held_out: Vec<Vec<(usize, f64)>>,
}

impl FoldFit {
    fn new(
        fold: usize,
        tasks: &[Task<'_>],
        rows: u32,
        material: &Material<'_>,
        progress: &dyn Progress,
    ) -> Result<Self, TrainError> {
        let fit = |records: &SparseRecords, epochs: usize| {
            let fitted = tasks.iter().map(|task| {
                let model = task.fit(records, fold, epochs, material);
                progress.step();
                model
            });
            fitted.collect::<Result<Vec<_>, TrainError>>()
        };
        let first = fit(&material.records, EPOCHS_TO_CHOOSE)?;
        let vocabulary = &material.vocabulary;
        let table = choose(vocabulary, first.iter(), rows);
        drop(first);
        let records = table.records(vocabulary, &material.texts);
        let models = fit(&records, LogisticParams::EPOCHS_MAX)?;
        drop(records);
        let held_out = HeldOut::new(fold, &table, material);
        let held_out =
            tasks.iter().zip(&models).map(|(task, model)| held_out.scores(task, model)).collect();
        Ok(Self { table, models, held_out })
    }
}

/// The rows that a fold held out and that calibrate, as scoring sees them.
struct HeldOut {
    rows: Vec<usize>,
    records: SparseRecords,
}

impl HeldOut {
    fn new(fold: usize, table: &FeatureTable, material: &Material<'_>) -> Self {
        let examples = material.examples.rows.iter();
        let (rows, texts): (Vec<usize>, Vec<&str>) = examples
            .enumerate()
            .filter(|&(row, example)| material.folds.of(row) == fold && example.calibrates)
            .map(|(row, example)| (row, example.text.as_str()))
            .unzip();
        Self { rows, records: table.records_as_scored(&texts) }
    }

    /// The raw log-odds by `model` of the rows that decide `task`.
    fn scores(&self, task: &Task<'_>, model: &LogisticRegression) -> Vec<(usize, f64)> {
        let rows = self.rows.iter().enumerate();
        rows.filter(|&(_, &row)| task.truth[row].is_some())
            .map(|(at, &row)| (row, model.decision(&self.records, at)))
            .collect()
    }
}

/// What a row decides about a head.
pub(crate) fn decided(decision: Decision, head: Head) -> Option<bool> {
    match head {
        Head::Unwanted => decision.unwanted,
        Head::Essential => decision.essential,
        Head::Fraud => decision.fraud,
    }
}
