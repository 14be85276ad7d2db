use std::path::Path;

use super::error::CorpusError;
use super::reader::{ReadOptions, ReadReport, RowReader};
use super::row::Row;

/// Rows that belong together, in order, each with where it came from.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// The part's name in reports.
    pub name: String,
    files: Vec<String>,
    rows: Vec<Row>,
    places: Vec<(u32, u64)>,
}

/// Where a row stands: all that a report says about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct RowName {
    /// The file.
    pub file: String,
    /// The line it begins on, from 1.
    pub line: u64,
}

impl std::fmt::Display for RowName {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}:{}", self.file, self.line)
    }
}

impl Part {
    /// A part without rows.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Adds the rows of a file, and returns what its reader met beside them.
    ///
    /// # Errors
    ///
    /// As [`RowReader`].
    pub fn read(&mut self, path: &Path, options: ReadOptions) -> Result<ReadReport, CorpusError> {
        let mut reader = RowReader::open(path, options)?;
        let file = self.begin_file(path.display().to_string());
        while let Some(row) = reader.next() {
            self.rows.push(row?);
            self.places.push((file, reader.line()));
        }
        Ok(reader.report().clone())
    }

    /// Adds a row that stands at `line` of `file`.
    pub fn push(&mut self, row: Row, file: &str, line: u64) {
        let last = self.files.last().is_some_and(|name| name == file);
        let index = if last { self.files.len() as u32 - 1 } else { self.begin_file(file.into()) };
        self.rows.push(row);
        self.places.push((index, line));
    }

    /// The rows, in order.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Where the row of that index stands.
    ///
    /// # Panics
    ///
    /// When there are not so many rows.
    #[must_use]
    pub fn row_name(&self, index: usize) -> RowName {
        let (file, line) = self.places[index];
        RowName { file: self.files[file as usize].clone(), line }
    }

    fn begin_file(&mut self, name: String) -> u32 {
        self.files.push(name);
        self.files.len() as u32 - 1
    }
}
