//! Automation for this workspace: `cargo xtask --help`.

use std::process::ExitCode;

use clap::Parser;

mod tables;

/// Automation for this workspace.
#[derive(Parser)]
enum Task {
    /// Writes the folding tables of quell-classifier from Unicode and OpenCC data.
    Tables,
}

fn main() -> ExitCode {
    let outcome = match Task::parse() {
        Task::Tables => tables::write(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}
