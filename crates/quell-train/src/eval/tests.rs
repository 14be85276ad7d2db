//! Values computed by hand, what is refused, and the exact JSON of a report.

mod oracles;
mod resamples;

use expect_test::expect;

use quell_classifier::Class;

use super::ranking::Curve;
use super::{
    Decisions, ECE_BINS, Errors, EvalError, Flagged, FprLimit, Line, LogOddsHistogram, Reliability,
    Report, Resampling, Row, Scored, Truth, Value,
};

/// No replicates: what is under test is not the intervals.
const NO_INTERVALS: Resampling = Resampling { replicates: 0, seed: 0 };

/// Reads `0.9+ 0.4-`: a score, and whether the row is positive.
fn parse(rows: &str) -> (Vec<f64>, Vec<bool>) {
    rows.split_whitespace()
        .map(|row| {
            let (score, sign) = row.split_at(row.len() - 1);
            (score.parse::<f64>().unwrap(), sign == "+")
        })
        .unzip()
}

/// Precision, recall and F1 (deciding from 0.5 on), ROC area, average precision,
/// Brier, ECE.
#[track_caller]
fn check(rows: &str, expected: [Option<f64>; 7]) {
    let (scores, truth) = parse(rows);
    let decided: Vec<bool> = scores.iter().map(|&score| score >= 0.5).collect();
    let decisions = Decisions::new(&decided, &truth).unwrap();
    let curve = Curve::new(&scores, &truth).unwrap();
    let reliability = Reliability::new(&scores, &truth).unwrap();
    let found = [
        decisions.precision(),
        decisions.recall(),
        decisions.f1(),
        curve.roc_auc(),
        curve.average_precision(),
        reliability.brier(),
        reliability.ece(),
    ];
    let close = found.iter().zip(&expected).all(|pair| match pair {
        (Some(found), Some(expected)) => (found - expected).abs() < 1e-12,
        (found, expected) => found == expected,
    });
    assert!(close, "{rows}\n   found {found:?}\nexpected {expected:?}");
}

#[test]
fn measures_are_those_computed_by_hand() {
    let s = Some;
    #[rustfmt::skip]
    let cases = [
        ("0.9+ 0.8- 0.7+ 0.1-", [s(2.0 / 3.0), s(1.0), s(0.8), s(0.75), s(5.0 / 6.0), s(0.1875), s(0.325)]),
        // Ties: across the classes they count one half, and no order among them shows.
        ("0.9+ 0.5+ 0.5- 0.1-", [s(2.0 / 3.0), s(1.0), s(0.8), s(0.875), s(5.0 / 6.0), s(0.13), s(0.05)]),
        ("0.9+ 0.5- 0.5+ 0.1-", [s(2.0 / 3.0), s(1.0), s(0.8), s(0.875), s(5.0 / 6.0), s(0.13), s(0.05)]),
        ("0.5+ 0.5- 0.5+ 0.5-", [s(0.5), s(1.0), s(2.0 / 3.0), s(0.5), s(0.5), s(0.25), s(0.0)]),
        ("0.0+ -0.0-", [None, s(0.0), s(0.0), s(0.5), s(0.5), s(0.5), s(0.5)]),
        // The wrong way round.
        ("0.2+ 0.7-", [s(0.0), s(0.0), s(0.0), s(0.0), s(0.5), s(0.565), s(0.75)]),
        // Nothing decided positive: precision is open, F1 is 0.
        ("0.4+ 0.3-", [None, s(0.0), s(0.0), s(1.0), s(1.0), s(0.225), s(0.45)]),
        ("1+ 0-", [s(1.0), s(1.0), s(1.0), s(1.0), s(1.0), s(0.0), s(0.0)]),
        // One class only: nothing that compares the classes has a value.
        ("0.9+ 0.2+", [None, s(0.5), None, None, None, s(0.325), s(0.45)]),
        ("0.9- 0.2-", [None, None, None, None, None, s(0.425), s(0.55)]),
        ("", [None; 7]),
    ];
    for (rows, expected) in cases {
        check(rows, expected);
    }
}

