//! The bootstrap: what is drawn, what it claims, and that no thread shows in it.

use proptest::prelude::*;

use super::super::measures::{Answer, Measures, Question};
use super::super::{Interval, System, paired};
use super::{Report, Resampling, five_rows};
use crate::random::SplitMix64;

#[test]
fn the_generator_is_the_published_one() {
    let mut generator = SplitMix64::new(1_234_567);
    let drawn: [u64; 3] = std::array::from_fn(|_| generator.next());
    let published =
        [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
    assert_eq!(drawn, published);
}

#[test]
fn every_row_is_drawn_as_often_as_any_other() {
    let resampling = Resampling { replicates: 1_000, seed: 2 };
    let samples = resampling.run(7, || (), |(), counts| counts.to_vec());
    assert!(samples.iter().all(|counts| counts.iter().sum::<u32>() == 7));
    for row in 0..7 {
        // 1,000 are expected; five standard errors are 146.
        let drawn: u32 = samples.iter().map(|counts| counts[row]).sum();
        assert!((854..=1_146).contains(&drawn), "row {row} was drawn {drawn} times");
    }
}

#[test]
fn an_interval_cuts_the_same_from_both_ends() {
    let of = |values: std::ops::RangeInclusive<u32>, undecided| {
        let values = values.rev().map(|value| Some(f64::from(value)));
        Interval::percentile(values.chain(vec![None; undecided])).map(<[f64; 2]>::from)
    };
    assert_eq!(of(1..=1_000, 0), Some([25.0, 976.0]));
    assert_eq!(of(1..=39, 0), Some([1.0, 39.0]));
    assert_eq!(of(1..=38, 0), None);
    assert_eq!(of(1..=95, 5), Some([2.0, 94.0]));
    assert_eq!(of(1..=94, 6), None);
}

proptest! {
    #[test]
    fn a_count_stands_for_repeated_rows(
        rows in prop::collection::vec((0..=8_u8, any::<bool>(), any::<bool>(), 0..4_u32), 1..30),
    ) {
        let answer = |&(eighths, decided, truth, _): &(u8, bool, bool, u32)| Answer {
            probability: f64::from(eighths) / 8.0,
            decided,
            truth,
        };
        let once: Vec<Answer> = rows.iter().map(answer).collect();
        let repeated: Vec<Answer> = rows
            .iter()
            .flat_map(|row| std::iter::repeat_n(answer(row), row.3 as usize))
            .collect();
        let counted = Question::new(&once).unwrap();
        let written_out = Question::new(&repeated).unwrap();
        // Eighths add up exactly, so that equality may be asked for.
        prop_assert_eq!(
            counted.tally(&mut counted.scratch(), |row| rows[row].3),
            written_out.tally(&mut written_out.scratch(), |_| 1)
        );
    }
}

#[test]
fn threads_do_not_show_and_seeds_do() {
    let rows: Vec<_> = (0..40).flat_map(|_| five_rows()).collect();
    let report = |threads, seed| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let resampling = Resampling { replicates: 200, seed };
        pool.install(|| Report::new(&rows, &["retail", "finance"], resampling)).unwrap()
    };
    assert_eq!(report(1, 5), report(2, 5));
    assert_ne!(report(1, 5), report(1, 6));
}

/// Of 300 samples from a known world, about 95 in 100 intervals hold the truth.
#[test]
fn intervals_hold_the_truth_as_often_as_they_claim() {
    const SAMPLES: usize = 300;
    let world = World::new();
    let mut held = [0; 5];
    for sample in 0..SAMPLES {
        let mut generator = SplitMix64::new(sample as u64);
        let answers: Vec<Answer> = (0..250).map(|_| World::draw(&mut generator)).collect();
        let resampling = Resampling { replicates: 199, seed: sample as u64 };
        let ci95 = Measures::new(&answers, resampling).unwrap().ci95;
        let found = [ci95.precision, ci95.recall, ci95.f1, ci95.roc_auc, ci95.brier];
        for (held, (interval, truth)) in held.iter_mut().zip(found.iter().zip(world.truth)) {
            *held += usize::from(interval.unwrap().contains(truth));
        }
    }
    // Three standard errors of 300 draws are 0.038; small samples cover a little less.
    let share = held.map(|held| held as f64 / SAMPLES as f64);
    assert!(share.iter().all(|share| (0.90..=0.985).contains(share)), "{share:?}");
}

