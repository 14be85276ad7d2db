use std::error::Error;
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

use indicatif::ProgressBar;
use quell_train::corpus::{Audit, Part, PartName, audit};

#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    input: super::Input,
    /// What to hold against what: the parts that file names say, as in
    /// NAME.dev.jsonl.gz, or each file by itself in the order given.
    #[arg(long, value_enum, default_value = "part")]
    by: By,
    /// Exit with 1 when a later part repeats an earlier one.
    #[arg(long)]
    strict: bool,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum By {
    Part,
    File,
}

pub(super) fn run(args: &Args) -> Result<u8, Box<dyn Error>> {
    let progress = ProgressBar::new_spinner();
    progress.enable_steady_tick(Duration::from_millis(100));
    let parts = read(args, &progress)?;
    progress.set_message("looking for near-duplicates");
    let found = audit(&parts);
    progress.finish_and_clear();
    let mut out = anstream::stdout();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&found)?)?;
    } else {
        print(&mut out, &found)?;
    }
    Ok(if args.strict && !found.is_tight() { crate::CHECK_FAILED } else { crate::DONE })
}

/// The parts, in the order in which they may learn from each other: when every
/// file's name says its part, train before dev before withheld.
fn read(args: &Args, progress: &ProgressBar) -> Result<Vec<Part>, Box<dyn Error>> {
    let files = &args.input.files;
    let named: Option<Vec<PartName>> = files.iter().map(|file| part_of_name(file)).collect();
    let mut parts = match &named {
        Some(_) if args.by == By::Part => {
            PartName::ALL.iter().map(|part| Part::new(part.name())).collect()
        }
        _ => files.iter().map(|file| Part::new(file.display().to_string())).collect::<Vec<_>>(),
    };
    for (place, file) in files.iter().enumerate() {
        progress.set_message(format!("reading {}", file.display()));
        let part = match &named {
            Some(named) if args.by == By::Part => named[place] as usize,
            _ => place,
        };
        let report = parts[part].read(file, args.input.options())?;
        progress.suspend(|| super::tell_keeping(file, &report));
    }
    parts.retain(|part| !part.rows().is_empty());
    Ok(parts)
}

fn part_of_name(file: &Path) -> Option<PartName> {
    let name = file.file_name()?.to_str()?;
    name.split('.').find_map(|word| PartName::ALL.into_iter().find(|part| part.name() == word))
}

fn print(out: &mut impl Write, found: &Audit) -> io::Result<()> {
    let mut parts = crate::table::table(&[
        "part", "rows", "unwanted", "wanted", "repeats", "near", "leaks", "%",
    ]);
    for (place, part) in found.parts.iter().enumerate() {
        let leak = place.checked_sub(1).map(|before| &found.leaks[before]);
        let counts =
            [part.rows, part.unwanted, part.wanted, part.exact_duplicates, part.near_duplicates];
        let leaks = leak.map_or([String::new(), String::new()], |leak| {
            [leak.near.to_string(), format!("{:.2}", leak.near_share * 100.0)]
        });
        let counts = counts.iter().map(usize::to_string);
        parts.add_row(std::iter::once(part.name.clone()).chain(counts).chain(leaks));
    }
    writeln!(out, "{parts}")?;
    for warning in &found.warnings {
        writeln!(out, "warning: {warning}")?;
    }
    for leak in &found.leaks {
        for row in &leak.examples {
            writeln!(out, "  {row} repeats an earlier part")?;
        }
    }
    for [wanted, unwanted] in &found.conflicts.examples {
        writeln!(out, "  {wanted} is wanted, {unwanted} is not")?;
    }
    Ok(())
}
