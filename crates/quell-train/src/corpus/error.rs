use std::fmt;
use std::path::Path;

/// Why a corpus could not be read or written: what was found, where, what was
/// expected and what to do. Never carries a message's text.
#[derive(Debug)]
pub struct CorpusError(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: CorpusErrorKind,
    file: Option<String>,
    line: Option<u64>,
    field: Option<String>,
    says: String,
    bad: Vec<BadLine>,
    io: Option<std::io::Error>,
}

/// What sort of thing went wrong; the stable part of a [`CorpusError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CorpusErrorKind {
    /// The system refused to read or write.
    Io,
    /// A directory, pipe, socket, device or endless link where a file belongs.
    NotAFile,
    /// No byte but white space.
    Empty,
    /// A CSV file whose first line names no `text` column.
    NoHeader,
    /// A header and nothing after it.
    HeaderOnly,
    /// Not UTF-8.
    Encoding,
    /// A quote that never closes.
    UnclosedQuote,
    /// More than a limit allows.
    Limit,
    /// Some lines could not be used; [`CorpusError::bad_lines`] names them.
    BadLines,
    /// A compressed file that ends in mid-stream.
    Cut,
    /// The file changed while it was read.
    Changed,
    /// A manifest that says something impossible.
    Manifest,
    /// Not the file that the manifest pins.
    Digest,
    /// Too few rows to split.
    TooFewRows,
    /// A column that a row has no place for.
    Keep,
}

impl CorpusErrorKind {
    /// A stable code, for programs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Io => "io",
            Self::NotAFile => "not-a-file",
            Self::Empty => "empty",
            Self::NoHeader => "no-header",
            Self::HeaderOnly => "header-only",
            Self::Encoding => "encoding",
            Self::UnclosedQuote => "unclosed-quote",
            Self::Limit => "limit",
            Self::BadLines => "bad-lines",
            Self::Cut => "cut",
            Self::Changed => "changed",
            Self::Manifest => "manifest",
            Self::Digest => "digest",
            Self::TooFewRows => "too-few-rows",
            Self::Keep => "keep",
        }
    }
}

impl CorpusError {
    /// What sort of thing went wrong.
    #[must_use]
    pub fn kind(&self) -> CorpusErrorKind {
        self.0.kind
    }

    /// The file it went wrong in, if it was in a file.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        self.0.file.as_deref()
    }

    /// The line it went wrong on, counted from 1.
    #[must_use]
    pub fn line(&self) -> Option<u64> {
        self.0.line
    }

    /// The column or key it went wrong in.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// The first lines that could not be used, in order; see the message for
    /// how many there are in all.
    #[must_use]
    pub fn bad_lines(&self) -> &[BadLine] {
        &self.0.bad
    }

    pub(super) fn new(kind: CorpusErrorKind, says: impl Into<String>) -> Self {
        let says = says.into();
        Self(Box::new(Inner {
            kind,
            file: None,
            line: None,
            field: None,
            says,
            bad: vec![],
            io: None,
        }))
    }

    pub(super) fn header_only() -> Self {
        let says = "a header and no row after it; expected one row at least";
        Self::new(CorpusErrorKind::HeaderOnly, says)
    }

    pub(super) fn io(doing: &str, path: &Path, error: std::io::Error) -> Self {
        let mut it = Self::new(CorpusErrorKind::Io, format!("cannot {doing}: {error}"));
        it.0.io = Some(error);
        it.in_file(path.display())
    }

    pub(super) fn bad(total: u64, bad: Vec<BadLine>) -> Self {
        let lines = if total == 1 { "line" } else { "lines" };
        let says = format!("{total} {lines} cannot be used; mend them or leave them out");
        let mut it = Self::new(CorpusErrorKind::BadLines, says);
        it.0.bad = bad;
        it
    }

    /// Names the file, unless one is named already.
    #[must_use]
    pub(super) fn in_file(mut self, file: impl fmt::Display) -> Self {
        self.0.file.get_or_insert_with(|| file.to_string());
        self
    }

    #[must_use]
    pub(super) fn at_line(mut self, line: u64) -> Self {
        self.0.line = Some(line);
        self
    }

    #[must_use]
    pub(super) fn at_field(mut self, field: impl Into<String>) -> Self {
        self.0.field = Some(field.into());
        self
    }
}

