use std::path::PathBuf;

use quell_classifier::{Calibration, Class, HashSeed, HeadParameters, ModelParts, WeightEncoding};

use super::*;
use crate::eval::{Resampling, Scored, Truth};
use crate::evaluation::{Comparison, measure};
use crate::random::SplitMix64;

/// A model that is named as its card is told to.
fn subject(name: &str, files: &[PathBuf]) -> Subject {
    let head = HeadParameters { bias: 0, scale: 1, threshold: 0 };
    let parts = ModelParts {
        seed: HashSeed::new(1).unwrap(),
        encoding: WeightEncoding::Linear,
        heads: [head; 3],
        calibrations: std::array::from_fn(|_| Calibration::identity()),
        card: serde_json::json!({ "name": name }).to_string(),
        rows: vec![[0; 4]],
        topic_scale: 0,
        topic_biases: [0; 13],
        topic_rows: vec![],
    };
    let bytes = parts.encode().unwrap();
    Subject::new(&Model::open(&bytes).unwrap(), &bytes, Some("models/my.quell".as_ref()), files)
}

/// Rows of a mediocre model, every class in turn.
fn rows(count: usize, source: &str) -> Vec<Row<'_>> {
    let mut random = SplitMix64::new(7);
    (0..count)
        .map(|at| {
            let class = Class::ALL[at % 4];
            let lean = if class.is_unwanted() { 0.5 } else { 0.0 };
            let unwanted = lean + random.below(1 << 20) as f64 / f64::from(1 << 21);
            let predicted = if unwanted >= 0.6 { Class::Marketing } else { Class::Personal };
            let scored = Scored {
                unwanted,
                essential: 0.5,
                fraud: 0.5,
                topic: None,
                predicted,
                flagged: predicted.is_unwanted(),
            };
            let truth = Truth {
                unwanted: Some(class.is_unwanted()),
                class: Some(class),
                source: Some(source),
                lang: Some("zh"),
                ..Truth::default()
            };
            Row { truth, scored }
        })
        .collect()
}

const NO_INTERVALS: Resampling = Resampling { replicates: 0, seed: 1 };

fn page(rows: &[Row<'_>], subject: &Subject, rival: Option<Rival<'_>>) -> String {
    let report = measure(rows, NO_INTERVALS).unwrap();
    HtmlReport { subject, report: &report, rows, rival }.to_html().unwrap()
}

#[test]
fn the_page_has_every_part_and_fetches_nothing() {
    let subject = subject("small", &[PathBuf::from("some/folder/inbox.jsonl")]);
    let page = page(&rows(400, "mine"), &subject, None);
    for part in [
        "small",
        "inbox.jsonl",
        "Precision-recall curve",
        "ROC curve",
        "Reliability diagram",
        "Score distributions",
        "Errors by source",
        "Errors by language",
        "What was taken for what",
        "400 messages",
        "prefers-color-scheme: dark",
    ] {
        assert!(page.contains(part), "no {part}");
    }
    assert_eq!(page.matches("<svg ").count(), 6);
    assert!(!page.contains("folder"), "a folder tells of one machine");
    let foreign = ["<script", "<link", "<img", "url(", "@import", "href=", "src="];
    assert!(foreign.iter().all(|it| !page.contains(it)));
    let addresses: Vec<&str> = page.split("http").skip(1).collect();
    assert!(
        addresses
            .iter()
            .all(|it| it.starts_with("://www.w3.org/2000/svg\"") || it.starts_with("-equiv="))
    );
}

/// The colours of the drawings are those that the style sheet knows for the dark.
#[test]
fn every_colour_has_its_like_in_the_dark() {
    let page = page(&rows(400, "mine"), &subject("small", &[]), None);
    let style = include_str!("style.css");
    let drawn = page.split("</style>").nth(1).unwrap();
    for colour in drawn.split("=\"#").skip(1).map(|rest| &rest[..6]) {
        for attribute in ["fill", "stroke"] {
            assert!(
                style.contains(&format!("[{attribute}=\"#{colour}\"]")),
                "{attribute} {colour}"
            );
        }
    }
}

#[test]
fn names_are_escaped_wherever_they_stand() {
    let hostile = "<b onload=\"x\">&'\u{202E}";
    let rows = rows(40, hostile);
    let subject = subject(hostile, &[PathBuf::from("<i>.jsonl")]);
    let difference = Comparison { ours: 0.9, theirs: 0.8, difference: 0.1, ci95: None };
    let against = Against { f1: Some(difference), roc_auc: None };
    let answers: Vec<RivalScore> =
        rows.iter().map(|_| RivalScore { score: 0.0, unwanted: true }).collect();
    let rival = Rival { name: "<u>", answers: &answers, against: &against };
    let page = page(&rows, &subject, Some(rival));
    for raw in ["<b ", "<i>", "<u>", "\u{202E}"] {
        assert!(!page.contains(raw), "{raw:?} stands in the page");
    }
    assert!(page.contains("&lt;b ") && page.contains("&lt;u&gt;") && page.contains("+0.1000"));
}

/// A curve of 100,000 distinct scores has no more points than its drawing has pixels.
#[test]
fn a_hundred_thousand_rows_make_a_small_page() {
    let rows = rows(100_000, "mine");
    let page = page(&rows, &subject("small", &[]), None);
    assert!(page.len() < 300_000, "{} bytes", page.len());
}

#[test]
fn rows_of_one_class_or_of_none_have_a_page_without_curves() {
    let mut one = rows(40, "mine");
    one.retain(|row| row.truth.unwanted == Some(true));
    let mut unknown = rows(4, "mine");
    for row in &mut unknown {
        row.truth = Truth::default();
    }
    for (rows, said) in [(one, "they have no curve"), (unknown, "No row says of what class")] {
        let page = page(&rows, &subject("small", &[]), None);
        assert!(page.contains(said), "{page}");
    }
    assert!(page(&[], &subject("small", &[]), None).contains("0 messages"));
}

#[test]
fn a_rival_is_drawn_beside_ours_and_must_answer_every_row() {
    let rows = rows(400, "mine");
    let subject = subject("small", &[]);
    let report = measure(&rows, NO_INTERVALS).unwrap();
    let against = Against { f1: None, roc_auc: None };
    let mut answers: Vec<RivalScore> = (0..rows.len())
        .map(|at| RivalScore { score: (at % 50) as f64 - 25.0, unwanted: at % 2 == 0 })
        .collect();
    let html = |answers: &[RivalScore]| {
        let rival = Some(Rival { name: "peer", answers, against: &against });
        HtmlReport { subject: &subject, report: &report, rows: &rows, rival }.to_html()
    };
    let drawn = html(&answers).unwrap();
    let second = drawn.matches("<polyline fill=\"none\" opacity=\"1\" stroke=\"#C85000\"").count();
    assert_eq!(second, 2, "a curve in each of two drawings");
    answers.pop();
    let error = html(&answers).unwrap_err().to_string();
    assert!(error.contains("399 answers of the rival stand beside 400 labels"), "{error}");
}

#[test]
fn thinning_keeps_the_ends_and_drops_what_no_pixel_shows() {
    let points: Vec<[f64; 2]> = (0..=1_000).map(|at| [f64::from(at) / 1_000.0, 0.5]).collect();
    let kept = chart::thinned(&points, |[x, y]| [(x * 10.0) as i64, (y * 10.0) as i64]);
    assert_eq!(kept.len(), 11);
    assert_eq!((kept[0], kept[10]), ((0.0, 0.5), (1.0, 0.5)));
}
