use std::error::Error;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Duration;

use indicatif::ProgressBar;
use quell_train::corpus::{ImportSummary, Manifest, RowSyntax, Split, import};

#[derive(clap::Args)]
pub(super) struct Args {
    /// What the corpus is and how it is written.
    manifest: PathBuf,
    /// Its files, as they were published.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Where to write NAME.train, NAME.dev and NAME.withheld.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Leave out lines that cannot be used, and say how many.
    #[arg(long)]
    skip_bad: bool,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Result<u8, Box<dyn Error>> {
    let manifest = Manifest::open(&args.manifest)?;
    let outputs = Split::paths(&args.out, &manifest.name, RowSyntax::JsonlGz);
    let inputs = [&args.files[..], std::slice::from_ref(&args.manifest)].concat();
    super::refuse_overwriting(&inputs, &outputs)?;
    let progress = ProgressBar::new_spinner();
    progress.enable_steady_tick(Duration::from_millis(100));
    let told = |file: &std::path::Path| progress.set_message(format!("reading {}", file.display()));
    let summary = import(&manifest, &args.files, &args.out, args.skip_bad, told)?;
    progress.finish_and_clear();
    let mut out = anstream::stdout();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&summary)?)?;
    } else {
        print(&mut out, &manifest, &summary)?;
    }
    Ok(crate::DONE)
}

fn print(out: &mut impl Write, manifest: &Manifest, summary: &ImportSummary) -> io::Result<()> {
    for file in summary.files.iter().filter(|file| !file.pinned) {
        writeln!(
            out,
            "not pinned: add to [sha256] of the manifest\n  \"{}\" = \"{}\"",
            file.name, file.sha256
        )?;
    }
    let ImportSummary { read, bad, blank, duplicates, two_labels, .. } = summary;
    writeln!(
        out,
        "{read} rows read; left out: {duplicates} repeats, {two_labels} messages with two labels, \
         {blank} blank, {bad} bad lines"
    )?;
    let mut table = crate::table::table(&["", "rows"]);
    for (label, rows) in &summary.labels {
        table.add_row([label.name().to_owned(), rows.to_string()]);
    }
    for (part, rows) in ["train", "dev", "withheld"].iter().zip(summary.split.parts) {
        table.add_row([format!("{}.{part}", manifest.name), rows.to_string()]);
    }
    writeln!(out, "{table}")?;
    for warning in summary.split.warnings() {
        writeln!(out, "warning: {warning}")?;
    }
    writeln!(out, "licence: {}\ncite: {}", manifest.licence, manifest.citation)
}
