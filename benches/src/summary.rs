//! The summary: medians and their ratios, from what criterion wrote down.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde_json::Value;

/// Medians of one run, read from the folder that criterion keeps.
#[derive(Clone, Debug)]
pub struct Summary {
    folder: PathBuf,
    since: SystemTime,
}

/// A ratio that the project promises to keep.
#[derive(Clone, Copy, Debug)]
pub struct Promise {
    /// Group and name of what is timed.
    pub timed: (&'static str, &'static str),
    /// Group and name of the yardstick.
    pub yardstick: (&'static str, &'static str),
    /// The largest ratio of the two times, which are over the same texts.
    pub limit: f64,
}

impl Summary {
    /// The medians that criterion writes from now on: a run with a filter must
    /// not show what an earlier one left.
    #[must_use]
    pub fn from_now_on() -> Self {
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"), PathBuf::from);
        let folder = std::env::var_os("CRITERION_HOME")
            .map_or_else(|| target.join("criterion"), PathBuf::from);
        Self { folder, since: SystemTime::now() }
    }

    /// The median time of one iteration in nanoseconds, if it was timed.
    #[must_use]
    pub fn median(&self, group: &str, name: &str) -> Option<f64> {
        let path = self.folder.join(group).join(name).join("new/estimates.json");
        if std::fs::metadata(&path).and_then(|file| file.modified()).ok()? < self.since {
            return None;
        }
        let estimates: Value = serde_json::from_slice(&std::fs::read(path).ok()?).ok()?;
        estimates.pointer("/median/point_estimate")?.as_f64()
    }

    /// A Markdown table of the timings named: group, name, and what an iteration
    /// works on (a number, and the name of the unit).
    #[must_use]
    pub fn medians(&self, timings: &[(&str, &str, usize, &str)]) -> String {
        let mut table = String::from("| timed | median | per unit |\n|---|---:|---:|\n");
        for &(group, name, units, unit) in timings {
            let Some(median) = self.median(group, name) else {
                let _ = writeln!(table, "| {group}/{name} | not measured | |");
                continue;
            };
            let each = median / units as f64;
            let millis = median / 1e6;
            let _ = writeln!(table, "| {group}/{name} | {millis:.3} ms | {each:.2} ns/{unit} |");
        }
        table
    }

    /// A Markdown table of the promises; one that a run left out says so.
    #[must_use]
    pub fn promises(&self, promises: &[Promise]) -> String {
        let mut table = String::from("| ratio | measured | limit | |\n|---|---:|---:|---|\n");
        for promise in promises {
            let (timed, yardstick) = (promise.timed, promise.yardstick);
            let medians = (self.median(timed.0, timed.1), self.median(yardstick.0, yardstick.1));
            let limit = promise.limit;
            let ratio = medians.0.zip(medians.1).map(|(time, unit)| time / unit);
            let kept = match ratio {
                Some(ratio) if ratio <= limit => "kept",
                Some(_) => "BROKEN",
                None => "not measured",
            };
            let ratio = ratio.map_or_else(String::new, |ratio| format!("{ratio:.2}"));
            let _ = writeln!(
                table,
                "| {}/{} to {}/{} | {ratio} | {limit} | {kept} |",
                timed.0, timed.1, yardstick.0, yardstick.1
            );
        }
        table
    }
}
