use std::error::Error;
use std::io::Write;
use std::path::PathBuf;

use quell_train::corpus::{Annotations, AtomicFile, Decision, Label};
use quell_train::examples::{Example, Examples};
use quell_train::recipe::Recipe;
use serde::Serialize;

#[derive(clap::Args)]
pub(super) struct Args {
    /// The recipe (TOML), as for `quell train`.
    #[arg(long, value_name = "R.toml")]
    recipe: PathBuf,
    /// Folders that hold `<source>.train.jsonl`, `.jsonl.gz` or `.csv`.
    #[arg(long, value_name = "DIR", required = true, num_args = 1..)]
    data: Vec<PathBuf>,
    /// What careful readers said of rows; it counts instead of the rows' own labels.
    #[arg(long, value_name = "CSV", num_args = 1..)]
    annotations: Vec<PathBuf>,
    /// Leave a source out.
    #[arg(long, value_name = "SOURCE")]
    leave_out: Vec<String>,
    /// Where the rows go: JSONL.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// A row as training counts it.
#[derive(Serialize)]
struct Line<'a> {
    text: &'a str,
    label: Label,
    source: &'a str,
    weight: f64,
}

pub(super) fn run(args: &Args) -> Result<u8, Box<dyn Error>> {
    let recipe = crate::train::recipe(&args.recipe, &args.leave_out)?;
    let mut inputs = Examples::paths(&recipe, &args.data)?;
    inputs.extend(args.annotations.iter().chain([&args.recipe]).cloned());
    super::refuse_overwriting(&inputs, std::slice::from_ref(&args.out))?;
    let annotations = Annotations::open(&args.annotations)?;
    let mut file = AtomicFile::create(&args.out)?;
    let examples = Examples::read(&recipe, &args.data, &annotations)?;
    for (path, report) in &examples.reports {
        super::tell(path, report);
    }
    let mut written = 0u64;
    for line in examples.rows.iter().filter_map(|example| line(&recipe, example)) {
        serde_json::to_writer(&mut file, &line)?;
        file.write_all(b"\n")?;
        written += 1;
    }
    file.commit()?;
    writeln!(anstream::stdout(), "{} rows", crate::shown::count(written))?;
    Ok(crate::DONE)
}

/// The row, unless it does not decide what its text is.
fn line<'a>(recipe: &'a Recipe, example: &'a Example) -> Option<Line<'a>> {
    let Example { text, decision, weight, source, .. } = example;
    let source = &recipe.sources[*source].name;
    Some(Line { text, label: label(*decision)?, source, weight: *weight })
}

/// The label that decides as much.
fn label(decision: Decision) -> Option<Label> {
    Some(match (decision.unwanted?, decision.essential, decision.fraud) {
        (true, _, Some(true)) => Label::Fraud,
        (true, _, Some(false)) => Label::Marketing,
        (true, _, None) => Label::Spam,
        (false, Some(true), _) => Label::Essential,
        (false, Some(false), _) => Label::Personal,
        (false, None, _) => Label::Ham,
    })
}
