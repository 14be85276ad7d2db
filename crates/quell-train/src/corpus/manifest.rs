use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::error::{CorpusError, CorpusErrorKind};
use super::row::Label;

/// Where a public corpus is, whose it is, and how its files become rows.
///
/// ```toml
/// name = "tr_example"
/// lang = "tr"
/// repository = "owner/name"
/// files = ["data/messages.csv"]
/// licence = "not stated"
/// citation = "Who, What (year)"
/// command = "quell dataset import datasets/manifests/tr_example.toml messages.csv --out DIR"
///
/// [format]
/// kind = "table"
/// text = "Message"
/// label = "Group"
///
/// [labels]
/// spam = { label = "spam" }
/// normal = { label = "ham" }
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The `source` of its rows, and the beginning of its files' names.
    pub name: String,
    /// The `lang` of its rows.
    pub lang: String,
    /// The repository on GitHub, as `owner/name`.
    pub repository: String,
    /// Paths in the repository.
    pub files: Vec<String>,
    /// The licence it is given under, or `not stated`.
    pub licence: String,
    /// What its authors ask to be cited.
    pub citation: String,
    /// The command that imports it.
    pub command: String,
    /// File name to SHA-256 in hexadecimal, for the files that are pinned.
    #[serde(default)]
    pub sha256: BTreeMap<String, String>,
    /// How the files are written.
    pub format: RowFormat,
    /// The corpus's labels and what each means; `*` is every other one.
    pub labels: BTreeMap<String, Meaning>,
}

/// How the files of a corpus are written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowFormat {
    /// What a file is.
    pub kind: FileKind,
    /// The column, key or element of the text.
    #[serde(default = "text")]
    pub text: String,
    /// The column or key of the label; without it the file's name is the label.
    pub label: Option<String>,
    /// Between the columns of a table; found out when it is absent.
    pub delimiter: Option<char>,
    /// The columns of a table without header.
    pub columns: Option<Vec<String>>,
    /// Quotes in a table enclose fields.
    #[serde(default = "yes")]
    pub quotes: bool,
    /// The text was cut into words by spaces: join them, but for a space
    /// between two ASCII letters or digits.
    #[serde(default)]
    pub rejoin: bool,
}

/// What a file of a corpus is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileKind {
    /// Delimited columns.
    Table,
    /// A JSON object a line.
    Jsonl,
    /// One JSON array of objects.
    Json,
    /// A message a line.
    Lines,
    /// A message an element, as in `<text>…</text>`.
    Xml,
}

/// What a label of a corpus means.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meaning {
    /// In the scheme of quell.
    pub label: Label,
    /// The finer label to keep beside it.
    pub category: Option<String>,
}

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    ///
    /// [`CorpusErrorKind::Manifest`] says what is missing or unknown and where.
    pub fn open(path: &Path) -> Result<Self, CorpusError> {
        Self::parse(&super::input::read_text(path, BYTES_MAX)?)
            .map_err(|error| error.in_file(path.display()))
    }

    /// Reads a manifest from its text.
    ///
    /// # Errors
    ///
    /// As [`Manifest::open`].
    pub fn parse(text: &str) -> Result<Self, CorpusError> {
        let wrong = |says: String| CorpusError::new(CorpusErrorKind::Manifest, says);
        let it: Self =
            toml::from_str(text).map_err(|error| wrong(crate::recipe::told(&error, text)))?;
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if it.name.is_empty() || !it.name.chars().all(plain) {
            let says = "expected letters, digits, `_` and `-`: file names begin with it";
            return Err(wrong(says.to_owned()).at_field("name"));
        }
        if it.format.delimiter.is_some_and(|c| !c.is_ascii()) {
            return Err(wrong("expected one ASCII character".to_owned()).at_field("delimiter"));
        }
        Ok(it)
    }

    /// What a label of the corpus means, if the manifest says.
    #[must_use]
    pub fn meaning(&self, label: &str) -> Option<&Meaning> {
        self.labels.get(label).or_else(|| self.labels.get("*"))
    }
}

/// A hundred times the longest manifest.
const BYTES_MAX: u64 = 1 << 20;

fn text() -> String {
    "text".to_owned()
}

const fn yes() -> bool {
    true
}
