//! Starting other programs from the root of the workspace.

use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use wait4::Wait4;

use crate::workspace;

/// A program that will start in the root of the workspace.
pub(crate) fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(workspace::root());
    command
}

/// The release build of `quell`, brought up to date first.
///
/// # Errors
///
/// When the build fails; cargo has then said why.
pub(crate) fn quell() -> Result<PathBuf, String> {
    run(command("cargo").args(["build", "--release", "--package", "quell-cli"]))?;
    Ok(workspace::build_folder("release")?.join("quell"))
}

/// The CPU time, of all its threads, of a program that ran to its end; what it prints is for the user to see.
///
/// # Errors
///
/// When it cannot start or reports failure.
pub(crate) fn run(command: &mut Command) -> Result<Duration, String> {
    let named = described(command);
    let used = command
        .stdin(Stdio::null())
        .spawn()
        .and_then(|mut child| child.wait4())
        .map_err(|error| format!("{named}: {error}"))?;
    if used.status.success() {
        Ok(used.rusage.utime + used.rusage.stime)
    } else {
        Err(format!("{named}: {}", used.status))
    }
}

/// What a program printed; its errors are for the user to see.
///
/// # Errors
///
/// When it cannot start, reports failure, or prints other than UTF-8.
pub(crate) fn printed(command: &mut Command) -> Result<String, String> {
    let named = described(command);
    let Output { status, stdout, .. } = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("{named}: {error}"))?;
    if !status.success() {
        return Err(format!("{named}: {status}"));
    }
    String::from_utf8(stdout).map_err(|error| format!("{named}: {error}"))
}

/// What a program printed, as JSON.
///
/// # Errors
///
/// As [`printed`], and when it is not JSON.
pub(crate) fn printed_json(command: &mut Command) -> Result<Value, String> {
    let named = described(command);
    serde_json::from_str(&printed(command)?).map_err(|error| format!("{named}: {error}"))
}

/// A run that was watched from its start to its end.
pub(crate) struct Observed {
    /// What it printed.
    pub(crate) printed: String,
    pub(crate) took: Duration,
    /// The most memory it held. Between fork and exec the child is charged with xtask's own, so
    /// this is an upper bound.
    pub(crate) resident_kib: u64,
}

/// Runs a program, and watches it; its errors are for the user to see.
///
/// # Errors
///
/// As [`printed`].
pub(crate) fn observed(command: &mut Command) -> Result<Observed, String> {
    let named = described(command);
    let told = |error: std::io::Error| format!("{named}: {error}");
    let started = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().map_err(told)?;
    let mut printed = String::new();
    if let Some(mut stdout) = child.stdout.take() {
        stdout.read_to_string(&mut printed).map_err(told)?;
    }
    let used = child.wait4().map_err(told)?;
    let took = started.elapsed();
    if !used.status.success() {
        return Err(format!("{named}: {}", used.status));
    }
    Ok(Observed { printed, took, resident_kib: used.rusage.maxrss / 1024 })
}

fn described(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
