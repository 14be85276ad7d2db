use std::error::Error;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use indicatif::ProgressBar;
use quell_runtime::{Model, read_model_file};
use quell_train::corpus::{Audit, Part, PartName, audit};
use quell_train::drift::{Drift, Profile};
use serde::Serialize;

use crate::shown;

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
    /// Also say how unlike the rows that a model learnt from each part is: by the
    /// population stability index (PSI) of scores, length, script, words, web addresses
    /// and so on, against the profile in the model's card. Below 0.1 an aspect is stable,
    /// above 0.25 it has shifted strongly; "by chance" is what equal corpora of these
    /// sizes would exceed once in twenty times. Labels are not needed then.
    #[arg(long, value_name = "M.quell")]
    against: Option<PathBuf>,
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
    // A model that cannot be used is refused before the corpus is read.
    let trained = args.against.as_deref().map(Trained::open).transpose()?;
    let progress = ProgressBar::new_spinner();
    progress.enable_steady_tick(Duration::from_millis(100));
    let parts = read(args, &progress)?;
    progress.set_message("looking for near-duplicates");
    let found = audit(&parts);
    progress.set_message("comparing with the training rows");
    let drift: Option<Vec<PartDrift<'_>>> =
        trained.map(|trained| parts.iter().map(|part| trained.compare(part)).collect());
    progress.finish_and_clear();
    let mut out = anstream::stdout();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&Object { audit: &found, drift })?)?;
    } else {
        print(&mut out, &found)?;
        for part in drift.iter().flatten() {
            print_drift(&mut out, part)?;
        }
    }
    Ok(if args.strict && !found.is_tight() { crate::CHECK_FAILED } else { crate::DONE })
}

/// What `--json` prints.
#[derive(Serialize)]
struct Object<'a> {
    #[serde(flatten)]
    audit: &'a Audit,
    #[serde(skip_serializing_if = "Option::is_none")]
    drift: Option<Vec<PartDrift<'a>>>,
}

/// A part beside the rows that a model learnt from.
#[derive(Serialize)]
struct PartDrift<'a> {
    part: &'a str,
    #[serde(flatten)]
    drift: Drift,
}

/// A model and what its card says of the rows that it learnt from.
struct Trained {
    model: Model<Vec<u8>>,
    profile: Profile,
}

impl Trained {
    fn open(path: &Path) -> Result<Self, Box<dyn Error>> {
        let place = path.display();
        let model =
            Model::open(read_model_file(path)?).map_err(|error| format!("{place}: {error}"))?;
        let profile = Profile::of_model(&model).map_err(|error| format!("{place}: {error}"))?;
        Ok(Self { model, profile })
    }

    fn compare<'a>(&self, part: &'a Part) -> PartDrift<'a> {
        let texts = part.rows().iter().map(|row| row.text.as_str());
        PartDrift { part: &part.name, drift: Drift::of(&self.model, &self.profile, texts) }
    }
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
        let mut options = args.input.options();
        options.labels_required = args.against.is_none();
        let report = parts[part].read(file, options)?;
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

fn print_drift(out: &mut impl Write, part: &PartDrift<'_>) -> io::Result<()> {
    let PartDrift { part, drift } = part;
    let name = shown::line(part, shown::NAME_CHARS);
    let heads = [&name, "PSI", "by chance", "", "differs most", "here", "in training"];
    let mut aspects = crate::table::table(&heads);
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    for it in &drift.aspects {
        aspects.add_row([
            it.aspect.name().to_owned(),
            format!("{:.3}", it.psi),
            it.chance.map_or_else(|| "–".to_owned(), |chance| format!("{chance:.3}")),
            it.level.name().to_owned(),
            it.bin.clone(),
            percent(it.share),
            percent(it.training_share),
        ]);
    }
    let (rows, training) = (shown::count(drift.rows), shown::count(drift.training_rows));
    writeln!(
        out,
        "\n{aspects}\n{name}: {rows} rows against {training} of training: {}",
        drift.summary
    )
}
