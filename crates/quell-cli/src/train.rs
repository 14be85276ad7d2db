//! `quell train`: a model from labelled messages, by a recipe.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};
use quell_train::corpus::{Annotations, AtomicFile, ReadReport, read_text};
use quell_train::examples::Examples;
use quell_train::recipe::Recipe;
use quell_train::training::{Card, Progress, Rounding, sha256_hex, train};
use serde::Serialize;

use crate::shown;
use crate::table::table;

/// What is learnt from.
#[derive(clap::Args)]
pub(crate) struct Material {
    /// The recipe (TOML): sources, features, heads.
    #[arg(long, value_name = "R.toml")]
    recipe: PathBuf,
    /// Folders that hold `<source>.train.jsonl`, `.jsonl.gz` or `.csv`.
    #[arg(long, value_name = "DIR", required = true, num_args = 1..)]
    pub(crate) data: Vec<PathBuf>,
    /// What careful readers said of rows, by their keys (CSV); it counts instead of
    /// the rows' own labels.
    #[arg(long, value_name = "CSV", num_args = 1..)]
    annotations: Vec<PathBuf>,
    /// Leave a source out, to measure the rest on it.
    #[arg(long, value_name = "SOURCE")]
    leave_out: Vec<String>,
}

impl Material {
    /// The recipe in the file, without the sources to leave out.
    pub(crate) fn recipe(&self) -> Result<Recipe, Box<dyn Error>> {
        let text = read_text(&self.recipe, RECIPE_BYTES_MAX)?;
        let mut recipe =
            Recipe::parse(&text).map_err(|error| format!("{}: {error}", self.recipe.display()))?;
        for source in &self.leave_out {
            recipe = recipe.without(source)?;
        }
        Ok(recipe)
    }

    /// All files that will be read, so that nothing is written over them.
    pub(crate) fn files(&self, recipe: &Recipe) -> Result<Vec<PathBuf>, Box<dyn Error>> {
        let mut files = Examples::paths(recipe, &self.data)?;
        files.extend(self.annotations.iter().chain([&self.recipe]).cloned());
        Ok(files)
    }

    /// What careful readers said.
    pub(crate) fn annotations(&self) -> Result<Annotations, Box<dyn Error>> {
        Ok(Annotations::open(&self.annotations)?)
    }
}

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    material: Material,
    /// Where the model goes.
    #[arg(long, value_name = "M.quell")]
    out: PathBuf,
    /// Labelled messages to measure what rounding weights to bytes costs.
    #[arg(long, value_name = "DATA")]
    measure: Vec<PathBuf>,
    /// The card as one JSON object.
    #[arg(long)]
    json: bool,
}

/// What a run cost; printed beside the card, and not in the file, because equal
/// rows are to give equal bytes.
#[derive(Serialize)]
struct Run {
    sha256: String,
    bytes: usize,
    cpu_seconds: Option<f64>,
    wall_seconds: f64,
    peak_memory_mib: Option<u64>,
}

/// A hundred times the longest recipe.
const RECIPE_BYTES_MAX: u64 = 1 << 20;

pub(crate) fn run(args: &Args) -> Result<u8, Box<dyn Error>> {
    let started = Instant::now();
    let recipe = args.material.recipe()?;
    // Refused now rather than after minutes of training.
    let mut inputs = args.material.files(&recipe)?;
    inputs.extend(args.measure.iter().cloned());
    crate::dataset::refuse_overwriting(&inputs, std::slice::from_ref(&args.out))?;
    drop(AtomicFile::create(&args.out)?);
    let measured = match args.measure.as_slice() {
        [] => None,
        files => Some(crate::eval::rows(files, false)?),
    };
    let annotations = args.material.annotations()?;
    let bar = Bar::new();
    let trained = train(&recipe, &args.material.data, &annotations, &bar)?;
    bar.finish();
    let mut file = AtomicFile::create(&args.out)?;
    file.write_all(&trained.bytes)?;
    file.commit()?;
    let rounding = measured.map(|rows| trained.rounding(&rows)).transpose()?;
    let usage = Usage::now();
    let run = Run {
        sha256: sha256_hex(&trained.bytes),
        bytes: trained.bytes.len(),
        cpu_seconds: usage.as_ref().map(|usage| usage.cpu_seconds),
        wall_seconds: started.elapsed().as_secs_f64(),
        peak_memory_mib: usage.map(|usage| usage.peak_memory_mib),
    };
    let mut out = anstream::stdout().lock();
    if args.json {
        writeln!(
            out,
            "{}",
            serde_json::json!({"card": trained.card, "run": run, "rounding": rounding})
        )?;
    } else {
        write!(out, "{}", page(&trained.card, &run))?;
        if let Some(rounding) = rounding {
            writeln!(out, "\n{}", rounding_table(&rounding))?;
        }
    }
    Ok(crate::DONE)
}

