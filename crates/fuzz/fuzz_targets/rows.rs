//! Any bytes are rows within the limits and lines that gave none, however they are cut
//! into reads.
#![no_main]

use std::io::{BufRead, BufReader};

use libfuzzer_sys::fuzz_target;
use quell_train::corpus::{Limits, ReadOptions, ReadReport, Row, RowReader, Syntax};

/// So small that a short input can pass every one of them.
const LIMITS: Limits = Limits {
    line_bytes: 256,
    text_bytes: 64,
    rows: 32,
    inflated_bytes: 4 << 10,
    inflated_ratio: 200,
};
/// Bytes of a buffer that splits characters, line breaks and byte order marks.
const BUFFER_BYTES: usize = 2;

/// What a reader gave: rows with their lines, then the error that ended them.
type Outcome = (Vec<(u64, Row)>, Option<String>);

fn read(input: impl BufRead, syntax: Syntax, options: ReadOptions) -> Outcome {
    let mut reader = match RowReader::new(input, syntax, options) {
        Ok(reader) => reader,
        Err(error) => return (Vec::new(), Some(error.to_string())),
    };
    let (mut rows, mut refusal) = (Vec::new(), None);
    while let Some(row) = reader.next() {
        match row {
            Ok(row) => rows.push((reader.line(), row)),
            Err(error) => refusal = Some(error.to_string()),
        }
    }
    check(&rows, reader.report());
    (rows, refusal)
}

fn check(rows: &[(u64, Row)], report: &ReadReport) {
    assert!(rows.iter().all(|(_, row)| row.text.len() <= LIMITS.text_bytes));
    assert!(rows.is_sorted_by_key(|(line, _)| *line));
    assert!(report.bad.is_sorted_by_key(|bad| bad.line));
    assert_eq!(report.rows, rows.len() as u64);
    assert!(report.rows + report.bad_total <= LIMITS.rows);
    assert!(report.bad.len() <= ReadReport::BAD_LINES);
}

fuzz_target!(|bytes: &[u8]| {
    for syntax in [Syntax::Jsonl, Syntax::Csv, Syntax::Text] {
        for labels_required in [false, true] {
            let options =
                ReadOptions { labels_required, limits: LIMITS, ..ReadOptions::default() };
            let whole = read(bytes, syntax, options.clone());
            assert!(whole.1.as_ref().is_none_or(|refusal| !refusal.is_empty()));
            let pieces = BufReader::with_capacity(BUFFER_BYTES, bytes);
            assert_eq!(whole, read(pieces, syntax, options));
        }
    }
});
