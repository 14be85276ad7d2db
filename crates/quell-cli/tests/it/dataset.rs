//! `quell dataset`.

use std::path::Path;

use expect_test::expect;
use quell_train::corpus::{hex, normal_key};

use crate::command::{self, check, directory};

const TRAIN: &str = "{\"text\":\"Autumn sale at shop.example, all shoes half price\",\"label\":\"marketing\"}\n\
    {\"text\":\"lunch at one, the usual place?\",\"label\":\"personal\"}\n";
const DEV: &str = "{\"text\":\"AUTUMN SALE at shop.example: all shoes half price\",\"label\":\"marketing\"}\n\
    {\"text\":\"bring the red folder tomorrow\",\"label\":\"personal\"}\n";

/// Runs `quell dataset …` in a directory; exit code, then stdout and stderr.
fn quell(directory: &Path, arguments: &str) -> (i32, String, String) {
    let words: Vec<&str> = std::iter::once("dataset").chain(arguments.split(' ')).collect();
    let answer = command::quell(directory, &words);
    (answer.code, answer.out, answer.err)
}

/// Given dev first, as a shell lists files, train still comes first.
#[test]
fn audit_finds_what_dev_repeats_and_strict_fails_for_it() {
    let at = directory(&[("a.dev.jsonl", DEV), ("a.train.jsonl", TRAIN)]);
    let (code, out, _) = quell(at.path(), "audit a.dev.jsonl a.train.jsonl");
    assert_eq!(code, 0);
    check(
        &out,
        &expect![[r#"
            part   rows  unwanted  wanted  repeats  near  leaks  %
            train  2     1         1       0        0
            dev    2     1         1       0        0     1      50.00
            warning: dev: 1 of 2 rows have a near-duplicate in an earlier part (0 the same message): figures measured on it will flatter
              a.dev.jsonl:1 repeats an earlier part
        "#]],
    );
    assert_eq!(quell(at.path(), "audit a.dev.jsonl a.train.jsonl --strict").0, 1);
    assert_eq!(quell(at.path(), "audit a.train.jsonl --strict").0, 0);
    let json = quell(at.path(), "audit a.dev.jsonl a.train.jsonl --json").1;
    let found: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&found["leaks"][0]["near"], &found["leaks"][0]["exact"]), (&1.into(), &0.into()));
}

