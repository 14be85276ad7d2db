//! The bootstrap: resamples of the rows, and intervals from what they give.

use crate::random::SplitMix64;
use rayon::prelude::*;
use serde::Serialize;

/// How often to resample, and from which seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resampling {
    /// Number of resamples. Below 39 there are no intervals.
    pub replicates: u32,
    /// Where all randomness comes from.
    pub seed: u64,
}

impl Resampling {
    /// Resamples for a report: each 2.5 % tail of an interval rests on 25 of them.
    pub const REPORT_REPLICATES: u32 = 1_000;

    /// What `measure` gives for every resample, in the order of the replicates.
    ///
    /// A resample of `n` rows is handed over as how often each row was drawn.
    /// Replicate `i` has a generator of its own, seeded with the `i`-th output of the
    /// generator of `seed`; so no thread's pace can show in what comes out.
    pub(super) fn run<S, T, I, M>(self, rows: usize, scratch: I, measure: M) -> Vec<T>
    where
        T: Send,
        I: Fn() -> S + Send + Sync,
        M: Fn(&mut S, &[u32]) -> T + Send + Sync,
    {
        let mut seeds = SplitMix64::new(self.seed);
        let seeds: Vec<u64> = (0..self.replicates).map(|_| seeds.next()).collect();
        let start = || (vec![0; rows], scratch());
        let replicate = |(counts, scratch): &mut (Vec<u32>, S), seed| {
            draw(&mut SplitMix64::new(seed), counts);
            measure(scratch, counts)
        };
        seeds.into_par_iter().map_init(start, replicate).collect()
    }
}

/// A 95 % interval; serialises as `[low, high]`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(into = "[f64; 2]")]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// One tail of the interval is this part of the replicates: 2.5 %.
const TAIL_ONE_IN: usize = 40;

/// An interval claims 95 %; where more than one replicate in this many cannot
/// decide a measure (a resample of one class only), that claim would be empty.
const UNDECIDED_ONE_IN: usize = 20;

impl Interval {
    /// The percentile interval: the `k`-th smallest and the `k`-th largest of `B`
    /// values with `k = floor((B + 1) / 40)` (Efron and Tibshirani 1993, sections
    /// 12.5 and 13.3). `None` where `k` is 0 or too many replicates are undecided.
    pub(super) fn percentile(values: impl Iterator<Item = Option<f64>>) -> Option<Self> {
        let all: Vec<Option<f64>> = values.collect();
        let mut decided: Vec<f64> = all.iter().copied().flatten().collect();
        let tail = (decided.len() + 1) / TAIL_ONE_IN;
        let undecided = all.len() - decided.len();
        if tail == 0 || undecided > all.len() / UNDECIDED_ONE_IN {
            return None;
        }
        decided.sort_by(f64::total_cmp);
        Some(Self { low: decided[tail - 1], high: decided[decided.len() - tail] })
    }

    /// Whether the interval holds a value.
    #[must_use]
    pub fn contains(self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

impl From<Interval> for [f64; 2] {
    fn from(interval: Interval) -> Self {
        [interval.low, interval.high]
    }
}

/// Draws as many rows as there are, with replacement, and counts them.
fn draw(random: &mut SplitMix64, counts: &mut [u32]) {
    counts.fill(0);
    for _ in 0..counts.len() {
        counts[random.below(counts.len())] += 1;
    }
}
