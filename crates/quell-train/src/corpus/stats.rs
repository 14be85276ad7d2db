use std::collections::BTreeMap;

use serde::Serialize;

use super::decision::Decision;
use super::row::Row;

/// Counts over rows, by what they say about themselves. `-` stands for "not
/// said".
#[derive(Clone, Debug, Default, Serialize)]
pub struct Stats {
    /// All rows.
    pub rows: u64,
    /// By source.
    pub sources: BTreeMap<String, u64>,
    /// By language.
    pub langs: BTreeMap<String, u64>,
    /// By label.
    pub labels: BTreeMap<String, u64>,
    /// By topic, of a row's own or its category's.
    pub topics: BTreeMap<String, u64>,
    /// By flag; a row may have several.
    pub flags: BTreeMap<String, u64>,
    /// Rows that decide each head, as `head=yes` and `head=no`.
    pub decided: BTreeMap<String, u64>,
    #[serde(skip)]
    lengths: BTreeMap<usize, u64>,
}

/// Lengths of texts, in characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Quantiles {
    /// The shortest.
    pub min: usize,
    /// A quarter is no longer.
    pub p25: usize,
    /// Half is no longer.
    pub median: usize,
    /// Three quarters are no longer.
    pub p75: usize,
    /// 99 in 100 are no longer.
    pub p99: usize,
    /// The longest.
    pub max: usize,
}

impl Stats {
    /// Counts a row.
    pub fn add(&mut self, row: &Row) {
        let decision = Decision::of(row);
        self.rows += 1;
        count(&mut self.sources, row.source.as_deref());
        count(&mut self.langs, row.lang.as_deref());
        count(&mut self.labels, row.label.map(super::row::Label::name));
        count(&mut self.topics, decision.topic.or(row.topic).map(super::row::Topic::name));
        for flag in &row.flags {
            count(&mut self.flags, Some(flag));
        }
        let heads = [
            ("unwanted", decision.unwanted),
            ("essential", decision.essential),
            ("fraud", decision.fraud),
        ];
        for (head, decided) in heads {
            let answer = match decided {
                Some(true) => "yes",
                Some(false) => "no",
                None => "-",
            };
            count(&mut self.decided, Some(&format!("{head}={answer}")));
        }
        *self.lengths.entry(row.text.chars().count()).or_default() += 1;
    }

    /// Quantiles of the lengths: the smallest length that so many rows do not
    /// exceed. All 0 without rows.
    #[must_use]
    pub fn lengths(&self) -> Quantiles {
        let at = |percent: u64| {
            let rank = (self.rows * percent).div_ceil(100).max(1);
            let mut below = 0;
            let reached = self.lengths.iter().find(|&(_, &rows)| {
                below += rows;
                below >= rank
            });
            reached.map_or(0, |(&length, _)| length)
        };
        Quantiles {
            min: at(0),
            p25: at(25),
            median: at(50),
            p75: at(75),
            p99: at(99),
            max: at(100),
        }
    }
}

fn count(counts: &mut BTreeMap<String, u64>, name: Option<&str>) {
    let name = name.unwrap_or("-");
    match counts.get_mut(name) {
        Some(rows) => *rows += 1,
        None => drop(counts.insert(name.to_owned(), 1)),
    }
}
