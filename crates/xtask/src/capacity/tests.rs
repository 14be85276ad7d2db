use std::time::Duration;

use expect_test::expect;
use serde_json::json;

use super::{Row, table};

fn row(eval: serde_json::Value) -> Row {
    Row {
        corpus: "xx_made_up".to_owned(),
        peer: json!({"train": 800, "scored": [100], "cpu_s": 1.25}),
        eval,
        model_bytes: 900_123,
        ours: Duration::from_millis(340),
    }
}

#[test]
fn a_row_shows_both_and_the_interval_of_the_difference() {
    let f1 = json!({"ours": 0.99, "theirs": 0.991, "difference": -0.001, "ci95": [-0.002, 0.0005]});
    let auc = json!({"ours": 1.0, "theirs": 0.9, "difference": 0.1, "ci95": [0.05, 0.15]});
    let eval = json!({"against": {"f1": f1, "roc_auc": auc}});
    let text = table(&[row(eval)]).unwrap();
    expect![[r"
        | corpus | rows, train / dev | F1, ours / peer | difference [95 %] | AUC, ours / peer | difference [95 %] | model bytes | training CPU s, ours / peer |
        |---|---|---|---|---|---|---|---|
        | xx_made_up | 800 / 100 | 0.9900 / 0.9910 | -0.0010 [-0.0020, +0.0005] | 1.0000 / 0.9000 | +0.1000 [+0.0500, +0.1500] | 900123 | 0.3 / 1.2 |"]]
    .assert_eq(&text);
}

#[test]
fn an_evaluation_without_the_peer_is_an_error() {
    expect!["xx_made_up: expected against.f1 and against.roc_auc from quell eval"]
        .assert_eq(&table(&[row(json!({"n": 100}))]).unwrap_err());
}