impl fmt::Display for CorpusError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.0.file {
            write!(out, "{file}:")?;
            if let Some(line) = self.0.line {
                write!(out, "{line}:")?;
            }
            write!(out, " ")?;
        } else if let Some(line) = self.0.line {
            write!(out, "line {line}: ")?;
        }
        if let Some(field) = &self.0.field {
            write!(out, "`{field}`: ")?;
        }
        write!(out, "{}", self.0.says)?;
        for bad in &self.0.bad {
            write!(out, "\n  line {}: {}", bad.line, bad.reason)?;
        }
        Ok(())
    }
}

impl std::error::Error for CorpusError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.io.as_ref().map(|error| error as _)
    }
}

/// A line that gave no row, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Counted from 1; of a CSV record, the line it begins on.
    pub line: u64,
    /// Why it gave no row.
    pub reason: Reason,
}

/// Why a line gave no row.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// A JSON value that is not an object.
    NotAnObject,
    /// Not JSON at all, from this byte of the line on.
    NotJson {
        /// Bytes before the fault.
        column: usize,
    },
    /// The last line, and it ends too early: the file was cut.
    Cut,
    /// A line longer than the limit, which is given in bytes.
    TooLong(usize),
    /// A CSV record with another number of columns than the header.
    Columns {
        /// In the record.
        found: usize,
        /// In the header.
        expected: usize,
    },
    /// A label that is none of the six.
    UnknownLabel {
        /// The label it would be, were it written as labels are.
        close_to: Option<Label>,
    },
    /// A label that the manifest does not map.
    UnmappedLabel,
    /// No label where labels are needed.
    NoLabel,
    /// No text.
    NoText,
    /// A text longer than the limit, which is given in bytes.
    TextTooLong(usize),
    /// A topic that is none of the thirteen.
    UnknownTopic,
    /// An array or object where a word belongs, in this field.
    WrongType(String),
    /// Bytes that are not UTF-8, while the file as a whole seems to be.
    NotUtf8,
    /// A NUL byte.
    Nul,
    /// A field of an annotation that says nothing known.
    Annotation(String),
    /// A message that was annotated in the same pass before.
    ReadTwice,
}

use super::row::{Label, Topic};

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnObject => write!(out, "JSON, but not an object; expected {{\"text\": …}}"),
            Self::NotJson { column } => write!(out, "not JSON from byte {column} of the line on"),
            Self::Cut => write!(out, "the last line is cut off; get the file again"),
            Self::TooLong(limit) => {
                write!(out, "longer than {limit} bytes; is a line break missing?")
            }
            Self::Columns { found, expected } => {
                write!(
                    out,
                    "columns: found {found}, expected {expected}; is a quote or comma missing?"
                )
            }
            Self::UnknownLabel { close_to: Some(label) } => {
                write!(out, "unknown label; write it as `{}`", label.name())
            }
            Self::UnknownLabel { close_to: None } => write!(
                out,
                "unknown label; expected personal, essential, ham, marketing, fraud or spam"
            ),
            Self::UnmappedLabel => write!(out, "a label that the manifest's [labels] does not map"),
            Self::NoLabel => {
                write!(out, "no label; expected personal, essential, ham, marketing, fraud or spam")
            }
            Self::NoText => write!(out, "no text; expected a field `text`"),
            Self::TextTooLong(limit) => {
                write!(out, "a text longer than {limit} bytes; cut it, or leave it out")
            }
            Self::UnknownTopic => {
                let known: Vec<&str> = Topic::ALL.iter().map(|topic| topic.name()).collect();
                write!(out, "unknown topic; expected {}", known.join(", "))
            }
            Self::WrongType(field) => write!(out, "`{field}` is an array or object, not a word"),
            Self::NotUtf8 => write!(out, "bytes that are not UTF-8; write the line anew"),
            Self::Nul => write!(out, "a NUL byte; take it out"),
            Self::Annotation(field) => write!(
                out,
                "`{field}`: expected a key of 64 hexadecimal digits, a class (personal, essential, \
                 marketing, fraud), a topic only for marketing and fraud, flags (mixed, soft, \
                 unreadable) and a pass (first, second, resolved)"
            ),
            Self::ReadTwice => {
                write!(out, "a second judgement of a message in the same pass; keep one")
            }
        }
    }
}
