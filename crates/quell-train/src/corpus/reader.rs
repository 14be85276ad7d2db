use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{BufRead, Read};
use std::path::Path;

use super::error::{BadLine, CorpusError, CorpusErrorKind, Reason};
use super::input::{Input, open, read_error, stream};
use super::limits::Limits;
use super::record::{Fields, Records, Shape, Step, Syntax, Table};
use super::row::{Label, Row, Topic};

mod personal;

/// What a reader asks of its rows.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// A row without label is a bad line.
    pub labels_required: bool,
    /// Bad lines are counted, and no error at the end.
    pub skip_bad: bool,
    /// Columns to keep although they look personal; `sender` is the only one
    /// that a row has a place for.
    pub keep: Vec<String>,
    /// How much to take.
    pub limits: Limits,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self { labels_required: true, skip_bad: false, keep: vec![], limits: Limits::default() }
    }
}

/// What a reader met beside rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadReport {
    /// Rows given out.
    pub rows: u64,
    /// Lines that gave no row.
    pub bad_total: u64,
    /// The first [`ReadReport::BAD_LINES`] of them.
    pub bad: Vec<BadLine>,
    /// Columns that were dropped because they look personal.
    pub dropped: BTreeSet<String>,
    /// The last line ends too early.
    pub last_line_cut: bool,
}

impl ReadReport {
    /// How many bad lines are named: a screenful.
    pub const BAD_LINES: usize = 20;
}

/// The rows of a corpus, one at a time.
///
/// A line that gives no row is noted, and the reader goes on, so that a user
/// sees all the faults at once; the error comes after the last row. What makes
/// the rest unreadable (an encoding, a quote that never closes, a limit) ends
/// the iteration at once.
///
/// ```
/// use quell_train::corpus::{Label, ReadOptions, RowReader, Syntax};
///
/// let csv = "text,label\n\"lunch at one, as ever\",personal\n";
/// let mut rows = RowReader::new(csv.as_bytes(), Syntax::Csv, ReadOptions::default())?;
/// let row = rows.next().expect("there is one")?;
/// assert_eq!(row.label, Some(Label::Personal));
/// assert!(rows.next().is_none());
/// # Ok::<(), quell_train::corpus::CorpusError>(())
/// ```
pub struct RowReader<R> {
    records: Records<R>,
    options: ReadOptions,
    report: ReadReport,
    file: Option<String>,
    line: u64,
    done: bool,
}

impl RowReader<Input> {
    /// Opens a file; what its name and first byte do not tell is read as CSV
    /// where labels are required, and as a message a line where not.
    ///
    /// # Errors
    ///
    /// As [`open`] and [`RowReader::new`].
    pub fn open(path: &Path, options: ReadOptions) -> Result<Self, CorpusError> {
        let input = open(path, options.limits)?;
        let guess = if options.labels_required { Syntax::Csv } else { Syntax::Text };
        let syntax = input.syntax().unwrap_or(guess);
        let name = path.display().to_string();
        let mut reader = Self::new(input, syntax, options).map_err(|it| it.in_file(&name))?;
        reader.file = Some(name);
        Ok(reader)
    }
}

impl RowReader<Box<dyn BufRead + Send>> {
    /// Reads what has no name, such as standard input, and is called `name` in errors:
    /// JSONL, gzipped or not, or else a message a line.
    ///
    /// # Errors
    ///
    /// As [`RowReader::new`].
    pub fn from_stream(
        name: &str,
        bytes: impl Read + Send + 'static,
        options: ReadOptions,
    ) -> Result<Self, CorpusError> {
        let (bytes, syntax) =
            stream(bytes, options.limits).map_err(|error| read_error(&error).in_file(name))?;
        let syntax = syntax.unwrap_or(Syntax::Text);
        let mut reader = Self::new(bytes, syntax, options).map_err(|error| error.in_file(name))?;
        reader.file = Some(name.to_owned());
        Ok(reader)
    }
}

