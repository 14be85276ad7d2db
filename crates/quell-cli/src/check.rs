//! `quell check`: the verdict on a message, or on a file of messages.

use std::error::Error;
use std::ffi::OsStr;
use std::io::{self, BufRead, IsTerminal};
use std::path::{Path, PathBuf};

use quell_runtime::{Filter, Head, History, Language, Message, Scratch, Span, Verdict};
use quell_train::corpus::{ReadOptions, Row, RowReader};

mod json;
mod people;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// A message, a file of messages (text, CSV or JSONL), or - for standard input
    /// (JSONL, or a message a line). Put -- before a message that begins with a hyphen.
    #[arg(value_name = "TEXT | FILE | -")]
    input: Option<String>,
    /// The model file; the built-in model when left out.
    #[arg(long, value_name = "M.quell")]
    model: Option<PathBuf>,
    /// Show what each part of a text adds to its log-odds of being unwanted; always
    /// shown for a single message.
    #[arg(long)]
    explain: bool,
    /// One JSON object a message.
    #[arg(long)]
    json: bool,
    /// The language of the reasons.
    #[arg(long, value_enum, default_value = "en")]
    lang: Lang,
    /// Leave out lines that cannot be used, and say how many.
    #[arg(long)]
    skip_bad: bool,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Lang {
    En,
    Zh,
}

impl Lang {
    fn language(self) -> Language {
        match self {
            Self::En => Language::English,
            Self::Zh => Language::Chinese,
        }
    }
}

/// A message with its verdict, on its way to be shown.
struct Checked<'a> {
    row: &'a Row,
    /// Its place in the input, from 1.
    place: usize,
    verdict: Verdict,
    spans: Option<Vec<Span>>,
}

/// Where verdicts go.
trait Output {
    fn show(&mut self, checked: &Checked<'_>) -> io::Result<()>;
    fn finish(&mut self) -> io::Result<()>;
}

pub(crate) fn run(args: &Args) -> Result<u8, Box<dyn Error>> {
    let model = args.model.as_deref();
    let filter = Filter::open(crate::model::bytes(model)?)
        .map_err(|error| format!("{}: {error}", crate::model::name(model)))?;
    let input = args.input.as_deref().unwrap_or("-");
    if input == "-" && args.input.is_none() && io::stdin().is_terminal() {
        return Err("nothing to check; give a message, a file, or - to read standard input".into());
    }
    let file = (input != "-").then(|| Path::new(input)).filter(|path| is_file_name(path));
    let many = file.is_some() || input == "-";
    let language = args.lang.language();
    let mut output: Box<dyn Output> = match (args.json, many) {
        (true, _) => Box::new(json::Lines::new(language)),
        (false, true) => Box::new(people::Inbox::new(language)),
        (false, false) => Box::new(people::OneMessage::new(language)),
    };
    let options =
        ReadOptions { labels_required: false, skip_bad: args.skip_bad, ..ReadOptions::default() };
    let mut checker = Checker {
        filter,
        explain: args.explain || !many && !args.json,
        scratch: Scratch::new(),
        place: 0,
    };
    if let Some(path) = file {
        let mut rows = RowReader::open(path, options)?;
        checker.check_all(&mut rows, output.as_mut())?;
        crate::dataset::tell(path, rows.report());
    } else if input == "-" {
        let mut rows = RowReader::from_stream(STANDARD_INPUT, io::stdin(), options)?;
        checker.check_all(&mut rows, output.as_mut())?;
        crate::dataset::tell(Path::new(STANDARD_INPUT), rows.report());
    } else {
        checker.check(&Row { text: input.to_owned(), ..Row::default() }, output.as_mut())?;
    }
    output.finish()?;
    Ok(crate::DONE)
}

/// Whether a path is meant: something lies there, or its ending is a data file's,
/// so that a mistyped name is not checked as if it were a message.
fn is_file_name(path: &Path) -> bool {
    let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default();
    let text = path.to_string_lossy();
    let is_sentence = text.contains(char::is_whitespace) || text.contains("://");
    path.symlink_metadata().is_ok() || DATA_ENDINGS.contains(&ending) && !is_sentence
}

/// How messages call it.
const STANDARD_INPUT: &str = "standard input";

/// Endings of the files that `check` reads.
const DATA_ENDINGS: [&str; 7] = ["jsonl", "ndjson", "json", "csv", "tsv", "txt", "gz"];

struct Checker<B> {
    filter: Filter<B>,
    explain: bool,
    scratch: Scratch,
    place: usize,
}

impl<B: AsRef<[u8]>> Checker<B> {
    fn check_all<R: BufRead>(
        &mut self,
        rows: &mut RowReader<R>,
        output: &mut dyn Output,
    ) -> Result<(), Box<dyn Error>> {
        for row in rows {
            match row {
                Ok(row) => self.check(&row, output)?,
                Err(error) => {
                    // What was checked so far is told before what is wrong.
                    output.finish()?;
                    return Err(error.into());
                }
            }
        }
        Ok(())
    }

    fn check(&mut self, row: &Row, output: &mut dyn Output) -> io::Result<()> {
        self.place += 1;
        let message = Message::new(&row.text);
        let verdict = self.filter.check(&message, &History::None, &mut self.scratch);
        let spans = self
            .explain
            .then(|| self.filter.explain(Head::Unwanted, &message, &mut self.scratch).spans);
        output.show(&Checked { row, place: self.place, verdict, spans })
    }
}
