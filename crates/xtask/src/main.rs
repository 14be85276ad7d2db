//! Automation for this workspace: `cargo xtask --help`.

use std::process::ExitCode;

use clap::Parser;

mod capacity;
mod cold;
mod fuzz;
mod leave_one_out;
mod machine;
mod peers;
mod process;
mod python;
mod tables;
mod tidy;
mod workspace;
mod worth;

/// Automation for this workspace.
#[derive(Parser)]
enum Task {
    /// Checks the rules of the house that no compiler knows: arrows between crates, names,
    /// lengths, the top level, and that nothing committed names one machine.
    Tidy,
    /// Writes the folding tables of quell-classifier of Unicode and Han variants.
    Tables,
    /// Trains and scores quell and scikit-learn, one corpus at a time, side by side.
    Capacity(capacity::Arguments),
    /// Trains without one corpus, and scores that corpus.
    LeaveOneOut(leave_one_out::Arguments),
    /// Measures what annotations and our own messages are worth, and draws the curve.
    Worth(worth::Arguments),
    /// Measures a cold `quell check "…"` against `true`: time and peak memory.
    Cold(cold::Arguments),
    /// Measures quell beside its peers on the same rows, and writes benches/peers/RESULTS.md.
    Peers(peers::Arguments),
    /// Runs every fuzz target for a while and counts executions.
    Fuzz(fuzz::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Task::parse() {
        Task::Tidy => tidy::run(),
        Task::Tables => tables::write(),
        Task::Capacity(arguments) => capacity::run(&arguments),
        Task::LeaveOneOut(arguments) => leave_one_out::run(&arguments),
        Task::Worth(arguments) => worth::run(&arguments),
        Task::Cold(arguments) => cold::run(&arguments),
        Task::Peers(arguments) => peers::run(&arguments),
        Task::Fuzz(arguments) => fuzz::run(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}
