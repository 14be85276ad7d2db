//! From messages to sparse records, through the classifier's own tokenizer.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use quell_classifier::{Feature, Folded, HashSeed, Slot, Tokens, fold, for_each_feature, tokenize};
use rayon::prelude::*;

use crate::records::{SparseRecords, SparseRecordsBuilder};

/// Messages that are tokenized at a time; bounds the memory of their features.
const CHUNK: usize = 4096;

/// The features that enough distinct messages have, each with a column of its own.
///
/// Only these get a weight, so that none can hold what stands in one or two
/// messages: a person's name, an address, a number.
#[derive(Debug)]
pub struct Vocabulary {
    seed: HashSeed,
    /// Identities in rising order, and in how many messages each stands.
    features: Vec<(u64, u32)>,
    columns: HashMap<u64, u32, BuildHasherDefault<Identity>>,
}

/// The identities are hashes already.
#[derive(Debug, Default)]
struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("only u64 identities are hashed");
    }

    fn write_u64(&mut self, identity: u64) {
        self.0 = identity;
    }
}

impl Vocabulary {
    /// Counts in how many of `texts` each feature stands, and keeps those with at
    /// least `document_frequency_min`.
    #[must_use]
    pub fn count<S: AsRef<str> + Sync>(
        texts: &[S],
        seed: HashSeed,
        document_frequency_min: u32,
    ) -> Self {
        let mut identities: Vec<u64> = texts
            .par_chunks(CHUNK)
            .flat_map_iter(|chunk| {
                let mut analyzer = TextAnalyzer::new(seed);
                chunk.iter().flat_map(move |text| analyzer.distinct(text.as_ref()))
            })
            .collect();
        identities.par_sort_unstable();
        let counted = identities.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as u32));
        let frequent = counted.filter(|&(_, frequency)| frequency >= document_frequency_min);
        Self::of(seed, frequent.collect())
    }

    /// What either keeps; both must have counted with one seed.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        debug_assert_eq!(self.seed, other.seed, "other seeds, other features");
        let mut features = self.features;
        features.extend(other.features);
        features.sort_unstable();
        let counted = features.chunk_by(|a, b| a.0 == b.0);
        let summed =
            counted.map(|run| (run[0].0, run.iter().map(|&(_, frequency)| frequency).sum()));
        Self::of(self.seed, summed.collect())
    }

    fn of(seed: HashSeed, features: Vec<(u64, u32)>) -> Self {
        let columns = (0..).zip(&features).map(|(column, &(identity, _))| (identity, column));
        Self { seed, columns: columns.collect(), features }
    }

    /// How many features were kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.features.len()
    }

    /// Whether no feature was kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.features.is_empty()
    }

    /// In how many messages the feature of each column stands, over the lists that keep it.
    pub fn frequencies(&self) -> impl Iterator<Item = u32> + '_ {
        self.features.iter().map(|&(_, frequency)| frequency)
    }

    /// Records with a column for each feature: features without one are left out.
    #[must_use]
    pub fn records<S: AsRef<str> + Sync>(&self, texts: &[S]) -> SparseRecords {
        records(texts, self.seed, self.len() as u32, |feature| {
            self.columns.get(&feature.identity()).copied()
        })
    }
}

/// Whose weights each row of a table holds.
///
/// Features by far outnumber the rows. Of those that fall on one row only the most valuable has
/// weights; the row keeps its fingerprint, so that the others count for nothing.
#[derive(Clone, Debug)]
pub struct FeatureTable {
    seed: HashSeed,
    fingerprints: Vec<u8>,
}

