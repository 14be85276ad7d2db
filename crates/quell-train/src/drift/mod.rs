//! How unlike the rows that a model learnt from a corpus is.
//!
//! A model keeps no text, so training leaves a [`Profile`] in its card: how many rows had
//! which length, which script, a web address and so on, and how their held-out scores were
//! spread. Whether a corpus is spread alike is told by the population stability index, aspect by
//! aspect.

mod aspect;
mod profile;
mod stability;
#[cfg(test)]
mod tests;

use quell_classifier::{Head, Model, Scratch};
use serde::Serialize;

pub use aspect::Aspect;
pub use profile::{Profile, ProfileError};
pub use stability::{Level, chance, stability_index};

pub(crate) use profile::{Tally, score_edges};

/// A corpus beside the rows that a model learnt from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Drift {
    /// Rows of the corpus.
    pub rows: u64,
    /// Rows that the model learnt from.
    pub training_rows: u64,
    /// What every aspect says, in the order of [`Aspect::ALL`].
    pub aspects: Vec<AspectDrift>,
    /// Sentences for people about what the figures show.
    pub summary: String,
}

/// How far one aspect has moved.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AspectDrift {
    /// Which aspect.
    pub aspect: Aspect,
    /// See [`stability_index`].
    pub psi: f64,
    /// See [`chance`].
    pub chance: Option<f64>,
    /// What the two mean together.
    pub level: Level,
    /// The bin that differs most, in words.
    pub bin: String,
    /// The share of the corpus's rows in that bin, 0 to 1.
    pub share: f64,
    /// The share of the training rows in that bin, 0 to 1.
    pub training_share: f64,
}

impl Drift {
    /// Compares texts with the profile of the model that scores them.
    ///
    /// Costs one score a text. Neither labels nor the order of the texts count.
    #[must_use]
    pub fn of<'a, B: AsRef<[u8]>>(
        model: &Model<B>,
        profile: &Profile,
        texts: impl Iterator<Item = &'a str>,
    ) -> Self {
        let threshold = model.head(Head::Unwanted).threshold;
        let mut tally = Tally::new(profile.score_edges().to_vec(), threshold);
        let mut scratch = Scratch::new();
        for text in texts {
            let scores = model.score(text, &mut scratch);
            tally.add_text(scratch.folded(), scratch.tokens());
            tally.add_score(scores.logit(Head::Unwanted).0);
        }
        let found = tally.finish();
        let aspects: Vec<AspectDrift> =
            Aspect::ALL.into_iter().map(|aspect| compare(aspect, profile, &found)).collect();
        let summary = summary(&aspects);
        Self { rows: found.rows(), training_rows: profile.rows(), aspects, summary }
    }
}

fn compare(aspect: Aspect, training: &Profile, found: &Profile) -> AspectDrift {
    let (expected, actual) = (training.counts(aspect), found.counts(aspect));
    let psi = stability_index(expected, actual);
    let chance = chance(expected, actual);
    let bin = stability::widest(expected, actual);
    let share = |counts: &[u64]| {
        let part = counts.get(bin).copied().unwrap_or_default();
        part as f64 / stability::total(counts).max(1.0)
    };
    AspectDrift {
        aspect,
        psi,
        chance,
        level: Level::of(psi, chance),
        bin: aspect.bin_name(bin, training.score_edges()),
        share: share(actual),
        training_share: share(expected),
    }
}

fn summary(aspects: &[AspectDrift]) -> String {
    let named = |level: Level| -> Vec<&str> {
        let those = aspects.iter().filter(|it| it.level == level);
        those.map(|it| it.aspect.name()).collect()
    };
    let (strong, shifted) = (named(Level::Strong), named(Level::Shifted));
    let few = named(Level::TooFew);
    let mut says = if strong.is_empty() && shifted.is_empty() {
        "much like the training rows".to_owned()
    } else if strong.is_empty() {
        format!(
            "shifted in {}: measure on labelled rows of it before trusting scores",
            shifted.join(", ")
        )
    } else {
        format!(
            "unlike the training rows in {}: what was measured there says little of this corpus; \
             label some of it, measure, and train on more",
            [strong, shifted].concat().join(", ")
        )
    };
    if !few.is_empty() {
        says = format!("{says}; too few rows to tell: {}", few.join(", "));
    }
    says
}
