//! quell beside its peers: the same rows to learn from, the same rows to be measured on, one run.

mod bench;
mod contender;
mod cost;
mod measures;
mod page;
mod table;

use std::path::PathBuf;

use clap::Args;

use crate::workspace;
use bench::Bench;
use contender::CONTENDERS;

/// Where the figures are kept.
const RESULTS: &str = "benches/peers/RESULTS.md";

#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder of the given corpora, train and dev parts.
    #[arg(long)]
    data: PathBuf,
    /// Only these contenders, by name. The results are then printed and not kept.
    #[arg(long)]
    only: Vec<String>,
    /// Only these parts, by name; the same holds.
    #[arg(long)]
    parts: Vec<String>,
    /// How often each contender's speed is measured, in turn.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Take models that an earlier run left instead of training again. The results are then
    /// printed and not kept: nobody knows what those learnt.
    #[arg(long)]
    resume: bool,
}

/// Measures all contenders, and writes the page of results.
///
/// # Errors
///
/// When a program cannot start or fails, or prints something else than agreed.
pub(crate) fn run(arguments: &Arguments) -> Result<(), String> {
    let bench = Bench::prepare(arguments)?;
    let trained = bench.train_all()?;
    let left_out = bench.train_left_out(&trained)?;
    // Before the answers are read: a program that is started is charged with this one's memory.
    let costs = cost::measure(&bench, arguments.rounds)?;
    let page = page::write(&bench, &trained, &left_out, &costs)?;
    if arguments.only.is_empty() && arguments.parts.is_empty() && !arguments.resume {
        let path = workspace::root().join(RESULTS);
        std::fs::write(&path, page).map_err(|error| format!("{}: {error}", path.display()))
    } else {
        println!("{page}");
        Ok(())
    }
}

/// Checks names given by the user against those there are.
fn check_names(option: &str, given: &[String], known: &[&str]) -> Result<(), String> {
    match given.iter().find(|name| !known.contains(&name.as_str())) {
        Some(name) => Err(format!("{option} {name}: expected one of {}", known.join(", "))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
