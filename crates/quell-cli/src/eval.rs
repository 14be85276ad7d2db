//! `quell eval`: what a model is worth on labelled messages.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};

use quell_runtime::{Class, Model};
use quell_train::corpus::{AtomicFile, ReadOptions, Row, RowReader, read_text};
use quell_train::eval::{Report, Resampling};
use quell_train::evaluation::{Against, RivalScore, compare, measure, scored};
use quell_train::html_report::{HtmlReport, Rival, Subject, file_name};

use crate::shown;
use crate::table::table;

/// Seeds the bootstrap: the same rows give the same intervals.
const BOOTSTRAP_SEED: u64 = 1;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Labelled messages: JSONL, gzipped JSONL or CSV.
    #[arg(required = true, value_name = "DATA")]
    data: Vec<PathBuf>,
    /// The model file; the built-in model when left out.
    #[arg(long, value_name = "M.quell")]
    model: Option<PathBuf>,
    /// Another system's answers on the same rows, to be compared by a paired
    /// bootstrap: JSONL of {"score": number, "unwanted": bool}, in order.
    #[arg(long, value_name = "SCORES.jsonl")]
    against: Option<PathBuf>,
    /// Write a page with curves, score distributions and errors by source: one HTML
    /// file that fetches nothing and holds no message.
    #[arg(long, value_name = "REPORT.html")]
    html: Option<PathBuf>,
    /// Leave out lines that cannot be used, and say how many.
    #[arg(long)]
    skip_bad: bool,
    /// One JSON object.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args) -> Result<u8, Box<dyn Error>> {
    refuse_html_over_inputs(args)?;
    let bytes = crate::model::bytes(args.model.as_deref())?;
    let model = Model::open(&bytes)
        .map_err(|error| format!("{}: {error}", crate::model::name(args.model.as_deref())))?;
    let rows = rows(&args.data, args.skip_bad)?;
    let resampling = Resampling { replicates: Resampling::REPORT_REPLICATES, seed: BOOTSTRAP_SEED };
    let scored = scored(&model, &rows);
    let report = measure(&scored, resampling)?;
    let rival = match &args.against {
        Some(path) => Some(Peer::read(path, &model, &rows, resampling)?),
        None => None,
    };
    if let Some(path) = &args.html {
        let subject = Subject::new(&model, &bytes, args.model.as_deref(), &args.data);
        let rival = rival.as_ref().map(Peer::drawn);
        let page = HtmlReport { subject: &subject, report: &report, rows: &scored, rival };
        write_page(path, &page.to_html()?)?;
    }
    let against = rival.as_ref().map(|rival| &rival.against);
    let mut out = anstream::stdout().lock();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&Object { report: &report, against })?)?;
    } else {
        write!(out, "{}", page(&report, against))?;
    }
    Ok(crate::DONE)
}

/// Told before minutes of measuring.
fn refuse_html_over_inputs(args: &Args) -> Result<(), Box<dyn Error>> {
    let Some(html) = &args.html else { return Ok(()) };
    let inputs: Vec<PathBuf> =
        args.data.iter().chain(&args.model).chain(&args.against).cloned().collect();
    crate::dataset::refuse_overwriting(&inputs, std::slice::from_ref(html))?;
    drop(AtomicFile::create(html)?);
    Ok(())
}

fn write_page(path: &Path, page: &str) -> Result<(), Box<dyn Error>> {
    let mut file = AtomicFile::create(path)?;
    file.write_all(page.as_bytes())?;
    Ok(file.commit()?)
}

/// Another system's answers, and how far the model is above it.
struct Peer {
    name: String,
    answers: Vec<RivalScore>,
    against: Against,
}

impl Peer {
    fn read<B: AsRef<[u8]>>(
        path: &Path,
        model: &Model<B>,
        rows: &[Row],
        resampling: Resampling,
    ) -> Result<Self, Box<dyn Error>> {
        let answers = rival(path)?;
        let against = compare(model, rows, &answers, resampling)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self { name: file_name(path), answers, against })
    }

    fn drawn(&self) -> Rival<'_> {
        Rival { name: &self.name, answers: &self.answers, against: &self.against }
    }
}

/// What `--json` prints, keys in this order.
#[derive(serde::Serialize)]
struct Object<'a> {
    #[serde(flatten)]
    report: &'a Report,
    #[serde(skip_serializing_if = "Option::is_none")]
    against: Option<&'a Against>,
}

/// The labelled rows of the files.
pub(crate) fn rows(files: &[PathBuf], skip_bad: bool) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut rows: Vec<Row> = Vec::new();
    for file in files {
        let options = ReadOptions { skip_bad, ..ReadOptions::default() };
        let mut reader = RowReader::open(file, options)?;
        for row in reader.by_ref() {
            rows.push(row?);
        }
        crate::dataset::tell(file, reader.report());
    }
    if rows.is_empty() {
        return Err("no line can be used; expected one labelled message at least".into());
    }
    Ok(rows)
}

/// Ten million lines.
const SCORES_BYTES_MAX: u64 = 1 << 30;

fn rival(path: &Path) -> Result<Vec<RivalScore>, Box<dyn Error>> {
    let place = path.display();
    let text = read_text(path, SCORES_BYTES_MAX)?;
    // Serde's own words would quote what it found, and that may be a message.
    let rows = text.lines().enumerate().map(|(at, line)| {
        serde_json::from_str(line).map_err(|_| {
            let line = at + 1;
            format!("{place}:{line}: expected {{\"score\": number, \"unwanted\": true or false}}")
        })
    });
    Ok(rows.collect::<Result<_, String>>()?)
}

fn page(report: &Report, against: Option<&Against>) -> String {
    let mut page = format!("{} rows\n", shown::count(report.n));
    for section in report.sections() {
        let title = shown::line(&section.title, shown::NAME_CHARS);
        let mut lines = table(&[&title, "", "95 %"]);
        for line in &section.lines {
            lines.add_row([line.name.clone(), line.value.to_string(), line.interval_text()]);
        }
        let _ = writeln!(page, "\n{lines}");
    }
    let classes = Class::ALL.map(Class::name);
    let mut confusion = table(&["is \\ called", classes[0], classes[1], classes[2], classes[3]]);
    for (class, row) in classes.iter().zip(&report.confusion.rows) {
        let counts = row.iter().map(ToString::to_string);
        confusion.add_row(std::iter::once((*class).to_owned()).chain(counts));
    }
    let _ = writeln!(page, "\n{confusion}");
    if let Some(against) = against {
        let mut lines = table(&["against", "ours", "theirs", "difference", "95 %"]);
        for (name, comparison) in [("f1", &against.f1), ("roc_auc", &against.roc_auc)] {
            let Some(it) = comparison else { continue };
            let ci95 = it
                .ci95
                .map_or_else(String::new, |ci95| format!("{:+.4} to {:+.4}", ci95.low, ci95.high));
            let cells = [
                format!("{:.4}", it.ours),
                format!("{:.4}", it.theirs),
                format!("{:+.4}", it.difference),
                ci95,
            ];
            lines.add_row(std::iter::once(name.to_owned()).chain(cells));
        }
        let _ = writeln!(page, "\n{lines}");
    }
    page
}
