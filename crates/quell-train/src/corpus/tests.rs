//! Tests of rows D1 to D7 and D9 to D11 carry the row's name.

use std::path::{Path, PathBuf};

use super::*;

mod annotating;
mod auditing;
mod bad_input;
mod importing;
mod keys;
mod near;
mod rows;
mod writing;

/// Reads all of an input; the rows, or the error's whole message.
fn read(bytes: &[u8], syntax: Syntax, options: ReadOptions) -> Result<Vec<Row>, CorpusError> {
    RowReader::new(bytes, syntax, options)?.collect()
}

fn csv(text: &str) -> Result<Vec<Row>, CorpusError> {
    read(text.as_bytes(), Syntax::Csv, ReadOptions::default())
}

fn jsonl(text: &str) -> Result<Vec<Row>, CorpusError> {
    read(text.as_bytes(), Syntax::Jsonl, ReadOptions::default())
}

fn row(text: &str, label: Label) -> Row {
    Row { text: text.to_owned(), label: Some(label), ..Row::default() }
}

fn file(directory: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = directory.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}
