use std::error::Error;
use std::io::Write;
use std::path::PathBuf;

use quell_train::corpus::{AtomicFile, Decision, Label};
use quell_train::examples::{Example, Examples};
use quell_train::recipe::Recipe;
use serde::Serialize;

use crate::train::Material;

#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    material: Material,
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
    let recipe = args.material.recipe()?;
    let inputs = args.material.files(&recipe)?;
    super::refuse_overwriting(&inputs, std::slice::from_ref(&args.out))?;
    let annotations = args.material.annotations()?;
    let mut file = AtomicFile::create(&args.out)?;
    let examples = Examples::read(&recipe, &args.material.data, &annotations)?;
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
