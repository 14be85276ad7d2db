use super::super::error::{CorpusError, CorpusErrorKind, Reason};

/// The columns of a delimited file, and where its quotes are.
pub(in super::super) struct Table {
    /// `None` until the header has shown it.
    delimiter: Option<u8>,
    quoted: bool,
    /// Columns that the header must name.
    needed: Vec<String>,
    columns: Vec<String>,
    named: bool,
    record_line: u64,
    place: Place,
}

/// Where a scan for quotes stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    FieldStart,
    Plain,
    Quoted,
    /// After a quote inside a quoted field: its end, or half of a doubled one.
    QuoteInQuoted,
}

/// What may stand between columns, in order of preference.
const DELIMITERS: [u8; 3] = [b',', b'\t', b';'];

impl Table {
    /// A table whose header names at least `needed`.
    pub(in super::super) fn with_header(delimiter: Option<u8>, needed: Vec<String>) -> Self {
        Self {
            delimiter,
            quoted: true,
            needed,
            columns: vec![],
            named: true,
            record_line: 1,
            place: Place::FieldStart,
        }
    }

    /// A table without header, with these columns in order.
    pub(in super::super) fn without_header(delimiter: u8, columns: Vec<String>) -> Self {
        let named = false;
        let delimiter = Some(delimiter);
        Self { columns, named, ..Self::with_header(delimiter, vec![]) }
    }

    /// The same table, in which a quote is a character like any other.
    pub(in super::super) fn unquoted(self) -> Self {
        Self { quoted: false, ..self }
    }

    pub(super) fn has_header(&self) -> bool {
        self.named
    }

    pub(super) fn columns(&self) -> &[String] {
        &self.columns
    }

    pub(super) fn record_line(&self) -> u64 {
        self.record_line
    }

    /// A record begins on `line`.
    pub(super) fn begin(&mut self, line: u64) {
        self.record_line = line;
        self.place = Place::FieldStart;
    }

    /// Goes over the next bytes of a record; whether a quote is open at their end.
    pub(super) fn scan(&mut self, bytes: &[u8]) -> bool {
        if !self.quoted {
            return false;
        }
        let is_delimiter =
            |byte| self.delimiter.map_or(DELIMITERS.contains(&byte), |it| it == byte);
        for &byte in bytes {
            self.place = match (self.place, byte) {
                (Place::Quoted, b'"') => Place::QuoteInQuoted,
                (Place::Quoted, _) | (Place::FieldStart | Place::QuoteInQuoted, b'"') => {
                    Place::Quoted
                }
                (_, byte) if is_delimiter(byte) => Place::FieldStart,
                _ => Place::Plain,
            };
        }
        self.place == Place::Quoted
    }

    /// Takes the columns from the header, and the delimiter too when it is not
    /// known: the one that shows all needed columns.
    pub(super) fn read_header(&mut self, text: &str) -> Result<(), CorpusError> {
        let tried = match self.delimiter {
            Some(delimiter) => vec![delimiter],
            None => DELIMITERS.to_vec(),
        };
        for delimiter in tried {
            let columns: Vec<String> =
                self.cells(text, delimiter).iter().map(|cell| cell.trim().to_owned()).collect();
            if self.needed.iter().all(|name| columns.contains(name)) {
                self.delimiter = Some(delimiter);
                self.columns = columns;
                return Ok(());
            }
        }
        let needed = self.needed.join("`, `");
        let says = format!(
            "the first line does not name the column `{needed}`; expected a header, such as \
             `text,label`, with commas, tabs or semicolons between the columns"
        );
        Err(CorpusError::new(CorpusErrorKind::NoHeader, says).at_field(needed))
    }

    /// The cells of one record beside their columns' names.
    pub(super) fn parse(&self, text: &str, newline: bool) -> Result<Vec<(String, String)>, Reason> {
        let cells = self.cells(text, self.delimiter.unwrap_or(b','));
        let (found, expected) = (cells.len(), self.columns.len());
        if found < expected && !newline {
            return Err(Reason::Cut);
        }
        if found != expected {
            return Err(Reason::Columns { found, expected });
        }
        Ok(self.columns.iter().cloned().zip(cells).collect())
    }

    fn cells(&self, text: &str, delimiter: u8) -> Vec<String> {
        let mut record = csv::StringRecord::new();
        let read = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .quoting(self.quoted)
            .delimiter(delimiter)
            .buffer_capacity(text.len().clamp(1, CELL_BUFFER_BYTES))
            .from_reader(text.as_bytes())
            .read_record(&mut record);
        match read {
            Ok(_) => record.iter().map(str::to_owned).collect(),
            // Sound UTF-8 read flexibly has no error left but a broken reader.
            Err(_) => vec![],
        }
    }
}

/// What the CSV parser reads at a time.
const CELL_BUFFER_BYTES: usize = 8 << 10;
