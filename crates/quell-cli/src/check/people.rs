//! Verdicts for people: a page for one message, a table for an inbox.

use std::collections::BTreeMap;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use comfy_table::{Attribute, Cell, Color, Table};
use quell_runtime::{Action, Language, Reason, Span, Verdict};
use quell_train::corpus::Label;

use super::{Checked, Output};
use crate::shown;
use crate::table::table;

/// Characters of a text in the table: half a line.
const EXCERPT_CHARS: usize = 36;
/// Reasons in the table; the page of one message has all.
const REASONS_SHOWN: usize = 2;

/// The page of one message.
pub(super) struct OneMessage {
    language: Language,
}

impl OneMessage {
    pub(super) fn new(language: Language) -> Self {
        Self { language }
    }
}

impl Output for OneMessage {
    fn show(&mut self, checked: &Checked<'_>) -> io::Result<()> {
        let mut out = anstream::stdout().lock();
        let verdict = &checked.verdict;
        let style = style(verdict.action).bold();
        let percent = shown::percent(verdict.score);
        writeln!(
            out,
            "{style}{}{style:#}  {}  unwanted {percent:.1} %",
            verdict.action.name(),
            verdict.class.name()
        )?;
        for reason in &verdict.reasons {
            writeln!(out, "  {}", reason.sentence(self.language))?;
        }
        match &checked.spans {
            Some(spans) => write_evidence(&mut out, &checked.row.text, spans),
            None => Ok(()),
        }
    }

    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The text, each part with what it adds in logits: red towards unwanted.
fn write_evidence(out: &mut impl Write, text: &str, spans: &[Span]) -> io::Result<()> {
    let mut weights = table(&["", "logits"]);
    for span in spans {
        weights.add_row(evidence(text, span));
    }
    writeln!(out, "\n{weights}")
}

/// A part of the text, and what it adds to the log-odds of being unwanted.
fn evidence(text: &str, span: &Span) -> [Cell; 2] {
    let logits = f64::from(span.weight);
    let color = if logits > 0.0 { Color::Red } else { Color::Green };
    let part = text.get(span.bytes.clone()).unwrap_or_default();
    [Cell::new(shown::line(part, EXCERPT_CHARS)), Cell::new(format!("{logits:+.2}")).fg(color)]
}

fn style(action: Action) -> Style {
    let color = match action {
        Action::Deliver => AnsiColor::Green,
        Action::Quarantine => AnsiColor::Yellow,
        Action::Reject => AnsiColor::Red,
    };
    Style::new().fg_color(Some(color.into()))
}

/// The table of an inbox, and its count.
pub(super) struct Inbox {
    language: Language,
    table: Table,
    actions: BTreeMap<Action, u64>,
    labels: BTreeMap<Label, [u64; 2]>,
}

impl Inbox {
    pub(super) fn new(language: Language) -> Self {
        let table = table(&["#", "action", "class", "unwanted", "why", "text"]);
        Self { language, table, actions: BTreeMap::new(), labels: BTreeMap::new() }
    }

    fn why(&self, verdict: &Verdict) -> String {
        let told = verdict.reasons.iter().filter(|reason| !matches!(reason, Reason::NoHistory));
        let sentences: Vec<String> =
            told.take(REASONS_SHOWN).map(|reason| reason.sentence(self.language)).collect();
        sentences.join("; ")
    }
}

impl Output for Inbox {
    fn show(&mut self, checked: &Checked<'_>) -> io::Result<()> {
        let verdict = &checked.verdict;
        let color = match verdict.action {
            Action::Deliver => Color::Green,
            Action::Quarantine => Color::Yellow,
            Action::Reject => Color::Red,
        };
        let percent = shown::percent(verdict.score);
        let row = [
            Cell::new(checked.place),
            Cell::new(verdict.action.name()).fg(color),
            Cell::new(verdict.class.name()),
            Cell::new(format!("{percent:.1} %")),
            Cell::new(self.why(verdict)).add_attribute(Attribute::Dim),
            Cell::new(shown::line(&checked.row.text, EXCERPT_CHARS)),
        ];
        self.table.add_row(row);
        for span in checked.spans.iter().flatten() {
            let [part, weight] = evidence(&checked.row.text, span);
            let blank = || Cell::new("");
            self.table.add_row([blank(), blank(), blank(), weight, Cell::new("logits"), part]);
        }
        *self.actions.entry(verdict.action).or_default() += 1;
        if let Some(label) = checked.row.label {
            let [held_back, all] = self.labels.entry(label).or_default();
            *held_back += u64::from(verdict.action != Action::Deliver);
            *all += 1;
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        if self.actions.is_empty() {
            return Ok(());
        }
        let mut out = anstream::stdout().lock();
        writeln!(out, "{}\n", self.table)?;
        let actions: Vec<String> = self
            .actions
            .iter()
            .map(|(action, count)| format!("{} {}", shown::count(*count), action.name()))
            .collect();
        writeln!(out, "{}", actions.join(", "))?;
        if !self.labels.is_empty() {
            let labels: Vec<String> = self
                .labels
                .iter()
                .map(|(label, [held, all])| format!("{} {held} of {all}", label.name()))
                .collect();
            writeln!(out, "held back, by the labels in the file: {}", labels.join(", "))?;
        }
        Ok(())
    }
}
