use std::io::Write;

use proptest::prelude::*;

use super::*;

#[test]
fn d6_cells_that_begin_like_a_formula_are_disarmed_on_export() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("export.csv");
    let mut out = RowFile::create(&path, RowSyntax::Csv).unwrap();
    for text in ["=1+1", "+1", "-1", "@a", "\tx", "\rx", "1=1", "'=x"] {
        out.write(&row(text, Label::Ham)).unwrap();
    }
    out.commit().unwrap();
    let rows = RowReader::open(&path, ReadOptions::default()).unwrap();
    let texts: Vec<String> = rows.map(|row| row.unwrap().text).collect();
    assert_eq!(texts, ["'=1+1", "'+1", "'-1", "'@a", "'\tx", "'\rx", "1=1", "'=x"]);
}

/// Whoever reads the directory meets the old file or the new one. A writer that
/// stops half way leaves the old one, and no other.
#[test]
fn d10_no_half_file_stands_under_the_final_name() {
    let directory = tempfile::tempdir().unwrap();
    let path = file(directory.path(), "out.jsonl", "old");
    let mut out = AtomicFile::create(&path).unwrap();
    out.write_all(b"half").unwrap();
    out.flush().unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"old");
    drop(out);
    let names: Vec<_> = std::fs::read_dir(directory.path()).unwrap().collect();
    assert_eq!((std::fs::read(&path).unwrap(), names.len()), (b"old".to_vec(), 1));

    let mut out = AtomicFile::create(&path).unwrap();
    out.write_all(b"new").unwrap();
    out.commit().unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"new");
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 1);
}

/// A commit that fails at its last step, as on a full disk at an earlier one,
/// leaves nothing behind.
#[test]
fn d10_a_commit_that_fails_is_an_error_and_leaves_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("out.jsonl");
    let mut out = RowFile::create(&path, RowSyntax::Jsonl).unwrap();
    out.write(&row("a", Label::Ham)).unwrap();
    std::fs::create_dir(&path).unwrap();
    let error = out.commit().unwrap_err();
    assert_eq!(error.kind(), CorpusErrorKind::Io);
    assert!(error.to_string().contains("out.jsonl: cannot write"), "{error}");
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 1);
    let refused = RowFile::create(&path, RowSyntax::Jsonl).err().map(|error| error.kind());
    assert_eq!(refused, Some(CorpusErrorKind::NotAFile), "the next one is refused at once");
}

/// Texts and buckets of `keys_and_buckets_are_those_of_python`.
#[test]
fn split_puts_each_row_in_the_part_of_its_bucket() {
    let directory = tempfile::tempdir().unwrap();
    file(directory.path(), "s.dev.jsonl.gz", "of an older split");
    let mut split = Split::create(directory.path(), "s", RowSyntax::JsonlGz).unwrap();
    let texts = ["Your code is 123456", "see you at 7 tonight", ""];
    for text in texts.iter().cycle().take(12) {
        split.write(&row(text, Label::Spam)).unwrap();
    }
    let summary = split.commit().unwrap();
    assert_eq!((summary.parts, summary.duplicates), ([8, 0, 4], 9));
    let files = std::fs::read_dir(directory.path()).unwrap().count();
    assert_eq!(files, 2, "a part without rows has no file");
    let read = |part: &str| {
        let path = directory.path().join(format!("s.{part}.jsonl.gz"));
        RowReader::open(&path, ReadOptions::default()).unwrap().map(|row| row.unwrap()).collect()
    };
    let (train, withheld): (Vec<Row>, Vec<Row>) = (read("train"), read("withheld"));
    assert_eq!(train[..2], [row(texts[0], Label::Spam), row(texts[1], Label::Spam)]);
    assert_eq!(withheld, vec![row("", Label::Spam); 4]);
}

fn any_row() -> impl Strategy<Value = Row> {
    let label = prop::sample::select(&Label::ALL[..]);
    let topic = prop::option::of(prop::sample::select(&Topic::ALL[..]));
    // No carriage return, which a table folds into the line feed after it; no NUL,
    // which no table may hold; and nothing in front that export would disarm.
    let text = "([^\u{0}\r=+@\t-][^\u{0}\r]{0,40})?";
    (text, label, topic, prop::collection::vec("[a-z]{1,5}", 0..3))
        .prop_map(|(text, label, topic, flags)| Row { topic, flags, ..row(&text, label) })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn what_is_written_is_read_again(rows in prop::collection::vec(any_row(), 1..30)) {
        let directory = tempfile::tempdir().unwrap();
        for syntax in [RowSyntax::Csv, RowSyntax::Jsonl, RowSyntax::JsonlGz] {
            let path = directory.path().join(format!("rows.{}", syntax.extension()));
            let mut out = RowFile::create(&path, syntax).unwrap();
            for row in &rows {
                out.write(row).unwrap();
            }
            out.commit().unwrap();
            let read = RowReader::open(&path, ReadOptions::default()).unwrap();
            let read: Vec<Row> = read.map(Result::unwrap).collect();
            prop_assert_eq!(&read, &rows, "{:?}", syntax);
        }
    }
}