impl FeatureTable {
    /// Gives each of `rows` rows to the feature with the highest of `values`, which has one for each
    /// column of `vocabulary`; to the first of equals.
    #[must_use]
    pub fn choose(vocabulary: &Vocabulary, values: &[f64], rows: u32) -> Self {
        let mut fingerprints = vec![0; rows as usize];
        let mut highest = vec![f64::NEG_INFINITY; rows as usize];
        for (&(identity, _), &value) in vocabulary.features.iter().zip(values) {
            let slot = Slot::of(identity, rows);
            if value > highest[slot.row as usize] {
                highest[slot.row as usize] = value;
                fingerprints[slot.row as usize] = slot.fingerprint();
            }
        }
        Self { seed: vocabulary.seed, fingerprints }
    }

    /// What features are hashed with.
    #[must_use]
    pub fn seed(&self) -> HashSeed {
        self.seed
    }

    /// The fingerprint that each row keeps.
    #[must_use]
    pub fn fingerprints(&self) -> &[u8] {
        &self.fingerprints
    }

    /// The records to learn from, a column a row of the table: features beyond `vocabulary`
    /// are left out even where their fingerprint is a row's.
    #[must_use]
    pub fn records<S: AsRef<str> + Sync>(
        &self,
        vocabulary: &Vocabulary,
        texts: &[S],
    ) -> SparseRecords {
        records(texts, self.seed, self.rows(), |feature| {
            self.row(feature).filter(|_| vocabulary.columns.contains_key(&feature.identity()))
        })
    }

    /// The records that scoring sees: one in 256 features that have no row is taken for the
    /// one that has.
    #[must_use]
    pub fn records_as_scored<S: AsRef<str> + Sync>(&self, texts: &[S]) -> SparseRecords {
        records(texts, self.seed, self.rows(), |feature| self.row(feature))
    }

    fn rows(&self) -> u32 {
        self.fingerprints.len() as u32
    }

    fn row(&self, feature: Feature) -> Option<u32> {
        let slot = feature.slot(self.rows());
        (self.fingerprints[slot.row as usize] == slot.fingerprint()).then_some(slot.row)
    }
}

/// A value is the number of times a column is hit over the square root of the number
/// of all features of the text.
fn records<S: AsRef<str> + Sync>(
    texts: &[S],
    seed: HashSeed,
    columns: u32,
    column: impl Fn(Feature) -> Option<u32> + Sync,
) -> SparseRecords {
    let mut builder = SparseRecordsBuilder::new(columns);
    for chunk in texts.chunks(CHUNK * 8) {
        let analyzed: Vec<(Vec<u32>, f32)> = chunk
            .par_chunks(CHUNK)
            .flat_map_iter(|part| {
                let (mut analyzer, column) = (TextAnalyzer::new(seed), &column);
                part.iter().map(move |text| analyzer.columns(text.as_ref(), column))
            })
            .collect();
        for (mut columns, unit) in analyzed {
            builder.push_counts(&mut columns, unit);
        }
    }
    builder.finish()
}

/// Buffers for the features of one text after another.
struct TextAnalyzer {
    seed: HashSeed,
    folded: Folded,
    tokens: Tokens,
}

impl TextAnalyzer {
    fn new(seed: HashSeed) -> Self {
        Self { seed, folded: Folded::default(), tokens: Tokens::default() }
    }

    fn analyze(&mut self, text: &str) {
        fold(text, &mut self.folded);
        tokenize(&self.folded, &mut self.tokens);
    }

    fn distinct(&mut self, text: &str) -> Vec<u64> {
        self.analyze(text);
        let mut identities = Vec::new();
        for_each_feature(&self.tokens, self.seed, |feature| identities.push(feature.identity()));
        identities.sort_unstable();
        identities.dedup();
        identities
    }

    fn columns(&mut self, text: &str, column: impl Fn(Feature) -> Option<u32>) -> (Vec<u32>, f32) {
        self.analyze(text);
        let mut columns = Vec::new();
        let mut features = 0u32;
        for_each_feature(&self.tokens, self.seed, |feature| {
            features += 1;
            columns.extend(column(feature));
        });
        (columns, 1.0 / (features.max(1) as f32).sqrt())
    }
}

#[cfg(test)]
mod tests;
