//! The Python that the peers run in.

use std::path::PathBuf;
use std::process::Command;

use crate::{process, workspace};

/// The program that trains and scores one peer.
pub(crate) const PEER: &str = "benches/peers/peer.py";
const REQUIREMENTS: &str = "benches/peers/requirements.txt";

/// The Python of a virtual environment that holds the peers' libraries at their pinned versions.
///
/// # Errors
///
/// When there is no Python 3, or a library cannot be installed.
pub(crate) fn environment() -> Result<PathBuf, String> {
    let folder = workspace::build_folder("peers")?;
    let python = folder.join("bin/python");
    if !python.exists() {
        process::run(process::command("python3").args(["-m", "venv"]).arg(&folder))?;
    }
    process::run(pip(&python).args(["install", "--quiet", "--requirement", REQUIREMENTS]))?;
    Ok(python)
}

/// The folder of the sources of the fastText that is installed, fetched when absent.
///
/// # Errors
///
/// When they cannot be fetched or unpacked.
pub(crate) fn fasttext_sources(python: &std::path::Path) -> Result<PathBuf, String> {
    let requirement = requirement("fasttext")?;
    let folder = workspace::build_folder("peers-fasttext")?;
    let sources = folder.join(requirement.replace("==", "-")).join("src");
    if !sources.exists() {
        let fetch = ["download", "--quiet", "--no-deps", "--no-binary", "fasttext", "--dest"];
        process::run(pip(python).args(fetch).arg(&folder).arg(&requirement))?;
        let archive = folder.join(format!("{}.tar.gz", requirement.replace("==", "-")));
        process::run(process::command("tar").arg("xzf").arg(archive).arg("-C").arg(&folder))?;
    }
    Ok(sources)
}

/// The line of the requirements that pins the library, without its comment.
fn requirement(library: &str) -> Result<String, String> {
    let text = std::fs::read_to_string(workspace::root().join(REQUIREMENTS))
        .map_err(|error| format!("{REQUIREMENTS}: {error}"))?;
    let pinned = text.lines().find(|line| line.starts_with(&format!("{library}==")));
    let pinned = pinned.and_then(|line| line.split_whitespace().next());
    pinned.map(str::to_owned).ok_or_else(|| format!("{REQUIREMENTS}: expected {library}==VERSION"))
}

fn pip(python: &std::path::Path) -> Command {
    let mut command = process::command(python);
    command.args(["-m", "pip", "--disable-pip-version-check"]);
    command
}
