//! How often a corpus's own labels differ from what readers say.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::corpus::decision::Decision;
use crate::corpus::row::{Label, Row};

/// Differences by source.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Differences {
    /// By source; `-` for rows that name none.
    pub sources: BTreeMap<String, Difference>,
}

/// How a source's labels and its readers differ.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Rows of the source.
    pub rows: u64,
    /// Of these, rows that were read.
    pub read: u64,
    /// Rows that were read and are called wanted; of these, unwanted to the readers.
    pub wanted_but_unwanted: [u64; 2],
    /// Rows that were read and are called unwanted; of these, wanted to the readers.
    pub unwanted_but_wanted: [u64; 2],
    /// By the label given, then by the class read.
    pub classes: BTreeMap<Label, BTreeMap<Label, u64>>,
}

impl Differences {
    /// Counts a row of a corpus, and the same row as its readers judge it, if they
    /// read it.
    pub fn add(&mut self, given: &Row, judged: Option<&Row>) {
        let source = given.source.as_deref().unwrap_or("-");
        let counts = self.sources.entry(source.to_owned()).or_default();
        counts.rows += 1;
        let Some(judged) = judged else { return };
        counts.read += 1;
        if let (Some(label), Some(class)) = (given.label, judged.label) {
            *counts.classes.entry(label).or_default().entry(class).or_default() += 1;
        }
        let unwanted = |row: &Row| Decision::of(row).unwanted;
        let (Some(given), Some(judged)) = (unwanted(given), unwanted(judged)) else { return };
        let side =
            if given { &mut counts.unwanted_but_wanted } else { &mut counts.wanted_but_unwanted };
        side[0] += u64::from(given != judged);
        side[1] += 1;
    }
}
