//! What is where and how long: the top level, names, lengths, lints of every member.

use std::collections::BTreeSet;

use super::File;

const TOP_LEVEL: [&str; 11] = [
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "benches",
    "crates",
    "datasets",
    "models",
];
/// Names that say nothing of what is inside, so that anything ends up there.
const EMPTY_NAMES: [&str; 7] = ["common", "helper", "helpers", "manager", "types", "util", "utils"];
/// The lengths at which the house style asks for a reason.
const FILE_LINES_MAX: usize = 500;
const MAIN_LINES_MAX: usize = 60;

/// What is visible at the top level but should not be, and the other way round.
pub(super) fn top_level<'a>(paths: impl Iterator<Item = &'a str>) -> Vec<String> {
    let first = paths.filter_map(|path| path.split('/').next());
    let found: BTreeSet<&str> = first.filter(|name| !name.starts_with('.')).collect();
    let expected = BTreeSet::from(TOP_LEVEL);
    let strange = found.difference(&expected).map(|name| format!("{name}: not at the top level"));
    let absent =
        expected.difference(&found).map(|name| format!("{name}: missing at the top level"));
    strange.chain(absent).collect()
}

/// Whether `Cargo.toml` of the workspace forbids `unsafe`.
pub(super) fn root_lints(text: &str) -> Option<String> {
    let level = value(text, &["workspace", "lints", "rust", "unsafe_code"]);
    (level != Some(toml::Value::String("forbid".to_owned())))
        .then(|| "Cargo.toml: expected workspace.lints.rust.unsafe_code = \"forbid\"".to_owned())
}

/// Whether a member takes the lints of the workspace, and with them the ban on `unsafe`.
pub(super) fn member_lints(name: &str, text: &str) -> Option<String> {
    (value(text, &["lints", "workspace"]) != Some(toml::Value::Boolean(true)))
        .then(|| format!("{name}: expected [lints] workspace = true"))
}

/// Whether a crate's name says nothing.
pub(super) fn crate_name(name: &str) -> Option<String> {
    name.split(['-', '_'])
        .find(|part| EMPTY_NAMES.contains(part))
        .map(|part| format!("{name}: \"{part}\" says nothing of what is inside"))
}

/// Whether a module's name, or that of a folder above it, says nothing.
pub(super) fn file_name(path: &str) -> Option<String> {
    let stem = path.strip_suffix(".rs")?;
    stem.split('/')
        .find(|part| EMPTY_NAMES.contains(part))
        .map(|part| format!("{path}: \"{part}\" says nothing of what is inside"))
}

/// Functions of a `lib.rs`, which only declares modules and re-exports.
pub(super) fn functions_of_lib(file: &File) -> Vec<String> {
    if !file.path.ends_with("/lib.rs") {
        return Vec::new();
    }
    let lines = file.text.lines().enumerate().filter(|(_, line)| declares_function(line));
    lines
        .map(|(at, _)| format!("{}:{}: expected no function in lib.rs", file.path, at + 1))
        .collect()
}

/// Whether a file is longer than its kind may be; generated ones and tests may be any length.
pub(super) fn length(file: &File) -> Option<String> {
    let lines = file.text.lines().count();
    let is_generated = file.text.lines().next().is_some_and(|line| line.contains("@generated"));
    let code = file.path.strip_suffix(".rs")?;
    if is_generated || is_test(code) {
        return None;
    }
    let is_main = code.ends_with("/main");
    let most = if is_main { MAIN_LINES_MAX } else { FILE_LINES_MAX };
    (lines > most).then(|| format!("{}: {lines} lines, expected at most {most}", file.path))
}

/// Whether a path, without `.rs`, is that of tests beside a module or of a crate's own.
fn is_test(code: &str) -> bool {
    code.split('/').any(|part| part == "tests")
}

/// Whether the words before the name are those of a function; comments and doc examples start
/// with a slash.
fn declares_function(line: &str) -> bool {
    let line = line.trim_start();
    !line.starts_with('/') && line.split([' ', '(', '{', ';']).any(|word| word == "fn")
}

fn value(text: &str, keys: &[&str]) -> Option<toml::Value> {
    let table: toml::Table = text.parse().ok()?;
    keys.iter().try_fold(toml::Value::Table(table), |value, key| value.get(key).cloned())
}
