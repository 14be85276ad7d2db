//! What a corpus never seen costs: trained on all others, scored on this one.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Value;

use crate::{process, workspace};

const RECIPE: &str = "models/default.toml";
/// Corpora of real messages with both kinds, so that areas under curves mean something.
const SOURCES: [&str; 2] = ["zh_tianshan", "en_uci"];

#[derive(Args)]
pub(crate) struct Arguments {
    /// Folders of training data; the first that holds SOURCE.dev.jsonl.gz is scored.
    #[arg(long, required = true)]
    data: Vec<PathBuf>,
}

/// Prints the table, a row per corpus left out.
///
/// # Errors
///
/// When a program cannot start or fails, or prints something else than agreed.
pub(crate) fn run(arguments: &Arguments) -> Result<(), String> {
    let absolute = |folder: &PathBuf| {
        std::fs::canonicalize(folder).map_err(|error| format!("{}: {error}", folder.display()))
    };
    let data = arguments.data.iter().map(absolute).collect::<Result<Vec<_>, _>>()?;
    let quell = process::quell()?;
    let rows = SOURCES.map(|source| Ok((source, evaluation(source, &data, &quell)?)));
    let rows = rows.into_iter().collect::<Result<Vec<_>, String>>()?;
    println!("{}", table(&rows)?);
    Ok(())
}

fn evaluation(source: &str, data: &[PathBuf], quell: &Path) -> Result<Value, String> {
    let name = format!("{source}.dev.jsonl.gz");
    let dev = data.iter().map(|folder| folder.join(&name)).find(|path| path.exists());
    let dev = dev.ok_or_else(|| format!("{name}: expected in one of the --data folders"))?;
    let model = workspace::build_folder("leave-one-out")?.join(format!("{source}.quell"));

    eprintln!("{source}: trained without it");
    let mut train = process::command(quell);
    train.args(["train", "--recipe", RECIPE, "--leave-out", source]);
    for folder in data {
        train.arg("--data").arg(folder);
    }
    process::run(train.arg("--out").arg(&model).stdout(std::process::Stdio::null()))?;

    let mut eval = process::command(quell);
    process::printed_json(eval.arg("eval").arg("--model").arg(&model).arg(dev).arg("--json"))
}

fn table(rows: &[(&str, Value)]) -> Result<String, String> {
    let mut lines = vec![
        "| left out | dev rows | AUC | recall at FPR 1 % (false positives) | F1 | ham flagged |"
            .to_owned(),
        "|---|---|---|---|---|---|".to_owned(),
    ];
    for (source, eval) in rows {
        lines.push(line(source, eval).ok_or_else(|| {
            format!("{source}: expected unwanted and flagged.ham from quell eval")
        })?);
    }
    Ok(lines.join("\n"))
}

fn line(source: &str, eval: &Value) -> Option<String> {
    let unwanted = &eval["unwanted"];
    let at = &unwanted["recall_at_fpr"]["0.01"];
    let (flagged, of) = (eval["flagged"]["ham"][0].as_u64()?, eval["flagged"]["ham"][1].as_u64()?);
    Some(format!(
        "| {source} | {} | {:.4} | {:.4} ({}) | {:.4} | {flagged} of {of} ({:.1} %) |",
        eval["n"].as_u64()?,
        unwanted["roc_auc"].as_f64()?,
        at["recall"].as_f64()?,
        at["false_positives"].as_u64()?,
        unwanted["f1"].as_f64()?,
        100.0 * flagged as f64 / of.max(1) as f64,
    ))
}

#[cfg(test)]
mod tests;
