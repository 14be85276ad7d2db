use expect_test::expect;
use serde_json::json;

use super::curve::{Point, draw, table};
use super::{Source, cells, chosen};

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