#[test]
fn recall_at_fpr_never_parts_a_tie() {
    let rows = "0.9+ 0.8- 0.7+ 0.7- 0.6- 0.5+ 0.4-";
    let check = |rows: &str, one_in, recall, false_positives| {
        let (scores, truth) = parse(rows);
        let limit = FprLimit { name: "", one_in };
        let found = Curve::new(&scores, &truth).unwrap().recall_at_fpr(limit);
        assert_eq!((found.recall, found.false_positives), (recall, false_positives), "{rows}");
    };
    check(rows, 100, Some(1.0 / 3.0), 0);
    check(rows, 4, Some(1.0 / 3.0), 1); // the second negative is tied with a positive
    check(rows, 2, Some(2.0 / 3.0), 2);
    check(rows, 1, Some(1.0), 4);
    check("0.9- 0.9+ 0.1-", 100, Some(0.0), 0); // no threshold is high enough
    check("0.9- 0.8+ 0.1-", 2, Some(1.0), 1);
    check("0.9- 0.8-", 1, None, 2);
    check("0.9+ 0.8+", 1, None, 0);
    check("", 1, None, 0);
}

#[test]
fn one_in_a_hundred_allows_one_of_a_hundred() {
    for (negatives, allowed) in [(99, 0), (100, 1), (199, 1), (2_900, 29), (5_700, 57)] {
        let mut scores: Vec<f64> = (0..negatives).map(f64::from).collect();
        let mut truth = vec![false; scores.len()];
        scores.push(-1.0);
        truth.push(true);
        let found = Curve::new(&scores, &truth).unwrap().recall_at_fpr(super::FPR_LIMITS[0]);
        assert_eq!(found.false_positives, allowed, "of {negatives}");
    }
}

#[test]
fn what_cannot_be_measured_is_refused() {
    let nan = [0.5, f64::NAN];
    let both = [true, false];
    let said = |error: EvalError| error.to_string();
    let above = Reliability::new(&[0.5, 1.5], &both).map(|_| ()).unwrap_err();
    expect!["the given score of row 1 is 1.5, expected a probability from 0 to 1; calibrate the scores first"]
        .assert_eq(&said(above));
    let refused = Curve::new(&nan, &both).map(|_| ()).unwrap_err();
    expect!["the given score of row 1 is not a number; mend what computed it"]
        .assert_eq(&said(refused));
    assert!(matches!(Reliability::new(&nan, &both), Err(EvalError::NotANumber { .. })));
    let short = Decisions::new(&[true], &both).unwrap_err();
    expect!["1 decisions stand beside 2 labels; give exactly one for each label"]
        .assert_eq(&said(short));

    let refuse = |row: Row<'_>| said(Report::new(&[row], &["retail"], NO_INTERVALS).unwrap_err());
    let mut row = row(0.5, Class::Personal, Class::Personal);
    row.truth.topic = Some(1);
    expect!["row 0 has topic 1, expected one below 1; name every topic in use"]
        .assert_eq(&refuse(row));
    // Even a score that no label uses: whoever computed it should know.
    row.scored.fraud = f64::NAN;
    row.truth.fraud = None;
    expect!["the fraud score of row 0 is not a number; mend what computed it"]
        .assert_eq(&refuse(row));
}

/// A row of a fine corpus, flagged from 0.5 on.
fn row(unwanted: f64, truth: Class, predicted: Class) -> Row<'static> {
    let scored = Scored {
        unwanted,
        essential: 0.0,
        fraud: 0.0,
        topic: None,
        predicted,
        flagged: unwanted >= 0.5,
    };
    let truth = Truth {
        unwanted: Some(truth.is_unwanted()),
        essential: Some(truth == Class::Essential),
        fraud: Some(truth == Class::Fraud),
        class: Some(truth),
        ..Truth::default()
    };
    Row { truth, scored }
}

