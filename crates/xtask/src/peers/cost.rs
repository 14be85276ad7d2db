//! What a message costs: speed, memory, and the time from nothing to a first verdict.

use super::bench::{Bench, TIMED};
use super::contender::Contender;
use crate::process;

/// How often each contender is started for one message, for each round of speed.
const STARTS_A_ROUND: usize = 3;

/// What was measured of one contender, all rounds.
#[derive(Default)]
pub(super) struct Cost {
    /// Messages a second over each timed file.
    rates: [Vec<f64>; TIMED.len()],
    cold_ms: Vec<f64>,
    resident_kib: u64,
}

impl Cost {
    /// The median rate over a timed file.
    pub(super) fn rate(&self, file: usize) -> f64 {
        median(&self.rates[file])
    }

    /// The median milliseconds from start to end for one message.
    pub(super) fn cold_ms(&self) -> f64 {
        median(&self.cold_ms)
    }

    /// The most memory of a process that scores, in MiB.
    pub(super) fn resident_mib(&self) -> f64 {
        self.resident_kib as f64 / 1024.0
    }
}

/// Measures all contenders in turn, round after round, so that whatever else the machine does
/// falls on all.
///
/// # Errors
///
/// When a program fails or prints something else than rates.
pub(super) fn measure(bench: &Bench, rounds: usize) -> Result<Vec<Cost>, String> {
    let mut costs: Vec<Cost> = bench.contenders.iter().map(|_| Cost::default()).collect();
    for round in 1..=rounds.max(1) {
        eprintln!("speed, round {round}");
        for (contender, cost) in bench.contenders.iter().zip(&mut costs) {
            add(cost, *contender, bench)?;
        }
    }
    Ok(costs)
}

fn add(cost: &mut Cost, contender: Contender, bench: &Bench) -> Result<(), String> {
    let observed = process::observed(&mut contender.speed(bench, &bench.all))?;
    for (rates, rate) in cost.rates.iter_mut().zip(rates(&observed.printed)?) {
        rates.push(rate);
    }
    cost.resident_kib = cost.resident_kib.max(observed.resident_kib);
    for _ in 0..STARTS_A_ROUND {
        let observed = process::observed(&mut contender.cold(bench, &bench.all))?;
        cost.cold_ms.push(observed.took.as_secs_f64() * 1e3);
    }
    Ok(())
}

pub(super) fn rates(printed: &str) -> Result<[f64; TIMED.len()], String> {
    serde_json::from_str::<Vec<f64>>(printed)
        .ok()
        .and_then(|rates| rates.try_into().ok())
        .ok_or_else(|| format!("expected {} rates as a JSON list: {printed}", TIMED.len()))
}

pub(super) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}
