//! The `quell` command.
use std::process::ExitCode;

use clap::Parser;

mod args;
mod check;
mod dataset;
mod eval;
mod failure;
mod model;
mod shown;
mod table;
mod train;

/// Done, and every check passed.
const DONE: u8 = 0;
/// Done, and a check failed.
const CHECK_FAILED: u8 = 1;
/// Bad usage or bad input; clap uses the same code.
const BAD_INPUT: u8 = 2;

fn main() -> ExitCode {
    let command = args::Args::parse().command;
    let can_skip_bad = command.can_skip_bad();
    let outcome = match command {
        args::Command::Check(args) => check::run(&args),
        args::Command::Train(args) => train::run(&args),
        args::Command::Eval(args) => eval::run(&args),
        args::Command::Model(args) => model::run(&args),
        args::Command::Dataset(args) => dataset::run(args),
    };
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(error) if failure::is_closed_pipe(error.as_ref()) => ExitCode::from(DONE),
        Err(error) => {
            failure::tell(error.as_ref(), can_skip_bad);
            ExitCode::from(BAD_INPUT)
        }
    }
}
