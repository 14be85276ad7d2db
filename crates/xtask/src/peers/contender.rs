//! Who takes part, and how each is trained, asked, timed and started.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use super::bench::{Bench, Part, RECIPE, Training};
use crate::{process, python};

/// A system that is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Contender {
    /// Its name on the command line and in file names.
    pub(super) name: &'static str,
    /// Its name on the page.
    pub(super) title: &'static str,
    how: How,
}

/// How it is run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Quell,
    Python,
    /// Trained through Python, timed through its own library.
    Fasttext,
}

/// The one that the others are compared with.
pub(super) const QUELL: &str = "quell";
/// The one whose speed is the measure.
pub(super) const FASTTEXT: &str = "fasttext";

/// Everybody, in the order of the tables.
pub(super) const CONTENDERS: [Contender; 8] = [
    Contender { name: QUELL, title: "quell", how: How::Quell },
    Contender { name: FASTTEXT, title: "fastText", how: How::Fasttext },
    Contender { name: "fasttext_ftz", title: "fastText .ftz", how: How::Fasttext },
    Contender { name: "vowpal_wabbit", title: "Vowpal Wabbit", how: How::Python },
    Contender { name: "linear_svc", title: "TF-IDF characters, LinearSVC", how: How::Python },
    Contender { name: "hashed_logistic", title: "hashed logistic", how: How::Python },
    Contender { name: "jieba_svc", title: "jieba, LinearSVC", how: How::Python },
    Contender { name: "naive_bayes", title: "naive Bayes", how: How::Python },
];

/// A training that ended.
#[derive(Clone)]
pub(super) struct Trained {
    pub(super) cpu_s: f64,
    pub(super) bytes: f64,
    /// Which of its settings it chose; null where there is one.
    pub(super) setting: Value,
}

impl Contender {
    /// Trains, and writes the answers to every part. `setting` was chosen before.
    ///
    /// # Errors
    ///
    /// When a program fails.
    pub(super) fn train(
        self,
        bench: &Bench,
        training: &Training,
        setting: Option<&Value>,
    ) -> Result<Trained, String> {
        let kept = training.folder.join(format!("{}.json", self.name));
        if bench.resume && kept.exists() {
            let trained = Trained::parse(&super::bench::text(&kept)?)?;
            self.score(bench, training)?;
            return Ok(trained);
        }
        eprintln!("{}: {} learns", training.title, self.title);
        let value = match self.how {
            How::Quell => train_quell(bench, training, &self.model(training))?,
            How::Python | How::Fasttext => self.train_peer(bench, training, setting)?,
        };
        super::bench::write(&kept, &value.to_string())?;
        self.score(bench, training)?;
        Trained::parse(&value.to_string())
    }

    fn train_peer(
        self,
        bench: &Bench,
        training: &Training,
        setting: Option<&Value>,
    ) -> Result<Value, String> {
        let mut train = bench.peer();
        train.args(["train", self.name]).arg(&training.rows).arg(self.model(training));
        if let Some(setting) = setting {
            train.arg("--setting").arg(setting.to_string());
        }
        process::printed_json(&mut train)
    }

    /// Writes the answers to every part.
    fn score(self, bench: &Bench, training: &Training) -> Result<(), String> {
        let model = self.model(training);
        if self.how == How::Quell {
            for part in &training.parts {
                let path = self.answers(training, part);
                let file =
                    File::create(&path).map_err(|error| format!("{}: {error}", path.display()))?;
                let mut check = process::command(&bench.quell);
                check.args(["check", "--json", "--model"]).arg(&model).arg(bench.rows(part));
                process::run(check.stdout(file))?;
            }
            return Ok(());
        }
        let mut score = bench.peer();
        score.args(["score", self.name]).arg(model);
        for part in &training.parts {
            score.arg("--part").arg(bench.rows(part)).arg(self.answers(training, part));
        }
        process::run(score.stdout(Stdio::null())).map(drop)
    }

    /// Where the answers to a part are.
    pub(super) fn answers(self, training: &Training, part: &Part) -> PathBuf {
        training.folder.join(format!("{}.{}.jsonl", part.name, self.name))
    }

    fn model(self, training: &Training) -> PathBuf {
        training.folder.join(self.name)
    }

    /// A command that prints messages a second over each of the timed files.
    pub(super) fn speed(self, bench: &Bench, training: &Training) -> Command {
        let mut command = match self.how {
            How::Quell => process::command(&bench.throughput),
            How::Fasttext => with(&bench.fasttext, &["speed"]),
            How::Python => {
                let mut command = bench.peer();
                command.args(["speed", self.name]);
                command
            }
        };
        let ending = if self.how == How::Fasttext { "txt" } else { "jsonl" };
        command.arg(self.model(training)).args(bench.timed(ending));
        command
    }

    /// A command that starts, says what one message is, and ends.
    pub(super) fn cold(self, bench: &Bench, training: &Training) -> Command {
        let model = self.model(training);
        match self.how {
            How::Quell => {
                let mut command = with(&bench.quell, &["check", "--json", "--model"]);
                command.arg(model).arg(super::bench::COLD);
                command
            }
            How::Fasttext => {
                let mut command = with(&bench.fasttext, &["cold"]);
                command.arg(model).arg(bench.cold_words());
                command
            }
            How::Python => {
                let mut command = bench.peer();
                command.args(["cold", self.name]).arg(model).arg(super::bench::COLD);
                command
            }
        }
    }
}

impl Trained {
    fn parse(text: &str) -> Result<Self, String> {
        let value: Value = serde_json::from_str(text).unwrap_or_default();
        let number = |key: &str| {
            value[key].as_f64().ok_or_else(|| format!("expected {key} of a training: {text}"))
        };
        Ok(Self {
            cpu_s: number("cpu_s")?,
            bytes: number("bytes")?,
            setting: value["setting"].clone(),
        })
    }
}

fn train_quell(bench: &Bench, training: &Training, model: &Path) -> Result<Value, String> {
    let mut train = process::command(&bench.quell);
    train.args(["train", "--recipe", RECIPE]);
    bench.learnt_from(&mut train, training);
    let cpu = process::run(train.arg("--out").arg(model).stdout(Stdio::null()))?;
    let bytes =
        std::fs::metadata(model).map_err(|error| format!("{}: {error}", model.display()))?;
    Ok(json!({"cpu_s": cpu.as_secs_f64(), "bytes": bytes.len()}))
}

fn with(program: &Path, arguments: &[&str]) -> Command {
    let mut command = process::command(program);
    command.args(arguments);
    command
}

/// The command of a peer's program.
pub(super) fn peer(python: &Path) -> Command {
    // Nothing to be read is printed by scikit-learn's warnings.
    with(python, &["-W", "ignore", python::PEER])
}
