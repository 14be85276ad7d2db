//! Recipes: what a model is made from and how, in TOML.
//!
//! A recipe names sources, never a place on a disk: the same recipe over the same
//! rows gives the same bytes wherever they lie.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::corpus::Label;

/// Everything that decides a model, but the rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// The model's name, as its card says it.
    pub name: String,
    /// What the weights may be used under, as the card says it.
    #[serde(default = "default_licence")]
    pub licence: String,
    /// How texts become rows of the table.
    pub features: FeatureRecipe,
    /// How weights become bytes.
    #[serde(default)]
    pub encoding: Encoding,
    /// The three heads.
    pub heads: HeadRecipes,
    /// The topics; none without.
    pub topics: Option<TopicRecipe>,
    /// Folds of the cross-validation that calibration and thresholds rest on.
    #[serde(default = "default_folds")]
    pub folds: usize,
    /// How much more a row counts that careful readers judged.
    #[serde(default = "default_weight")]
    pub annotated_weight: f64,
    /// Of every so many messages, one is learnt in disguise as well; none without.
    pub disguise_every: Option<usize>,
    /// Where rows come from.
    #[serde(rename = "source")]
    pub sources: Vec<SourceRecipe>,
}

/// How texts become rows of the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeatureRecipe {
    /// What features are hashed with; not zero.
    #[serde(default = "default_seed")]
    pub seed: u64,
    /// Rows of the table: four bytes each.
    pub rows: u32,
    /// A feature that fewer distinct messages have gets no weight.
    #[serde(default = "default_document_frequency")]
    pub document_frequency_min: u32,
}

/// How weights become bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// A byte stands for its value.
    Linear,
    /// A byte stands for its value times its magnitude.
    #[default]
    Companded,
}

/// The three heads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadRecipes {
    /// The text score.
    pub unwanted: HeadRecipe,
    /// Left out where no row decides it.
    pub essential: Option<HeadRecipe>,
    /// Left out where no row decides it.
    pub fraud: Option<HeadRecipe>,
}

/// How a head is trained and where it says yes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadRecipe {
    /// C of the objective: the larger, the closer to the rows.
    pub c: f64,
    /// Where the head says yes.
    #[serde(default)]
    pub threshold: ThresholdRule,
}

/// Where a head says yes, chosen on out-of-fold scores.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThresholdRule {
    /// Where F1 is highest.
    #[default]
    BestF1,
    /// Where at most this share of the rows that say no is above.
    Fpr(f64),
    /// At this calibrated probability.
    Probability(f64),
}

/// How topics are trained.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TopicRecipe {
    /// Rows of the topic table: fourteen bytes each.
    pub rows: u32,
    /// C of the objective.
    pub c: f64,
}

/// Where rows come from, and how much they count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceRecipe {
    /// The source's name: its rows lie in `<name>.train.jsonl`, `.jsonl.gz` or `.csv`.
    pub name: String,
    /// How much a row counts beside a row of weight 1.
    #[serde(default = "default_weight")]
    pub weight: f64,
    /// Whether calibration and thresholds rest on its rows too: not where they are unlike
    /// the messages that are to be judged.
    #[serde(default = "default_calibrates")]
    pub calibrates: bool,
    /// What `ham` means here, where the source's nature tells: `personal` or `essential`.
    pub ham: Option<Label>,
}

/// Why a recipe cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("recipe: {0}")]
pub struct RecipeError(String);

impl Recipe {
    /// Reads a recipe.
    ///
    /// # Errors
    ///
    /// Where TOML or a value is wrong: the field, what was found, what is expected.
    pub fn parse(text: &str) -> Result<Self, RecipeError> {
        let recipe: Self = toml::from_str(text).map_err(|error| RecipeError(told(&error, text)))?;
        recipe.check()?;
        Ok(recipe)
    }

    /// The recipe without a source, to measure what the others are worth on it.
    ///
    /// # Errors
    ///
    /// The source is not in the recipe.
    pub fn without(mut self, source: &str) -> Result<Self, RecipeError> {
        let before = self.sources.len();
        self.sources.retain(|other| other.name != source);
        if self.sources.len() == before {
            let names: Vec<&str> = self.sources.iter().map(|source| source.name.as_str()).collect();
            return Err(RecipeError(format!(
                "no source {source}, expected one of {}",
                names.join(", ")
            )));
        }
        Ok(self)
    }

