//! The texts that are timed.

use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;
use quell_classifier::{Folded, fold};
use serde_json::Value;

/// Names the files to time instead of `datasets/samples/inbox.jsonl`, separated
/// as in `PATH`: JSONL, or JSONL.gz, whose rows have a "text".
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
        let mut texts = Vec::new();
        for path in paths {
            read(&path, &mut texts).map_err(|error| format!("{}: {error}", path.display()))?;
        }
        if texts.is_empty() {
            return Err(format!("no text in {TEXTS_VARIABLE}: expected JSONL with \"text\"").into());
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
    let file = File::open(path)?;
    let bytes: Box<dyn Read> = if path.extension().is_some_and(|extension| extension == "gz") {
        Box::new(MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    };
    for (at, line) in BufReader::new(bytes).lines().enumerate() {
        let row: Value =
            serde_json::from_str(&line?).map_err(|error| format!("line {}: {error}", at + 1))?;
        let text = row.get("text").and_then(Value::as_str);
        let text = text.ok_or_else(|| format!("line {}: a row without a \"text\"", at + 1))?;
        texts.push(text.to_owned());
    }
    Ok(())
}
