//! Running the command, and reading what it said.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use expect_test::Expect;
use serde_json::Value;

/// How a run ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Answer {
    /// Standard output as one JSON value a line.
    pub(crate) fn json(&self) -> Vec<Value> {
        let lines = self.out.lines();
        lines.map(|line| serde_json::from_str(line).expect("a line is one JSON value")).collect()
    }
}

/// Runs `quell` in a directory, with nothing on its standard input.
pub(crate) fn quell(at: &Path, arguments: &[&str]) -> Answer {
    quell_reads(at, arguments, b"")
}

/// Runs `quell` in a directory, with `input` on its standard input.
pub(crate) fn quell_reads(at: &Path, arguments: &[&str], input: &[u8]) -> Answer {
    let mut child = command(at, arguments).spawn().expect("the command was built with this test");
    // A command that refuses its arguments does not read, and that is no fault.
    let _ = child.stdin.take().expect("it was piped").write_all(input);
    let output = child.wait_with_output().expect("it ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("quell prints UTF-8");
    Answer {
        code: output.status.code().expect("no signal ends it"),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// The command, not yet started, with its three streams piped.
pub(crate) fn command(at: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quell"));
    command.args(arguments).current_dir(at);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A directory that goes away with the test, with these files in it.
pub(crate) fn directory(files: &[(&str, &str)]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().expect("a temporary directory");
    for (name, text) in files {
        std::fs::write(directory.path().join(name), text).expect("room for a test file");
    }
    directory
}

/// Where a folder or file of `datasets/` lies.
pub(crate) fn dataset(name: &str) -> String {
    let datasets = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../datasets");
    datasets.join(name).to_str().expect("a path in UTF-8").to_owned()
}

/// Writes one in six of our own messages into a folder `messages` there: a model in a moment.
pub(crate) fn few_messages(at: &Path) {
    std::fs::create_dir_all(at.join("messages")).expect("room for a folder");
    for class in ["essential", "fraud", "marketing", "personal"] {
        let name = format!("own_{class}.train.jsonl");
        let all = std::fs::read_to_string(dataset(&format!("messages/{name}")));
        let all = all.expect("our own messages");
        let few: Vec<&str> = all.lines().step_by(6).collect();
        std::fs::write(at.join("messages").join(name), few.join("\n"))
            .expect("room for a test file");
    }
}

/// Lines without the blanks that a table puts at their ends.
pub(crate) fn check(text: &str, expected: &Expect) {
    let lines: Vec<&str> = text.lines().map(str::trim_end).chain([""]).collect();
    expected.assert_eq(&lines.join("\n"));
}

/// The text with `0` for every number and two blanks for every gap, since both
/// would change with another model.
pub(crate) fn unnumbered(text: &str) -> String {
    let mut shown = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' | '.' | '\u{202F}' if shown.ends_with('0') => {}
            ' ' if shown.ends_with("  ") => {}
            '0'..='9' => shown.push('0'),
            c => shown.push(c),
        }
    }
    shown
}
