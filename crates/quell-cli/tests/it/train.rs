//! `quell train`.

use std::fs;
use std::path::Path;

use expect_test::expect;

use crate::command::{Answer, check, directory, few_messages, quell, unnumbered};

/// Few messages and a small table: a model in a moment.
const RECIPE: &str = r#"
name = "small"
folds = 3
[features]
rows = 4096
[heads.unwanted]
c = 8.0
[heads.essential]
c = 8.0
[[source]]
name = "own_essential"
[[source]]
name = "own_personal"
[[source]]
name = "own_marketing"
weight = 2.0
[[source]]
name = "own_fraud"
"#;

fn train(at: &Path, more: &[&str]) -> Answer {
    few_messages(at);
    let arguments = ["train", "--recipe", "small.toml", "--data", "messages"];
    quell(at, &[&arguments, more].concat())
}

/// Equal rows and recipe give equal bytes, and the card says what went in.
#[test]
fn a_model_can_be_made_again_bit_for_bit() {
    let at = directory(&[("small.toml", RECIPE)]);
    let first = train(at.path(), &["--out", "a.quell", "--json"]);
    let again = train(at.path(), &["--out", "b.quell", "--json"]);
    let read = |name| fs::read(at.path().join(name)).unwrap();
    assert_eq!((first.code, first.err.as_str()), (0, ""));
    assert_eq!(read("a.quell"), read("b.quell"));
    let [first, again] = [first, again].map(|answer| answer.json().remove(0));
    assert_eq!(first["run"]["sha256"], again["run"]["sha256"]);
    assert_eq!(first["run"]["bytes"], read("a.quell").len());
    let inspected = quell(at.path(), &["model", "inspect", "a.quell", "--json"]).json();
    assert_eq!(inspected[0]["card"], first["card"]);
}

