//! Reading a model file: once, whole, and only when it is one.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use quell_classifier::MODEL_BYTES_MAX;

/// Why a file was not read as a model.
#[derive(Debug)]
pub struct ModelFileError {
    path: PathBuf,
    problem: Problem,
}

#[derive(Debug)]
enum Problem {
    Io(io::Error),
    NotAFile(&'static str),
    TooLarge(u64),
}

/// Reads the bytes of a model file into memory.
///
/// They are read once, so that a file that is replaced meanwhile cannot be
/// checked as one and used as another.
///
/// # Errors
///
/// The path is a folder, a link, a pipe or a device; the file has several names or is
/// larger than any model; or the system refuses.
pub fn read_model_file(path: &Path) -> Result<Vec<u8>, ModelFileError> {
    let error = |problem| ModelFileError { path: path.to_owned(), problem };
    let io = |source| error(Problem::Io(source));
    let named = path.symlink_metadata().map_err(io)?;
    if let Some(kind) = not_a_file(&named) {
        return Err(error(Problem::NotAFile(kind)));
    }
    let file = File::open(path).map_err(io)?;
    let opened = file.metadata().map_err(io)?;
    // Once more, on the open file: the name may have been given to another.
    if let Some(kind) = not_a_file(&opened) {
        return Err(error(Problem::NotAFile(kind)));
    }
    let length = opened.len();
    if length > MODEL_BYTES_MAX as u64 {
        return Err(error(Problem::TooLarge(length)));
    }
    let mut bytes = Vec::with_capacity(length as usize);
    // One byte more than was announced shows that the file grew.
    file.take(length + 1).read_to_end(&mut bytes).map_err(io)?;
    Ok(bytes)
}

/// A link may lead elsewhere by the time it is followed again, and a file of several
/// names may be written to under another.
fn not_a_file(found: &Metadata) -> Option<&'static str> {
    let kind = found.file_type();
    if kind.is_file() {
        has_other_names(found).then_some("a file of several names (hard links)")
    } else if kind.is_dir() {
        Some("a folder")
    } else if kind.is_symlink() {
        Some("a link")
    } else {
        Some("a pipe or device")
    }
}

#[cfg(unix)]
fn has_other_names(found: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(found) > 1
}

#[cfg(not(unix))]
fn has_other_names(_: &Metadata) -> bool {
    false
}

impl std::fmt::Display for ModelFileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let path = self.path.display();
        match &self.problem {
            Problem::Io(error) => write!(f, "{path}: {error}; give the path of a .quell file"),
            Problem::NotAFile(kind) => write!(
                f,
                "{path}: is {kind}, expected a regular file; give the path of a .quell file, or a copy"
            ),
            Problem::TooLarge(length) => {
                write!(
                    f,
                    "{path}: {length} bytes, a model has at most {MODEL_BYTES_MAX}; this is another file"
                )
            }
        }
    }
}

impl std::error::Error for ModelFileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.problem {
            Problem::Io(error) => Some(error),
            Problem::NotAFile(_) | Problem::TooLarge(_) => None,
        }
    }
}

#[cfg(test)]
mod tests;
