use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;

use quell_train::corpus::{Quantiles, RowReader, Stats};
use serde::Serialize;

use crate::shown;

#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    input: super::Input,
    /// Count rows without a label too.
    #[arg(long)]
    unlabelled: bool,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Report<'a> {
    #[serde(flatten)]
    stats: &'a Stats,
    chars: Quantiles,
}

pub(super) fn run(args: &Args) -> Result<u8, Box<dyn Error>> {
    let mut stats = Stats::default();
    for file in &args.input.files {
        let mut options = args.input.options();
        options.labels_required = !args.unlabelled;
        let mut rows = RowReader::open(file, options)?;
        for row in rows.by_ref() {
            stats.add(&row?);
        }
        super::tell_keeping(file, rows.report());
    }
    let mut out = anstream::stdout();
    if args.json {
        let report = Report { stats: &stats, chars: stats.lengths() };
        writeln!(out, "{}", serde_json::to_string(&report)?)?;
    } else {
        write!(out, "{}", human(&stats))?;
    }
    Ok(crate::DONE)
}

fn human(stats: &Stats) -> String {
    let kinds = [
        ("source", &stats.sources),
        ("lang", &stats.langs),
        ("label", &stats.labels),
        ("topic", &stats.topics),
        ("flag", &stats.flags),
        ("head", &stats.decided),
    ];
    let mut table = crate::table::table(&["", "", "rows", "%"]);
    for (kind, counts) in kinds {
        add(&mut table, kind, counts, stats.rows);
    }
    let Quantiles { min, p25, median, p75, p99, max } = stats.lengths();
    format!(
        "{} rows\n{table}\ncharacters: {min} least, {p25} | {median} | {p75} quartiles, \
         {p99} for 99 %, {max} most\n",
        stats.rows
    )
}

fn add(table: &mut comfy_table::Table, kind: &str, counts: &BTreeMap<String, u64>, all: u64) {
    for (name, rows) in counts {
        let share = *rows as f64 * 100.0 / all.max(1) as f64;
        let name = shown::line(name, shown::NAME_CHARS);
        table.add_row([kind.to_owned(), name, rows.to_string(), format!("{share:.1}")]);
    }
}
