//! The `quell` command.
use std::error::Error;
use std::io;
use std::process::ExitCode;

use clap::Parser;
use quell_train::corpus::CorpusError;
use quell_train::examples::ExamplesError;
use quell_train::training::TrainError;

mod args;
mod check;
mod dataset;
mod eval;
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
    let outcome = match args::Args::parse().command {
        args::Command::Check(args) => check::run(&args),
        args::Command::Train(args) => train::run(&args),
        args::Command::Eval(args) => eval::run(&args),
        args::Command::Model(args) => model::run(&args),
        args::Command::Dataset(args) => dataset::run(args),
    };
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(error) if is_closed_pipe(error.as_ref()) => ExitCode::from(DONE),
        Err(error) => {
            let code = code(error.as_ref()).map_or_else(String::new, |code| format!("[{code}]"));
            anstream::eprintln!("quell{code}: {}", shown::lines(error.to_string().trim_end()));
            ExitCode::from(BAD_INPUT)
        }
    }
}

/// The stable code of a fault in a corpus.
fn code(error: &(dyn Error + 'static)) -> Option<&'static str> {
    let corpus = match error.downcast_ref() {
        Some(TrainError::Examples(ExamplesError::Corpus(error))) => Some(error),
        _ => error.downcast_ref::<CorpusError>(),
    };
    corpus.map(|error| error.kind().code())
}

/// Whoever read our output has had enough, as `head` does.
fn is_closed_pipe(error: &(dyn Error + 'static)) -> bool {
    let io = error.downcast_ref::<io::Error>();
    io.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
