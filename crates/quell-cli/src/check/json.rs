//! Verdicts for programs: one JSON object a line.

use std::io::{self, BufWriter, Stdout, Write};

use quell_runtime::{Language, Span};
use serde::Serialize;

use super::{Checked, Output};

pub(super) struct Lines {
    out: BufWriter<Stdout>,
    language: Language,
}

#[derive(Serialize)]
struct Line<'a> {
    id: String,
    text_score: f64,
    score: f64,
    class: &'static str,
    action: &'static str,
    heads: Heads,
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<&'a str>,
    mixed: bool,
    reasons: Vec<Reason>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spans: Option<Vec<SpanLine>>,
}

#[derive(Serialize)]
struct Heads {
    unwanted: f64,
    essential: f64,
    fraud: f64,
}

#[derive(Serialize)]
struct Reason {
    code: &'static str,
    text: String,
}

/// Bytes of the text, and what they add in logits.
#[derive(Serialize)]
struct SpanLine {
    start: usize,
    end: usize,
    weight: f64,
}

impl From<&Span> for SpanLine {
    fn from(span: &Span) -> Self {
        Self { start: span.bytes.start, end: span.bytes.end, weight: span.weight.into() }
    }
}

impl Lines {
    pub(super) fn new(language: Language) -> Self {
        Self { out: BufWriter::new(io::stdout()), language }
    }
}

impl Output for Lines {
    fn show(&mut self, checked: &Checked<'_>) -> io::Result<()> {
        let verdict = &checked.verdict;
        let reasons = verdict.reasons.iter();
        let line = Line {
            id: checked.row.id.clone().unwrap_or_else(|| checked.place.to_string()),
            text_score: f64::from(verdict.text_score),
            score: f64::from(verdict.score),
            class: verdict.class.name(),
            action: verdict.action.name(),
            heads: Heads {
                unwanted: f64::from(verdict.heads.unwanted),
                essential: f64::from(verdict.heads.essential),
                fraud: f64::from(verdict.heads.fraud),
            },
            topic: verdict.topic,
            mixed: verdict.mixed,
            reasons: reasons
                .map(|reason| Reason { code: reason.code(), text: reason.sentence(self.language) })
                .collect(),
            spans: checked.spans.as_ref().map(|spans| spans.iter().map(SpanLine::from).collect()),
        };
        serde_json::to_writer(&mut self.out, &line)?;
        self.out.write_all(b"\n")
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
