use std::collections::BTreeSet;
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};

use quell_train::corpus::{RowReader, RowSyntax, Split, SplitSummary};

#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    input: super::Input,
    /// Where to write FILE.train, FILE.dev and FILE.withheld.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// What to write.
    #[arg(long, value_enum, default_value = "jsonl.gz")]
    format: Format,
    /// Split even fewer than ten rows.
    #[arg(long)]
    allow_few: bool,
    /// One JSON object a file.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    #[value(name = "jsonl.gz")]
    JsonlGz,
    Jsonl,
    Csv,
}

impl From<Format> for RowSyntax {
    fn from(format: Format) -> Self {
        match format {
            Format::JsonlGz => Self::JsonlGz,
            Format::Jsonl => Self::Jsonl,
            Format::Csv => Self::Csv,
        }
    }
}

pub(super) fn run(args: &Args) -> Result<u8, Box<dyn Error>> {
    refuse_equal_names(&args.input.files)?;
    let parts = |file| Split::paths(&args.out, &stem(file), args.format.into());
    let outputs: Vec<PathBuf> = args.input.files.iter().flat_map(|file| parts(file)).collect();
    super::refuse_overwriting(&args.input.files, &outputs)?;
    let mut out = anstream::stdout();
    let mut table = crate::table::table(&["file", "rows", "train", "dev", "withheld", "repeats"]);
    for file in &args.input.files {
        let summary = split(args, file)?;
        for warning in summary.warnings() {
            anstream::eprintln!("{}: warning: {warning}", file.display());
        }
        if args.json {
            let line = serde_json::json!({ "file": file.display().to_string(), "split": summary });
            writeln!(out, "{line}")?;
        }
        let [train, dev, withheld] = summary.parts;
        let counts = [summary.rows, train, dev, withheld, summary.duplicates];
        table.add_row(std::iter::once(stem(file)).chain(counts.iter().map(u64::to_string)));
    }
    if !args.json {
        writeln!(out, "{table}")?;
    }
    Ok(crate::DONE)
}

fn split(args: &Args, file: &Path) -> Result<SplitSummary, Box<dyn Error>> {
    let mut rows = RowReader::open(file, args.input.options())?;
    let mut split = Split::create(&args.out, &stem(file), args.format.into())?;
    if args.allow_few {
        split = split.allowing_few();
    }
    for row in rows.by_ref() {
        split.write(&row?)?;
    }
    super::tell_keeping(file, rows.report());
    Ok(split.commit()?)
}

/// Two files of one name would be written over each other.
fn refuse_equal_names(files: &[PathBuf]) -> Result<(), Box<dyn Error>> {
    let mut stems = BTreeSet::new();
    for file in files {
        if !stems.insert(stem(file)) {
            let stem = stem(file);
            return Err(
                format!("two files would be written as {stem}.train; split them apart").into()
            );
        }
    }
    Ok(())
}

/// The file's name up to its first dot.
fn stem(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    name.split('.').next().filter(|it| !it.is_empty()).unwrap_or("rows").to_owned()
}
