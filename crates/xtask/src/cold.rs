//! What one message costs when nothing runs yet: `quell check "…"` against `true`.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use clap::Args;
use wait4::Wait4;

use crate::process;

/// Limits of the first milestone: times a process that does nothing, and peak resident memory.
const RATIO_MAX: f64 = 5.0;
const RESIDENT_KIB_MAX: u64 = 8 * 1024;
/// Written for this measurement: a shop's offer of the usual length.
const MESSAGE: &str =
    "【云集优选】会员日全场五折起，满199减80，点击 https://shop.example/a1 抢购，回T退订";

#[derive(Args)]
pub(crate) struct Arguments {
    /// How often each of the two is started, in turn.
    #[arg(long, default_value_t = 200)]
    runs: usize,
}

/// All starts of one program.
#[derive(Default)]
struct Starts {
    times: Vec<Duration>,
    /// The largest of all starts, in KiB. Between fork and exec the child is charged with
    /// xtask's own memory, so this is an upper bound; the row of `true` shows how loose.
    resident_kib: u64,
}

/// Prints medians and peaks, and fails where a limit is passed.
///
/// # Errors
///
/// When a program cannot start or fails, or a limit is passed.
pub(crate) fn run(arguments: &Arguments) -> Result<(), String> {
    let quell = process::quell()?;
    let (mut nothing, mut check) = (Starts::default(), Starts::default());
    // In turn, so that whatever else the machine does falls on both.
    for _ in 0..arguments.runs.max(1) {
        nothing.add(Path::new(&does_nothing()), &[])?;
        check.add(&quell, &["check", MESSAGE])?;
    }
    let (text, is_within) = table(&mut nothing, &mut check);
    println!("{text}");
    if is_within { Ok(()) } else { Err("a limit is passed".to_owned()) }
}

impl Starts {
    fn add(&mut self, program: &Path, arguments: &[&str]) -> Result<(), String> {
        let mut command = process::command(program);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null());
        let started = Instant::now();
        let used = command.spawn().and_then(|mut child| child.wait4());
        let took = started.elapsed();
        let used = used.map_err(|error| format!("{}: {error}", program.display()))?;
        if !used.status.success() {
            return Err(format!("{}: {}", program.display(), used.status));
        }
        self.times.push(took);
        self.resident_kib = self.resident_kib.max(used.rusage.maxrss / 1024);
        Ok(())
    }

    fn median(&mut self) -> Duration {
        self.times.sort();
        self.times[self.times.len() / 2]
    }
}

/// `true` by its path, so that neither of the two has to be searched for.
fn does_nothing() -> PathBuf {
    ["/usr/bin/true", "/bin/true"]
        .map(PathBuf::from)
        .into_iter()
        .find(|path| path.exists())
        .unwrap_or("true".into())
}

fn table(nothing: &mut Starts, check: &mut Starts) -> (String, bool) {
    let (floor, ours) = (nothing.median(), check.median());
    let ratio = ours.as_secs_f64() / floor.as_secs_f64();
    let text = format!(
        "| {} starts each | median ms | times `true` (limit {RATIO_MAX}) | peak resident KiB (limit {RESIDENT_KIB_MAX}) |\n\
         |---|---|---|---|\n\
         | `true` | {:.2} | 1 | {} |\n\
         | `quell check \"…\"` | {:.2} | {ratio:.2} | {} |",
        check.times.len(),
        floor.as_secs_f64() * 1e3,
        nothing.resident_kib,
        ours.as_secs_f64() * 1e3,
        check.resident_kib,
    );
    (text, ratio <= RATIO_MAX && check.resident_kib <= RESIDENT_KIB_MAX)
}

#[cfg(test)]
mod tests;
