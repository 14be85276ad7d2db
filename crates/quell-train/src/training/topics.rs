//! Topics of unwanted texts: one against the rest, over a small table of their own.

use linfa::ParamGuard;
use linfa::dataset::DatasetBase;
use linfa::traits::Fit;
use ndarray::Array1;
use rayon::prelude::*;

use super::features::{EPOCHS_TO_CHOOSE, choose};
use super::quantize::{self, QuantizedTopics};
use super::{Material, Progress, TrainError};
use crate::corpus::Topic;
use crate::examples::Example;
use crate::logistic::{BinaryDataset, LogisticError, LogisticParams, LogisticRegression};
use crate::recipe::{Recipe, TopicRecipe};
use crate::records::SparseRecords;

/// A topic with fewer rows is not guessed.
const TOPIC_ROWS_MIN: usize = 5;

pub(super) fn fit(
    recipe: &Recipe,
    material: &Material<'_>,
    progress: &dyn Progress,
) -> Result<QuantizedTopics, TrainError> {
    let Some(recipe) = &recipe.topics else { return Ok(QuantizedTopics::default()) };
    let rows: Vec<&Example> =
        material.examples.rows.iter().filter(|row| row.decision.topic.is_some()).collect();
    let texts: Vec<&str> = rows.iter().map(|row| row.text.as_str()).collect();
    progress.stage("topics", 2 * Topic::ALL.len());
    let fit = |records: &SparseRecords, epochs: usize| {
        let models = Topic::ALL.par_iter().map(|&topic| {
            let model = fit_topic(topic, recipe, &rows, records, epochs);
            progress.step();
            model
        });
        models
            .collect::<Result<Vec<_>, LogisticError>>()
            .map_err(|error| TrainError::Head { head: "topic", error })
    };
    let first = fit(&material.vocabulary.records(&texts), EPOCHS_TO_CHOOSE)?;
    if first.iter().all(Option::is_none) {
        return Ok(QuantizedTopics::default());
    }
    let table = choose(&material.vocabulary, first.iter().flatten(), recipe.rows);
    drop(first);
    let records = table.records(&material.vocabulary, &texts);
    let models = fit(&records, LogisticParams::EPOCHS_MAX)?;
    Ok(quantize::topics(&models, &table))
}

/// None where too few rows have the topic.
fn fit_topic(
    topic: Topic,
    recipe: &TopicRecipe,
    rows: &[&Example],
    records: &SparseRecords,
    epochs_max: usize,
) -> Result<Option<LogisticRegression>, LogisticError> {
    let truth: Array1<bool> = rows.iter().map(|row| row.decision.topic == Some(topic)).collect();
    if truth.iter().filter(|&&yes| yes).count() < TOPIC_ROWS_MIN {
        return Ok(None);
    }
    let weights: Array1<f32> = rows.iter().map(|row| row.weight as f32).collect();
    let dataset: BinaryDataset = DatasetBase::new(records.clone(), truth).with_weights(weights);
    LogisticParams::new(recipe.c).epochs_max(epochs_max).check()?.fit(&dataset).map(Some)
}
