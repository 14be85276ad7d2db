//! Counts over some rows: what a card keeps of the training rows, and what a corpus is
//! compared by.

use std::collections::BTreeMap;

use quell_classifier::{Folded, Model, Tokens};
use serde::{Deserialize, Serialize};

use super::Aspect;
use super::aspect::SCORE_BINS;

/// How rows are spread over the bins of every [`Aspect`]: numbers of rows, and no text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    rows: u64,
    /// Calibrated log-odds of unwanted, in 1/256, from which on the next bin of scores begins.
    score_edges: Vec<i32>,
    /// Rows per bin, by [`Aspect::name`].
    counts: BTreeMap<String, Vec<u64>>,
}

/// Why a model's profile cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// The card has none.
    #[error(
        "the model's card holds no profile of its training rows, expected one; \
         train the model anew with this version of quell"
    )]
    Missing,
    /// What stands in the card is none.
    #[error("the profile in the model's card is damaged: {0}; train the model anew")]
    Damaged(String),
}

impl Profile {
    /// The profile in a model's card.
    ///
    /// # Errors
    ///
    /// There is none, as in models of earlier versions, or its bins are not those that
    /// this version counts in.
    pub fn of_model<B: AsRef<[u8]>>(model: &Model<B>) -> Result<Self, ProfileError> {
        let card: serde_json::Value = serde_json::from_str(model.card()).unwrap_or_default();
        let profile = card.get("profile").ok_or(ProfileError::Missing)?;
        // Serde's own words would quote what it found, however long.
        let profile: Self = serde_json::from_value(profile.clone()).map_err(|_| {
            ProfileError::Damaged("expected rows, score_edges and counts, in numbers".to_owned())
        })?;
        profile.check()?;
        Ok(profile)
    }

    /// How many rows were counted.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Rows per bin of an aspect.
    #[must_use]
    pub fn counts(&self, aspect: Aspect) -> &[u64] {
        self.counts.get(aspect.name()).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn score_edges(&self) -> &[i32] {
        &self.score_edges
    }

    fn check(&self) -> Result<(), ProfileError> {
        let damaged = |says: String| Err(ProfileError::Damaged(says));
        if !self.score_edges.is_sorted() {
            return damaged("score_edges fall, expected them to rise".to_owned());
        }
        for aspect in Aspect::ALL {
            let (found, expected) =
                (self.counts(aspect).len(), aspect.bins(self.score_edges.len()));
            if found != expected {
                return damaged(format!("{} has {found} bins, expected {expected}", aspect.name()));
            }
        }
        Ok(())
    }
}

/// A profile being counted.
pub(crate) struct Tally {
    profile: Profile,
    threshold: i32,
}

/// A score this close to the threshold, in 1/256 logit, may easily fall on the other side.
const NEAR: u32 = 256;

impl Tally {
    /// Nothing counted yet. Edges and threshold are calibrated log-odds in 1/256.
    pub(crate) fn new(score_edges: Vec<i32>, threshold: i32) -> Self {
        let bins = |aspect: Aspect| vec![0; aspect.bins(score_edges.len())];
        let counts = Aspect::ALL.into_iter().map(|it| (it.name().to_owned(), bins(it))).collect();
        Self { profile: Profile { rows: 0, score_edges, counts }, threshold }
    }

    /// Counts a row.
    pub(crate) fn add_text(&mut self, folded: &Folded, tokens: &Tokens) {
        self.profile.rows += 1;
        for aspect in Aspect::ALL {
            if let Some(bin) = aspect.bin_of_text(folded, tokens) {
                self.add(aspect, bin);
            }
        }
    }

    /// Counts a score: calibrated log-odds of unwanted, in 1/256.
    pub(crate) fn add_score(&mut self, score: i32) {
        let bin = self.profile.score_edges.partition_point(|&edge| edge <= score);
        self.add(Aspect::Score, bin);
        let is_near = score.abs_diff(self.threshold) <= NEAR;
        self.add(Aspect::NearThreshold, usize::from(is_near));
    }

    /// The counts.
    pub(crate) fn finish(self) -> Profile {
        self.profile
    }

    fn add(&mut self, aspect: Aspect, bin: usize) {
        let counts = self.profile.counts.get_mut(aspect.name());
        if let Some(count) = counts.and_then(|counts| counts.get_mut(bin)) {
            *count += 1;
        }
    }
}

/// Where the scores of `rows` are to be parted so that each bin has a tenth of them; equal
/// edges are one.
pub(crate) fn score_edges(scores: &[i32]) -> Vec<i32> {
    let mut sorted = scores.to_vec();
    sorted.sort_unstable();
    let edge = |part: usize| sorted.get(part * sorted.len() / SCORE_BINS).copied();
    let mut edges: Vec<i32> = (1..SCORE_BINS).filter_map(edge).collect();
    edges.dedup();
    edges
}
