//! Nothing committed may lead to one machine: its folders, or the registry it fetches from.

use super::File;

/// Folders of people and build machines, in pieces so that this file does not name them.
const FOLDERS: [&str; 4] =
    [concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/Us", "ers/"), concat!("/wo", "rk/")];

/// Hosts of package registries, and the settings that would put another in their place.
const REGISTRIES: [&str; 8] = [
    concat!("crates", ".io"),
    concat!("pypi", ".org"),
    concat!("python", "hosted.org"),
    concat!("registry.npm", "js.org"),
    concat!("index", "-url"),
    concat!("replace", "-with"),
    concat!("[regis", "tries"),
    concat!("find", "-links"),
];

/// How cargo writes its default registry into `Cargo.lock`, whatever mirror it fetches from.
const LOCKED_SOURCE: &str =
    concat!("source = \"registry+https://github.com/rust-lang/crates", ".io-index\"");

/// Lines that name a folder of one machine or a registry.
pub(super) fn faults(file: &File) -> Vec<String> {
    let lines = file.text.lines().enumerate();
    lines
        .filter_map(|(at, line)| Some((at + 1, found(&file.path, line)?)))
        .map(|(line, found)| format!("{}:{line}: {found}", file.path))
        .collect()
}

fn found(path: &str, line: &str) -> Option<String> {
    if path.ends_with("Cargo.lock") && line.starts_with("source = ") {
        return (line != LOCKED_SOURCE).then(|| "expected cargo's default registry".to_owned());
    }
    if let Some(folder) = FOLDERS.iter().find(|folder| names_folder(line, folder)) {
        return Some(format!("names {folder}, expected a path from the root of the workspace"));
    }
    let registry = REGISTRIES.iter().find(|registry| line.contains(**registry))?;
    Some(format!("names {registry}, expected the registry to be left to the tools"))
}

/// Whether an absolute path starts here; in a link or a relative path the same letters follow
/// a name.
fn names_folder(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | '_' | '-' | '}' | '*'))
    })
}
