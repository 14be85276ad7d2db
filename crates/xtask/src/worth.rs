//! What labels and messages of our own are worth: the default recipe trained with and
//! without them, measured on what careful readers judged and on our own test part.

mod curve;

use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Value;

use crate::{process, workspace};
use curve::Point;

const RECIPE: &str = "models/default.toml";
const ANNOTATIONS: &str = "datasets/annotations";
const MESSAGES: &str = "datasets/messages";
const TEST: &str = "datasets/test/own.test.jsonl";
/// The corpus of real messages with all four classes.
const GOLD_SOURCE: &str = "zh_tianshan";
/// Halvings of the number of our own messages below all of them.
const HALVINGS: u32 = 6;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The folder of the given corpora, train and dev parts.
    #[arg(long)]
    data: PathBuf,
    /// Where the learning curve is drawn (SVG).
    #[arg(long, default_value = "datasets/learning_curve.svg")]
    plot: PathBuf,
}

/// Prints the step and the learning curve as tables, and draws the curve.
///
/// # Errors
///
/// When a program cannot start or fails, or prints something else than agreed.
pub(crate) fn run(arguments: &Arguments) -> Result<(), String> {
    let mut bench = Bench::prepare(&arguments.data)?;
    println!("{}\n", bench.step()?);
    let points = bench.curve()?;
    println!("{}", curve::table(&points));
    let path = workspace::root().join(&arguments.plot);
    curve::draw(&points, &path).map_err(|error| format!("{}: {error}", path.display()))
}

struct Bench {
    quell: PathBuf,
    folder: PathBuf,
    data: PathBuf,
    annotations: Vec<PathBuf>,
    gold: PathBuf,
    own: Vec<Source>,
    /// The models so far, by the number of our own messages and whether labels are gold:
    /// the step and the curve share two.
    models: BTreeMap<(usize, bool), PathBuf>,
}

/// A file of our own messages, line by line.
struct Source {
    name: String,
    lines: Vec<String>,
}

impl Bench {
    fn prepare(data: &Path) -> Result<Self, String> {
        let told = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
        let data = std::fs::canonicalize(data).map_err(|error| told(data, error))?;
        let quell = process::quell()?;
        let folder = workspace::build_folder("worth")?;
        let annotations = workspace::files(&workspace::root().join(ANNOTATIONS), ".csv")?;
        let gold = folder.join("gold.jsonl");
        let mut annotate = process::command(&quell);
        annotate.args(["dataset", "annotate"]);
        annotate.arg(data.join(format!("{GOLD_SOURCE}.dev.jsonl.gz"))).arg("--out").arg(&gold);
        process::printed(annotate.arg("--annotations").args(&annotations))?;
        let own = workspace::files(&workspace::root().join(MESSAGES), ".train.jsonl")?;
        let read = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let text = std::fs::read_to_string(path).map_err(|error| told(path, error))?;
            let lines = text.lines().map(str::to_owned).collect();
            Ok(Source { name: name.trim_end_matches(".train.jsonl").to_owned(), lines })
        };
        let own = own.iter().map(read).collect::<Result<_, String>>()?;
        Ok(Self { quell, folder, data, annotations, gold, own, models: BTreeMap::new() })
    }

    /// The table of the four trainings: given labels or gold, without and with our own.
    fn step(&mut self) -> Result<String, String> {
        let all = self.own_count();
        let mut lines = vec![
            "| trained on | measured on | rows | AUC | recall at FPR 1 % (false positives) | essential flagged | personal flagged |".to_owned(),
            "|---|---|---|---|---|---|---|".to_owned(),
        ];
        for (name, own, gold) in [
            ("given labels", 0, false),
            ("given labels + our own messages", all, false),
            ("gold", 0, true),
            ("gold + our own messages", all, true),
        ] {
            let model = self.model(own, gold)?;
            for (part, path) in self.parts() {
                let eval = self.evaluation(&model, &path)?;
                let cells = cells(&eval).ok_or_else(|| expected(part))?;
                lines.push(format!("| {name} | {part} | {cells} |"));
            }
        }
        Ok(lines.join("\n"))
    }

    /// The curve over the number of our own messages, with gold labels throughout.
    fn curve(&mut self) -> Result<Vec<Point>, String> {
        let all = self.own_count();
        let counts = (0..=HALVINGS).rev().map(|halvings| all >> halvings);
        let point = |own| {
            let model = self.model(own, true)?;
            let eval = self.evaluation(&model, &workspace::root().join(TEST))?;
            Point::of(own, &eval).ok_or_else(|| expected("own test"))
        };
        std::iter::once(0).chain(counts).map(point).collect()
    }

    fn own_count(&self) -> usize {
        self.own.iter().map(|source| source.lines.len()).sum()
    }

    fn parts(&self) -> [(&'static str, PathBuf); 2] {
        [("gold zh_tianshan dev", self.gold.clone()), ("own test", workspace::root().join(TEST))]
    }

    /// The model of the given corpora and of so many of our own messages.
    fn model(&mut self, own: usize, gold: bool) -> Result<PathBuf, String> {
        if let Some(model) = self.models.get(&(own, gold)) {
            return Ok(model.clone());
        }
        let model = self.train(own, gold)?;
        self.models.insert((own, gold), model.clone());
        Ok(model)
    }

    fn train(&self, own: usize, gold: bool) -> Result<PathBuf, String> {
        let labels = if gold { "gold" } else { "given" };
        eprintln!("{own} messages of our own, {labels} labels");
        let model = self.folder.join(format!("{labels}-{own}.quell"));
        let mut train = process::command(&self.quell);
        train.args(["train", "--recipe"]).arg(self.recipe(own, gold)?);
        train.arg("--data").arg(&self.data);
        if own > 0 {
            train.arg(self.write_own(own)?);
        } else {
            for source in &self.own {
                train.args(["--leave-out", &source.name]);
            }
        }
        if gold {
            train.arg("--annotations").args(&self.annotations);
        }
        process::run(train.arg("--out").arg(&model).stdout(std::process::Stdio::null()))?;
        Ok(model)
    }

    /// The default recipe, in which our own messages weigh together what all of them would:
    /// so the curve shows what their number is worth, not what their weight is.
    fn recipe(&self, own: usize, gold: bool) -> Result<PathBuf, String> {
        let path = workspace::root().join(RECIPE);
        let told = |path: &Path, error: &dyn Display| format!("{}: {error}", path.display());
        let text = std::fs::read_to_string(&path).map_err(|error| told(&path, &error))?;
        let recipe: toml::Table = text.parse().map_err(|error| told(&path, &error))?;
        let scale = self.own_count() as f64 / own.max(1) as f64;
        let names: Vec<&str> = self.own.iter().map(|source| source.name.as_str()).collect();
        // No given corpus calls a message essential.
        let has_essential = gold || own > 0;
        let adapted = adapted(recipe, &names, scale, has_essential)
            .ok_or_else(|| told(&path, &"expected heads.essential, and sources with names"))?;
        let written = self.folder.join(format!("{own}-{gold}.toml"));
        std::fs::write(&written, adapted.to_string()).map_err(|error| told(&written, &error))?;
        Ok(written)
    }

    /// Writes the first `count` of our own messages in an order that looks random.
    fn write_own(&self, count: usize) -> Result<PathBuf, String> {
        let folder = self.folder.join("own");
        std::fs::create_dir_all(&folder)
            .map_err(|error| format!("{}: {error}", folder.display()))?;
        for (source, lines) in self.own.iter().zip(chosen(&self.own, count)) {
            let path = folder.join(format!("{}.train.jsonl", source.name));
            std::fs::write(&path, lines.join("\n") + "\n")
                .map_err(|error| format!("{}: {error}", path.display()))?;
        }
        Ok(folder)
    }

    fn evaluation(&self, model: &Path, part: &Path) -> Result<Value, String> {
        let mut eval = process::command(&self.quell);
        process::printed_json(eval.arg("eval").arg("--model").arg(model).arg(part).arg("--json"))
    }
}

