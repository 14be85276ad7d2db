//! The `quell` command.
use std::process::ExitCode;

use clap::Parser;

mod args;

fn main() -> ExitCode {
    let _command = args::Args::parse();
    ExitCode::SUCCESS
}
