use std::borrow::Cow;
use std::io::BufRead;

use serde_json::{Map, Value};

use super::error::{BadLine, CorpusError, CorpusErrorKind, Reason};
use super::input::read_error;
use super::limits::Limits;
use super::lines::{Ending, Lines};

mod encoding;
mod table;

pub(super) use table::Table;

/// How the rows of a file are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// A JSON object a line.
    Jsonl,
    /// Comma, tab or semicolon separated, with a header.
    Csv,
    /// A message a line.
    Text,
}

/// How the records of an input are told apart.
pub(super) enum Shape {
    Jsonl,
    Text,
    Csv(Table),
}

/// The records of an input, in order, and the lines that gave none.
pub(super) struct Records<R> {
    lines: Lines<R>,
    shape: Shape,
    limits: Limits,
    buffer: Vec<u8>,
    /// Records and bad lines so far.
    seen: u64,
    /// Some line held characters beyond ASCII in sound UTF-8.
    proven_utf8: bool,
}

/// What a reader finds on its next step.
pub(super) enum Step {
    Record { line: u64, fields: Fields },
    Bad(BadLine),
}

impl<R: BufRead> Records<R> {
    pub(super) fn new(input: R, shape: Shape, limits: Limits) -> Self {
        let lines = Lines::new(input);
        Self { lines, shape, limits, buffer: vec![], seen: 0, proven_utf8: false }
    }

    /// Reads the first line as the header of a table.
    pub(super) fn read_header(&mut self) -> Result<(), CorpusError> {
        let Shape::Csv(table) = &self.shape else { return Ok(()) };
        if !table.has_header() {
            return Ok(());
        }
        let Some(ending) = self.fill()? else { return Err(empty()) };
        let line = self.lines.line();
        if ending.too_long {
            return Err(too_long_header(self.limits.line_bytes).at_line(line));
        }
        if let Some(reason) = self.judge()? {
            let says = format!("the header has {reason}");
            return Err(CorpusError::new(CorpusErrorKind::NoHeader, says).at_line(line));
        }
        let Shape::Csv(table) = &mut self.shape else { return Ok(()) };
        table.read_header(text_of(&self.buffer)).map_err(|error| error.at_line(line))
    }

    /// The header's columns; none but for a table.
    pub(super) fn columns(&self) -> &[String] {
        match &self.shape {
            Shape::Csv(table) => table.columns(),
            Shape::Jsonl | Shape::Text => &[],
        }
    }

    pub(super) fn next(&mut self) -> Result<Option<Step>, CorpusError> {
        let Some(ending) = self.fill()? else { return self.finish() };
        let line = self.record_line();
        self.seen += 1;
        if self.seen > self.limits.rows {
            let says = format!("more than {} rows; cut the file into several", self.limits.rows);
            return Err(CorpusError::new(CorpusErrorKind::Limit, says).at_line(line));
        }
        // A line cut at the cap is not judged: half a character is no encoding.
        let fault = if ending.too_long {
            Some(Reason::TooLong(self.limits.line_bytes))
        } else {
            self.judge()?
        };
        let fields = fault.map_or_else(|| self.parse(text_of(&self.buffer), ending), Err);
        Ok(Some(match fields {
            Ok(fields) => Step::Record { line, fields },
            Err(reason) => Step::Bad(BadLine { line, reason }),
        }))
    }

    /// The end of the input, which is an error when nothing came before it.
    fn finish(&self) -> Result<Option<Step>, CorpusError> {
        match &self.shape {
            _ if self.seen > 0 => Ok(None),
            Shape::Csv(table) if table.has_header() => Err(CorpusError::header_only()),
            _ => Err(empty()),
        }
    }

    /// Fills the buffer with the next record that is not blank.
    fn fill(&mut self) -> Result<Option<Ending>, CorpusError> {
        loop {
            self.buffer.clear();
            let Some(ending) = self.fill_line()? else { return Ok(None) };
            if self.lines.line() == 1 {
                encoding::strip_mark(&mut self.buffer)?;
            }
            let Shape::Csv(table) = &mut self.shape else {
                if self.buffer.iter().all(u8::is_ascii_whitespace) && !ending.too_long {
                    continue;
                }
                return Ok(Some(ending));
            };
            table.begin(self.lines.line());
            if self.buffer.is_empty() {
                continue;
            }
            return self.fill_quoted(ending).map(Some);
        }
    }

    /// Goes on reading while a quote of the record is open.
    fn fill_quoted(&mut self, mut ending: Ending) -> Result<Ending, CorpusError> {
        let mut scanned = 0;
        loop {
            let Shape::Csv(table) = &mut self.shape else { return Ok(ending) };
            let open = table.scan(&self.buffer[scanned..]);
            scanned = self.buffer.len();
            if !open {
                return Ok(ending);
            }
            let start = table.record_line();
            if ending.too_long || !ending.newline {
                return Err(unclosed(start));
            }
            self.buffer.push(b'\n');
            match self.fill_line()? {
                Some(next) => ending = next,
                None => return Err(unclosed(start)),
            }
        }
    }

