//! From a recipe and rows to the bytes of a model.

mod calibrate;
mod card;
mod copies;
mod features;
mod folds;
mod head;
mod profile;
mod quantize;
mod rounding;
mod threshold;
mod topics;

use std::borrow::Cow;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

use quell_classifier::{HashSeed, Head, ModelError, ModelParts, WeightEncoding};
use sha2::{Digest, Sha256};

pub use card::{Card, CardHead};
use copies::Copies;
pub use folds::Folds;
use head::FittedHeads;
pub use head::{FittedHead, OutOfFold};
pub use rounding::Rounding;

use crate::corpus::{Annotations, Key, ReadReport, hex, normal_key};
use crate::examples::{Examples, ExamplesError};
use crate::featurize::{FeatureTable, Vocabulary};
use crate::logistic::LogisticError;
use crate::recipe::{Encoding, Recipe};
use crate::records::SparseRecords;

/// What training is doing; a progress bar listens.
pub trait Progress: Sync {
    /// A stage of `steps` steps begins.
    fn stage(&self, name: &str, steps: usize);
    /// A step of the stage is done.
    fn step(&self);
    /// A file was read, and held this beside its rows.
    fn read(&self, path: &Path, report: &ReadReport);
}

/// Nobody watches.
#[derive(Debug)]
pub struct Silent;

impl Progress for Silent {
    fn stage(&self, _: &str, _: usize) {}
    fn step(&self) {}
    fn read(&self, _: &Path, _: &ReadReport) {}
}

/// Why there is no model.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// The rows.
    #[error(transparent)]
    Examples(#[from] ExamplesError),
    /// A head.
    #[error("head {head}: {error}")]
    Head {
        /// Which.
        head: &'static str,
        /// Why.
        error: LogisticError,
    },
    /// Calibration.
    #[error("head {head}: calibration failed: {reason}; the head needs more rows of both kinds")]
    Calibration {
        /// Which.
        head: &'static str,
        /// Why.
        reason: String,
    },
    /// The format.
    #[error(transparent)]
    Model(#[from] ModelError),
}

/// A trained model, as bytes and as what they were made from.
#[derive(Debug)]
pub struct Trained {
    /// The model file.
    pub bytes: Vec<u8>,
    /// The card inside it.
    pub card: Card,
    /// The heads before quantisation, in f64.
    pub heads: [Option<FittedHead>; 3],
    pub(crate) table: FeatureTable,
}

/// Trains the model of `recipe` on the `train` parts that lie in `folders`, with the
/// labels of `annotations` where it has any.
///
/// The bytes depend on the recipe and the rows alone: not on the number of
/// threads, the time or the place.
///
/// # Errors
///
/// Rows that are missing or not usable, or a head whose rows are all of one kind.
pub fn train(
    recipe: &Recipe,
    folders: &[PathBuf],
    annotations: &Annotations,
    progress: &dyn Progress,
) -> Result<Trained, TrainError> {
    progress.stage("read", 1);
    let examples = Examples::read(recipe, folders, annotations)?;
    progress.step();
    for (path, report) in &examples.reports {
        progress.read(path, report);
    }
    train_on(recipe, &examples, progress)
}

/// Trains the model of `recipe` on rows that were read.
///
/// # Errors
///
/// As [`train`].
pub fn train_on(
    recipe: &Recipe,
    examples: &Examples,
    progress: &dyn Progress,
) -> Result<Trained, TrainError> {
    let material = Material::prepare(recipe, examples, progress);
    let FittedHeads { heads, table } = head::fit_all(recipe, &material, progress)?;
    let topics = topics::fit(recipe, &material, progress)?;
    progress.stage("write", 1);
    let card = Card::new(recipe, &material, &heads);
    let parts = parts(recipe, &heads, &table, topics, card.to_json());
    let bytes = parts.encode()?;
    progress.step();
    Ok(Trained { bytes, card, heads, table })
}

/// SHA-256 of a model file, in lower-case hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// What all heads learn from.
pub(crate) struct Material<'a> {
    pub(crate) examples: &'a Examples,
    pub(crate) vocabulary: Vocabulary,
    /// The messages, then disguised copies of some.
    pub(crate) texts: Vec<Cow<'a, str>>,
    /// Which message each text is of.
    pub(crate) origins: Vec<usize>,
    /// The texts, with a column for each feature of the vocabulary.
    pub(crate) records: SparseRecords,
    pub(crate) folds: Folds,
}

impl<'a> Material<'a> {
    fn prepare(recipe: &Recipe, examples: &'a Examples, progress: &dyn Progress) -> Self {
        let messages: Vec<&str> = examples.rows.iter().map(|row| row.text.as_str()).collect();
        // A recipe with seed zero was refused when it was read.
        let seed = HashSeed::new(recipe.features.seed.max(1)).expect("at least one");
        progress.stage("features", 2);
        let distinct = distinct(&messages);
        let copies = Copies::disguise(&messages, &distinct, recipe.disguise_every);
        let frequency = recipe.features.document_frequency_min;
        let clear: Vec<&str> = distinct.iter().map(|&(row, _)| messages[row]).collect();
        // A message and its copy never add up to keep a feature: three messages have it in the
        // clear, or three in disguise.
        let vocabulary = Vocabulary::count(&clear, seed, frequency).or(Vocabulary::count(
            &copies.texts,
            seed,
            frequency,
        ));
        progress.step();
        let origins = (0..messages.len()).chain(copies.origins).collect();
        let messages = messages.into_iter().map(Cow::Borrowed);
        let texts: Vec<_> = messages.chain(copies.texts.into_iter().map(Cow::Owned)).collect();
        let records = vocabulary.records(&texts);
        progress.step();
        let folds = Folds::new(&examples.groups, recipe.folds);
        Self { examples, vocabulary, texts, origins, records, folds }
    }
}

/// The rows whose texts are no repeats, each with its key, as corpora repeat each other: a
/// name in one message that stands in three corpora is still one message's.
fn distinct(texts: &[&str]) -> Vec<(usize, Key)> {
    let mut seen = HashSet::new();
    let keyed = texts.iter().map(|text| normal_key(text)).enumerate();
    keyed.filter(|&(_, key)| seen.insert(key)).collect()
}

fn parts(
    recipe: &Recipe,
    heads: &[Option<FittedHead>; 3],
    table: &FeatureTable,
    topics: quantize::QuantizedTopics,
    card: String,
) -> ModelParts {
    let encoding = match recipe.encoding {
        Encoding::Linear => WeightEncoding::Linear,
        Encoding::Companded => WeightEncoding::Companded,
    };
    let quantized = quantize::heads(heads, encoding, table);
    let calibrations = Head::ALL.map(|head| head::calibration(heads[head as usize].as_ref()));
    ModelParts {
        seed: table.seed(),
        encoding,
        heads: quantized.parameters,
        calibrations,
        card,
        rows: quantized.rows,
        topic_scale: topics.scale,
        topic_biases: topics.biases,
        topic_rows: topics.rows,
    }
}

#[cfg(test)]
mod tests;
