//! Topics of unwanted texts: one against the rest, over a small table of their own.

use linfa::ParamGuard;
use linfa::dataset::DatasetBase;
use linfa::traits::Fit;
use ndarray::Array1;
use rayon::prelude::*;

use super::quantize::{self, QuantizedTopics};
use super::{Material, Progress, TrainError};
use crate::corpus::Topic;
use crate::examples::Examples;
use crate::logistic::{BinaryDataset, LogisticError, LogisticParams};
use crate::recipe::{Recipe, TopicRecipe};

/// A topic with fewer rows is not guessed.
const TOPIC_ROWS_MIN: usize = 5;
/// Log-odds of a topic that is not guessed.
const NEVER: f64 = -1000.0;

pub(super) fn fit(
    recipe: &Recipe,
    examples: &Examples,
    material: &Material,
    progress: &dyn Progress,
) -> Result<QuantizedTopics, TrainError> {
    let Some(recipe) = &recipe.topics else { return Ok(QuantizedTopics::default()) };
    let rows: Vec<usize> = (0..examples.rows.len())
        .filter(|&row| examples.rows[row].decision.topic.is_some())
        .collect();
    let texts: Vec<&str> = rows.iter().map(|&row| examples.rows[row].text.as_str()).collect();
    let records = material.vocabulary.records(&texts, recipe.rows);
    progress.stage("topics", Topic::ALL.len());
    let models = Topic::ALL
        .par_iter()
        .map(|&topic| {
            let truth: Array1<bool> =
                rows.iter().map(|&row| examples.rows[row].decision.topic == Some(topic)).collect();
            let weights: Array1<f32> =
                rows.iter().map(|&row| examples.rows[row].weight as f32).collect();
            let dataset = DatasetBase::new(records.clone(), truth).with_weights(weights);
            let model = fit_topic(recipe, &dataset);
            progress.step();
            model
        })
        .collect::<Result<Vec<_>, LogisticError>>()
        .map_err(|error| TrainError::Head { head: "topic", error })?;
    if models.iter().all(|(_, bias)| *bias <= NEVER) {
        return Ok(QuantizedTopics::default());
    }
    Ok(quantize::topics(&models, recipe.rows))
}

fn fit_topic(
    recipe: &TopicRecipe,
    dataset: &BinaryDataset,
) -> Result<(Vec<f64>, f64), LogisticError> {
    if dataset.targets.iter().filter(|&&yes| yes).count() < TOPIC_ROWS_MIN {
        return Ok((vec![0.0; recipe.rows as usize], NEVER));
    }
    let model = LogisticParams::new(recipe.c).check()?.fit(dataset)?;
    Ok((model.weights().to_vec(), model.bias()))
}
