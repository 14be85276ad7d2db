use std::borrow::Cow;
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::error::{CorpusError, CorpusErrorKind};
use super::row::Row;

/// A file that appears under its name whole or not at all.
///
/// It is written beside its place, synced, and renamed by
/// [`AtomicFile::commit`]; dropped before that, it leaves nothing behind.
pub struct AtomicFile {
    file: Option<BufWriter<File>>,
    temporary: PathBuf,
    path: PathBuf,
}

impl AtomicFile {
    /// Begins a file that will stand at `path`.
    ///
    /// # Errors
    ///
    /// [`CorpusErrorKind::NotAFile`] for a directory; the system's refusal to make a
    /// file beside it.
    pub fn create(path: &Path) -> Result<Self, CorpusError> {
        if path.is_dir() {
            let says = "this is a directory; expected the name of a file to write";
            let error = CorpusError::new(CorpusErrorKind::NotAFile, says);
            return Err(error.in_file(path.display()));
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let temporary = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
        // What a killed process of the same number left, as numbers start anew in
        // every container.
        let _ = std::fs::remove_file(&temporary);
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&temporary)
            .map_err(|error| CorpusError::io("write", path, error))?;
        Ok(Self { file: Some(BufWriter::new(file)), temporary, path: path.to_owned() })
    }

    /// Makes the file durable and gives it its name.
    ///
    /// # Errors
    ///
    /// The system's refusal, a full disk above all; nothing then stands under
    /// the name that did not stand there before.
    pub fn commit(mut self) -> Result<(), CorpusError> {
        self.publish().map_err(|error| CorpusError::io("write", &self.path, error))
    }

    fn publish(&mut self) -> io::Result<()> {
        let Some(buffered) = self.file.take() else { return Ok(()) };
        let file = buffered.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        std::fs::rename(&self.temporary, &self.path)?;
        sync_directory(&self.path)
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.file {
            Some(file) => file.write(bytes),
            None => Err(io::Error::other("the file is closed")),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for AtomicFile {
    fn drop(&mut self) {
        // After a commit there is no such file, and in a destructor nobody to tell.
        let _ = std::fs::remove_file(&self.temporary);
    }
}

/// A rename is durable once its directory is.
#[cfg(unix)]
fn sync_directory(path: &Path) -> io::Result<()> {
    let parent = path.parent().filter(|it| !it.as_os_str().is_empty());
    File::open(parent.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(not(unix))]
fn sync_directory(_: &Path) -> io::Result<()> {
    Ok(())
}

/// How a [`RowFile`] is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowSyntax {
    /// JSONL, gzipped; equal rows give equal bytes.
    JsonlGz,
    /// JSONL.
    Jsonl,
    /// CSV that a spreadsheet takes for text: a cell that begins like a formula
    /// gets a `'` in front, which reading back does not take away.
    Csv,
}

impl RowSyntax {
    /// The end of a file name in this syntax.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::JsonlGz => "jsonl.gz",
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
        }
    }
}

/// A corpus being written; see [`AtomicFile`] for when it can be seen.
pub struct RowFile {
    sink: Sink,
    path: PathBuf,
}

enum Sink {
    Plain(AtomicFile),
    Gzip(GzEncoder<AtomicFile>),
    Csv(Box<csv::Writer<AtomicFile>>),
}

impl RowFile {
    /// Begins a corpus that will stand at `path`.
    ///
    /// # Errors
    ///
    /// As [`AtomicFile::create`].
    pub fn create(path: &Path, syntax: RowSyntax) -> Result<Self, CorpusError> {
        let file = AtomicFile::create(path)?;
        let sink = match syntax {
            RowSyntax::Jsonl => Sink::Plain(file),
            RowSyntax::JsonlGz => Sink::Gzip(GzEncoder::new(file, Compression::default())),
            RowSyntax::Csv => Sink::Csv(Box::new(csv::Writer::from_writer(file))),
        };
        let mut it = Self { sink, path: path.to_owned() };
        if let Sink::Csv(writer) = &mut it.sink {
            let written = writer.write_record(CSV_COLUMNS).map_err(io::Error::from);
            written.map_err(|error| CorpusError::io("write", path, error))?;
        }
        Ok(it)
    }

    /// Writes a row.
    ///
    /// # Errors
    ///
    /// The system's refusal.
    pub fn write(&mut self, row: &Row) -> Result<(), CorpusError> {
        let written = match &mut self.sink {
            Sink::Plain(file) => write_json(file, row),
            Sink::Gzip(file) => write_json(file, row),
            Sink::Csv(writer) => {
                let cells = csv_cells(row);
                let cells = cells.iter().map(|cell| disarmed(cell).into_owned());
                writer.write_record(cells).map_err(io::Error::from)
            }
        };
        written.map_err(|error| CorpusError::io("write", &self.path, error))
    }

    /// Makes the corpus visible under its name.
    ///
    /// # Errors
    ///
    /// As [`AtomicFile::commit`].
    pub fn commit(self) -> Result<(), CorpusError> {
        let cannot = |error| CorpusError::io("write", &self.path, error);
        match self.sink {
            Sink::Plain(file) => file.commit(),
            Sink::Gzip(file) => file.finish().map_err(cannot)?.commit(),
            Sink::Csv(writer) => {
                let file = writer.into_inner().map_err(|error| cannot(error.into_error()))?;
                file.commit()
            }
        }
    }
}

impl RowFile {
    /// Leaves nothing under the name, neither this corpus nor an older one.
    ///
    /// # Errors
    ///
    /// The system's refusal.
    pub fn remove(self) -> Result<(), CorpusError> {
        match std::fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(CorpusError::io("remove", &self.path, error))
            }
            _ => Ok(()),
        }
    }
}

fn write_json(file: &mut impl Write, row: &Row) -> io::Result<()> {
    serde_json::to_writer(&mut *file, row)?;
    file.write_all(b"\n")
}

const CSV_COLUMNS: [&str; 9] =
    ["id", "text", "label", "lang", "source", "category", "topic", "flags", "sender"];

fn csv_cells(row: &Row) -> [Cow<'_, str>; CSV_COLUMNS.len()] {
    fn or_empty(word: Option<&str>) -> Cow<'_, str> {
        word.unwrap_or_default().into()
    }
    [
        or_empty(row.id.as_deref()),
        row.text.as_str().into(),
        or_empty(row.label.map(super::row::Label::name)),
        or_empty(row.lang.as_deref()),
        or_empty(row.source.as_deref()),
        or_empty(row.category.as_deref()),
        or_empty(row.topic.map(super::row::Topic::name)),
        row.flags.join("|").into(),
        or_empty(row.sender.as_deref()),
    ]
}

/// The cell with a `'` in front where a spreadsheet would run it: after OWASP,
/// "CSV Injection".
fn disarmed(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}
