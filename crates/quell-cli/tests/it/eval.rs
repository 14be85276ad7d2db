//! `quell eval`.

use std::collections::BTreeSet;

use expect_test::expect;
use serde_json::Value;

use crate::command::{Answer, check, dataset, directory, quell, unnumbered};

/// One message of each class, from two sources in two languages.
const ROWS: &str = r#"{"text":"全场五折，会员专享，回T退订","label":"marketing","topic":"retail","source":"a","lang":"zh"}
{"text":"您的验证码是 402815，请勿告诉他人","label":"essential","source":"a","lang":"zh"}
{"text":"lunch at one, the usual place?","label":"personal","source":"b","lang":"en"}
{"text":"You won a prize! Claim at prize.example/win now","label":"fraud","topic":"other","source":"b","lang":"en"}
"#;

#[test]
fn the_page_has_every_question_slice_and_the_confusion() {
    let at = directory(&[("rows.jsonl", ROWS)]);
    let answer = quell(at.path(), &["eval", "rows.jsonl"]);
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
    let heads = answer.out.split("\n\n").map(|section| section.lines().next().unwrap_or_default());
    let heads: Vec<String> = heads.map(|head| head.trim_end().to_owned()).collect();
    check(
        &unnumbered(&heads.join("\n")),
        &expect![[r#"
            0 rows
            unwanted  0 %
            essential  0 %
            fraud  0 %
            source a  0 %
            source b  0 %
            lang en  0 %
            lang zh  0 %
            flagged  0 %
            topics  0 %
            is \ called  personal  essential  marketing  fraud
        "#]],
    );
}

/// Every figure of the page is the one that programs get.
#[test]
fn the_page_shows_the_figures_of_the_json() {
    let (at, inbox) = (directory(&[]), dataset("samples/inbox.jsonl"));
    let page = quell(at.path(), &["eval", &inbox]).out;
    let report = &quell(at.path(), &["eval", &inbox, "--json"]).json()[0];
    let sections: Vec<Vec<Vec<&str>>> = page
        .split("\n\n")
        .map(|section| section.lines().map(|line| line.split_whitespace().collect()).collect())
        .collect();
    let confusion = sections.last().expect("the page has sections");
    let rows = report["confusion"]["rows"].as_array().unwrap();
    for (shown, counts) in confusion[1..].iter().zip(rows) {
        let counts: Vec<String> =
            counts.as_array().unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(shown[1..], counts, "{shown:?}");
    }
    assert_eq!(confusion.len(), 1 + rows.len());
    let unwanted = sections.iter().find(|section| section[0][0] == "unwanted").unwrap();
    for name in ["precision", "recall", "f1", "roc_auc"] {
        let line = unwanted.iter().find(|line| line[0] == name).expect(name);
        let figure = report["unwanted"][name].as_f64().unwrap();
        assert_eq!(line[1], format!("{figure:.4}"), "{name}");
    }
}

/// The keys are a promise to programs.
#[test]
fn json_has_the_promised_keys() {
    let report = quell(&std::env::temp_dir(), &["eval", &dataset("samples/inbox.jsonl"), "--json"]);
    let order =
        ["\"n\":", "\"unwanted\":", "\"heads\":", "\"by_source\":", "\"flagged\":{\"personal\":"];
    let places = order.map(|key| report.out.find(key).expect(key));
    assert!(places.is_sorted(), "keys stand in the order of the report: {places:?}");
    let report = &report.json()[0];
    let has = |object: &Value, keys: &[&str]| {
        let found: BTreeSet<&str> =
            object.as_object().unwrap().keys().map(String::as_str).collect();
        for key in keys {
            assert!(found.contains(key), "{key} is not in {found:?}");
        }
    };
    let measures =
        ["precision", "recall", "f1", "roc_auc", "pr_auc", "recall_at_fpr", "brier", "ece", "ci95"];
    has(
        report,
        &["n", "unwanted", "heads", "by_source", "by_lang", "flagged", "confusion", "topics"],
    );
    for of in ["/unwanted", "/heads/essential", "/heads/fraud", "/by_source/samples", "/by_lang/zh"]
    {
        has(report.pointer(of).expect(of), &measures);
    }
    for rate in ["0.01", "0.001", "0.0001"] {
        has(&report["unwanted"]["recall_at_fpr"][rate], &["recall", "false_positives"]);
    }
    let classes = ["personal", "essential", "marketing", "fraud"];
    has(&report["flagged"], &classes);
    assert_eq!(report["confusion"]["order"], serde_json::json!(classes));
    let counts = report["confusion"]["rows"].as_array().unwrap().iter();
    let counts = counts.flat_map(|row| row.as_array().unwrap()).map(|it| it.as_u64().unwrap());
    assert_eq!(Some(counts.sum::<u64>()), report["n"].as_u64());
}

/// Another system's answers on the same rows, or which of them cannot be used.
#[test]
fn against_compares_answer_by_answer_and_refuses_what_does_not_fit() {
    let all = [(0.9, true), (0.2, false), (0.1, false), (0.4, false)]
        .map(|(score, unwanted)| format!("{{\"score\":{score},\"unwanted\":{unwanted}}}\n"));
    let files = [
        ("rows.jsonl", ROWS.to_owned()),
        ("all.jsonl", all.concat()),
        ("few.jsonl", all[..3].concat()),
        ("bad.jsonl", all.concat().replacen("0.2", "\"high\"", 1)),
        ("blank.jsonl", all.join("\n")),
        ("huge.jsonl", all.concat().replacen("0.2", "1e999", 1)),
    ];
    let at = directory(&files.each_ref().map(|(name, text)| (*name, text.as_str())));
    let against = |name: &str| -> Answer {
        quell(at.path(), &["eval", "rows.jsonl", "--json", "--against", name])
    };
    let report = against("all.jsonl").json().remove(0);
    for measure in ["f1", "roc_auc"] {
        let [ours, theirs, difference] = ["ours", "theirs", "difference"]
            .map(|key| report["against"][measure][key].as_f64().unwrap());
        assert!((ours - theirs - difference).abs() < 1e-9, "{measure}: {ours} {theirs}");
    }
    assert_eq!(report["against"]["roc_auc"]["theirs"], 1.0);
    let mut said = String::new();
    for name in ["few.jsonl", "bad.jsonl", "blank.jsonl", "huge.jsonl", "missing.jsonl"] {
        let answer = against(name);
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{name}");
        said.push_str(&answer.err);
    }
    check(
        &said,
        &expect![[r#"
            quell: few.jsonl: 3 answers of the rival stand beside 4 labels; give exactly one for each label
            quell: bad.jsonl:2: expected {"score": number, "unwanted": true or false}
            quell: blank.jsonl:2: expected {"score": number, "unwanted": true or false}
            quell: huge.jsonl:2: expected {"score": number, "unwanted": true or false}
            quell[io]: missing.jsonl: cannot open: No such file or directory (os error 2)
        "#]],
    );
}

#[test]
fn rows_without_labels_or_without_end_are_refused() {
    let at = directory(&[("a.jsonl", "{\"text\":\"hi\"}\n"), ("empty.csv", "text,label\n")]);
    let mut said = String::new();
    for arguments in
        [&["eval", "a.jsonl"][..], &["eval", "empty.csv"], &["eval"], &["eval", "--tpye"]]
    {
        let answer = quell(at.path(), arguments);
        assert_eq!((answer.code, answer.out.as_str()), (2, ""));
        said.extend(answer.err.split("\n\n").next().map(|first| format!("{}\n", first.trim_end())));
    }
    check(
        &said,
        &expect![[r#"
            quell[bad-lines]: a.jsonl: 1 line cannot be used; mend them or leave them out
              line 1: no label; expected personal, essential, ham, marketing, fraud or spam
              --skip-bad leaves them out
            quell[header-only]: empty.csv: a header and no row after it; expected one row at least
            error: the following required arguments were not provided:
              <DATA>...
            error: unexpected argument '--tpye' found
        "#]],
    );
}

/// The page stands beside what is printed, holds no message, and is the same twice.
#[test]
fn html_is_one_page_of_counts() {
    let (at, inbox) = (directory(&[]), dataset("samples/inbox.jsonl"));
    let plain = quell(at.path(), &["eval", &inbox, "--json"]);
    let texts: Vec<String> = std::fs::read_to_string(&inbox)
        .unwrap()
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["text"].as_str().unwrap().to_owned()
        })
        .collect();
    let read = |name: &str| std::fs::read_to_string(at.path().join(name)).unwrap();
    for name in ["a.html", "b.html"] {
        let answer = quell(at.path(), &["eval", &inbox, "--json", "--html", name]);
        assert_eq!(answer, plain);
    }
    let page = read("a.html");
    assert_eq!(page, read("b.html"));
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>"));
    let text = texts.iter().find(|text| page.contains(text.as_str()));
    assert_eq!(text, None, "a message stands in the page");
    let area = plain.json()[0]["unwanted"]["roc_auc"].as_f64().unwrap();
    assert!(page.contains(&format!("{area:.4}")));
    assert_eq!(std::fs::read_dir(at.path()).unwrap().count(), 2, "no temporary file is left");
}

#[test]
fn html_draws_the_other_system_and_is_written_over_nothing_that_is_read() {
    let answers = "{\"score\":0.9,\"unwanted\":true}\n".repeat(4);
    let at = directory(&[("rows.jsonl", ROWS), ("peer.jsonl", &answers)]);
    let html = |more: &[&str]| {
        let arguments = ["eval", "rows.jsonl", "--against", "peer.jsonl", "--html"];
        quell(at.path(), &[&arguments, more].concat())
    };
    assert_eq!(html(&["page.html"]).code, 0);
    let page = std::fs::read_to_string(at.path().join("page.html")).unwrap();
    assert!(page.contains("Beside") && page.contains("peer.jsonl"));
    let mut said = String::new();
    for name in ["rows.jsonl", "./peer.jsonl", "."] {
        let answer = html(&[name]);
        assert_eq!((answer.code, answer.out.as_str()), (2, ""));
        said.push_str(&answer.err);
    }
    check(
        &said,
        &expect![[r#"
        quell: rows.jsonl: would be written over what is read; write elsewhere
        quell: ./peer.jsonl: would be written over what is read; write elsewhere
        quell[not-a-file]: .: this is a directory; expected the name of a file to write
    "#]],
    );
    assert_eq!(std::fs::read_to_string(at.path().join("rows.jsonl")).unwrap(), ROWS);
}