    fn check(&self) -> Result<(), RecipeError> {
        let features = &self.features;
        let frequency = features.document_frequency_min;
        check(!self.sources.is_empty(), || {
            "source: none, expected at least one [[source]]".to_owned()
        })?;
        check(features.seed != 0, || "features.seed: 0, expected another number".to_owned())?;
        check((1..=ROWS_MAX).contains(&features.rows), || {
            format!("features.rows: {}, expected 1 to {ROWS_MAX}", features.rows)
        })?;
        check(frequency >= PRIVATE_DOCUMENT_FREQUENCY, || {
            format!(
                "features.document_frequency_min: {frequency}, expected at least \
                 {PRIVATE_DOCUMENT_FREQUENCY}; below, a weight could hold one person's name or number"
            )
        })?;
        let heads = &self.heads;
        let named = [
            ("unwanted", Some(&heads.unwanted)),
            ("essential", heads.essential.as_ref()),
            ("fraud", heads.fraud.as_ref()),
        ];
        for (name, head) in named.into_iter().filter_map(|(name, head)| Some((name, head?))) {
            head.check(name)?;
        }
        if let Some(TopicRecipe { rows, c }) = self.topics {
            let most = (ROWS_MAX - features.rows) * ROW_BYTES / TOPIC_ROW_BYTES;
            check((1..=most).contains(&rows), || {
                format!("topics.rows: {rows}, expected 1 to {most} beside so many features.rows")
            })?;
            check(is_positive(c), || format!("topics.c: {c}, expected a number above 0"))?;
        }
        check((2..=20).contains(&self.folds), || {
            format!("folds: {}, expected 2 to 20", self.folds)
        })?;
        check(self.disguise_every != Some(0), || {
            "disguise_every: 0, expected a number above 0, or none".to_owned()
        })?;
        let annotated = self.annotated_weight;
        check(is_positive(annotated), || {
            format!("annotated_weight: {annotated}, expected a number above 0")
        })?;
        let mut seen = BTreeSet::new();
        for SourceRecipe { name, weight, ham, .. } in &self.sources {
            check(seen.insert(name), || format!("source {name}: named twice, expected once"))?;
            check(matches!(ham, None | Some(Label::Personal | Label::Essential)), || {
                let found = ham.map_or("none", Label::name);
                format!(
                    "source {name}: ham = {found}, expected personal or essential: ham is wanted"
                )
            })?;
            check(is_positive(*weight), || {
                format!("source {name}: weight {weight}, expected a number above 0")
            })?;
            let plain = !name.is_empty()
                && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
            check(plain, || {
                format!("source {name:?}: expected letters, digits, _ and - only in a name")
            })?;
        }
        Ok(())
    }
}

impl HeadRecipe {
    fn check(&self, name: &str) -> Result<(), RecipeError> {
        let c = self.c;
        check(is_positive(c), || format!("heads.{name}.c: {c}, expected a number above 0"))?;
        let (ThresholdRule::Fpr(share) | ThresholdRule::Probability(share)) = self.threshold else {
            return Ok(());
        };
        check(share > 0.0 && share < 1.0, || {
            format!("heads.{name}.threshold: {share}, expected a number between 0 and 1")
        })
    }
}

fn is_positive(value: f64) -> bool {
    value.is_finite() && value > 0.0
}

/// What TOML's parser says and where, without the line itself: a file given by
/// mistake may hold messages.
pub(crate) fn told(error: &toml::de::Error, text: &str) -> String {
    let start = error.span().map_or(0, |span| span.start);
    let line = text.get(..start).unwrap_or_default().matches('\n').count() + 1;
    format!("line {line}: {}", error.message())
}

fn check(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), RecipeError> {
    if holds { Ok(()) } else { Err(RecipeError(otherwise())) }
}

const ROW_BYTES: u32 = 4;
const TOPIC_ROW_BYTES: u32 = quell_classifier::TOPIC_LANES as u32;
/// Bytes of a model file that hold no rows: above all its card.
const OTHER_BYTES: u32 = 1 << 20;
/// Rows of the largest model file without topics.
const ROWS_MAX: u32 = (quell_classifier::MODEL_BYTES_MAX as u32 - OTHER_BYTES) / ROW_BYTES;

/// A name or number of one person stands in one or two messages.
const PRIVATE_DOCUMENT_FREQUENCY: u32 = 3;

fn default_licence() -> String {
    "not stated".to_owned()
}

fn default_folds() -> usize {
    5
}

fn default_seed() -> u64 {
    0x7175_656C_6C00_0001
}

fn default_document_frequency() -> u32 {
    PRIVATE_DOCUMENT_FREQUENCY
}

fn default_calibrates() -> bool {
    true
}

fn default_weight() -> f64 {
    1.0
}
