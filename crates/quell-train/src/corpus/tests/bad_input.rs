use std::io::{BufReader, Read};

use proptest::prelude::*;

use super::*;

/// Line numbers and reasons of the lines that gave no row.
fn faults(error: &CorpusError) -> Vec<(u64, Reason)> {
    assert_eq!(error.kind(), CorpusErrorKind::BadLines, "{error}");
    error.bad_lines().iter().map(|bad| (bad.line, bad.reason.clone())).collect()
}

#[test]
fn d1_an_empty_file_a_lone_header_and_no_header_are_told_apart() {
    use CorpusErrorKind::{Empty, HeaderOnly, NoHeader};
    for (text, kind) in [
        ("", Empty),
        ("\n\r\n\n", Empty),
        ("\u{feff}", Empty),
        ("text,label\n", HeaderOnly),
        ("text,label", HeaderOnly),
        ("lunch at one,ham\nsale,spam\n", NoHeader),
        ("message,label\nlunch,ham\n", NoHeader),
    ] {
        assert_eq!(csv(text).unwrap_err().kind(), kind, "{text:?}");
    }
    assert_eq!(jsonl(" \n").unwrap_err().kind(), Empty);
    let missing = csv("lunch at one,ham\n").unwrap_err();
    assert_eq!((missing.line(), missing.field()), (Some(1), Some("text")));
    assert!(!missing.to_string().contains("lunch"), "errors hold no text: {missing}");
}

#[test]
fn d2_an_unclosed_quote_is_named_by_the_line_it_opens_on() {
    let error =
        csv("text,label\nfine,ham\n\"two\nlines\",ham\n\"open,ham\nmore,ham\n").unwrap_err();
    assert_eq!((error.kind(), error.line()), (CorpusErrorKind::UnclosedQuote, Some(5)));
    let inches = csv("text,label\na 5\" screen,ham\n\"said \"\"no\"\"\",ham\n").unwrap();
    assert_eq!([&*inches[0].text, &*inches[1].text], ["a 5\" screen", "said \"no\""]);
}

/// A field that never ends is read to its cap and no further.
#[test]
fn d2_a_huge_field_is_never_held() {
    let endless = || BufReader::new(b"text,label\n\"".chain(std::io::repeat(b'a').take(1 << 28)));
    let mut reader = RowReader::new(endless(), Syntax::Csv, ReadOptions::default()).unwrap();
    let error = reader.next().unwrap().unwrap_err();
    assert_eq!((error.kind(), error.line()), (CorpusErrorKind::UnclosedQuote, Some(2)));

    let long = "x".repeat(Limits::TEXT_BYTES + 1);
    let error = csv(&format!("text,label\n{long},ham\nshort,ham\n")).unwrap_err();
    assert_eq!(faults(&error), [(2, Reason::TextTooLong(Limits::TEXT_BYTES))]);
}

#[test]
fn d3_delimiters_marks_and_line_ends_are_found_out() {
    for text in [
        "text,label\na b,ham\n",
        "text\tlabel\r\na b\tham\n",
        "label;text\nham;a b",
        "\u{feff}text,label\n\na b,ham\r\n",
        "\"text\",\"label\"\n\"a b\",\"ham\"\n",
    ] {
        assert_eq!(csv(text).unwrap(), [row("a b", Label::Ham)], "{text:?}");
    }
}

#[test]
fn d3_other_encodings_are_named_with_the_way_out() {
    let utf16: Vec<u8> =
        "text,label\n你好,ham\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked: Vec<u8> = [b"\xFF\xFE".as_slice(), &utf16].concat();
    // "text,label\n" and a greeting in GBK.
    let gbk = b"text,label\n\xc4\xe3\xba\xc3,ham\n";
    for (bytes, name) in
        [(&utf16[..], "-f UTF-16"), (&marked[..], "-f UTF-16"), (&gbk[..], "-f GB18030")]
    {
        let error = read(bytes, Syntax::Csv, ReadOptions::default()).unwrap_err();
        assert_eq!(error.kind(), CorpusErrorKind::Encoding, "{error}");
        assert!(error.to_string().contains(name), "{error}");
    }
    // A file that is UTF-8 elsewhere has a fault in a line, not another encoding.
    let mixed = "text,label\n你好,ham\n".bytes().chain(*b"\xc4\xe3\xba\xc3,ham\na\0b,ham\n");
    let error = read(&mixed.collect::<Vec<_>>(), Syntax::Csv, ReadOptions::default()).unwrap_err();
    assert_eq!(faults(&error), [(3, Reason::NotUtf8), (4, Reason::Nul)]);
}