    fn fill_line(&mut self) -> Result<Option<Ending>, CorpusError> {
        let cap = self.limits.line_bytes;
        self.lines
            .next(&mut self.buffer, cap)
            .map_err(|error| read_error(&error).at_line(self.lines.line() + 1))
    }

    fn record_line(&self) -> u64 {
        match &self.shape {
            Shape::Csv(table) => table.record_line(),
            Shape::Jsonl | Shape::Text => self.lines.line(),
        }
    }

    /// What keeps the buffer from being text; an error when the whole file has
    /// another encoding.
    fn judge(&mut self) -> Result<Option<Reason>, CorpusError> {
        match encoding::check(&self.buffer, self.proven_utf8) {
            Ok(found) => {
                self.proven_utf8 |= found == encoding::Sound::BeyondAscii;
                Ok(None)
            }
            Err(encoding::Unsound::Line(reason)) => Ok(Some(reason)),
            Err(encoding::Unsound::File(name)) => {
                Err(encoding::error(name).at_line(self.record_line()))
            }
        }
    }
}

/// Bytes that were judged to be text, as text.
fn text_of(judged: &[u8]) -> &str {
    std::str::from_utf8(judged).unwrap_or_default()
}

impl<R> Records<R> {
    fn parse(&self, text: &str, ending: Ending) -> Result<Fields, Reason> {
        match &self.shape {
            Shape::Text => Ok(Fields::Text(text.to_owned())),
            Shape::Jsonl => parse_object(text, ending.newline).map(Fields::Json),
            Shape::Csv(table) => table.parse(text, ending.newline).map(Fields::Cells),
        }
    }
}

/// The named values of one record.
pub(super) enum Fields {
    Json(Map<String, Value>),
    Cells(Vec<(String, String)>),
    Text(String),
}

impl Fields {
    /// The field's value as a word; `None` when it is absent, null or, in a
    /// table, empty.
    pub(super) fn word(&self, name: &str) -> Result<Option<Cow<'_, str>>, Reason> {
        match self {
            Self::Text(text) => Ok((name == "text").then_some(Cow::Borrowed(text))),
            Self::Cells(cells) => Ok(cells
                .iter()
                .find(|(column, value)| column == name && (name == "text" || !value.is_empty()))
                .map(|(_, value)| Cow::Borrowed(value.as_str()))),
            Self::Json(object) => match object.get(name) {
                None | Some(Value::Null) => Ok(None),
                Some(Value::String(word)) => Ok(Some(Cow::Borrowed(word))),
                Some(Value::Bool(it)) => Ok(Some(Cow::Owned(it.to_string()))),
                Some(Value::Number(it)) => Ok(Some(Cow::Owned(it.to_string()))),
                Some(_) => Err(Reason::WrongType(name.to_owned())),
            },
        }
    }

    /// The field's values: an array of words in JSON, and elsewhere one word
    /// with `|` or `;` between the values.
    pub(super) fn words(&self, name: &str) -> Result<Vec<String>, Reason> {
        if let Self::Json(object) = self
            && let Some(Value::Array(items)) = object.get(name)
        {
            let word = |item: &Value| item.as_str().map(str::to_owned);
            return items
                .iter()
                .map(|item| word(item).ok_or_else(|| Reason::WrongType(name.to_owned())))
                .collect();
        }
        let joined = self.word(name)?.unwrap_or_default();
        let values = joined.split(['|', ';']).map(str::trim).filter(|it| !it.is_empty());
        Ok(values.map(str::to_owned).collect())
    }

    /// The keys of a JSON record; a table has them in its header.
    pub(super) fn keys(&self) -> impl Iterator<Item = &String> {
        let object = if let Self::Json(object) = self { Some(object) } else { None };
        object.into_iter().flat_map(Map::keys)
    }
}

fn parse_object(text: &str, newline: bool) -> Result<Map<String, Value>, Reason> {
    match serde_json::from_str(text) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(Reason::NotAnObject),
        Err(error) if error.is_eof() && !newline => Err(Reason::Cut),
        Err(error) => Err(Reason::NotJson { column: error.column().saturating_sub(1) }),
    }
}

fn empty() -> CorpusError {
    CorpusError::new(CorpusErrorKind::Empty, "the file is empty; expected one row at least")
}

fn unclosed(line: u64) -> CorpusError {
    let says = "a quote opens in the record that begins here and does not close; \
                close it, or double the quotes inside the field";
    CorpusError::new(CorpusErrorKind::UnclosedQuote, says).at_line(line)
}

fn too_long_header(limit: usize) -> CorpusError {
    let says = format!("the header is longer than {limit} bytes; is this a text file?");
    CorpusError::new(CorpusErrorKind::Limit, says)
}
