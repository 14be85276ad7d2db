//! The texts that are timed.

use std::error::Error;
use std::path::{Path, PathBuf};

use quell_classifier::{Folded, fold};
use quell_train::corpus::{ReadOptions, RowReader};

/// Names the files to time instead of `datasets/samples/inbox.jsonl`, separated
/// as in `PATH`: whatever `quell check` reads.
pub const TEXTS_VARIABLE: &str = "QUELL_BENCH_TEXTS";

/// Messages to time.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    texts: Vec<String>,
}

impl Texts {
    /// The texts that [`TEXTS_VARIABLE`] names, or the committed sample.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or a row without a text, by its line.
    pub fn named() -> Result<Self, Box<dyn Error>> {
        let sample = || vec![Path::new(SAMPLE).to_path_buf()];
        let paths: Vec<PathBuf> = std::env::var_os(TEXTS_VARIABLE)
            .map_or_else(sample, |paths| std::env::split_paths(&paths).collect());
        Self::of(&paths)
    }

    /// The texts of files of rows.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or a row without a text, by its line; no text at all.
    pub fn of(paths: &[impl AsRef<Path>]) -> Result<Self, Box<dyn Error>> {
        let mut texts = Vec::new();
        for path in paths {
            read(path.as_ref(), &mut texts)?;
        }
        if texts.is_empty() {
            return Err("no text in the files: expected messages".into());
        }
        Ok(Self { texts })
    }

    /// Those texts that folding leaves as they are.
    #[must_use]
    pub fn unfolded(&self) -> Self {
        let mut folded = Folded::default();
        let mut is_unfolded = |text: &&String| {
            fold(text, &mut folded);
            folded.text() == **text
        };
        Self { texts: self.texts.iter().filter(|text| is_unfolded(text)).cloned().collect() }
    }

    /// The texts, in the order of their files.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(String::as_str)
    }

    /// How many texts there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.texts.len()
    }

    /// How many characters (code points) all texts have together.
    #[must_use]
    pub fn chars(&self) -> usize {
        self.iter().map(|text| text.chars().count()).sum()
    }

    /// How many bytes of UTF-8 all texts have together.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.iter().map(str::len).sum()
    }
}

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../datasets/samples/inbox.jsonl");

fn read(path: &Path, texts: &mut Vec<String>) -> Result<(), Box<dyn Error>> {
    let options = ReadOptions { labels_required: false, ..ReadOptions::default() };
    for row in RowReader::open(path, options)? {
        texts.push(row?.text);
    }
    Ok(())
}
