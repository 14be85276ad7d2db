//! What answers are worth beside the truth; the same arithmetic for everybody.

use std::path::Path;

use serde_json::Value;

/// What a system said of a message.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Answer {
    /// Higher is more likely unwanted; any unit.
    pub(super) score: f64,
    /// What it decided.
    pub(super) unwanted: bool,
}

/// Bounds on the share of wanted messages flagged: one in so many.
pub(super) const FPR_ONE_IN: [usize; 2] = [100, 1000];

/// Measures of one system on one part. What needs both kinds is `None` with one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Measures {
    pub(super) accuracy: f64,
    pub(super) f1: Option<f64>,
    pub(super) roc_auc: Option<f64>,
    /// Recall where at most one wanted message in [`FPR_ONE_IN`] is flagged.
    pub(super) recall_at_fpr: [Option<f64>; 2],
    /// Shares flagged by its own decision.
    pub(super) wanted_flagged: Option<f64>,
    pub(super) unwanted_found: Option<f64>,
}

impl Measures {
    pub(super) fn of(answers: &[Answer], truth: &[bool]) -> Self {
        let decided = |it: &Answer| it.unwanted;
        let right = answers.iter().zip(truth).filter(|(it, is)| it.unwanted == **is).count();
        let [wanted_flagged, unwanted_found] = flagged(answers, truth, decided);
        let found = answers.iter().zip(truth).filter(|(it, is)| it.unwanted && **is).count();
        let called = answers.iter().filter(|it| it.unwanted).count();
        let unwanted = truth.iter().filter(|is| **is).count();
        let has_both = wanted_flagged.is_some() && unwanted_found.is_some();
        let both = |value: f64| has_both.then_some(value);
        Self {
            accuracy: right as f64 / truth.len().max(1) as f64,
            f1: both(2.0 * found as f64 / (called + unwanted).max(1) as f64),
            roc_auc: both(roc_auc(answers, truth)),
            recall_at_fpr: FPR_ONE_IN.map(|one_in| {
                let threshold = threshold(answers, truth, one_in);
                flagged(answers, truth, |it| it.score >= threshold)[1].filter(|_| has_both)
            }),
            wanted_flagged,
            unwanted_found,
        }
    }
}

/// The share of wanted and of unwanted messages that `is_flagged` says yes to.
pub(super) fn flagged(
    answers: &[Answer],
    truth: &[bool],
    is_flagged: impl Fn(&Answer) -> bool,
) -> [Option<f64>; 2] {
    [false, true].map(|kind| {
        let of_kind = answers.iter().zip(truth).filter(|(_, is)| **is == kind);
        let count = of_kind.clone().count();
        let flagged = of_kind.filter(|(it, _)| is_flagged(it)).count();
        (count > 0).then(|| flagged as f64 / count as f64)
    })
}

/// The lowest score at which at most one wanted message in `one_in` is flagged.
pub(super) fn threshold(answers: &[Answer], truth: &[bool], one_in: usize) -> f64 {
    let wanted = answers.iter().zip(truth).filter(|(_, is)| !**is);
    let mut wanted: Vec<f64> = wanted.map(|(it, _)| it.score).collect();
    wanted.sort_by(|a, b| b.total_cmp(a));
    // The first that may not be flagged; what scores above it may.
    let Some(&first_spared) = wanted.get(wanted.len() / one_in) else { return f64::NEG_INFINITY };
    let above = answers.iter().map(|it| it.score).filter(|score| *score > first_spared);
    above.fold(f64::INFINITY, f64::min)
}

/// The chance that an unwanted message scores above a wanted one, a tie counting one half.
fn roc_auc(answers: &[Answer], truth: &[bool]) -> f64 {
    let mut rows: Vec<(f64, bool)> =
        answers.iter().zip(truth).map(|(it, is)| (it.score, *is)).collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut wanted_below, mut unwanted, mut half_wins) = (0_u64, 0_u64, 0_u64);
    // Equality, not `total_cmp`, joins a step: 0 and -0 are one threshold.
    for step in rows.chunk_by(|a, b| a.0.partial_cmp(&b.0).is_some_and(std::cmp::Ordering::is_eq)) {
        let unwanted_here = step.iter().filter(|(_, is)| *is).count() as u64;
        let wanted_here = step.len() as u64 - unwanted_here;
        half_wins += unwanted_here * (2 * wanted_below + wanted_here);
        wanted_below += wanted_here;
        unwanted += unwanted_here;
    }
    half_wins as f64 / (2 * wanted_below * unwanted).max(1) as f64
}

/// The answers of a file: a peer's own, or what `quell check --json` printed.
///
/// # Errors
///
/// When the file cannot be read or holds something else, by its line.
pub(super) fn answers(path: &Path) -> Result<Vec<Answer>, String> {
    rows(path, "score and unwanted, or text_score and action", answer)
}

/// Whether each row of a part is unwanted.
///
/// # Errors
///
/// When the file cannot be read or a row has no label, by its line.
pub(super) fn truth(path: &Path) -> Result<Vec<bool>, String> {
    rows(path, "a label", |row| Some(is_unwanted(row["label"].as_str()?)))
}

fn rows<T>(
    path: &Path,
    expected: &str,
    read: impl Fn(&Value) -> Option<T>,
) -> Result<Vec<T>, String> {
    let text = super::bench::text(path)?;
    let row = |(at, line)| {
        let value = serde_json::from_str(line).unwrap_or_default();
        read(&value).ok_or_else(|| format!("{}:{}: expected {expected}", path.display(), at + 1))
    };
    text.lines().enumerate().map(row).collect()
}

pub(super) fn answer(row: &Value) -> Option<Answer> {
    if let Some(score) = row["text_score"].as_f64() {
        return Some(Answer { score, unwanted: row["action"].as_str()? != "deliver" });
    }
    Some(Answer { score: row["score"].as_f64()?, unwanted: row["unwanted"].as_bool()? })
}

fn is_unwanted(label: &str) -> bool {
    ["spam", "marketing", "fraud"].contains(&label)
}
