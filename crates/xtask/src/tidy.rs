//! The rules of the house that no compiler knows, from the manifests and files as they are.
//!
//! Every rule is a function from what it looks at to faults, one line each, so that tests can
//! show each of them failing on made-up input. `cargo test` holds the real workspace to them.

use std::fs;
use std::path::Path;

use ignore::WalkBuilder;

use crate::workspace;

mod arrows;
mod machine;
mod shape;

/// A file of the workspace that git would not ignore.
struct File {
    /// From the root, with `/` between names.
    path: String,
    /// Empty for a file that is not UTF-8, such as a model: no rule reads those.
    text: String,
}

/// Prints that all is tidy, or fails with every fault found.
///
/// # Errors
///
/// The faults, a line each; or why the workspace could not be read.
pub(crate) fn run() -> Result<(), String> {
    let faults = faults()?;
    if faults.is_empty() {
        println!("tidy: no fault found");
        return Ok(());
    }
    Err(format!("{} faults\n{}", faults.len(), faults.join("\n")))
}

fn faults() -> Result<Vec<String>, String> {
    let root = workspace::root();
    let files = files(&root)?;
    let members = arrows::members(&workspace::metadata()?);
    let locked = arrows::Locked::parse(&text_of(&files, "Cargo.lock")?)?;

    let mut faults = arrows::faults(&members, &locked);
    faults.extend(shape::top_level(files.iter().map(|file| file.path.as_str())));
    faults.extend(shape::root_lints(&text_of(&files, "Cargo.toml")?));
    for member in &members {
        faults.extend(shape::crate_name(&member.name));
        faults.extend(shape::member_lints(&member.name, &text_of(&files, &member.manifest)?));
    }
    for file in &files {
        faults.extend(shape::file_name(&file.path));
        faults.extend(shape::functions_of_lib(file));
        faults.extend(shape::length(file));
        faults.extend(machine::faults(file));
    }
    Ok(faults)
}

/// Every file that is not ignored, by path.
fn files(root: &Path) -> Result<Vec<File>, String> {
    let walk = WalkBuilder::new(root)
        .hidden(false)
        .require_git(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .sort_by_file_path(Path::cmp)
        .build();
    let mut files = Vec::new();
    for entry in walk {
        let entry = entry.map_err(|error| error.to_string())?;
        if entry.file_type().is_some_and(|kind| kind.is_file()) {
            files.push(read(root, entry.path())?);
        }
    }
    Ok(files)
}

fn read(root: &Path, path: &Path) -> Result<File, String> {
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let names = path.strip_prefix(root).expect("the walk started at the root").components();
    let names: Vec<_> = names.map(|name| name.as_os_str().to_string_lossy()).collect();
    Ok(File { path: names.join("/"), text: String::from_utf8(bytes).unwrap_or_default() })
}

fn text_of(files: &[File], path: &str) -> Result<String, String> {
    let found = files.iter().find(|file| file.path == path);
    found.map(|file| file.text.clone()).ok_or_else(|| format!("{path}: no such file"))
}

#[cfg(test)]
mod tests;
