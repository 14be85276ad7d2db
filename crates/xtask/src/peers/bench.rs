//! The rows, the programs and the folders of a run.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::contender::{Contender, Trained};
use super::{Arguments, CONTENDERS, contender};
use crate::{process, python, workspace};

pub(super) const RECIPE: &str = "models/default.toml";
const PREPARE: &str = "benches/peers/prepare.py";
const NATIVE: &str = "benches/peers/fast_text_native.cc";
const MESSAGES: &str = "datasets/messages";
const OWN_TEST: &str = "datasets/test/own.test.jsonl";
const ANNOTATIONS: &str = "datasets/annotations";
/// The corpus that readers judged most of, and that is left out once.
const LEFT_OUT: &str = "zh_tianshan";
/// Whose wanted messages are appended as a disguise.
const HAM: &str = "zh_nus_ham";
/// Corpora measured by the labels they came with.
const GIVEN: [&str; 7] =
    ["zh_80w", "zh_fbs", "zh_nus_ham", "en_uci", "en_nus_ham", "tr_sms", "id_sms"];
/// What is timed: a name, and the corpus whose dev part it is.
pub(super) const TIMED: [(&str, &str); 2] = [("timed_zh", "zh_tianshan"), ("timed_en", "en_uci")];
/// Written for this measurement: a shop's offer of the usual length.
pub(super) const COLD: &str =
    "【云集优选】会员日全场五折起，满199减80，点击 https://shop.example/a1 抢购，回T退订";

/// Everything that is ready before anybody learns.
pub(super) struct Bench {
    pub(super) contenders: Vec<Contender>,
    pub(super) quell: PathBuf,
    pub(super) throughput: PathBuf,
    pub(super) fasttext: PathBuf,
    pub(super) resume: bool,
    /// Trained on everything, and measured on parts as they are and in disguise.
    pub(super) all: Training,
    /// Trained without one source, and measured on it.
    pub(super) left_out: Training,
    /// The parts as they are, those of `all` that are disguises being left out.
    pub(super) parts: Vec<Part>,
    /// The same rows, as they are first and then in each disguise.
    pub(super) disguises: Vec<Part>,
    python: PathBuf,
    data: PathBuf,
    annotations: Vec<PathBuf>,
    folder: PathBuf,
}

/// Rows that are measured.
#[derive(Clone)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) title: String,
}

/// What is learnt from, and measured after.
pub(super) struct Training {
    pub(super) title: &'static str,
    pub(super) folder: PathBuf,
    /// The rows, as `quell dataset rows` writes them.
    pub(super) rows: PathBuf,
    pub(super) parts: Vec<Part>,
    leave_out: Option<&'static str>,
}

impl Bench {
    pub(super) fn prepare(arguments: &Arguments) -> Result<Self, String> {
        super::check_names("--only", &arguments.only, &CONTENDERS.map(|it| it.name))?;
        let data = std::fs::canonicalize(&arguments.data)
            .map_err(|error| format!("{}: {error}", arguments.data.display()))?;
        let python = python::environment()?;
        let folder = workspace::build_folder("peers-run")?;
        let is_asked = |it: &Contender| arguments.only.iter().any(|name| name == it.name);
        let contenders = CONTENDERS.into_iter();
        let mut bench = Self {
            contenders: contenders.filter(|it| arguments.only.is_empty() || is_asked(it)).collect(),
            quell: process::quell()?,
            throughput: throughput()?,
            fasttext: native_fasttext(&python, &folder)?,
            resume: arguments.resume,
            all: Training::new(&folder, "all", None)?,
            left_out: Training::new(&folder, "left_out", Some(LEFT_OUT))?,
            parts: Vec::new(),
            disguises: Vec::new(),
            annotations: workspace::files(&workspace::root().join(ANNOTATIONS), ".csv")?,
            python,
            data,
            folder,
        };
        bench.lay_out(&arguments.parts)?;
        for training in [&bench.all, &bench.left_out] {
            bench.write_rows(training)?;
        }
        Ok(bench)
    }

    /// Writes the parts, and keeps those that are asked for.
    fn lay_out(&mut self, asked: &[String]) -> Result<(), String> {
        let gold = [("gold", &["--without", "soft"][..]), ("gold_soft", &[][..])];
        let mut files = Vec::new();
        for (name, without) in gold {
            files.push((name.to_owned(), self.gold(name, without)?));
        }
        files.push(("own_test".to_owned(), workspace::root().join(OWN_TEST)));
        files.extend(GIVEN.map(|name| (name.to_owned(), self.dev(name))));

        let mut prepare = process::command(&self.python);
        prepare.arg(PREPARE).arg(&self.folder);
        for (name, path) in &files {
            prepare.args(["--part", name]).arg(path);
        }
        prepare.arg("--clean").arg(&files[0].1).arg(&files[2].1).arg("--ham").arg(self.dev(HAM));
        for (name, corpus) in TIMED {
            prepare.args(["--speed", name]).arg(self.dev(corpus));
        }
        let kinds = process::printed_json(prepare.args(["--cold", COLD]))?;
        let kinds = kinds.as_array().ok_or("prepare.py: expected a list of disguises")?;
        let kinds = kinds.iter().filter_map(|kind| kind.as_str());

        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        super::check_names("--parts", asked, &names)?;
        let is_asked = |part: &Part| asked.is_empty() || asked.contains(&part.name);
        self.parts = names.into_iter().map(Part::new).filter(is_asked).collect();
        self.disguises = ["clean"].into_iter().chain(kinds).map(Part::new).collect();
        self.all.parts = [self.parts.clone(), self.disguises.clone()].concat();
        self.left_out.parts = gold.map(|(name, _)| Part::new(name)).to_vec();
        Ok(())
    }

