//! Why bytes are not a model.

use alloc::string::String;
use core::fmt;

/// Why a model was refused: what was found, what was expected, what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelError {
    kind: ModelErrorKind,
    detail: String,
}

/// What kind of refusal it is; stable for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ModelErrorKind {
    /// The bytes end early.
    Truncated,
    /// The bytes are something else.
    NotAModel,
    /// Another version of the format, newer or older.
    Version,
    /// The file is sound, but was trained with other token rules. Scoring with it
    /// would not fail; it would only be quietly wrong.
    TokenizerRevision,
    /// Its length is none that a model has, or the sections do not tile the file.
    Layout,
    /// The file's checksum does not match its bytes.
    Checksum,
    /// A value that no trainer writes.
    Value,
    /// Needs an analyzer that this build does not have.
    Analyzer,
}

impl ModelError {
    pub(super) fn new(kind: ModelErrorKind, detail: String) -> Self {
        Self { kind, detail }
    }

    /// The kind of refusal.
    #[must_use]
    pub fn kind(&self) -> ModelErrorKind {
        self.kind
    }
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "model refused: {}", self.detail)
    }
}

impl core::error::Error for ModelError {}
