use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::error::{BadLine, CorpusError, CorpusErrorKind, Reason};
use super::key::{Key, normal_key};
use super::manifest::Manifest;
use super::output::RowSyntax;
use super::reader::ReadReport;
use super::row::{Label, Row};
use super::split::{Split, SplitSummary};

mod source;

/// What an import did.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ImportSummary {
    /// The files it read.
    pub files: Vec<ImportedFile>,
    /// Rows read.
    pub read: u64,
    /// Lines that gave no row, left out because it was asked for.
    pub bad: u64,
    /// Rows without text, left out.
    pub blank: u64,
    /// Rows that repeat an earlier one, left out.
    pub duplicates: u64,
    /// Keys with two labels, left out with all their rows.
    pub two_labels: u64,
    /// Rows written, by label.
    pub labels: BTreeMap<Label, u64>,
    /// Rows written, by part.
    pub split: SplitSummary,
}

/// A file as it was found.
#[derive(Clone, Debug, Serialize)]
pub struct ImportedFile {
    /// Its name, without directory.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// The manifest names that digest; a file it does not pin is taken too.
    pub pinned: bool,
}

/// Reads files of a public corpus by its manifest and writes them as three
/// parts in `directory`. `progress` is told each file before it is read.
///
/// Deduplicates by [`normal_key`]; the first row of a key stays, and of a key
/// with two labels none.
///
/// # Errors
///
/// [`CorpusErrorKind::Digest`] when a file is not the pinned one;
/// [`CorpusErrorKind::BadLines`] unless `skip_bad`; and what reading and
/// writing may give. Nothing is written then.
pub fn import(
    manifest: &Manifest,
    files: &[PathBuf],
    directory: &Path,
    skip_bad: bool,
    mut progress: impl FnMut(&Path),
) -> Result<ImportSummary, CorpusError> {
    let mut gathered = Gathered::default();
    for path in files {
        progress(path);
        let file = identify(manifest, path)?;
        gathered.summary.files.push(file);
        let mut bad = Faults::default();
        source::each_message(manifest, path, |found| match found {
            Ok(message) => gathered.take(manifest, &message, &mut bad),
            Err(line) => bad.note(line),
        })
        .map_err(|error| error.in_file(path.display()))?;
        if bad.total > 0 && !skip_bad {
            return Err(CorpusError::bad(bad.total, bad.first).in_file(path.display()));
        }
        gathered.summary.bad += bad.total;
    }
    gathered.write(manifest, directory)
}

/// A message as its corpus has it.
struct Message {
    line: u64,
    text: String,
    label: String,
}

#[derive(Default)]
struct Faults {
    total: u64,
    first: Vec<BadLine>,
}

impl Faults {
    fn note(&mut self, bad: BadLine) {
        self.total += 1;
        if self.first.len() < ReadReport::BAD_LINES {
            self.first.push(bad);
        }
    }
}

/// Rows in the order of their first appearance; `None` once a key has two labels.
#[derive(Default)]
struct Gathered {
    rows: Vec<Option<Row>>,
    places: std::collections::HashMap<Key, usize>,
    summary: ImportSummary,
}

impl Gathered {
    fn take(&mut self, manifest: &Manifest, message: &Message, bad: &mut Faults) {
        let Some(meaning) = manifest.meaning(&message.label) else {
            return bad.note(BadLine { line: message.line, reason: Reason::UnmappedLabel });
        };
        self.summary.read += 1;
        let rejoined = manifest.format.rejoin.then(|| rejoin(&message.text));
        let text = rejoined.as_deref().unwrap_or(&message.text).trim();
        if text.is_empty() {
            self.summary.blank += 1;
            return;
        }
        let next = self.rows.len();
        let place = *self.places.entry(normal_key(text)).or_insert(next);
        if place == next {
            self.rows.push(Some(Row {
                text: text.to_owned(),
                label: Some(meaning.label),
                lang: Some(manifest.lang.clone()),
                source: Some(manifest.name.clone()),
                category: meaning.category.clone(),
                ..Row::default()
            }));
            return;
        }
        self.summary.duplicates += 1;
        let earlier = self.rows[place].as_ref();
        if earlier.is_some_and(|row| row.label != Some(meaning.label)) {
            self.rows[place] = None;
            self.summary.two_labels += 1;
        }
    }

    fn write(
        mut self,
        manifest: &Manifest,
        directory: &Path,
    ) -> Result<ImportSummary, CorpusError> {
        let mut split =
            Split::create(directory, &manifest.name, RowSyntax::JsonlGz)?.allowing_few();
        for row in self.rows.iter().flatten() {
            split.write(row)?;
            if let Some(label) = row.label {
                *self.summary.labels.entry(label).or_default() += 1;
            }
        }
        self.summary.split = split.commit()?;
        Ok(self.summary)
    }
}

/// The file's name and digest, checked against the manifest.
fn identify(manifest: &Manifest, path: &Path) -> Result<ImportedFile, CorpusError> {
    super::input::refuse_unless_file(path)?;
    let cannot = |error| CorpusError::io("read", path, error);
    let mut file = std::fs::File::open(path).map_err(cannot)?;
    let mut hasher = Sha256::new();
    let mut block = vec![0; 64 << 10];
    loop {
        let read = file.read(&mut block).map_err(cannot)?;
        if read == 0 {
            break;
        }
        hasher.update(&block[..read]);
    }
    let sha256 = super::hex(&hasher.finalize());
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let pinned = manifest.sha256.get(&name);
    if let Some(expected) = pinned.filter(|it| !it.eq_ignore_ascii_case(&sha256)) {
        let says = format!("SHA-256 is {sha256}; the manifest expects {expected}. Get that file");
        return Err(CorpusError::new(CorpusErrorKind::Digest, says).in_file(path.display()));
    }
    Ok(ImportedFile { pinned: pinned.is_some(), name, sha256 })
}

/// Joins words that a segmenter cut: a space stays between ASCII letters and
/// digits only, where there must have been one.
fn rejoin(text: &str) -> String {
    let chars: Vec<char> = text.trim().chars().collect();
    let word = |at: Option<&char>| at.is_some_and(char::is_ascii_alphanumeric);
    let stays = |(place, &c): (usize, &char)| {
        let inside = place > 0 && word(chars.get(place - 1)) && word(chars.get(place + 1));
        (c != ' ' || inside).then_some(c)
    };
    chars.iter().enumerate().filter_map(stays).collect()
}