/// Four rows of one source, one of a coarse one.
fn five_rows() -> Vec<Row<'static>> {
    use Class::{Essential, Fraud, Marketing, Personal};
    let mut rows = vec![
        row(0.9, Marketing, Marketing),
        row(0.8, Essential, Marketing),
        row(0.7, Fraud, Fraud),
        row(0.1, Personal, Personal),
        row(0.6, Personal, Marketing),
    ];
    for row in &mut rows {
        row.truth.source = Some("fine");
        row.truth.lang = Some("en");
    }
    (rows[0].truth.topic, rows[0].scored.topic) = (Some(0), Some(0));
    (rows[2].truth.topic, rows[2].scored.topic) = (Some(0), Some(1));
    rows[4].truth =
        Truth { unwanted: Some(false), source: Some("coarse"), lang: None, ..Truth::default() };
    rows
}

#[test]
fn a_report_is_the_json_that_is_promised() {
    let report = Report::new(&five_rows(), &["retail", "finance"], NO_INTERVALS).unwrap();
    let json = |measures| serde_json::to_string(measures).unwrap();
    let unwanted = json(&report.unwanted);
    expect![[r#"{"precision":0.5,"recall":1.0,"f1":0.6666666666666666,"roc_auc":0.8333333333333334,"pr_auc":0.8333333333333333,"recall_at_fpr":{"0.01":{"recall":0.5,"false_positives":0},"0.001":{"recall":0.5,"false_positives":0},"0.0001":{"recall":0.5,"false_positives":0}},"brier":0.22200000000000006,"ece":0.38,"ci95":{"precision":null,"recall":null,"f1":null,"roc_auc":null,"pr_auc":null,"recall_at_fpr":{"0.01":null},"brier":null,"ece":null},"n":5,"positives":2}"#]]
    .assert_eq(&unwanted);
    let whole = serde_json::to_string(&report)
        .unwrap()
        .replace(&unwanted, "{…}")
        .replace(&json(&report.heads.essential), "{essential}")
        .replace(&json(&report.heads.fraud), "{fraud}")
        .replace(&json(report.by_source.get("fine").unwrap()), "{fine}")
        .replace(&json(report.by_source.get("coarse").unwrap()), "{coarse}");
    expect![[r#"{"n":5,"unwanted":{…},"heads":{"essential":{essential},"fraud":{fraud}},"by_source":{"coarse":{coarse},"fine":{fine}},"by_lang":{"en":{fine}},"flagged":{"personal":[0,1],"essential":[1,1],"marketing":[1,1],"fraud":[1,1],"ham":[1,1]},"confusion":{"order":["personal","essential","marketing","fraud"],"rows":[[1,0,0,0],[0,0,1,0],[0,0,1,0],[0,0,0,1]]},"topics":{"n":2,"accuracy":0.5,"macro_f1":0.3333333333333333,"by_topic":{"retail":{"n":2,"precision":1.0,"recall":0.5,"f1":0.6666666666666666},"finance":{"n":0,"precision":0.0,"recall":null,"f1":0.0}}}}"#]]
    .assert_eq(&whole);
}

#[test]
fn intervals_are_pairs_of_numbers() {
    let rows: Vec<Row<'_>> = (0..50).flat_map(|_| five_rows()).collect();
    let resampling = Resampling { replicates: 199, seed: 7 };
    let report = Report::new(&rows, &["retail", "finance"], resampling).unwrap();
    let json = serde_json::to_value(&report.unwanted).unwrap();
    for (path, value) in [("/f1", "/f1"), ("/recall_at_fpr/0.01", "/recall_at_fpr/0.01/recall")] {
        let [low, high]: [f64; 2] =
            serde_json::from_value(json.pointer(&format!("/ci95{path}")).unwrap().clone()).unwrap();
        let value = json.pointer(value).and_then(serde_json::Value::as_f64).unwrap();
        assert!(low <= value && value <= high && low < high, "{path}: {low} {value} {high}");
    }
}

#[test]
fn no_rows_make_a_report_of_nulls() {
    let resampling = Resampling { replicates: 100, seed: 1 };
    let report = Report::new(&[], &[], resampling).unwrap();
    assert_eq!((report.n, report.unwanted.f1, report.unwanted.ece), (0, None, None));
    assert_eq!((report.unwanted.ci95.brier, report.by_source.iter().count()), (None, 0));
    assert!(!serde_json::to_string(&report).unwrap().contains("topics"));
}

#[test]
fn people_read_the_same_numbers() {
    let report = Report::new(&five_rows(), &["retail", "finance"], NO_INTERVALS).unwrap();
    let sections = report.sections();
    let titles: Vec<&str> = sections.iter().map(|section| section.title.as_str()).collect();
    expect!["unwanted, essential, fraud, source coarse, source fine, lang en, flagged, topics"]
        .assert_eq(&titles.join(", "));
    let line = |section: usize, name: &str| -> Line {
        sections[section].lines.iter().find(|line| line.name == name).unwrap().clone()
    };
    assert_eq!(line(0, "n").value, Value::Count(5));
    assert_eq!(line(0, "recall at fpr 0.01").value, Value::AtFalsePositives(Some(0.5), 0));
    assert_eq!(line(6, "essential").value, Value::Part(1, 1));
    assert_eq!(line(7, "f1 retail").value, Value::Share(Some(2.0 / 3.0)));
}

/// The trapezoids below the ROC points and the steps below the others are the two areas.
#[test]
fn areas_below_the_points_are_the_areas() {
    let scores = [0.9, 0.8, 0.8, 0.7, 0.6, 0.6, 0.3, 0.1];
    let truth = [true, true, false, true, false, true, false, false];
    let curve = Curve::new(&scores, &truth).unwrap();
    let roc = curve.roc_points();
    assert_eq!((roc[0], roc[roc.len() - 1]), ([0.0, 0.0], [1.0, 1.0]));
    let trapezoids =
        roc.windows(2).map(|it| (it[1][0] - it[0][0]) * f64::midpoint(it[0][1], it[1][1]));
    assert!((trapezoids.sum::<f64>() - curve.roc_auc().unwrap()).abs() < 1e-12);
    let mut before = 0.0;
    let steps = curve.precision_recall_points().into_iter().map(|[recall, precision]| {
        let step = (recall - before) * precision;
        before = recall;
        step
    });
    assert!((steps.sum::<f64>() - curve.average_precision().unwrap()).abs() < 1e-12);
    let one = Curve::new(&[0.5], &[true]).unwrap();
    assert!(one.roc_points().is_empty() && one.precision_recall_points().is_empty());
}

#[test]
fn bins_hold_every_row_once() {
    let reliability = Reliability::new(&[0.0, 0.03, 0.5, 1.0], &[false, true, true, true]).unwrap();
    let bins = reliability.bins();
    assert_eq!(bins.iter().map(|bin| bin.rows).sum::<u64>(), 4);
    assert_eq!((bins[0].share_positive(), bins[1].mean_probability()), (Some(0.5), None));
    assert_eq!(bins[ECE_BINS - 1].mean_probability(), Some(1.0));
}

#[test]
fn scores_are_spread_over_log_odds_by_what_is_known() {
    let mut rows = five_rows();
    (rows[0].scored.unwanted, rows[1].scored.unwanted) = (1.0, 0.0);
    let histograms = LogOddsHistogram::by_class(&rows);
    let told: Vec<String> = histograms
        .iter()
        .map(|it| {
            let bins = it.rows.iter().enumerate().filter(|(_, rows)| **rows > 0);
            let bins: Vec<String> = bins.map(|(bin, rows)| format!("{rows} in {bin}")).collect();
            format!("{} {}: {}", it.name, it.unwanted, bins.join(", "))
        })
        .collect();
    expect![[r"
        personal false: 1 in 9
        essential false: 1 in 0
        marketing true: 1 in 23
        fraud true: 1 in 13
        ham false: 1 in 12"]]
    .assert_eq(&told.join("\n"));
    assert!((LogOddsHistogram::bounds(0)[1] + 8.25).abs() < 1e-12);
}

#[test]
fn errors_are_counted_by_source_of_the_rows_that_decide() {
    let mut rows = five_rows();
    rows[4].truth.unwanted = None;
    let errors = Errors::by_source(&rows);
    let fine = errors.get("fine").unwrap();
    assert_eq!(
        (fine.wanted, fine.unwanted),
        (Flagged { flagged: 1, of: 2 }, Flagged { flagged: 2, of: 2 })
    );
    assert_eq!((fine.missed(), errors.get("coarse")), (0, None));
    assert_eq!(Errors::by_lang(&rows).iter().count(), 1);
}
