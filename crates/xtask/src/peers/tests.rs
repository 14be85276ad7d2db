use expect_test::expect;
use serde_json::json;

use super::check_names;
use super::cost::{median, rates};
use super::measures::{Answer, Measures, answer, flagged, threshold};
use super::table::{Better, Column, Row, Shown, Table};

fn answers(scores: &[f64]) -> Vec<Answer> {
    scores.iter().map(|&score| Answer { score, unwanted: score > 0.0 }).collect()
}

fn table() -> Table {
    let row = |name, title, cells: [f64; 2]| Row {
        name,
        title,
        cells: cells.iter().copied().map(Some).chain([None]).collect(),
    };
    Table {
        title: "our own test part".to_owned(),
        columns: vec![
            Column::new("AUC", Shown::Share, Better::Higher),
            Column::new("bytes", Shown::Count, Better::Lower),
            Column::new("recall", Shown::Percent, Better::Higher),
        ],
        rows: vec![
            row("quell", "quell", [0.957_13, 637_024.0]),
            row("peer", "A peer", [0.957_11, 1_200.0]),
            row("other", "Another", [0.9, 71_318_944.0]),
        ],
    }
}

/// Figures that read alike are both the best, and a column without figures is left out.
#[test]
fn the_best_of_a_column_is_bold() {
    expect![[r"
        | | AUC | bytes |
        |---|---:|---:|
        | quell | **0.9571** | 637,024 |
        | A peer | **0.9571** | **1,200** |
        | Another | 0.9000 | 71,318,944 |
    "]]
    .assert_eq(&table().markdown());
}

#[test]
fn who_is_behind_is_said_with_both_figures() {
    expect!["- our own test part: bytes 637,024, A peer 1,200."]
        .assert_eq(&table().behind("quell").unwrap());
    expect!["- our own test part: AUC 0.9000, quell 0.9571; bytes 71,318,944, A peer 1,200."]
        .assert_eq(&table().behind("other").unwrap());
    let mut alone = table();
    alone.rows.truncate(1);
    assert_eq!(alone.behind("quell"), None);
}

#[test]
fn figures_are_written_as_their_column_says() {
    let shown = [Shown::Share, Shown::Percent, Shown::Number(1), Shown::Count];
    let texts = shown.map(|shown| shown.text(0.125)).join(" ");
    expect!["0.1250 12.5 % 0.1 0"].assert_eq(&texts);
}

/// Three of four pairs are in order, one is a tie.
#[test]
fn measures_are_those_of_a_small_example() {
    let measures = Measures::of(&answers(&[2.0, -1.0, -1.0, -3.0]), &[true, true, false, false]);
    assert_eq!(measures.roc_auc, Some(0.875));
    assert_eq!((measures.accuracy, measures.f1), (0.75, Some(2.0 / 3.0)));
    assert_eq!((measures.wanted_flagged, measures.unwanted_found), (Some(0.0), Some(0.5)));
    assert_eq!(measures.recall_at_fpr, [Some(0.5), Some(0.5)]);
}

#[test]
fn one_kind_alone_has_no_area_and_no_f1() {
    let measures = Measures::of(&answers(&[1.0, -1.0]), &[true, true]);
    assert_eq!((measures.f1, measures.roc_auc, measures.wanted_flagged), (None, None, None));
    assert_eq!(measures.recall_at_fpr, [None, None]);
    assert_eq!((measures.accuracy, measures.unwanted_found), (0.5, Some(0.5)));
}

/// Two wanted rows of two hundred may be flagged, and a tie with the third flags none of it.
#[test]
fn a_threshold_never_flags_more_than_it_may() {
    let mut scores: Vec<f64> = (0..200).map(f64::from).collect();
    let mut truth = vec![false; 200];
    scores.extend([500.0, 197.5, 1.0]);
    truth.extend([true; 3]);
    let at = threshold(&answers(&scores), &truth, 100);
    assert!((at - 197.5).abs() < f64::EPSILON);
    let shares = flagged(&answers(&scores), &truth, |it| it.score >= at);
    assert_eq!(shares, [Some(0.01), Some(2.0 / 3.0)]);
    scores[198] = 197.0;
    let tied = threshold(&answers(&scores), &truth, 100);
    assert_eq!(flagged(&answers(&scores), &truth, |it| it.score >= tied)[0], Some(0.005));
}

#[test]
fn answers_of_both_kinds_are_read() {
    let peer = answer(&json!({"score": -0.25, "unwanted": false})).unwrap();
    assert_eq!(peer, Answer { score: -0.25, unwanted: false });
    let ours = answer(&json!({"text_score": 0.75, "score": 0.5, "action": "quarantine"})).unwrap();
    assert_eq!(ours, Answer { score: 0.75, unwanted: true });
    assert_eq!(answer(&json!({"score": 0.5})), None);
}

#[test]
fn rates_are_a_list_with_one_a_file() {
    assert_eq!(format!("{:?}", rates("[175710.5, 90000]\n")), "Ok([175710.5, 90000.0])");
    expect!["expected 2 rates as a JSON list: [1]"].assert_eq(&rates("[1]").unwrap_err());
    assert!((median(&[9.0, 1.0, 2.0]) - 2.0).abs() < f64::EPSILON);
}

#[test]
fn an_unknown_name_is_told_the_known_ones() {
    let given = ["linear".to_owned()];
    expect!["--only linear: expected one of quell, fasttext"]
        .assert_eq(&check_names("--only", &given, &["quell", "fasttext"]).unwrap_err());
}
