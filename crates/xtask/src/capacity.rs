//! What the classifier can hold: one corpus at a time, beside the strongest peer.
//!
//! Both learn the train part and score the dev part in one run; `quell eval --against` then
//! draws the same bootstrap samples of rows for both, so the intervals are of the difference.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use serde_json::Value;

use crate::{process, python, workspace};

/// Recipes of one corpus each; the file is named after the corpus.
const RECIPES: &str = "benches/capacity";
const PEER: &str = "linear_svc";

#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder of the imported corpora: X.train.jsonl.gz and X.dev.jsonl.gz.
    #[arg(long)]
    data: PathBuf,
    /// Only these corpora, by name; all recipes of benches/capacity when none is given.
    #[arg(long)]
    only: Vec<String>,
}

/// One corpus, measured.
struct Row {
    corpus: String,
    /// What `peer.py train` prints.
    peer: Value,
    /// What `quell eval --json` prints.
    eval: Value,
    model_bytes: u64,
    ours: Duration,
}

/// Prints the table, once all corpora are measured.
///
/// # Errors
///
/// When a program cannot start or fails, or prints something else than agreed.
pub(crate) fn run(arguments: &Arguments) -> Result<(), String> {
    let data = fs::canonicalize(&arguments.data)
        .map_err(|error| format!("{}: {error}", arguments.data.display()))?;
    let corpora = corpora(&arguments.only)?;
    let quell = process::quell()?;
    let python = python::environment()?;
    let out = workspace::build_folder("capacity")?;
    let rows = corpora.into_iter().map(|corpus| measured(corpus, &data, &quell, &python, &out));
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    println!("{}", table(&rows)?);
    Ok(())
}

fn corpora(only: &[String]) -> Result<Vec<String>, String> {
    let recipes = workspace::files(&workspace::root().join(RECIPES), ".toml")?;
    let name = |path: &PathBuf| Some(path.file_stem()?.to_str()?.to_owned());
    let mut corpora: Vec<String> = recipes.iter().filter_map(name).collect();
    if let Some(unknown) = only.iter().find(|name| !corpora.contains(name)) {
        return Err(format!("--only {unknown}: expected one of {}", corpora.join(", ")));
    }
    corpora.retain(|name| only.is_empty() || only.contains(name));
    Ok(corpora)
}

fn measured(
    corpus: String,
    data: &Path,
    quell: &Path,
    python: &Path,
    out: &Path,
) -> Result<Row, String> {
    let part = |name: &str| data.join(format!("{corpus}.{name}.jsonl.gz"));
    let scores = out.join(format!("{corpus}.peer.jsonl"));
    let model = out.join(format!("{corpus}.quell"));
    let recipe = format!("{RECIPES}/{corpus}.toml");

    eprintln!("{corpus}: the peer learns");
    let mut peer = process::command(python);
    peer.args([python::PEER, "train", PEER]).arg(part("train"));
    peer.arg(out.join(format!("{corpus}.{PEER}"))).arg("--part").arg(part("dev")).arg(&scores);
    let peer = process::printed_json(&mut peer)?;

    eprintln!("{corpus}: quell learns");
    let mut train = process::command(quell);
    train.args(["train", "--recipe", &recipe, "--data"]).arg(data).arg("--out").arg(&model);
    // The card goes to the standard output, which is kept for the table.
    let ours = process::run(train.stdout(std::process::Stdio::null()))?;
    let model_bytes =
        fs::metadata(&model).map_err(|error| format!("{}: {error}", model.display()))?.len();

    let mut eval = process::command(quell);
    eval.arg("eval").arg("--model").arg(&model).arg("--against").arg(&scores);
    let eval = process::printed_json(eval.arg(part("dev")).arg("--json"))?;
    Ok(Row { corpus, peer, eval, model_bytes, ours })
}

fn table(rows: &[Row]) -> Result<String, String> {
    let mut lines = vec![
        "| corpus | rows, train / dev | F1, ours / peer | difference [95 %] | AUC, ours / peer \
         | difference [95 %] | model bytes | training CPU s, ours / peer |"
            .to_owned(),
        "|---|---|---|---|---|---|---|---|".to_owned(),
    ];
    for row in rows {
        lines.push(line(row).ok_or_else(|| {
            format!("{}: expected against.f1 and against.roc_auc from quell eval", row.corpus)
        })?);
    }
    Ok(lines.join("\n"))
}

fn line(row: &Row) -> Option<String> {
    let Row { corpus, peer, eval, model_bytes, ours } = row;
    let (f1, auc) = (&eval["against"]["f1"], &eval["against"]["roc_auc"]);
    Some(format!(
        "| {corpus} | {} / {} | {} | {} | {} | {} | {model_bytes} | {:.1} / {:.1} |",
        peer["train"].as_u64()?,
        peer["scored"][0].as_u64()?,
        both(f1)?,
        difference(f1)?,
        both(auc)?,
        difference(auc)?,
        ours.as_secs_f64(),
        peer["cpu_s"].as_f64()?,
    ))
}

fn both(measure: &Value) -> Option<String> {
    Some(format!("{:.4} / {:.4}", measure["ours"].as_f64()?, measure["theirs"].as_f64()?))
}

fn difference(measure: &Value) -> Option<String> {
    let (low, high) = (measure["ci95"][0].as_f64()?, measure["ci95"][1].as_f64()?);
    Some(format!("{:+.4} [{low:+.4}, {high:+.4}]", measure["difference"].as_f64()?))
}

#[cfg(test)]
mod tests;
