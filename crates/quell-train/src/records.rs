//! Sparse records: one row of hashed features a message.

use std::sync::Arc;

use linfa::dataset::Records;

/// Rows of a sparse matrix (compressed sparse rows), shared when cloned.
///
/// A newtype because linfa's `Records` cannot be implemented for a matrix of
/// another crate. Folds of a cross-validation are row weights of zero, not
/// copies: the default model's matrix has 240 MB. Only the second fit of a fold, whose features
/// are its own, has a smaller one to itself, so there are as many as threads.
#[derive(Clone, Debug)]
pub struct SparseRecords(Arc<Rows>);

#[derive(Debug, Default)]
struct Rows {
    offsets: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
    column_count: u32,
}

/// Builds [`SparseRecords`] a row at a time.
#[derive(Debug)]
pub struct SparseRecordsBuilder(Rows);

impl SparseRecordsBuilder {
    /// No rows yet, of `column_count` columns.
    #[must_use]
    pub fn new(column_count: u32) -> Self {
        Self(Rows { offsets: vec![0], column_count, ..Rows::default() })
    }

    /// Adds a row that holds, for each distinct column of `columns`, the number of
    /// times it stands there times `unit`. Leaves `columns` sorted.
    pub fn push_counts(&mut self, columns: &mut [u32], unit: f32) {
        columns.sort_unstable();
        for run in columns.chunk_by(|a, b| a == b) {
            debug_assert!(run[0] < self.0.column_count, "a column beyond the matrix");
            self.0.columns.push(run[0]);
            self.0.values.push(run.len() as f32 * unit);
        }
        self.0.offsets.push(self.0.columns.len());
    }

    /// The finished matrix.
    #[must_use]
    pub fn finish(self) -> SparseRecords {
        SparseRecords(Arc::new(self.0))
    }
}

impl SparseRecords {
    /// Columns and values of row `at`.
    #[inline]
    pub fn row(&self, at: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let range = self.0.offsets[at]..self.0.offsets[at + 1];
        let values = self.0.values[range.clone()].iter().map(|&value| f64::from(value));
        self.0.columns[range].iter().map(|&column| column as usize).zip(values)
    }
}

impl Records for SparseRecords {
    type Elem = f32;

    fn nsamples(&self) -> usize {
        self.0.offsets.len() - 1
    }

    fn nfeatures(&self) -> usize {
        self.0.column_count as usize
    }
}
