use std::io::BufReader;
use std::path::Path;

use serde_json::Value;

use super::super::error::{BadLine, CorpusError, CorpusErrorKind, Reason};
use super::super::input::{open, read_text};
use super::super::limits::Limits;
use super::super::manifest::{FileKind, Manifest, RowFormat};
use super::super::record::{Fields, Records, Shape, Step, Table};
use super::Message;

/// Gives every message of a file to `take`, or the line that has none.
pub(super) fn each_message(
    manifest: &Manifest,
    path: &Path,
    mut take: impl FnMut(Result<Message, BadLine>),
) -> Result<(), CorpusError> {
    let format = &manifest.format;
    let file_name = path.file_name().unwrap_or_default().to_string_lossy();
    let label = |fields: &Fields| match &format.label {
        Some(column) => fields.word(column)?.map(Into::into).ok_or(Reason::NoLabel),
        None => Ok(file_name.to_string()),
    };
    let take_step = |step: Step| {
        let (line, fields) = match step {
            Step::Record { line, fields } => (line, fields),
            Step::Bad(bad) => return take(Err(bad)),
        };
        let text_field = if format.kind == FileKind::Lines { "text" } else { &format.text };
        let text = match fields.word(text_field) {
            Ok(text) => text.map(String::from).ok_or(Reason::NoText),
            Err(reason) => Err(reason),
        };
        let found = text.and_then(|text| Ok(Message { line, text, label: label(&fields)? }));
        take(found.map_err(|reason| BadLine { line, reason }));
    };
    match format.kind {
        FileKind::Json => each_object(path, take_step),
        FileKind::Xml => each_element(path, &format.text, take_step),
        FileKind::Table | FileKind::Jsonl | FileKind::Lines => each_record(path, format, take_step),
    }
}

/// The records of a file of lines.
fn each_record(
    path: &Path,
    format: &RowFormat,
    mut take: impl FnMut(Step),
) -> Result<(), CorpusError> {
    let input = open(path, Limits::default())?;
    let shape = match format.kind {
        FileKind::Table => Shape::Csv(table(format)),
        FileKind::Jsonl => Shape::Jsonl,
        _ => Shape::Text,
    };
    let mut records = Records::new(BufReader::new(input), shape, Limits::default());
    records.read_header()?;
    while let Some(step) = records.next()? {
        take(step);
    }
    Ok(())
}

fn table(format: &RowFormat) -> Table {
    let delimiter = format.delimiter.map(|c| c as u8);
    let table = if let Some(columns) = &format.columns {
        Table::without_header(delimiter.unwrap_or(b','), columns.clone())
    } else {
        let needed = std::iter::once(&format.text).chain(&format.label);
        Table::with_header(delimiter, needed.cloned().collect())
    };
    if format.quotes { table } else { table.unquoted() }
}

/// Of the two formats that are no sequence of lines. Twenty times the largest XML
/// corpus known, the NUS corpus in English (11 MB).
const WHOLE_BYTES_MAX: u64 = 256 << 20;

/// The objects of a JSON array; the "line" is the place in it, from 1.
fn each_object(path: &Path, mut take: impl FnMut(Step)) -> Result<(), CorpusError> {
    let text = read_text(path, WHOLE_BYTES_MAX)?;
    let items: Vec<serde_json::Map<String, Value>> =
        serde_json::from_str(&text).map_err(|error| {
            let says =
                format!("expected one JSON array of objects; not so at column {}", error.column());
            CorpusError::new(CorpusErrorKind::BadLines, says).at_line(error.line() as u64)
        })?;
    for (place, object) in items.into_iter().enumerate() {
        take(Step::Record { line: place as u64 + 1, fields: Fields::Json(object) });
    }
    Ok(())
}

/// The content of every `<name>…</name>`. No XML parser: the one corpus that
/// needs this is flat, and its element has neither attributes nor children.
fn each_element(path: &Path, name: &str, mut take: impl FnMut(Step)) -> Result<(), CorpusError> {
    let text = read_text(path, WHOLE_BYTES_MAX)?;
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let mut rest = text.as_str();
    let mut line = 1;
    while let Some((before, after)) = rest.split_once(&open) {
        line += newlines(before);
        let Some((content, tail)) = after.split_once(&close) else {
            let says = format!("`{open}` opens here and does not close; get the file again");
            return Err(CorpusError::new(CorpusErrorKind::Cut, says).at_line(line));
        };
        let fields = Fields::Cells(vec![(name.to_owned(), unescape(content))]);
        take(Step::Record { line, fields });
        line += newlines(content);
        rest = tail;
    }
    Ok(())
}

fn newlines(text: &str) -> u64 {
    text.bytes().filter(|&byte| byte == b'\n').count() as u64
}

/// Puts characters for XML's five named and for numeric references.
fn unescape(content: &str) -> String {
    let mut out = String::with_capacity(content.len());
    let mut rest = content;
    while let Some(start) = rest.find('&') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let found = rest.find(';').and_then(|end| Some((reference(&rest[1..end])?, end)));
        let (c, used) = found.map_or(('&', 1), |(c, end)| (c, end + 1));
        out.push(c);
        rest = &rest[used..];
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)
        }
    }
}
