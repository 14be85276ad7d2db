//! Labelled messages: reading, keying, splitting, auditing and importing them.
//!
//! Nothing in here prints or logs a message. A row is named by its file and
//! line, so that a report of a bad corpus can be passed on as it is.

mod annotation;
mod audit;
mod decision;
mod error;
mod import;
mod input;
mod key;
mod limits;
mod lines;
mod manifest;
mod near_duplicate;
mod output;
mod part;
mod reader;
mod record;
mod row;
mod split;
mod stats;

pub use annotation::{
    Agreement, Annotations, ClassAgreement, Difference, Differences, Judgement, Pass,
};
pub use audit::{Audit, Conflicts, Leak, PartAudit, audit};
pub use decision::Decision;
pub use error::{BadLine, CorpusError, CorpusErrorKind, Reason};
pub use import::{ImportSummary, ImportedFile, import};
pub use input::{Input, open, read_text};
pub use key::{Bucket, Key, PartName, hex, normal_key, normal_text};
pub use limits::{Limits, TEXT_BYTES_HARD_MAX};
pub use manifest::{FileKind, Manifest, Meaning, RowFormat};
pub use near_duplicate::{GroupId, groups};
pub use output::{AtomicFile, RowFile, RowSyntax};
pub use part::{Part, RowName};
pub use reader::{ReadOptions, ReadReport, RowReader};
pub use record::Syntax;
pub use row::{Label, Row, Topic};
pub use split::{Split, SplitSummary};
pub use stats::{Quantiles, Stats};

#[cfg(test)]
mod tests;