#[test]
fn d4_names_the_lines_with_unknown_labels() {
    let error = csv("text,label\na,Spam \nb,垃圾\nc,spam\nd,\n").unwrap_err();
    let expected = [
        (2, Reason::UnknownLabel { close_to: Some(Label::Spam) }),
        (3, Reason::UnknownLabel { close_to: None }),
        (5, Reason::NoLabel),
    ];
    assert_eq!(faults(&error), expected);
    let says = error.to_string();
    assert!(says.contains("3 lines") && says.contains("leave them out"), "{says}");
    assert!(!says.contains("垃圾"), "what stands in the file is not repeated: {says}");
}

#[test]
fn d4_names_the_lines_with_other_columns_and_twenty_at_most() {
    let rows: String = (0..50).map(|_| "one,two,three\n").collect();
    let text = format!("text,label\n\"a\nb\",ham\n{rows}lone\n");
    let error = csv(&text).unwrap_err();
    let found = faults(&error);
    assert_eq!(found[0], (4, Reason::Columns { found: 3, expected: 2 }));
    assert_eq!((found.len(), error.to_string().contains("51 lines")), (20, true));

    let options = ReadOptions { skip_bad: true, ..ReadOptions::default() };
    let mut reader = RowReader::new(text.as_bytes(), Syntax::Csv, options).unwrap();
    assert_eq!(reader.by_ref().filter_map(Result::ok).count(), 1);
    assert_eq!((reader.report().rows, reader.report().bad_total), (1, 51));
}

#[test]
fn d5_too_few_rows_are_refused_and_one_class_or_copies_are_told() {
    let directory = tempfile::tempdir().unwrap();
    let split = |texts: &[&str]| {
        let mut split = Split::create(directory.path(), "d5", RowSyntax::Jsonl).unwrap();
        for text in texts {
            split.write(&row(text, Label::Ham)).unwrap();
        }
        split.commit()
    };
    let error = split(&["one", "two", "three"]).unwrap_err();
    assert_eq!(error.kind(), CorpusErrorKind::TooFewRows);
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 0);
    let says = split(&["copy 1"; 12]).unwrap().warnings().join("\n");
    assert!(says.contains("one class only: 12 wanted, 0 unwanted"), "{says}");
    assert!(says.contains("11 of 12 rows repeat"), "{says}");
}

#[test]
fn d7_names_lines_that_are_no_object_too_long_or_cut() {
    let limits = Limits { line_bytes: 64, ..Limits::default() };
    let long = format!("{{\"text\":\"{}\"}}", "x".repeat(100));
    let text = format!(
        "{{\"text\":\"a\",\"label\":\"ham\"}}\n[1]\n{long}\n{{\"text\" \"b\"}}\n\
         {{\"text\":{{}},\"label\":\"ham\"}}\n{{\"label\":\"ham\"}}\n{{\"text\":\"c\",\"lab"
    );
    let options = ReadOptions { limits, ..ReadOptions::default() };
    let mut reader = RowReader::new(text.as_bytes(), Syntax::Jsonl, options).unwrap();
    assert_eq!(reader.next().unwrap().unwrap().text, "a");
    let error = reader.next().unwrap().unwrap_err();
    let expected = [
        (2, Reason::NotAnObject),
        (3, Reason::TooLong(64)),
        (4, Reason::NotJson { column: 8 }),
        (5, Reason::WrongType("text".to_owned())),
        (6, Reason::NoText),
        (7, Reason::Cut),
    ];
    assert_eq!(faults(&error), expected);
    assert!(reader.report().last_line_cut);
    assert!(reader.next().is_none());
    assert_eq!(faults(&csv("text,label\na,ham\nb").unwrap_err()), [(3, Reason::Cut)]);
    assert_eq!(jsonl("{\"text\":\"whole\",\"label\":\"ham\"}").unwrap().len(), 1);
}

#[test]
fn d9_personal_columns_are_dropped_and_named_unless_kept() {
    let text = "text,label,sender,Phone_Number,收件人姓名,tone\nhi,ham,+15550100,+15550101,x,y\n";
    let read = |keep: &[&str]| {
        let keep = keep.iter().map(|&it| it.to_owned()).collect();
        let options = ReadOptions { keep, ..ReadOptions::default() };
        let mut reader = RowReader::new(text.as_bytes(), Syntax::Csv, options)?;
        let row = reader.next().expect("one row")?;
        let dropped: Vec<String> = reader.report().dropped.iter().cloned().collect();
        Ok::<_, CorpusError>((row.sender, dropped.join(" ")))
    };
    assert_eq!(read(&[]).unwrap(), (None, "Phone_Number sender 收件人姓名".to_owned()));
    let kept = (Some("+15550100".to_owned()), "Phone_Number 收件人姓名".to_owned());
    assert_eq!(read(&["sender"]).unwrap(), kept);
    assert_eq!(read(&["Phone_Number"]).unwrap_err().kind(), CorpusErrorKind::Keep);
}

