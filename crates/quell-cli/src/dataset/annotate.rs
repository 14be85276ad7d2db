use std::error::Error;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use quell_train::corpus::{
    Agreement, Annotations, Difference, Differences, Judgement, Label, RowFile, RowReader,
    RowSyntax,
};

use crate::shown;

#[derive(clap::Args)]
pub(super) struct Args {
    /// The corpus that was read; without any, only what its readers say is counted.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What careful readers said, by the keys of messages (CSV).
    #[arg(long, value_name = "CSV", required = true, num_args = 1..)]
    annotations: Vec<PathBuf>,
    /// Where the rows go that were read, with what the readers say: JSONL, gzipped or
    /// not, or CSV, as the name ends.
    #[arg(long, value_name = "FILE", requires = "files")]
    out: Option<PathBuf>,
    /// Leave out rows with this flag.
    #[arg(long, value_name = "FLAG", value_parser = Judgement::FLAGS)]
    without: Vec<String>,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> Result<u8, Box<dyn Error>> {
    if let Some(out) = &args.out {
        let inputs = [&args.files[..], &args.annotations[..]].concat();
        super::refuse_overwriting(&inputs, std::slice::from_ref(out))?;
    }
    let annotations = Annotations::open(&args.annotations)?;
    let mut differences = Differences::default();
    let mut written = 0u64;
    let create = |path: &PathBuf| RowFile::create(path, syntax(path));
    let mut file = args.out.as_ref().map(create).transpose()?;
    for path in &args.files {
        let mut rows = RowReader::open(path, super::ReadOptions::default())?;
        for row in rows.by_ref() {
            let row = row?;
            let judged = annotations.judged(&row);
            differences.add(&row, judged.as_ref());
            let is_wanted = |flags: &[String]| !flags.iter().any(|it| args.without.contains(it));
            if let (Some(file), Some(judged)) = (&mut file, judged)
                && is_wanted(&judged.flags)
            {
                file.write(&judged)?;
                written += 1;
            }
        }
        super::tell(path, rows.report());
    }
    match file {
        Some(_) if written == 0 => return Err(NOTHING_JOINED.into()),
        Some(file) => file.commit()?,
        None => {}
    }
    let mut out = anstream::stdout();
    let agreement = annotations.agreement();
    if args.json {
        let read = annotations.len();
        let object = serde_json::json!({
            "read": read, "agreement": agreement, "differences": differences,
        });
        writeln!(out, "{object}")?;
    } else {
        print(&mut out, &annotations, &agreement, &differences)?;
    }
    Ok(crate::DONE)
}

const NOTHING_JOINED: &str = "no message of these files was read by the annotations' readers, or \
                              --without leaves none; nothing was written. Is it the same corpus?";

fn syntax(path: &Path) -> RowSyntax {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("gz") => RowSyntax::JsonlGz,
        Some("csv") => RowSyntax::Csv,
        _ => RowSyntax::Jsonl,
    }
}

fn print(
    out: &mut impl Write,
    annotations: &Annotations,
    agreement: &Agreement,
    differences: &Differences,
) -> io::Result<()> {
    writeln!(out, "{} messages were read, {} of them twice", annotations.len(), agreement.rows)?;
    writeln!(out, "{}", counts(annotations))?;
    if agreement.rows > 0 {
        writeln!(out, "\nCohen's kappa {}\n{}", figure(agreement.kappa), classes(agreement))?;
    }
    if !differences.sources.is_empty() {
        writeln!(out, "\n{}", sources(differences))?;
    }
    Ok(())
}

fn counts(annotations: &Annotations) -> comfy_table::Table {
    let mut table = crate::table::table(&["class", "messages", "mixed", "soft", "unreadable"]);
    for class in Label::CLASSES {
        let flagged = |flag: Option<&str>| {
            let of_class = annotations.golds().filter(|gold| gold.class == class);
            of_class.filter(|gold| flag.is_none_or(|it| gold.flags.iter().any(|f| f == it))).count()
        };
        let row = [None, Some("mixed"), Some("soft"), Some("unreadable")].map(flagged);
        if row[0] > 0 {
            let cells = row.iter().map(usize::to_string);
            table.add_row(std::iter::once(class.name().to_owned()).chain(cells));
        }
    }
    table
}

fn classes(agreement: &Agreement) -> comfy_table::Table {
    let mut table = crate::table::table(&["class", "first", "second", "both", "kappa"]);
    for class in &agreement.classes {
        table.add_row([
            class.class.name().to_owned(),
            class.first.to_string(),
            class.second.to_string(),
            class.both.to_string(),
            figure(class.kappa),
        ]);
    }
    table
}

fn sources(differences: &Differences) -> comfy_table::Table {
    let titles = ["source", "rows", "read", "wanted, read unwanted", "unwanted, read wanted"];
    let mut table = crate::table::table(&titles);
    for (source, counts) in &differences.sources {
        let Difference { rows, read, wanted_but_unwanted, unwanted_but_wanted, .. } = counts;
        table.add_row([
            shown::line(source, shown::NAME_CHARS),
            rows.to_string(),
            read.to_string(),
            part(*wanted_but_unwanted),
            part(*unwanted_but_wanted),
        ]);
    }
    table
}

fn part([some, all]: [u64; 2]) -> String {
    let percent = some as f64 * 100.0 / all.max(1) as f64;
    format!("{some} of {all} ({percent:.1} %)")
}

fn figure(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"))
}