/// A world of which everything is known: 3 in 10 rows are positive; a negative's
/// score is a tenth from 0.1 to 0.9, a positive's the higher of two such.
struct World {
    /// Precision, recall, F1 (deciding from 0.6 on), ROC area, Brier.
    truth: [f64; 5],
}

impl World {
    fn draw(generator: &mut SplitMix64) -> Answer {
        let truth = generator.below(10) < 3;
        let (one, other) = (generator.below(9) + 1, generator.below(9) + 1);
        let tenths = if truth { one.max(other) } else { one };
        Answer { probability: tenths as f64 / 10.0, decided: tenths >= 6, truth }
    }

    fn new() -> Self {
        let negative = |_: u32| 1.0 / 9.0;
        let positive = |tenths: u32| f64::from(2 * tenths - 1) / 81.0;
        let over = |of: &dyn Fn(u32) -> f64| (1..=9).map(of).sum::<f64>();
        let recall = (6..=9).map(positive).sum::<f64>();
        let fall_out = 4.0 / 9.0;
        let precision = 0.3 * recall / (0.3 * recall + 0.7 * fall_out);
        let f1 = 2.0 * precision * recall / (precision + recall);
        let area = over(&|tenths| positive(tenths) * (f64::from(tenths) - 0.5) / 9.0);
        let brier = over(&|tenths| {
            let score = f64::from(tenths) / 10.0;
            0.3 * positive(tenths) * (1.0 - score).powi(2) + 0.7 * negative(tenths) * score.powi(2)
        });
        Self { truth: [precision, recall, f1, area, brier] }
    }
}

#[test]
fn a_paired_interval_is_narrower_than_either_system() {
    let mut generator = SplitMix64::new(3);
    let answers: Vec<Answer> = (0..400).map(|_| World::draw(&mut generator)).collect();
    let truth: Vec<bool> = answers.iter().map(|answer| answer.truth).collect();
    let scores: Vec<f64> = answers.iter().map(|answer| answer.probability).collect();
    // The second system is the first, but wrong about every tenth row.
    let wrong = |row: usize| if truth[row] { 0.1 } else { 0.9 };
    let worse: Vec<f64> =
        (0..400).map(|row| if row % 10 == 0 { wrong(row) } else { scores[row] }).collect();
    let decide = |scores: &[f64]| scores.iter().map(|score| *score > 0.55).collect::<Vec<_>>();
    let (decided, decided_worse) = (decide(&scores), decide(&worse));
    let a = System { scores: &scores, decided: &decided };
    let b = System { scores: &worse, decided: &decided_worse };
    let resampling = Resampling { replicates: 400, seed: 11 };

    let same = paired(a, a, &truth, resampling).unwrap().roc_auc.unwrap();
    assert_eq!((same.value, same.ci95.map(<[f64; 2]>::from)), (0.0, Some([0.0, 0.0])));

    let better = paired(a, b, &truth, resampling).unwrap();
    let turned = paired(b, a, &truth, resampling).unwrap();
    let alone = Measures::new(&answers, resampling).unwrap().ci95;
    let (f1, area) = (better.f1.unwrap(), better.roc_auc.unwrap());
    let width = |interval: Option<Interval>| interval.map(|it| it.high - it.low).unwrap();
    assert!(f1.ci95.unwrap().low > 0.0 && area.ci95.unwrap().low > 0.0, "{better:?}");
    assert!(width(f1.ci95) < width(alone.f1) && width(area.ci95) < width(alone.roc_auc));
    assert!((turned.f1.unwrap().value + f1.value).abs() < 1e-15);
    assert!(paired(a, b, &truth[1..], resampling).is_err());
}
