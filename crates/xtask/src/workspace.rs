//! Where things are: the root, cargo's own description of the members, the build folder.

use std::path::{Path, PathBuf};

use cargo_metadata::{Metadata, MetadataCommand};

/// The folder of the workspace's `Cargo.toml`.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("crates/xtask has two").into()
}

/// What cargo says of the members, their dependencies and folders.
///
/// Without dependencies of dependencies: those of other platforms may never have been
/// downloaded, and nothing here may need a network. [`crate::tidy`] takes them from `Cargo.lock`.
///
/// # Errors
///
/// What cargo said when it could not read the manifests.
pub(crate) fn metadata() -> Result<Metadata, String> {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .other_options(["--offline".to_owned()])
        .exec()
        .map_err(|error| format!("cargo metadata: {error}"))
}

/// The files of `folder` whose names end in `ending`, by name.
///
/// # Errors
///
/// When the folder cannot be read, or holds no such file.
pub(crate) fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, String> {
    let entries =
        std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut paths: Vec<PathBuf> =
        paths.filter(|path| path.to_string_lossy().ends_with(ending)).collect();
    paths.sort();
    if paths.is_empty() {
        return Err(format!("{}: no file that ends in {ending}", folder.display()));
    }
    Ok(paths)
}

/// The folder `name` below cargo's build folder, created when absent.
///
/// # Errors
///
/// Cargo's, or why the folder cannot be created.
pub(crate) fn build_folder(name: &str) -> Result<PathBuf, String> {
    let folder = metadata()?.target_directory.into_std_path_buf().join(name);
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}
