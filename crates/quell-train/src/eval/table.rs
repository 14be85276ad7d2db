//! A report as lines for people; how they look is left to who prints them.

use std::fmt;

use super::{Flagged, Interval, Measures, Report, Topics};
use crate::legible::count;

/// Some lines under a title.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// What the lines are about, such as `unwanted` or `source <name>`.
    pub title: String,
    /// In the order of the report.
    pub lines: Vec<Line>,
}

/// One measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The measure's name in the report.
    pub name: String,
    /// What was measured.
    pub value: Value,
    /// Its 95 % interval, where it has one.
    pub interval: Option<Interval>,
}

/// What a line says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A number from 0 to 1, or that the rows do not decide it.
    Share(Option<f64>),
    /// A share, and the false positives it rests on.
    AtFalsePositives(Option<f64>, u64),
    /// A number of rows.
    Count(u64),
    /// A number of rows, of another.
    Part(u64, u64),
}

impl Report {
    /// The report as lines for people: the questions, the slices, what was held
    /// back, the topics. The confusion matrix is a table already, and not repeated.
    #[must_use]
    pub fn sections(&self) -> Vec<Section> {
        let heads = [
            ("unwanted", &self.unwanted),
            ("essential", &self.heads.essential),
            ("fraud", &self.heads.fraud),
        ];
        let heads = heads.map(|(name, measures)| (name.to_owned(), measures));
        let sources = self.by_source.iter().map(|(name, all)| (format!("source {name}"), all));
        let langs = self.by_lang.iter().map(|(name, all)| (format!("lang {name}"), all));
        let questions = heads.into_iter().chain(sources).chain(langs);
        let mut sections: Vec<Section> = questions
            .map(|(title, measures)| Section { title, lines: measure_lines(measures) })
            .collect();
        let flagged = self.flagged.iter().map(|(name, flagged)| flagged_line(name, *flagged));
        sections.push(Section { title: "flagged".to_owned(), lines: flagged.collect() });
        sections.extend(self.topics.as_ref().map(topic_section));
        sections
    }
}

fn measure_lines(all: &Measures) -> Vec<Line> {
    let ci95 = &all.ci95;
    let mut lines = vec![
        Line::new("n", Value::Count(all.n), None),
        Line::new("positives", Value::Count(all.positives), None),
        Line::new("precision", Value::Share(all.precision), ci95.precision),
        Line::new("recall", Value::Share(all.recall), ci95.recall),
        Line::new("f1", Value::Share(all.f1), ci95.f1),
        Line::new("roc_auc", Value::Share(all.roc_auc), ci95.roc_auc),
        Line::new("pr_auc", Value::Share(all.pr_auc), ci95.pr_auc),
    ];
    lines.extend(all.recall_at_fpr.iter().map(|(fpr, at)| {
        let value = Value::AtFalsePositives(at.recall, at.false_positives);
        let interval = ci95.recall_at_fpr.get(fpr).copied().flatten();
        Line::new(&format!("recall at fpr {fpr}"), value, interval)
    }));
    lines.push(Line::new("brier", Value::Share(all.brier), ci95.brier));
    lines.push(Line::new("ece", Value::Share(all.ece), ci95.ece));
    lines
}

fn flagged_line(name: &str, flagged: Flagged) -> Line {
    Line::new(name, Value::Part(flagged.flagged, flagged.of), None)
}

fn topic_section(topics: &Topics) -> Section {
    let mut lines = vec![
        Line::new("n", Value::Count(topics.n), None),
        Line::new("accuracy", Value::Share(topics.accuracy), None),
        Line::new("macro_f1", Value::Share(topics.macro_f1), None),
    ];
    let occurring = topics.by_topic.iter().filter(|(_, topic)| topic.f1.is_some());
    lines.extend(
        occurring
            .map(|(name, topic)| Line::new(&format!("f1 {name}"), Value::Share(topic.f1), None)),
    );
    Section { title: "topics".to_owned(), lines }
}

/// As both the terminal and the page show it: four decimals, a dash for what the rows do
/// not decide.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |share: Option<f64>| match share {
            Some(share) => format!("{share:.4}"),
            None => "–".to_owned(),
        };
        match *self {
            Self::Share(it) => write!(f, "{}", share(it)),
            Self::AtFalsePositives(it, wrong) => {
                write!(f, "{} ({wrong} false positives)", share(it))
            }
            Self::Count(rows) => write!(f, "{}", count(rows)),
            Self::Part(part, all) => write!(f, "{part} of {all}"),
        }
    }
}

impl Line {
    /// The interval as `low to high`; empty without one.
    #[must_use]
    pub fn interval_text(&self) -> String {
        self.interval
            .map_or_else(String::new, |ci95| format!("{:.4} to {:.4}", ci95.low, ci95.high))
    }

    fn new(name: &str, value: Value, interval: Option<Interval>) -> Self {
        Self { name: name.to_owned(), value, interval }
    }
}
