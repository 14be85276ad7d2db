//! Every measure against its definition, evaluated in the slowest and plainest way.

use std::cmp::Ordering;

use linfa::dataset::{DatasetBase, Pr};
use linfa::metrics::{BinaryClassification, ToConfusionMatrix};
use ndarray::{Array1, Array2};
use proptest::prelude::*;

use super::{Curve, Decisions, FprLimit, Reliability};

/// Rows on a grid of nine scores, so that ties are the rule.
fn rows() -> impl Strategy<Value = (Vec<f64>, Vec<bool>)> {
    prop::collection::vec((0..=8_u8, any::<bool>()), 0..40).prop_map(|rows| {
        rows.into_iter().map(|(eighths, truth)| (f64::from(eighths) / 8.0, truth)).unzip()
    })
}

proptest! {
    #[test]
    fn roc_area_is_the_share_of_pairs_won((scores, truth) in rows()) {
        let found = Curve::new(&scores, &truth).unwrap().roc_auc();
        prop_assert_eq!(found.is_some(), both(&truth));
        if let Some(found) = found {
            prop_assert!((found - pairs_won(&scores, &truth)).abs() < 1e-12);
        }
    }

    #[test]
    fn average_precision_is_its_sum_over_thresholds((scores, truth) in rows()) {
        let found = Curve::new(&scores, &truth).unwrap().average_precision();
        prop_assert_eq!(found.is_some(), both(&truth));
        if let Some(found) = found {
            prop_assert!((found - area_by_thresholds(&scores, &truth)).abs() < 1e-12);
        }
    }

    #[test]
    fn recall_at_fpr_is_the_best_of_all_thresholds(
        (scores, truth) in rows(),
        one_in in 1..8_u64,
    ) {
        let limit = FprLimit { name: "", one_in };
        let found = Curve::new(&scores, &truth).unwrap().recall_at_fpr(limit);
        let (recall, false_positives) = best_threshold(&scores, &truth, one_in);
        prop_assert_eq!(found.false_positives, false_positives);
        prop_assert_eq!(found.recall, both(&truth).then_some(recall));
    }

    #[test]
    fn calibration_error_is_the_gap_summed_over_bins((scores, truth) in rows()) {
        let found = Reliability::new(&scores, &truth).unwrap();
        if scores.is_empty() {
            prop_assert_eq!((found.ece(), found.brier()), (None, None));
        } else {
            prop_assert!((found.ece().unwrap() - gap_by_bins(&scores, &truth)).abs() < 1e-12);
        }
    }

    /// linfa is right where it is asked through a data set, with both classes and
    /// scores well above 1e-10.
    #[test]
    fn linfa_agrees_where_it_is_right((scores, truth) in rows()) {
        prop_assume!(both(&truth));
        let scores: Vec<f64> = scores.iter().map(|score| (1.0 + score) / 4.0).collect();
        let curve = Curve::new(&scores, &truth).unwrap();
        let probabilities: Vec<Pr> = scores.iter().map(|&score| Pr::new(score as f32)).collect();
        let area = probabilities.as_slice().roc(&truth).unwrap().area_under_curve();
        prop_assert!((curve.roc_auc().unwrap() - f64::from(area)).abs() < 1e-5);

        let decided: Vec<bool> = scores.iter().map(|&score| score >= 0.375).collect();
        prop_assume!(decided.contains(&true));
        let found = Decisions::new(&decided, &truth).unwrap();
        let data = DatasetBase::new(Array2::<f64>::zeros((truth.len(), 1)), Array1::from(truth));
        let matrix = Array1::from(decided).confusion_matrix(&data).unwrap();
        let near = |ours: Option<f64>, theirs: f32| (ours.unwrap() - f64::from(theirs)).abs() < 1e-5;
        prop_assert!(near(found.precision(), matrix.precision()));
        prop_assert!(near(found.recall(), matrix.recall()));
        // linfa divides 0 by 0 where ours is 0.
        prop_assert!(near(found.f1(), matrix.f1_score()) || found.f1() == Some(0.0));
    }
}

fn both(truth: &[bool]) -> bool {
    truth.contains(&true) && truth.contains(&false)
}

fn of_class(scores: &[f64], truth: &[bool], class: bool) -> Vec<f64> {
    scores.iter().zip(truth).filter(|row| *row.1 == class).map(|row| *row.0).collect()
}

fn pairs_won(scores: &[f64], truth: &[bool]) -> f64 {
    let (positives, negatives) = (of_class(scores, truth, true), of_class(scores, truth, false));
    let mut won = 0.0;
    for positive in &positives {
        for negative in &negatives {
            won += match positive.total_cmp(negative) {
                Ordering::Greater => 1.0,
                Ordering::Equal => 0.5,
                Ordering::Less => 0.0,
            };
        }
    }
    won / (positives.len() * negatives.len()) as f64
}

/// All thresholds that decide differently, highest first; the first flags nothing.
fn thresholds(scores: &[f64]) -> Vec<f64> {
    let mut all = scores.to_vec();
    all.push(f64::INFINITY);
    all.sort_by(|a, b| b.total_cmp(a));
    all.dedup();
    all
}

fn at_or_above(scores: &[f64], threshold: f64) -> u64 {
    scores.iter().filter(|score| **score >= threshold).count() as u64
}

fn area_by_thresholds(scores: &[f64], truth: &[bool]) -> f64 {
    let positives = of_class(scores, truth, true);
    let recall = |threshold| at_or_above(&positives, threshold) as f64 / positives.len() as f64;
    let mut area = 0.0;
    for pair in thresholds(scores).windows(2) {
        let precision =
            at_or_above(&positives, pair[1]) as f64 / at_or_above(scores, pair[1]) as f64;
        area += (recall(pair[1]) - recall(pair[0])) * precision;
    }
    area
}

/// Recall and false positives of the lowest threshold within the bound.
fn best_threshold(scores: &[f64], truth: &[bool], one_in: u64) -> (f64, u64) {
    let (positives, negatives) = (of_class(scores, truth, true), of_class(scores, truth, false));
    let within =
        |threshold: &f64| at_or_above(&negatives, *threshold) * one_in <= negatives.len() as u64;
    let lowest = thresholds(scores).into_iter().rfind(within).unwrap();
    let recall = at_or_above(&positives, lowest) as f64 / positives.len() as f64;
    (recall, at_or_above(&negatives, lowest))
}

fn gap_by_bins(scores: &[f64], truth: &[bool]) -> f64 {
    let mut error = 0.0;
    for bin in 0..15 {
        let (low, high) = (f64::from(bin) / 15.0, f64::from(bin + 1) / 15.0);
        let inside = |score: f64| (score > low || bin == 0) && score <= high;
        let rows: Vec<(f64, bool)> =
            scores.iter().copied().zip(truth.iter().copied()).filter(|row| inside(row.0)).collect();
        if !rows.is_empty() {
            let size = rows.len() as f64;
            let probability = rows.iter().map(|row| row.0).sum::<f64>() / size;
            let share = rows.iter().filter(|row| row.1).count() as f64 / size;
            error += size / scores.len() as f64 * (share - probability).abs();
        }
    }
    error
}