#[test]
fn the_card_is_all_that_goes_to_standard_output() {
    let at = directory(&[("small.toml", RECIPE)]);
    let answer = train(at.path(), &["--out", "a.quell"]);
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
    let (page, sha256) = answer.out.rsplit_once("sha256").expect("the last line");
    check(
        &unnumbered(page),
        &expect![[r#"
            small

            source  rows  read  weight
            own_essential  0  0  0
            own_personal  0  0  0
            own_marketing  0  0  0
            own_fraud  0  0  0

            measured inside train, on held-out folds
            head  yes  no  threshold  F0  ROC AUC
            unwanted  0  0  0  0  0
            essential  0  0  0  0  0

            rows  0
            near-duplicates as one  0
            features to choose from  0
            bytes  0
            CPU seconds  0
            seconds  0
            peak memory  0 MiB
        "#]],
    );
    let digest = sha256.trim();
    assert!(digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()), "{digest}");
}

#[test]
fn a_source_that_is_left_out_is_not_learnt_from() {
    let at = directory(&[("small.toml", RECIPE)]);
    let answer = train(at.path(), &["--out", "a.quell", "--leave-out", "own_fraud", "--json"]);
    let sources = answer.json()[0]["card"]["sources"].clone();
    let names: Vec<&str> =
        sources.as_array().unwrap().iter().map(|source| source["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["own_essential", "own_personal", "own_marketing"]);
}

/// A fault in the recipe is told before anything is trained, and nothing is written.
#[test]
fn a_recipe_that_cannot_be_used_is_refused_with_the_field() {
    let faults = [
        ("rows = 4096", "rows = 0"),
        ("rows = 4096", "rows = many"),
        ("rows = 4096", "rows = 4_000_000_000"),
        ("\"own_fraud\"", "\"own_personal\""),
        ("\"own_fraud\"", "\"own_fraud\"\nham = \"fraud\""),
        ("folds = 3", "folds = 1"),
        ("folds = 3", "fold = 3"),
        ("weight = 2.0", "weight = -1.0"),
        ("\"own_fraud\"", "\"../own_fraud\""),
        ("\"own_fraud\"", "\"nowhere\""),
    ];
    let mut said = String::new();
    for (sound, fault) in faults {
        let at = directory(&[("small.toml", &RECIPE.replace(sound, fault))]);
        let answer = train(at.path(), &["--out", "a.quell"]);
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{fault}");
        assert!(!at.path().join("a.quell").exists());
        said.push_str(&answer.err);
    }
    let at = directory(&[("small.toml", RECIPE)]);
    said.push_str(&train(at.path(), &["--out", "a.quell", "--leave-out", "nowhere"]).err);
    check(
        &said,
        &expect![[r#"
            quell: small.toml: recipe: features.rows: 0, expected 1 to 16515072
            quell: small.toml: recipe: line 5: string values must be quoted, expected literal string
            quell: small.toml: recipe: features.rows: 4000000000, expected 1 to 16515072
            quell: small.toml: recipe: source own_personal: named twice, expected once
            quell: small.toml: recipe: source own_fraud: ham = fraud, expected personal or essential: ham is wanted
            quell: small.toml: recipe: folds: 1, expected 2 to 20
            quell: small.toml: recipe: line 3: unknown field `fold`, expected one of `name`, `licence`, `features`, `encoding`, `heads`, `topics`, `folds`, `annotated_weight`, `disguise_every`, `source`
            quell: small.toml: recipe: source own_marketing: weight -1, expected a number above 0
            quell: small.toml: recipe: source "../own_fraud": expected letters, digits, _ and - only in a name
            quell: source nowhere: no nowhere.train.jsonl, .jsonl.gz or .csv in messages; name its folder with --data
            quell: recipe: no source nowhere, expected one of own_essential, own_personal, own_marketing, own_fraud
        "#]],
    );
}

#[test]
fn a_source_that_cannot_be_used_or_holds_numbers_is_named() {
    let rows = |text: &str, label: &str, more: &str| {
        // Near-duplicates would share a fold.
        let row = |n: u8| {
            let word = char::from(n).to_string().repeat(40);
            format!("{{\"text\":\"{text} {word}\",\"label\":\"{label}\"{more}}}\n")
        };
        (b'a'..=b'z').map(row).collect::<String>()
    };
    let recipe = RECIPE.split("[heads.essential]").next().unwrap().to_owned()
        + "[[source]]\nname = \"mine\"\n";
    let good = rows("lunch at one", "personal", ",\"phone\":\"1\"")
        + &rows("sale now on", "marketing", "");
    for (text, code, said) in [
        (
            good.clone(),
            0,
            "mine.train.jsonl: warning: column `phone` looks personal and was dropped",
        ),
        (good + "{bad\n", 2, "mine.train.jsonl: 1 line cannot be used"),
    ] {
        let at = directory(&[("mine.toml", &recipe), ("mine.train.jsonl", &text)]);
        let answer = quell(
            at.path(),
            &["train", "--recipe", "mine.toml", "--data", ".", "--out", "m.quell"],
        );
        assert_eq!(answer.code, code, "{}", answer.err);
        assert!(answer.err.contains(said), "{}", answer.err);
        assert_eq!(answer.err.starts_with("quell[bad-lines]: "), code == 2, "{}", answer.err);
    }
}

/// A model that stands keeps standing until the next one is whole.
#[test]
fn d10_nothing_half_written_is_left() {
    let at = directory(&[("small.toml", RECIPE), ("old.quell", "the old model")]);
    let answer = train(at.path(), &["--out", "no/such/a.quell"]);
    assert_eq!((answer.code, answer.out.as_str()), (2, ""));
    let own = train(at.path(), &["--out", "small.toml"]);
    assert!(own.code == 2 && own.err.contains("small.toml: would be written over"), "{}", own.err);
    let missing = train(at.path(), &["--out", "new.quell", "--measure", "missing.jsonl"]);
    assert!(missing.code == 2 && missing.err.contains("missing.jsonl: cannot open"));
    assert!(!at.path().join("new.quell").exists(), "what is missing is told before training");
    let folder = train(at.path(), &["--out", "."]);
    assert_eq!((folder.code, folder.out.as_str()), (2, ""));
    assert!(folder.err.contains("this is a directory"), "{}", folder.err);
    check(
        &answer.err,
        &expect![[r#"
            quell[io]: no/such/a.quell: cannot write: No such file or directory (os error 2)
        "#]],
    );
    let answer = train(at.path(), &["--out", "old.quell", "--leave-out", "nowhere"]);
    assert_eq!(answer.code, 2);
    assert_eq!(fs::read_to_string(at.path().join("old.quell")).unwrap(), "the old model");
    assert_eq!(fs::read_dir(at.path()).unwrap().count(), 3, "no temporary file is left");
}
