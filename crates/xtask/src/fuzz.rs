//! Every fuzz target in turn, with the count of what it tried.

use std::process::Stdio;

use clap::Args;

use crate::process;

const FOLDER: &str = "crates/fuzz";
/// libFuzzer's line, printed at the end when `-print_final_stats=1`.
const EXECUTIONS: &str = "stat::number_of_executed_units:";

#[derive(Args)]
pub(crate) struct Arguments {
    /// How long each target runs.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Only these targets; all when none is given.
    #[arg(long)]
    only: Vec<String>,
}

/// Prints the executions of every target, and fails with the first that crashes.
///
/// # Errors
///
/// When nightly cargo-fuzz is absent, does not build, or a target crashes.
pub(crate) fn run(arguments: &Arguments) -> Result<(), String> {
    let targets = cargo_fuzz(&["list"])?;
    let mut lines =
        vec!["| target | seconds | executions |".to_owned(), "|---|---|---|".to_owned()];
    for target in targets.lines().filter(|target| is_chosen(target, &arguments.only)) {
        let executions = executions(target, arguments.seconds)?;
        lines.push(format!("| {target} | {} | {executions} |", arguments.seconds));
    }
    println!("{}", lines.join("\n"));
    Ok(())
}

fn is_chosen(target: &str, only: &[String]) -> bool {
    only.is_empty() || only.iter().any(|name| name == target)
}

fn cargo_fuzz(arguments: &[&str]) -> Result<String, String> {
    let mut command = process::command("cargo");
    command.args(["+nightly", "fuzz"]).args(arguments).args(["--fuzz-dir", FOLDER]);
    process::printed(&mut command)
}

/// Runs one target; its progress comes on standard error, and so does the count.
fn executions(target: &str, seconds: u64) -> Result<u64, String> {
    eprintln!("{target}: {seconds} s");
    let mut command = process::command("cargo");
    command.args(["+nightly", "fuzz", "run", "--fuzz-dir", FOLDER, target, "--"]);
    command.args([format!("-max_total_time={seconds}"), "-print_final_stats=1".to_owned()]);
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("cargo +nightly fuzz: {error}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    match counted(&said) {
        Some(executions) if output.status.success() => Ok(executions),
        _ => Err(format!("{target}: {}\n{said}", output.status)),
    }
}

fn counted(said: &str) -> Option<u64> {
    said.lines().find_map(|line| line.strip_prefix(EXECUTIONS)?.trim().parse().ok())
}

#[cfg(test)]
mod tests;