fn page(card: &Card, run: &Run) -> String {
    let mut page = String::new();
    let mut sources = table(&["source", "rows", "read", "weight"]);
    for source in &card.sources {
        sources.add_row([
            source.name.clone(),
            shown::count(source.rows as u64),
            shown::count(source.annotated as u64),
            format!("{}", source.weight),
        ]);
    }
    let mut heads = table(&["head", "yes", "no", "threshold", "F1", "ROC AUC"]);
    for head in &card.cross_validation {
        let measure = |value: Option<f64>| {
            value.map_or_else(|| "–".to_owned(), |value| format!("{value:.4}"))
        };
        let [yes, no] = head.rows.map(|rows| shown::count(rows as u64));
        heads.add_row([
            head.head.clone(),
            yes,
            no,
            format!("{:.3}", head.threshold),
            measure(head.f1),
            measure(head.roc_auc),
        ]);
    }
    let facts = [
        ("rows", shown::count(card.rows as u64)),
        ("near-duplicates as one", shown::count(card.groups as u64)),
        ("features to choose from", shown::count(card.features as u64)),
        ("bytes", shown::count(run.bytes as u64)),
        (
            "CPU seconds",
            run.cpu_seconds.map_or_else(|| "–".to_owned(), |seconds| format!("{seconds:.1}")),
        ),
        ("seconds", format!("{:.1}", run.wall_seconds)),
        (
            "peak memory",
            run.peak_memory_mib.map_or_else(|| "–".to_owned(), |mib| format!("{mib} MiB")),
        ),
        ("sha256", run.sha256.clone()),
    ];
    let _ = writeln!(
        page,
        "{}\n\n{sources}\n\nmeasured inside train, on held-out folds\n{heads}\n",
        card.name
    );
    for (name, value) in facts {
        let _ = writeln!(page, "{name:<26}{value}");
    }
    page
}

fn rounding_table(rounding: &Rounding) -> comfy_table::Table {
    let measure =
        |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.5}"));
    let mut lines = table(&["rounding", "F1", "ROC AUC"]);
    lines.add_row([
        "f64 weights".to_owned(),
        measure(rounding.f1_exact),
        measure(rounding.roc_auc_exact),
    ]);
    lines.add_row([
        "bytes".to_owned(),
        measure(rounding.f1_bytes),
        measure(rounding.roc_auc_bytes),
    ]);
    lines
}

/// What the process used so far.
struct Usage {
    cpu_seconds: f64,
    peak_memory_mib: u64,
}

impl Usage {
    #[cfg(target_os = "linux")]
    fn now() -> Option<Self> {
        use nix::sys::resource::{UsageWho, getrusage};
        use nix::sys::time::TimeValLike;
        let usage = getrusage(UsageWho::RUSAGE_SELF).ok()?;
        let microseconds =
            usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
        // Linux counts the peak in KiB.
        Some(Self {
            cpu_seconds: microseconds as f64 / 1e6,
            peak_memory_mib: usage.max_rss() as u64 / 1024,
        })
    }

    #[cfg(not(target_os = "linux"))]
    fn now() -> Option<Self> {
        None
    }
}

/// A progress bar, one stage after another.
struct Bar(Mutex<ProgressBar>);

impl Bar {
    fn new() -> Self {
        Self(Mutex::new(ProgressBar::hidden()))
    }

    fn finish(&self) {
        if let Ok(bar) = self.0.lock() {
            bar.finish_and_clear();
        }
    }
}

impl Progress for Bar {
    fn stage(&self, name: &str, steps: usize) {
        let Ok(mut bar) = self.0.lock() else { return };
        bar.finish_and_clear();
        let style = ProgressStyle::with_template("{msg:>10} {bar:30} {pos}/{len} {elapsed}");
        *bar = ProgressBar::new(steps as u64).with_message(name.to_owned());
        if let Ok(style) = style {
            bar.set_style(style);
        }
        bar.enable_steady_tick(std::time::Duration::from_millis(200));
    }

    fn step(&self) {
        if let Ok(bar) = self.0.lock() {
            bar.inc(1);
        }
    }

    fn read(&self, path: &Path, report: &ReadReport) {
        if let Ok(bar) = self.0.lock() {
            bar.suspend(|| crate::dataset::tell(path, report));
        }
    }
}