    /// Writes the left-out corpus's dev rows as careful readers judged them.
    fn gold(&self, name: &str, without: &[&str]) -> Result<PathBuf, String> {
        let path = self.folder.join(format!("{name}.annotated.jsonl"));
        let mut annotate = process::command(&self.quell);
        annotate.args(["dataset", "annotate"]).arg(self.dev(LEFT_OUT)).arg("--out").arg(&path);
        process::printed(annotate.args(without).arg("--annotations").args(&self.annotations))?;
        Ok(path)
    }

    fn write_rows(&self, training: &Training) -> Result<(), String> {
        let mut rows = process::command(&self.quell);
        rows.args(["dataset", "rows", "--recipe", RECIPE]);
        self.learnt_from(&mut rows, training);
        process::printed(rows.arg("--out").arg(&training.rows)).map(drop)
    }

    /// Adds what `quell train` and `quell dataset rows` are both told.
    pub(super) fn learnt_from(&self, command: &mut Command, training: &Training) {
        command.arg("--data").arg(&self.data).arg(MESSAGES);
        command.arg("--annotations").args(&self.annotations);
        if let Some(source) = training.leave_out {
            command.args(["--leave-out", source]);
        }
    }

    /// Trains everybody on everything.
    pub(super) fn train_all(&self) -> Result<Vec<Trained>, String> {
        self.contenders.iter().map(|it| it.train(self, &self.all, None)).collect()
    }

    /// Trains everybody without one source, with the settings chosen before.
    pub(super) fn train_left_out(&self, trained: &[Trained]) -> Result<Vec<Trained>, String> {
        let pairs = self.contenders.iter().zip(trained);
        pairs.map(|(it, before)| it.train(self, &self.left_out, Some(&before.setting))).collect()
    }

    /// The rows of a part.
    pub(super) fn rows(&self, part: &Part) -> PathBuf {
        self.folder.join(format!("{}.jsonl", part.name))
    }

    /// The timed files, as rows (`jsonl`) or as words (`txt`).
    pub(super) fn timed(&self, ending: &str) -> [PathBuf; TIMED.len()] {
        TIMED.map(|(name, _)| self.folder.join(format!("{name}.{ending}")))
    }

    /// The file with the words of [`COLD`].
    pub(super) fn cold_words(&self) -> PathBuf {
        self.folder.join("cold.txt")
    }

    /// The program of the peers.
    pub(super) fn peer(&self) -> Command {
        contender::peer(&self.python)
    }

    fn dev(&self, corpus: &str) -> PathBuf {
        self.data.join(format!("{corpus}.dev.jsonl.gz"))
    }
}

impl Part {
    fn new(name: &str) -> Self {
        let title = match name {
            "gold" => "zh_tianshan dev as readers judged it, without doubtful rows".to_owned(),
            "gold_soft" => "zh_tianshan dev as readers judged it".to_owned(),
            "own_test" => "our own test part".to_owned(),
            name if GIVEN.contains(&name) => format!("{name} dev, given labels"),
            name => name.replace('_', " "),
        };
        Self { name: name.to_owned(), title }
    }
}

impl Training {
    fn new(
        folder: &Path,
        title: &'static str,
        leave_out: Option<&'static str>,
    ) -> Result<Self, String> {
        let rows = folder.join(format!("rows.{title}.jsonl"));
        let folder = folder.join(title);
        std::fs::create_dir_all(&folder)
            .map_err(|error| format!("{}: {error}", folder.display()))?;
        Ok(Self { title, folder, rows, parts: Vec::new(), leave_out })
    }
}

/// The program that times quell, brought up to date.
fn throughput() -> Result<PathBuf, String> {
    let build = ["build", "--release", "--package", "benches", "--bin", "throughput"];
    process::run(process::command("cargo").args(build))?;
    Ok(workspace::build_folder("release")?.join("throughput"))
}

/// The program that times fastText, compiled with its library's own flags.
fn native_fasttext(python: &Path, folder: &Path) -> Result<PathBuf, String> {
    let program = folder.join("fast_text_native");
    if program.exists() {
        return Ok(program);
    }
    let sources = python::fasttext_sources(python)?;
    let library = workspace::files(&sources, ".cc")?;
    let library = library.iter().filter(|path| !path.ends_with("main.cc"));
    eprintln!("fastText is compiled");
    let flags = ["-std=c++17", "-O3", "-funroll-loops", "-march=native", "-pthread", "-w"];
    let mut compile = process::command("c++");
    compile.args(flags).arg("-I").arg(&sources).arg(NATIVE).args(library);
    process::run(compile.arg("-o").arg(&program))?;
    Ok(program)
}

pub(super) fn text(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

pub(super) fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
