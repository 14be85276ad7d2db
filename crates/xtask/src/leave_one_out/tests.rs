use expect_test::expect;
use serde_json::json;

use super::table;

#[test]
fn a_row_says_what_the_others_taught() {
    let eval = json!({
        "n": 300,
        "unwanted": {"f1": 0.5, "roc_auc": 0.75,
            "recall_at_fpr": {"0.01": {"recall": 0.125, "false_positives": 2}}},
        "flagged": {"ham": [50, 200]},
    });
    expect![[r"
        | left out | dev rows | AUC | recall at FPR 1 % (false positives) | F1 | ham flagged |
        |---|---|---|---|---|---|
        | xx | 300 | 0.7500 | 0.1250 (2) | 0.5000 | 50 of 200 (25.0 %) |"]]
    .assert_eq(&table(&[("xx", eval)]).unwrap());
}
