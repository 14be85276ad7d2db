use expect_test::expect;
use serde_json::json;

use super::curve::{Point, draw, table};
use super::{Source, adapted, cells, chosen};

fn eval() -> serde_json::Value {
    json!({
        "n": 300,
        "unwanted": {"roc_auc": 0.75,
            "recall_at_fpr": {"0.01": {"recall": 0.125, "false_positives": 2}}},
        "flagged": {"essential": [5, 20], "personal": [1, 30]},
    })
}

#[test]
fn a_row_says_what_was_measured() {
    expect!["300 | 0.7500 | 0.125 (2) | 5 of 20 | 1 of 30"].assert_eq(&cells(&eval()).unwrap());
}

#[test]
fn the_curve_is_a_table_and_a_picture() {
    let points: Vec<Point> =
        [0, 100, 200].into_iter().map(|own| Point::of(own, &eval()).unwrap()).collect();
    expect![[r"
        | messages of our own | AUC on the own test part | more than before | essential flagged |
        |---|---|---|---|
        | 0 | 0.7500 |  | 5 of 20 |
        | 100 | 0.7500 | +0.0000 | 5 of 20 |
        | 200 | 0.7500 | +0.0000 | 5 of 20 |"]]
    .assert_eq(&table(&points));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("curve.svg");
    draw(&points, &path).unwrap();
    let svg = std::fs::read_to_string(&path).unwrap();
    // Text stands in a line of its own, so this is no coordinate.
    for said in ["\nmessages of our own in training\n", "\n200\n", "\nessential flagged\n"] {
        assert!(svg.contains(said), "{said}");
    }
}

/// A smaller choice is part of a larger one, so the curve compares like with like.
#[test]
fn choices_grow() {
    let source = |name: &str, count: usize| Source {
        name: name.to_owned(),
        lines: (0..count).map(|at| format!("{name}{at:03}")).collect(),
    };
    let sources = [source("a", 40), source("b", 60)];
    let (some, more) = (chosen(&sources, 25), chosen(&sources, 50));
    assert_eq!(some.iter().flatten().count(), 25);
    assert!(some.iter().all(|lines| !lines.is_empty()));
    assert!(some.iter().flatten().all(|line| more.iter().flatten().any(|other| other == line)));
    assert_eq!(chosen(&sources, 1000).iter().flatten().count(), 100);
}

#[test]
fn few_messages_weigh_together_what_all_do() {
    let recipe: toml::Table = r#"
        [heads.essential]
        [[source]]
        name = "zh"
        weight = 0.25
        [[source]]
        name = "own"
        weight = 5.0
        [[source]]
        name = "own_too"
    "#
    .parse()
    .unwrap();
    let weights = |recipe: &toml::Table| -> Vec<Option<f64>> {
        let sources = recipe["source"].as_array().unwrap();
        sources.iter().map(|source| source.get("weight").and_then(toml::Value::as_float)).collect()
    };
    let own = ["own", "own_too"];
    let scaled = adapted(recipe.clone(), &own, 4.0, true).unwrap();
    assert_eq!(weights(&scaled), [Some(0.25), Some(20.0), Some(4.0)]);
    assert!(scaled["heads"].get("essential").is_some());
    let reduced = adapted(recipe, &own, 1.0, false).unwrap();
    assert!(reduced["heads"].get("essential").is_none());
}