impl<R: BufRead> RowReader<R> {
    /// Reads rows from any source. Reads a CSV header at once.
    ///
    /// # Errors
    ///
    /// [`CorpusErrorKind::Empty`], [`CorpusErrorKind::NoHeader`],
    /// [`CorpusErrorKind::Encoding`], and [`CorpusErrorKind::Keep`] for a
    /// column that a row cannot hold.
    pub fn new(input: R, syntax: Syntax, options: ReadOptions) -> Result<Self, CorpusError> {
        if let Some(column) = options.keep.iter().find(|column| *column != "sender") {
            let says = "a row has no place for this column; the only one that can be kept is \
                        `sender`: rename the column, or leave it to be dropped";
            return Err(CorpusError::new(CorpusErrorKind::Keep, says).at_field(column));
        }
        let shape = match syntax {
            Syntax::Jsonl => Shape::Jsonl,
            Syntax::Text => Shape::Text,
            Syntax::Csv => Shape::Csv(Table::with_header(None, vec!["text".to_owned()])),
        };
        let mut records = Records::new(input, shape, options.limits);
        records.read_header()?;
        let report = ReadReport::default();
        let mut it = Self { records, options, report, file: None, line: 0, done: false };
        let columns = it.records.columns().to_vec();
        for column in &columns {
            it.note_column(column);
        }
        Ok(it)
    }

    /// What was met so far.
    pub fn report(&self) -> &ReadReport {
        &self.report
    }

    /// The line that the last row began on, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    fn step(&mut self) -> Result<Option<Row>, CorpusError> {
        loop {
            match self.records.next()? {
                None => return self.finish().map(|()| None),
                Some(Step::Bad(bad)) => self.note_bad(bad),
                Some(Step::Record { line, fields }) => {
                    fields.keys().for_each(|key| self.note_column(key));
                    match self.row(&fields) {
                        Ok(row) => {
                            self.line = line;
                            self.report.rows += 1;
                            return Ok(Some(row));
                        }
                        Err(reason) => self.note_bad(BadLine { line, reason }),
                    }
                }
            }
        }
    }

    fn finish(&self) -> Result<(), CorpusError> {
        if self.report.bad_total == 0 || self.options.skip_bad {
            return Ok(());
        }
        Err(CorpusError::bad(self.report.bad_total, self.report.bad.clone()))
    }
}

impl<R> RowReader<R> {
    fn note_bad(&mut self, bad: BadLine) {
        self.report.bad_total += 1;
        self.report.last_line_cut |= bad.reason == Reason::Cut;
        if self.report.bad.len() < ReadReport::BAD_LINES {
            self.report.bad.push(bad);
        }
    }

    fn note_column(&mut self, column: &str) {
        if personal::looks_personal(column)
            && !self.options.keep.iter().any(|kept| kept == column)
            && !self.report.dropped.contains(column)
            && self.report.dropped.len() < DROPPED_COLUMNS_MAX
        {
            self.report.dropped.insert(column.to_owned());
        }
    }

    fn row(&self, fields: &Fields) -> Result<Row, Reason> {
        let owned = |name| fields.word(name).map(|word| word.map(Cow::into_owned));
        let text = owned("text")?.ok_or(Reason::NoText)?;
        if text.len() > self.options.limits.text_bytes {
            return Err(Reason::TextTooLong(self.options.limits.text_bytes));
        }
        let label = fields.word("label")?.map(|word| parse_label(&word)).transpose()?;
        if label.is_none() && self.options.labels_required {
            return Err(Reason::NoLabel);
        }
        let topic = fields.word("topic")?;
        let topic =
            topic.map(|it| Topic::from_name(&it).ok_or(Reason::UnknownTopic)).transpose()?;
        let keeps_sender = self.options.keep.iter().any(|column| column == "sender");
        Ok(Row {
            id: owned("id")?,
            text,
            label,
            lang: owned("lang")?,
            source: owned("source")?,
            category: owned("category")?,
            topic,
            flags: fields.words("flags")?,
            sender: if keeps_sender { owned("sender")? } else { None },
        })
    }
}

impl<R: BufRead> Iterator for RowReader<R> {
    type Item = Result<Row, CorpusError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let step = self.step();
        self.done = !matches!(step, Ok(Some(_)));
        let file = self.file.as_deref();
        step.map_err(|error| match file {
            Some(file) => error.in_file(file),
            None => error,
        })
        .transpose()
    }
}

/// JSONL may name other columns on every line; a report needs no more of them.
const DROPPED_COLUMNS_MAX: usize = 100;

fn parse_label(word: &str) -> Result<Label, Reason> {
    let close_to = || Label::from_name(&word.trim().to_lowercase());
    Label::from_name(word).ok_or_else(|| Reason::UnknownLabel { close_to: close_to() })
}
