//! `quell dataset`: labelled messages, before anything learns from them.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};

use quell_train::corpus::{ReadOptions, ReadReport};

use crate::shown;

mod annotate;
mod audit;
mod import;
mod rows;
mod split;
mod stats;

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Turn files of a public corpus into rows, by its manifest.
    Import(import::Args),
    /// Find messages on both sides of a split, messages judged both ways, and how unlike a
    /// model's training rows a corpus is.
    Audit(audit::Args),
    /// Join what careful readers said to a copy of the corpus they read.
    Annotate(annotate::Args),
    /// Write the rows that a recipe trains on, with the labels and weights they count with.
    Rows(rows::Args),
    /// Write the train, dev and withheld parts of a corpus.
    Split(split::Args),
    /// Count rows by source, language, label, topic, flag and length.
    Stats(stats::Args),
}

/// Which files to read, and how strictly.
#[derive(clap::Args)]
struct Input {
    /// JSONL, gzipped JSONL or CSV with a header.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Leave out lines that cannot be used, and say how many.
    #[arg(long)]
    skip_bad: bool,
    /// Keep a column that looks personal; `sender` is the only one a row can hold.
    #[arg(long, value_name = "COL")]
    keep: Vec<String>,
}

impl Input {
    fn options(&self) -> ReadOptions {
        ReadOptions { skip_bad: self.skip_bad, keep: self.keep.clone(), ..ReadOptions::default() }
    }
}

impl Args {
    /// Whether the command has `--skip-bad`.
    pub(crate) fn can_skip_bad(&self) -> bool {
        !matches!(self.command, Command::Annotate(_) | Command::Rows(_))
    }
}

/// Does what was asked; the exit code, or an error to print.
pub(crate) fn run(args: Args) -> Result<u8, Box<dyn Error>> {
    match args.command {
        Command::Import(args) => import::run(&args),
        Command::Audit(args) => audit::run(&args),
        Command::Annotate(args) => annotate::run(&args),
        Command::Rows(args) => rows::run(&args),
        Command::Split(args) => split::run(&args),
        Command::Stats(args) => stats::run(&args),
    }
}

/// Refuses to write where one of the files to read lies.
pub(crate) fn refuse_overwriting(
    inputs: &[PathBuf],
    outputs: &[PathBuf],
) -> Result<(), Box<dyn Error>> {
    let inputs: BTreeSet<PathBuf> =
        inputs.iter().filter_map(|input| input.canonicalize().ok()).collect();
    let is_read = |output: &&PathBuf| output.canonicalize().is_ok_and(|it| inputs.contains(&it));
    match outputs.iter().find(is_read) {
        Some(output) => {
            let output = output.display();
            Err(format!("{output}: would be written over what is read; write elsewhere").into())
        }
        None => Ok(()),
    }
}

/// Tells the user on stderr what a reader left out.
pub(crate) fn tell(file: &Path, report: &ReadReport) {
    tell_with(file, report, "");
}

/// The same for a command that has `--keep`.
fn tell_keeping(file: &Path, report: &ReadReport) {
    tell_with(file, report, "; --keep sender keeps it");
}

fn tell_with(file: &Path, report: &ReadReport, keep: &str) {
    let file = shown::lines(&file.display().to_string());
    for column in &report.dropped {
        let column = shown::line(column, shown::NAME_CHARS);
        let hint = if column == "sender" { keep } else { "" };
        anstream::eprintln!(
            "{file}: warning: column `{column}` looks personal and was dropped{hint}"
        );
    }
    if report.bad_total > 0 {
        let lines = if report.bad_total == 1 { "line" } else { "lines" };
        anstream::eprintln!("{file}: warning: {} {lines} skipped:", report.bad_total);
        for bad in &report.bad {
            anstream::eprintln!("  line {}: {}", bad.line, bad.reason);
        }
    }
    if report.last_line_cut {
        anstream::eprintln!("{file}: warning: the last line is cut off");
    }
}