/// The recipe with the weights of the sources `names` times `scale`, and without the
/// essential head when no row decides it.
fn adapted(
    mut recipe: toml::Table,
    names: &[&str],
    scale: f64,
    has_essential: bool,
) -> Option<toml::Table> {
    if !has_essential {
        recipe.get_mut("heads")?.as_table_mut()?.remove("essential")?;
    }
    for source in recipe.get_mut("source")?.as_array_mut()? {
        let source = source.as_table_mut()?;
        if names.contains(&source.get("name")?.as_str()?) {
            let weight = source.get("weight").map_or(Some(1.0), number)?;
            source.insert("weight".to_owned(), (weight * scale).into());
        }
    }
    Some(recipe)
}

fn number(value: &toml::Value) -> Option<f64> {
    value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64))
}

/// Of each source, its lines among the first `count` of all in a fixed order without
/// pattern: multiplicative hashing of their numbers (Knuth, "The Art of Computer
/// Programming", volume 3, section 6.4).
fn chosen(sources: &[Source], count: usize) -> Vec<Vec<&str>> {
    let all = sources.iter().enumerate();
    let mut lines: Vec<(u32, usize, &str)> = all
        .flat_map(|(at, source)| source.lines.iter().map(move |line| (at, line.as_str())))
        .enumerate()
        .map(|(number, (at, line))| ((number as u32).wrapping_mul(2_654_435_761), at, line))
        .collect();
    lines.sort_unstable();
    let mut chosen = vec![Vec::new(); sources.len()];
    for (_, at, line) in lines.into_iter().take(count) {
        chosen[at].push(line);
    }
    chosen
}

fn cells(eval: &Value) -> Option<String> {
    let unwanted = &eval["unwanted"];
    let at = &unwanted["recall_at_fpr"]["0.01"];
    let flagged = |class: &str| {
        let [flagged, of] = [0, 1].map(|at| eval["flagged"][class][at].as_u64());
        Some(format!("{} of {}", flagged?, of?))
    };
    Some(format!(
        "{} | {:.4} | {:.3} ({}) | {} | {}",
        eval["n"].as_u64()?,
        unwanted["roc_auc"].as_f64()?,
        at["recall"].as_f64()?,
        at["false_positives"].as_u64()?,
        flagged("essential")?,
        flagged("personal")?,
    ))
}

fn expected(part: &str) -> String {
    format!("{part}: expected unwanted and flagged from quell eval")
}

#[cfg(test)]
mod tests;
