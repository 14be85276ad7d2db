//! `quell check`.

use std::collections::BTreeSet;

use expect_test::expect;
use serde_json::Value;

use crate::command::{check, command, dataset, directory, quell, quell_reads, unnumbered};

const AD: &str = "【星河优选】周年庆全场五折，会员专享礼券，详情 t.cn/abc 回T退订";
const CODE: &str = "您的验证码是 402815，5分钟内有效，请勿告诉他人";

/// The page of one message: the verdict, why, and what each part of it adds.
#[test]
fn a_blatant_advertisement_is_quarantined_with_reasons_and_evidence() {
    let at = directory(&[]);
    let answer = quell(at.path(), &["check", AD]);
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
    let (page, evidence) = answer.out.split_once("\n\n").expect("evidence after a blank line");
    let known: Vec<&str> = page.lines().filter(|line| !line.starts_with("  topic: ")).collect();
    check(
        &unnumbered(&known.join("\n")),
        &expect![[r#"
            quarantine  marketing  unwanted 0 %
              reads like marketing (0 % unwanted)
              says how to refuse
              no record of consent or sender was asked
        "#]],
    );
    let mut parts = evidence.lines().map(|line| line.trim_end().rsplit_once("  "));
    assert_eq!(parts.next().flatten().map(|(_, head)| head), Some("logits"));
    for part in parts {
        let (part, logits) = part.expect("a part and its weight");
        assert!(AD.contains(part.trim()) && logits.parse::<f64>().is_ok(), "{part} {logits}");
    }
}

#[test]
fn a_one_time_code_is_delivered_and_says_so_in_chinese_when_asked() {
    let at = directory(&[]);
    let answer = quell(at.path(), &["check", CODE, "--lang", "zh"]);
    let page = answer.out.split("\n\n").next().expect("a first part");
    check(
        &unnumbered(page),
        &expect![[r#"
            deliver  essential  unwanted 0 %
              内容像您需要的通知（0%）
        "#]],
    );
}

/// The first command of the README: every message of the inbox has its line.
#[test]
fn an_inbox_is_a_table_with_a_verdict_a_row_and_the_counts_below() {
    let (at, inbox) = (directory(&[]), dataset("samples/inbox.jsonl"));
    let rows = std::fs::read_to_string(&inbox).expect("the samples are here").lines().count();
    let answer = quell(at.path(), &["check", &inbox]);
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
    let lines: Vec<Vec<&str>> =
        answer.out.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["#", "action", "class", "unwanted", "why", "text"]);
    for (at, line) in lines[1..=rows].iter().enumerate() {
        let classes = ["personal", "essential", "marketing", "fraud"];
        assert_eq!(line[0], (at + 1).to_string());
        assert!(["deliver", "quarantine"].contains(&line[1]) && classes.contains(&line[2]));
    }
    let delivered = lines[1..=rows].iter().filter(|line| line[1] == "deliver").count();
    let counts = format!("{delivered} deliver, {} quarantine", rows - delivered);
    let last: Vec<&str> = answer.out.lines().skip(rows + 1).collect();
    assert_eq!(last[..2], ["", &counts]);
    assert!(last[2].starts_with("held back, by the labels in the file: personal "), "{last:?}");
}

#[test]
fn standard_input_is_a_message_a_line() {
    let at = directory(&[]);
    let input = format!("{CODE}\n\n{AD}");
    for arguments in [&["check", "-", "--json"][..], &["check", "--json"]] {
        let rows = quell_reads(at.path(), arguments, input.as_bytes()).json();
        let told = |row: &Value| format!("{} {}", row["id"], row["action"]).replace('"', "");
        assert_eq!(rows.iter().map(told).collect::<Vec<_>>(), ["1 deliver", "2 quarantine"]);
    }
    let nothing = quell(at.path(), &["check", "-"]);
    assert_eq!(nothing.code, 2);
    check(
        &nothing.err,
        &expect![[r#"
            quell[empty]: standard input: the file is empty; expected one row at least
        "#]],
    );
}

#[test]
fn standard_input_may_be_jsonl_marked_blank_lined_or_gzipped() {
    let at = directory(&[]);
    let row = format!("{{\"text\":\"{CODE}\"}}\n");
    let expected = quell_reads(at.path(), &["check", "--json"], row.as_bytes()).json();
    let mut packed = flate2::write::GzEncoder::new(vec![], flate2::Compression::default());
    std::io::Write::write_all(&mut packed, row.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    for input in [format!("\n {row}").as_bytes(), format!("\u{FEFF}{row}").as_bytes(), &packed] {
        assert_eq!(quell_reads(at.path(), &["check", "--json"], input).json(), expected);
    }
    let skipped =
        quell_reads(at.path(), &["check", "-", "--skip-bad"], format!("{row}{{bad\n").as_bytes());
    assert_eq!(skipped.code, 0);
    assert!(skipped.err.starts_with("standard input: warning: 1 line skipped:"), "{}", skipped.err);
    let nul = quell_reads(at.path(), &["check", "-", "--skip-bad"], b"{\"text\":\"hi\"}\n\0\n");
    assert_eq!(nul.code, 0, "a stray NUL condemns its line alone: {}", nul.err);
}

/// The keys are a promise to programs: none is missing, none is new.
#[test]
fn json_has_the_promised_keys_and_spans_only_when_explained() {
    let (at, inbox) = (directory(&[]), dataset("samples/inbox.jsonl"));
    let always = ["id", "text_score", "score", "class", "action", "heads", "mixed", "reasons"];
    for row in quell(at.path(), &["check", &inbox, "--json"]).json() {
        let mut expected = BTreeSet::from(always);
        expected.extend(row["topic"].is_string().then_some("topic"));
        assert_eq!(keys(&row), expected);
        assert_eq!(keys(&row["heads"]), BTreeSet::from(["unwanted", "essential", "fraud"]));
        let heads = row["heads"].as_object().expect("an object").values();
        for probability in heads.chain([&row["score"], &row["text_score"]]) {
            assert!((0.0..=1.0).contains(&probability.as_f64().expect("a number")), "{row}");
        }
        let reasons = row["reasons"].as_array().expect("an array");
        assert!(!reasons.is_empty());
        assert!(reasons.iter().all(|reason| keys(reason) == BTreeSet::from(["code", "text"])));
    }
    assert!(quell(at.path(), &["check", AD, "--json"]).json()[0].get("topic").is_some());
}

#[test]
fn spans_lie_in_order_on_the_characters_of_the_text() {
    let (at, inbox) = (directory(&[]), dataset("samples/inbox.jsonl"));
    let rows = std::fs::read_to_string(&inbox).expect("the samples are here");
    let answers = quell(at.path(), &["check", &inbox, "--json", "--explain"]).json();
    for (row, answer) in rows.lines().zip(&answers) {
        let row: Value = serde_json::from_str(row).expect("the samples are JSONL");
        let text = row["text"].as_str().expect("a text");
        let mut end = 0;
        for span in answer["spans"].as_array().expect("explained") {
            let [from, to] = ["start", "end"].map(|key| span[key].as_u64().unwrap() as usize);
            assert!(end <= from && from < to && span["weight"].is_f64(), "{span}");
            assert!(text.get(from..to).is_some(), "{span} cuts a character of {}", answer["id"]);
            end = to;
        }
    }
}

/// One message in four dresses is one message.
#[test]
fn a_text_scores_the_same_from_every_kind_of_file() {
    let files = [
        ("a.csv", format!("label,text\nspam,\"{AD}\"\n")),
        ("a.txt", format!("{AD}\r\n")),
        ("a.jsonl", format!("{{\"text\":\"{AD}\"}}\n")),
        ("no_ending", AD.to_owned()),
    ];
    let at = directory(&files.each_ref().map(|(name, text)| (*name, text.as_str())));
    let given = quell(at.path(), &["check", AD, "--json", "--explain"]);
    for (name, _) in files {
        assert_eq!(quell(at.path(), &["check", name, "--json", "--explain"]), given, "{name}");
    }
}

#[test]
fn t1_an_empty_text_has_a_verdict() {
    let at = directory(&[]);
    for text in ["", " ", "\u{3000}"] {
        let row = &quell(at.path(), &["check", text, "--json"]).json()[0];
        assert_eq!(
            (&row["action"], &row["reasons"][1]["code"]),
            (&"deliver".into(), &"features_none".into())
        );
    }
}

/// A message could move the cursor, retitle the window or turn the line around.
/// Colours are forced, because a pipe would lose every escape by itself.
#[test]
fn t20_nothing_in_a_file_steers_the_terminal() {
    const HOSTILE: &str = "\\u001b[2J\\u001b]0;owned\\u0007 \\u009b31m \\u202egnp\\u2066 sale";
    let row = format!(
        "{{\"text\":\"{HOSTILE}\",\"label\":\"spam\",\"source\":\"{HOSTILE}\",\"name{HOSTILE}\":1}}\n"
    );
    let text: String = serde_json::from_str(&format!("\"{HOSTILE}\"")).expect("a JSON string");
    let at = directory(&[("a.jsonl", &row)]);
    let runs: [&[&str]; 5] = [
        &["check", &text],
        &["check", "a.jsonl"],
        &["eval", "a.jsonl"],
        &["dataset", "stats", "a.jsonl"],
        &["check", &format!("{text}.txt")],
    ];
    for arguments in runs {
        let output = command(at.path(), arguments).env("CLICOLOR_FORCE", "1").output().unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(said.contains("sale"), "{arguments:?} shows the rest: {said:?}");
        for (place, _) in said.match_indices('\u{1b}') {
            let colour = said[place..].split_once('m').map_or("", |(head, _)| head);
            let parameters = colour.strip_prefix("\u{1b}[").expect("a colour, and nothing else");
            assert!(parameters.chars().all(|c| c.is_ascii_digit() || c == ';'), "{said:?}");
        }
        let steers = |c: char| "\u{7}\u{9b}\u{202e}\u{2066}".contains(c);
        assert!(!said.contains(steers), "{arguments:?}: {said:?}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_and_named() {
    let at = directory(&[("a.jsonl", "{\"text\":\"hi\"}\n[]\n")]);
    let made = std::process::Command::new("mkfifo").arg(at.path().join("pipe")).status();
    assert!(made.expect("mkfifo is there").success());
    let mut said = String::new();
    for arguments in
        [&["missing.jsonl"][..], &["."], &["pipe"], &["a.jsonl"], &["a", "b"], &["--colour"]]
    {
        let answer = quell(at.path(), &[&["check"], arguments].concat());
        assert_eq!(answer.code, 2, "{arguments:?}");
        said.extend(answer.err.split("\n\n").next().map(|first| format!("{}\n", first.trim_end())));
    }
    check(
        &said,
        &expect![[r#"
            quell[io]: missing.jsonl: cannot open: No such file or directory (os error 2)
            quell[not-a-file]: .: this is a directory; expected a regular file
            quell[not-a-file]: pipe: this is a named pipe; expected a regular file
            quell[bad-lines]: a.jsonl: 1 line cannot be used; mend them or leave them out
              line 2: JSON, but not an object; expected {"text": …}
              --skip-bad leaves them out
            error: unexpected argument 'b' found
            error: unexpected argument '--colour' found
        "#]],
    );
}

/// `quell check FILE | head` is no fault of anybody's.
#[test]
fn a_reader_that_has_had_enough_ends_the_command_quietly() {
    let (at, inbox) = (directory(&[]), dataset("samples/inbox.jsonl"));
    for arguments in [&["check", &inbox][..], &["check", &inbox, "--json"], &["model", "inspect"]] {
        let mut child = command(at.path(), arguments).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
    }
}

fn keys(object: &Value) -> BTreeSet<&str> {
    object.as_object().expect("an object").keys().map(String::as_str).collect()
}