#[test]
fn d4_bad_lines_exit_with_2_and_are_listed_or_skipped_when_asked() {
    let at = directory(&[("a.csv", "text,label,phone\nhi,ham,1\nbuy,Spam ,2\nlost\n")]);
    let (code, out, err) = quell(at.path(), "stats a.csv");
    assert_eq!((code, out.as_str()), (2, ""));
    check(
        &err,
        &expect![[r#"
            quell[bad-lines]: a.csv: 2 lines cannot be used; mend them or leave them out
              line 3: unknown label; write it as `spam`
              line 4: columns: found 1, expected 3; is a quote or comma missing?
              --skip-bad leaves them out
        "#]],
    );
    let (code, out, err) = quell(at.path(), "stats a.csv --skip-bad --json");
    assert_eq!(code, 0);
    check(
        &out,
        &expect![[r#"
        {"rows":1,"sources":{"-":1},"langs":{"-":1},"labels":{"ham":1},"topics":{"-":1},"flags":{},"decided":{"essential=-":1,"fraud=no":1,"unwanted=no":1},"chars":{"min":2,"p25":2,"median":2,"p75":2,"p99":2,"max":2}}
    "#]],
    );
    check(
        &err,
        &expect![[r#"
            a.csv: warning: column `phone` looks personal and was dropped
            a.csv: warning: 2 lines skipped:
              line 3: unknown label; write it as `spam`
              line 4: columns: found 1, expected 3; is a quote or comma missing?
        "#]],
    );
}

/// A refused split leaves nothing, and a good one three files.
#[test]
fn d10_split_writes_three_files_or_none() {
    let row = |c: u8| format!("\"={0}{0}{0} sale\",spam\n", char::from(c));
    let rows = (b'a'..=b'z').map(row).collect::<Vec<_>>().concat();
    let good = format!("text,label\n{rows}");
    let at = directory(&[("good.csv", good.as_str()), ("bad.csv", &format!("{good}x,y,z\n"))]);
    let names = || {
        let entries = std::fs::read_dir(at.path().join("out")).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(quell(at.path(), "split bad.csv --out out").0, 2);
    assert!(names().is_empty());
    let (code, out, err) = quell(at.path(), "split good.csv --out out --format csv");
    assert_eq!(code, 0);
    check(
        &out,
        &expect![[r#"
             file  rows  train  dev  withheld  repeats
             good  26    21     1    4         0
        "#]],
    );
    check(
        &err,
        &expect![[r#"
        good.csv: warning: one class only: 0 wanted, 26 unwanted
    "#]],
    );
    assert_eq!(names(), ["good.dev.csv", "good.train.csv", "good.withheld.csv"]);
    let dev = std::fs::read_to_string(at.path().join("out/good.dev.csv")).unwrap();
    assert!(dev.lines().skip(1).all(|line| line.starts_with(",'=")), "d6: {dev}");
}

#[test]
fn import_prints_what_it_did_and_the_digest_to_pin() {
    let manifest = "name = 'mine'\nlang = 'en'\nrepository = 'owner/name'\nfiles = ['a.tsv']\n\
        licence = 'not stated'\ncitation = 'A. Author: A Corpus (2020)'\ncommand = ''\n\
        [format]\nkind = 'table'\ntext = 'T'\nlabel = 'L'\n\
        [labels]\n0 = { label = 'ham' }\n1 = { label = 'spam' }\n";
    let table = "T\tL\nsee you at 7\t0\nsee you at 8\t0\nfree gift\t0\nFREE GIFT\t1\nbuy now\t1\n";
    let at = directory(&[("m.toml", manifest), ("a.tsv", table)]);
    let (code, out, err) = quell(at.path(), "import m.toml a.tsv --out .");
    assert_eq!((code, err.as_str()), (0, ""));
    check(
        &out,
        &expect![[r#"
            not pinned: add to [sha256] of the manifest
              "a.tsv" = "49cd11a5e4ba0e076fb5a02bc7b7ccfc77b906d977cbfcf684326fda10152e1c"
            5 rows read; left out: 2 repeats, 1 messages with two labels, 0 blank, 0 bad lines
                           rows
            ham            1
            spam           1
            mine.train     2
            mine.dev       0
            mine.withheld  0
            warning: no row falls in dev
            warning: no row falls in withheld
            licence: not stated
            cite: A. Author: A Corpus (2020)
        "#]],
    );
}

#[test]
fn what_is_read_is_not_written_over() {
    let gold = format!("key,class,topic,flags,pass\n{},personal,,,first\n", hex(&normal_key("a")));
    let at = directory(&[("a.train.jsonl", TRAIN), ("gold.csv", &gold)]);
    let mut said = String::new();
    for arguments in [
        "split a.train.jsonl --out . --format jsonl --allow-few",
        "annotate a.train.jsonl --annotations gold.csv --out ./a.train.jsonl",
        "annotate a.train.jsonl --annotations gold.csv --out gold.csv",
        "annotate a.train.jsonl --annotations gold.csv --out out.jsonl",
    ] {
        let (code, out, err) = quell(at.path(), arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments}");
        said.push_str(&err);
    }
    check(
        &said,
        &expect![[r#"
        quell: ./a.train.jsonl: would be written over what is read; write elsewhere
        quell: ./a.train.jsonl: would be written over what is read; write elsewhere
        quell: gold.csv: would be written over what is read; write elsewhere
        quell: no message of these files was read by the annotations' readers, or --without leaves none; nothing was written. Is it the same corpus?
    "#]],
    );
    let read = |name| std::fs::read_to_string(at.path().join(name)).unwrap();
    assert_eq!((read("a.train.jsonl").as_str(), read("gold.csv")), (TRAIN, gold));
    assert!(!at.path().join("out.jsonl").exists(), "a corpus of nothing is no corpus");
    let manifest = std::fs::read_to_string(command::dataset("manifests/tr_sms.toml")).unwrap();
    std::fs::write(at.path().join("m.toml"), manifest).unwrap();
    std::fs::write(at.path().join("tr_sms.train.jsonl.gz"), "").unwrap();
    let (code, _, err) = quell(at.path(), "import m.toml tr_sms.train.jsonl.gz --out .");
    assert!(code == 2 && err.contains("tr_sms.train.jsonl.gz: would be written over"), "{err}");
}

#[test]
fn d11_a_directory_is_refused() {
    let at = directory(&[]);
    let (code, _, err) = quell(at.path(), "audit .");
    assert_eq!(code, 2);
    check(
        &err,
        &expect![[r#"
            quell[not-a-file]: .: this is a directory; expected a regular file
        "#]],
    );
}

#[test]
fn annotate_joins_readings_to_the_rows_that_were_read() {
    let key = |text: &str| hex(&normal_key(text));
    let sale = key("Autumn sale at shop.example, all shoes half price");
    let lunch = key("lunch at one, the usual place?");
    let csv = format!(
        "key,class,topic,flags,pass\n{sale},personal,,soft,first\n{sale},personal,,,second\n{lunch},personal,,,first\n"
    );
    let at = directory(&[("a.train.jsonl", TRAIN), ("gold.csv", &csv)]);
    let (code, out, err) = quell(
        at.path(),
        "annotate a.train.jsonl --annotations gold.csv --out gold.jsonl --without soft",
    );
    assert_eq!((code, err.as_str()), (0, ""));
    check(
        &out,
        &expect![[r#"
        2 messages were read, 1 of them twice
        class     messages  mixed  soft  unreadable
        personal  2         0      1     0

        Cohen's kappa –
        class      first  second  both  kappa
        personal   1      1       1     –
        essential  0      0       0     –
        marketing  0      0       0     –
        fraud      0      0       0     –

        source  rows  read  wanted, read unwanted  unwanted, read wanted
        -       2     2     0 of 1 (0.0 %)         1 of 1 (100.0 %)
    "#]],
    );
    let gold = std::fs::read_to_string(at.path().join("gold.jsonl")).unwrap();
    check(
        &gold,
        &expect![[r#"
        {"text":"lunch at one, the usual place?","label":"personal"}
    "#]],
    );
    let (code, _, err) = quell(at.path(), "annotate --annotations a.train.jsonl");
    assert_eq!(code, 2);
    check(
        &err,
        &expect![[r#"
            quell[no-header]: a.train.jsonl: expected key,class,topic,flags,pass as the first line
        "#]],
    );
}

/// A small model that was trained here, and so has a profile.
fn train(at: &Path) {
    let recipe = "name = \"small\"\nfolds = 3\n[features]\nrows = 4096\n[heads.unwanted]\nc = 8.0\n\
                  [[source]]\nname = \"own_personal\"\n[[source]]\nname = \"own_marketing\"\n";
    std::fs::write(at.join("small.toml"), recipe).expect("room for a recipe");
    command::few_messages(at);
    let arguments = ["train", "--recipe", "small.toml", "--data", "messages", "--out", "m.quell"];
    assert_eq!(command::quell(at, &arguments).code, 0);
}

/// An inbox in another language, without labels: what a user has.
#[test]
fn audit_against_a_model_says_how_unlike_its_training_rows_a_corpus_is() {
    let row = |n: u32| format!("{{\"text\":\"Kampanya {n} TL indirim www.ornek.example/{n}\"}}\n");
    let inbox: String = (0..200).map(row).collect();
    let at = directory(&[("inbox.jsonl", inbox.as_str())]);
    train(at.path());
    let (code, out, _) = quell(at.path(), "audit inbox.jsonl --against m.quell");
    assert_eq!(code, 0);
    let table = out.split("\n\n").nth(1).expect("a table after a blank line");
    let names: Vec<&str> = table.lines().filter_map(|line| line.split("  ").next()).collect();
    check(
        &names[..12].join("\n"),
        &expect![[r#"
            inbox.jsonl
            score
            near_threshold
            length
            script
            words
            url
            phone
            code
            amount
            signature
            opt_out
        "#]],
    );
    let script = table.lines().find(|line| line.starts_with("script")).unwrap();
    assert!(script.contains("strong shift"), "{script}");
    let summary = names.last().unwrap();
    assert!(summary.starts_with("inbox.jsonl: 200 rows against "), "{summary}");
    assert!(summary.contains(" of training: unlike the training rows in "), "{summary}");
    let json = quell(at.path(), "audit inbox.jsonl --against m.quell --json").1;
    let found: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(found["drift"][0]["part"], "inbox.jsonl");
    let script = &found["drift"][0]["aspects"][3];
    assert_eq!((&script["aspect"], &script["level"]), (&"script".into(), &"strong".into()));
    assert!(script["psi"].as_f64().unwrap() > 1.0 && found["drift"][0]["rows"] == 200);
    let page = command::quell(at.path(), &["model", "inspect", "m.quell"]).out;
    assert!(page.contains("\"profile\": \"in --json"), "{page}");
}

#[test]
fn audit_against_what_is_no_model_is_refused() {
    let at = directory(&[("a.jsonl", TRAIN)]);
    let mut said = String::new();
    for model in ["missing.quell", "a.jsonl"] {
        let (code, out, err) = quell(at.path(), &format!("audit a.jsonl --against {model}"));
        assert_eq!((code, out.as_str()), (2, ""));
        said.push_str(&err);
    }
    check(
        &said,
        &expect![[r#"
        quell: missing.quell: No such file or directory (os error 2); give the path of a .quell file
        quell: a.jsonl: model refused: not a quell model but no format known here; train one with `quell train`, or give the path of a .quell file
    "#]],
    );
}

/// Whoever compares another trainer with `quell train` gives it these rows.
#[test]
fn rows_are_those_that_training_counts() {
    let sale = hex(&normal_key("Autumn sale at shop.example, all shoes half price"));
    let csv = format!("key,class,topic,flags,pass\n{sale},personal,,,first\n");
    let recipe = "name = \"small\"\nannotated_weight = 3.0\n[features]\nrows = 4096\n\
        [heads.unwanted]\nc = 8.0\n[[source]]\nname = \"a\"\nweight = 2.0\n[[source]]\nname = \"b\"\n";
    let at = directory(&[
        ("a.train.jsonl", TRAIN),
        ("b.train.jsonl", "{\"text\":\"win a prize\",\"label\":\"spam\"}\n"),
        ("gold.csv", &csv),
        ("small.toml", recipe),
    ]);
    let (code, out, err) = quell(
        at.path(),
        "rows --recipe small.toml --data . --annotations gold.csv --out rows.jsonl",
    );
    assert_eq!((code, out.as_str(), err.as_str()), (0, "3 rows\n", ""));
    check(
        &std::fs::read_to_string(at.path().join("rows.jsonl")).unwrap(),
        &expect![[r#"
            {"text":"Autumn sale at shop.example, all shoes half price","label":"personal","source":"a","weight":6.0}
            {"text":"lunch at one, the usual place?","label":"personal","source":"a","weight":2.0}
            {"text":"win a prize","label":"spam","source":"b","weight":1.0}
        "#]],
    );
    let (code, out, _) =
        quell(at.path(), "rows --recipe small.toml --data . --leave-out b --out rows.jsonl");
    assert_eq!((code, out.as_str()), (0, "2 rows\n"));
    let (code, _, err) = quell(at.path(), "rows --recipe small.toml --data . --out a.train.jsonl");
    assert_eq!(code, 2);
    check(
        &err,
        &expect![[r#"
            quell: a.train.jsonl: would be written over what is read; write elsewhere
        "#]],
    );
}
