//! `quell model`: what a model file is, and whether it is sound. Also where every
//! other command gets its model from.

use std::borrow::Cow;
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};

use quell_runtime::{Head, Logit, Model, read_model_file};
use serde_json::json;

use crate::shown;

/// The model that a command uses when none is named: it travels inside the
/// binary, so that the first command needs no second file.
static DEFAULT_MODEL: &[u8] = include_bytes!("../../../models/default.quell");

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Print the card and the measures of a model file.
    Inspect {
        /// The model file; the built-in model when left out.
        model: Option<PathBuf>,
        /// One JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Check that a model file is whole; exit code 1 when it is refused.
    Verify {
        /// The model file; the built-in model when left out.
        model: Option<PathBuf>,
    },
}

pub(crate) fn run(args: &Args) -> Result<u8, Box<dyn Error>> {
    match &args.command {
        Command::Inspect { model, json } => inspect(model.as_deref(), *json),
        Command::Verify { model } => verify(model.as_deref()),
    }
}

/// The bytes of the named model file, or of the built-in one.
pub(crate) fn bytes(path: Option<&Path>) -> Result<Cow<'static, [u8]>, Box<dyn Error>> {
    Ok(match path {
        Some(path) => Cow::Owned(read_model_file(path)?),
        None => Cow::Borrowed(DEFAULT_MODEL),
    })
}

/// How messages call the model.
pub(crate) fn name(path: Option<&Path>) -> String {
    path.map_or_else(|| "built-in model".to_owned(), |path| path.display().to_string())
}

fn verify(path: Option<&Path>) -> Result<u8, Box<dyn Error>> {
    let bytes = bytes(path)?;
    let name = name(path);
    match Model::open(&bytes) {
        Ok(model) => {
            let checksum = model.checksum();
            writeln!(
                anstream::stdout(),
                "{name}: sound, {} bytes, checksum {checksum:016x}",
                bytes.len()
            )?;
            Ok(crate::DONE)
        }
        Err(error) => {
            anstream::eprintln!("{}", shown::lines(&format!("{name}: {error}")));
            Ok(crate::CHECK_FAILED)
        }
    }
}

fn inspect(path: Option<&Path>, as_json: bool) -> Result<u8, Box<dyn Error>> {
    let bytes = bytes(path)?;
    let model = Model::open(&bytes).map_err(|error| format!("{}: {error}", name(path)))?;
    let mut out = anstream::stdout();
    let mut card: serde_json::Value = serde_json::from_str(model.card()).unwrap_or_default();
    if as_json {
        let heads: serde_json::Map<_, _> = Head::ALL
            .map(|head| {
                let parameters = model.head(head);
                let logit = |value: i32| f64::from(Logit(value));
                let value = json!({"bias": logit(parameters.bias), "scale": parameters.scale, "threshold": logit(parameters.threshold)});
                (head.name().to_owned(), value)
            })
            .into_iter()
            .collect();
        let report = json!({
            "bytes": bytes.len(),
            "checksum": format!("{:016x}", model.checksum()),
            "rows": model.row_count(),
            "topic_rows": model.topic_row_count(),
            "hash_seed": model.hash_seed().get(),
            "heads": heads,
            "card": card,
        });
        writeln!(out, "{report}")?;
        return Ok(crate::DONE);
    }
    writeln!(out, "{}: {} bytes, checksum {:016x}", name(path), bytes.len(), model.checksum())?;
    writeln!(
        out,
        "{} rows of weights, {} rows of topics",
        model.row_count(),
        model.topic_row_count()
    )?;
    // A hundred counts, a line each, would bury what people look for.
    if let Some(profile) = card.get_mut("profile") {
        *profile = "in --json; quell dataset audit --against compares a corpus with it".into();
    }
    writeln!(out, "\n{}", shown::lines(&serde_json::to_string_pretty(&card)?))?;
    Ok(crate::DONE)
}