#[cfg(unix)]
#[test]
fn d11_refuses_what_is_no_file_and_says_what_it_is() {
    let directory = tempfile::tempdir().unwrap();
    let at = |name: &str| directory.path().join(name);
    std::os::unix::fs::symlink(at("loop"), at("loop")).unwrap();
    std::os::unix::fs::symlink(at("gone"), at("nowhere")).unwrap();
    let _listener = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(at("pipe")).status().unwrap();
    assert!(made.success());
    for (path, kind) in [
        (directory.path().to_owned(), "a directory"),
        (PathBuf::from("/dev/zero"), "a device"),
        (at("pipe"), "a named pipe"),
        (at("socket"), "a socket"),
        (at("loop"), "a symbolic link in a loop"),
        (at("nowhere"), "a link to nothing"),
    ] {
        let error = RowReader::open(&path, ReadOptions::default()).err().unwrap();
        assert_eq!(error.kind(), CorpusErrorKind::NotAFile);
        assert!(error.to_string().contains(kind), "{error}");
    }
}

#[test]
fn d11_a_file_that_changes_while_it_is_read_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let path = file(directory.path(), "rows.csv", "text,label\na,ham\n");
    let mut reader = RowReader::open(&path, ReadOptions::default()).unwrap();
    reader.next().unwrap().unwrap();
    std::fs::write(&path, "text,label\na,ham\nb,ham\nc,ham\n").unwrap();
    let error = reader.find_map(Result::err).unwrap();
    assert_eq!(error.kind(), CorpusErrorKind::Changed);
}

#[test]
fn a_gzip_bomb_stops_at_the_ratio_and_a_cut_archive_is_cut() {
    let directory = tempfile::tempdir().unwrap();
    let line =
        b"{\"text\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"label\":\"ham\"}\n";
    let zipped = |times: usize| {
        let mut gzip = flate2::write::GzEncoder::new(vec![], flate2::Compression::best());
        std::io::Write::write_all(&mut gzip, &line.repeat(times)).unwrap();
        gzip.finish().unwrap()
    };
    let last = |name: &str, bytes: &[u8]| {
        let path = file(directory.path(), name, bytes);
        RowReader::open(&path, ReadOptions::default()).unwrap().find_map(Result::err)
    };
    let bomb = zipped(2 * Limits::RATIO_FROM_BYTES as usize / line.len());
    assert_eq!(last("bomb.jsonl.gz", &bomb).unwrap().kind(), CorpusErrorKind::Limit);
    let sound = zipped(1000);
    assert!(last("sound.jsonl.gz", &sound).is_none());
    let cut = last("cut.jsonl.gz", &sound[..sound.len() - 20]).unwrap();
    assert_eq!(cut.kind(), CorpusErrorKind::Cut, "{cut}");
}

#[test]
fn more_rows_than_the_limit_are_an_error() {
    let limits = Limits { rows: 2, ..Limits::default() };
    let options = ReadOptions { limits, ..ReadOptions::default() };
    let error = read(b"text,label\na,ham\nb,ham\nc,ham\n", Syntax::Csv, options).unwrap_err();
    assert_eq!((error.kind(), error.line()), (CorpusErrorKind::Limit, Some(4)));
}

proptest! {
    /// Whatever comes in, every line gives a row, a reason or the one error.
    #[test]
    fn any_bytes_are_read_to_an_end(
        bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'"'), Just(b','), Just(b'\n')], 0..200)
    ) {
        for (syntax, head) in [(Syntax::Jsonl, ""), (Syntax::Text, ""), (Syntax::Csv, "text,label\n")] {
            let input = [head.as_bytes(), &bytes].concat();
            let options = ReadOptions { labels_required: false, skip_bad: true, ..ReadOptions::default() };
            let Ok(mut reader) = RowReader::new(&input[..], syntax, options) else { continue };
            let rows = reader.by_ref().flatten().count() as u64;
            let lines = input.split(|&byte| byte == b'\n').count() as u64;
            prop_assert_eq!(reader.report().rows, rows);
            prop_assert!(rows + reader.report().bad_total <= lines);
        }
    }
}
