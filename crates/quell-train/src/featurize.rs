//! From messages to sparse records, through the classifier's own tokenizer.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

use quell_classifier::{Folded, HashSeed, Tokens, fold, for_each_feature, tokenize};
use rayon::prelude::*;

use crate::records::{SparseRecords, SparseRecordsBuilder};

/// Messages that are tokenized at a time; bounds the memory of their features.
const CHUNK: usize = 4096;

/// The features that enough distinct messages have.
///
/// Only these get a weight, so that none can hold what stands in one or two
/// messages: a person's name, an address, a number.
#[derive(Debug)]
pub struct Vocabulary {
    seed: HashSeed,
    kept: HashSet<u64, BuildHasherDefault<Identity>>,
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
        let frequent = identities
            .chunk_by(|a, b| a == b)
            .filter(|run| run.len() >= document_frequency_min as usize);
        Self { seed, kept: frequent.map(|run| run[0]).collect() }
    }

    /// What either keeps; both must have counted with one seed.
    #[must_use]
    pub fn or(mut self, other: Self) -> Self {
        debug_assert_eq!(self.seed, other.seed, "other seeds, other features");
        self.kept.extend(other.kept);
        self
    }

    /// How many features were kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether no feature was kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// The records to learn from: features without a weight are left out.
    #[must_use]
    pub fn records<S: AsRef<str> + Sync>(&self, texts: &[S], rows: u32) -> SparseRecords {
        records(texts, self.seed, rows, |identity| self.kept.contains(&identity))
    }
}

/// The records that scoring sees: also a feature without a weight of its own hits
/// a row, whose weight belongs to others.
#[must_use]
pub fn records_as_scored<S: AsRef<str> + Sync>(
    texts: &[S],
    seed: HashSeed,
    rows: u32,
) -> SparseRecords {
    records(texts, seed, rows, |_| true)
}

/// A value is the number of times a row is hit over the square root of the number
/// of all features of the text.
fn records<S: AsRef<str> + Sync>(
    texts: &[S],
    seed: HashSeed,
    rows: u32,
    keep: impl Fn(u64) -> bool + Sync,
) -> SparseRecords {
    let mut builder = SparseRecordsBuilder::new(rows);
    for chunk in texts.chunks(CHUNK * 8) {
        let analyzed: Vec<(Vec<u32>, f32)> = chunk
            .par_chunks(CHUNK)
            .flat_map_iter(|part| {
                let (mut analyzer, keep) = (TextAnalyzer::new(seed), &keep);
                part.iter().map(move |text| analyzer.columns(text.as_ref(), rows, keep))
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

    fn columns(&mut self, text: &str, rows: u32, keep: impl Fn(u64) -> bool) -> (Vec<u32>, f32) {
        self.analyze(text);
        let mut columns = Vec::new();
        let mut features = 0u32;
        for_each_feature(&self.tokens, self.seed, |feature| {
            features += 1;
            if keep(feature.identity()) {
                columns.push(feature.row(rows));
            }
        });
        (columns, 1.0 / (features.max(1) as f32).sqrt())
    }
}
