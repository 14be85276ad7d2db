//! The card inside a model: what it was made from, how, and what was measured.

use quell_classifier::{Head, TOKENIZER_REVISION};
use serde::{Deserialize, Serialize};

use super::Material;
use super::head::{FittedHead, OutOfFold};
use super::profile::profile;
use crate::drift::Profile;
use crate::eval::{Curve, Decisions};
use crate::examples::SourceSummary;
use crate::recipe::Recipe;

/// The card, as JSON inside the model file.
///
/// It holds nothing that changes from run to run, so that equal rows give equal
/// bytes; time and memory of a run are printed beside it.
#[derive(Clone, Debug, Serialize)]
pub struct Card {
    /// The model's name.
    pub name: String,
    /// What the weights may be used under.
    pub licence: String,
    /// What wrote the file.
    pub written_by: String,
    /// The token rules.
    pub tokenizer_revision: u32,
    /// Rows that were learnt from.
    pub rows: usize,
    /// Groups of near-duplicates among them.
    pub groups: usize,
    /// Features that enough messages have; of those that fall on one row, one has weights.
    pub features: usize,
    /// What was measured on rows held out inside train.
    pub cross_validation: Vec<CardHead>,
    /// How the rows are spread: what a corpus is compared with.
    pub profile: Profile,
    /// The sources.
    pub sources: Vec<SourceSummary>,
    /// The recipe, whole.
    pub recipe: Recipe,
}

/// What a head was worth on out-of-fold rows.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CardHead {
    /// Its name.
    pub head: String,
    /// Rows that say yes, and rows that say no.
    pub rows: [usize; 2],
    /// Calibrated probability from which on it says yes.
    pub threshold: f64,
    /// Passes over the rows; at 200 the fit stops, converged or not.
    pub epochs: usize,
    /// F1 there.
    pub f1: Option<f64>,
    /// Area under the ROC curve.
    pub roc_auc: Option<f64>,
}

impl Card {
    pub(super) fn new(
        recipe: &Recipe,
        material: &Material<'_>,
        heads: &[Option<FittedHead>; 3],
    ) -> Self {
        let examples = material.examples;
        let trained =
            Head::ALL.into_iter().filter_map(|head| Some((head, heads[head as usize].as_ref()?)));
        Self {
            name: recipe.name.clone(),
            licence: recipe.licence.clone(),
            written_by: format!("quell {}", env!("CARGO_PKG_VERSION")),
            tokenizer_revision: TOKENIZER_REVISION,
            rows: examples.rows.len(),
            groups: examples.groups.iter().max().map_or(0, |last| last.0 as usize + 1),
            features: material.vocabulary.len(),
            cross_validation: trained.map(|(head, fitted)| CardHead::new(head, fitted)).collect(),
            profile: profile(examples, heads[Head::Unwanted as usize].as_ref()),
            sources: examples.sources.clone(),
            recipe: recipe.clone(),
        }
    }

    /// The card as it stands in the file.
    pub(super) fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).expect("a card has string keys and finite numbers only")
    }
}

impl CardHead {
    fn new(head: Head, fitted: &FittedHead) -> Self {
        let OutOfFold { log_odds, truth } = &fitted.out_of_fold;
        let decided: Vec<bool> = log_odds
            .iter()
            .map(|&log_odds| fitted.platt.apply(log_odds) >= fitted.threshold)
            .collect();
        let yes = truth.iter().filter(|&&truth| truth).count();
        Self {
            head: head.name().to_owned(),
            rows: [yes, truth.len() - yes],
            threshold: rounded(1.0 / (1.0 + libm::exp(-fitted.threshold))),
            epochs: fitted.model.epochs(),
            f1: Decisions::new(&decided, truth)
                .ok()
                .and_then(|decisions| decisions.f1())
                .map(rounded),
            roc_auc: Curve::new(log_odds, truth)
                .ok()
                .and_then(|curve| curve.roc_auc())
                .map(rounded),
        }
    }
}

fn rounded(value: f64) -> f64 {
    (value * 1e5).round() / 1e5
}
