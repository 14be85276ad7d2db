use std::collections::HashSet;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::decision::Decision;
use super::error::{CorpusError, CorpusErrorKind};
use super::key::{Bucket, Key, PartName, normal_key};
use super::output::{RowFile, RowSyntax};
use super::row::Row;

/// The three parts of a corpus being written: `NAME.train.…`, `NAME.dev.…`,
/// `NAME.withheld.…`, by the bucket of each row's key.
///
/// Rows with equal keys always meet in one part, whatever order they come in,
/// and a corpus that grows keeps its old rows where they were.
pub struct Split {
    files: [RowFile; 3],
    summary: SplitSummary,
    keys: HashSet<Key>,
    rows_min: u64,
}

/// What a split did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SplitSummary {
    /// All rows.
    pub rows: u64,
    /// Rows of train, dev and withheld.
    pub parts: [u64; 3],
    /// Rows known to be unwanted.
    pub unwanted: u64,
    /// Rows known to be wanted.
    pub wanted: u64,
    /// Rows whose key an earlier row has.
    pub duplicates: u64,
}

impl Split {
    /// With fewer rows a part of one tenth is empty as often as not.
    pub const ROWS_MIN: u64 = 10;

    /// Begins the three files in `directory`, which is made if it is missing.
    ///
    /// # Errors
    ///
    /// As [`RowFile::create`].
    pub fn create(directory: &Path, name: &str, syntax: RowSyntax) -> Result<Self, CorpusError> {
        std::fs::create_dir_all(directory)
            .map_err(|error| CorpusError::io("make", directory, error))?;
        let [train, dev, withheld] = Self::paths(directory, name, syntax);
        let file = |path| RowFile::create(path, syntax);
        let files = [file(&train)?, file(&dev)?, file(&withheld)?];
        let summary = SplitSummary::default();
        Ok(Self { files, summary, keys: HashSet::new(), rows_min: Self::ROWS_MIN })
    }

    /// Where the files of such a split lie.
    #[must_use]
    pub fn paths(directory: &Path, name: &str, syntax: RowSyntax) -> [PathBuf; 3] {
        PartName::ALL
            .map(|part| directory.join(format!("{name}.{}.{}", part.name(), syntax.extension())))
    }

    /// The same split, which takes however few rows.
    #[must_use]
    pub fn allowing_few(self) -> Self {
        Self { rows_min: 0, ..self }
    }

    /// Writes a row to its part, which it returns.
    ///
    /// # Errors
    ///
    /// As [`RowFile::write`].
    pub fn write(&mut self, row: &Row) -> Result<PartName, CorpusError> {
        let key = normal_key(&row.text);
        let part = Bucket::of(&key).part();
        self.files[part as usize].write(row)?;
        self.summary.rows += 1;
        self.summary.parts[part as usize] += 1;
        self.summary.duplicates += u64::from(!self.keys.insert(key));
        match Decision::of(row).unwanted {
            Some(true) => self.summary.unwanted += 1,
            Some(false) => self.summary.wanted += 1,
            None => {}
        }
        Ok(part)
    }

    /// Makes the files visible, each whole. A part without rows gets no file,
    /// and an older one of its name goes, since it would belong to another split.
    ///
    /// # Errors
    ///
    /// [`CorpusErrorKind::TooFewRows`] below [`Split::ROWS_MIN`] rows, and as
    /// [`RowFile::commit`]. A file not yet committed then leaves nothing.
    pub fn commit(self) -> Result<SplitSummary, CorpusError> {
        if self.summary.rows < self.rows_min {
            let says = format!(
                "{} rows; expected {} at least to split. Use the file as one part instead",
                self.summary.rows, self.rows_min
            );
            return Err(CorpusError::new(CorpusErrorKind::TooFewRows, says));
        }
        for (file, rows) in self.files.into_iter().zip(self.summary.parts) {
            if rows > 0 { file.commit()? } else { file.remove()? }
        }
        Ok(self.summary)
    }
}

impl SplitSummary {
    /// Sentences for people about what to mind; none for a sound corpus.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        let Self { rows, unwanted, wanted, duplicates, parts } = self;
        let mut says = vec![];
        if *unwanted == 0 || *wanted == 0 {
            says.push(format!("one class only: {wanted} wanted, {unwanted} unwanted"));
        }
        if duplicates * 2 > *rows {
            says.push(format!("{duplicates} of {rows} rows repeat an earlier one"));
        }
        for part in PartName::ALL.iter().filter(|&&part| parts[part as usize] == 0) {
            says.push(format!("no row falls in {}", part.name()));
        }
        says
    }
}
