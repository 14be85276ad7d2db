//! The page around the drawings. maud escapes whatever is put between its braces.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use quell_classifier::Class;

use super::spread::BARS_MAX;
use super::{Contender, HtmlReport, HtmlReportError, curves, spread};
use crate::eval::{
    Bin, Confusion, ECE_BINS, Errors, LogOddsHistogram, Measures, Named, Reliability, Report, Row,
    Section, Topics, Value,
};
use crate::evaluation::Against;
use crate::legible;

const STYLE: &str = include_str!("style.css");
/// Nothing is fetched and nothing runs, whatever a name in the data should say.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";
/// Sources or languages that a table lists at most.
const SLICES_MAX: usize = 100;

pub(super) fn page(
    report: &HtmlReport<'_>,
    contenders: &[Contender],
) -> Result<String, HtmlReportError> {
    let model = name(&report.subject.model);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "quell eval: " (model) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (heading(report))
                h2 { "Figures" }
                (figures(report.report))
                @if let Some(rival) = &report.rival { (against(rival.name, rival.against)) }
                h2 { "Unwanted against wanted" }
                (curves(report, contenders)?)
                h2 { "How scores are spread" }
                (distributions(report.rows)?)
                (errors(&Slices::by_source(report))?)
                (errors(&Slices::by_lang(report))?)
                h2 { "What was taken for what" }
                (confusion(&report.report.confusion))
                @if let Some(topics) = &report.report.topics { (topic_table(topics)) }
            }
        }
    };
    Ok(page.into_string())
}

fn heading(report: &HtmlReport<'_>) -> Markup {
    let subject = report.subject;
    let files: Vec<String> = subject.files.iter().map(|file| name(file)).collect();
    html! {
        h1 { "What " bdi { (name(&subject.model)) } " is worth on "
            (legible::count(report.report.n)) " messages" }
        p { code { "quell eval"
            @if let Some(file) = &subject.model_file { " --model " bdi { (name(file)) } }
            @for file in &files { " " bdi { (file) } }
            @if let Some(rival) = &report.rival { " --against " bdi { (name(rival.name)) } }
            " --html …" } }
        p.note {
            "Model " code { (subject.sha256) } " (SHA-256). It says unwanted from "
            (format!("{:.1} %", subject.threshold * 100.0))
            " on. Counts and names only: no message is in this page. "
            "Intervals are 95 % bootstrap intervals."
        }
    }
}

/// The three questions beside each other, a measure a line.
fn figures(report: &Report) -> Markup {
    let sections: Vec<Section> = report.sections().into_iter().take(3).collect();
    let lines = sections.first().map_or(0, |section| section.lines.len());
    html! {
        div.scroll { table {
            thead { tr {
                th { "measure" }
                @for section in &sections { th { (section.title) } }
            } }
            tbody { @for line in 0..lines { tr {
                @for (column, section) in sections.iter().enumerate() {
                    @if let Some(line) = section.lines.get(line) {
                        @if column == 0 { td { (measure_name(&line.name)) } }
                        td { (line.value) small { (line.interval_text()) } }
                    }
                }
            } } }
        } }
        p.note { "Unwanted is marketing or fraud; essential and fraud stand against the rest. "
            "Precision, recall and F1 are those of the class that the model decides on; FPR is "
            "the share of negative messages that a threshold would take for positive." }
    }
}

/// The measure as the field writes it, instead of as a key.
fn measure_name(key: &str) -> &str {
    match key {
        "n" => "messages",
        "f1" => "F1",
        "roc_auc" => "ROC AUC",
        "pr_auc" => "PR AUC (average precision)",
        "brier" => "Brier score",
        "ece" => "ECE (calibration error)",
        "recall at fpr 0.01" => "recall at FPR 1 %",
        "recall at fpr 0.001" => "recall at FPR 0.1 %",
        "recall at fpr 0.0001" => "recall at FPR 0.01 %",
        other => other,
    }
}

fn against(rival: &str, against: &Against) -> Markup {
    let rows = [("F1", against.f1), ("ROC AUC", against.roc_auc)];
    html! {
        h3 { "Beside " bdi { (name(rival)) } }
        div.scroll { table {
            thead { tr {
                th { "measure" } th { "ours" } th { "theirs" } th { "difference" }
            } }
            tbody { @for (measure, it) in rows { @if let Some(it) = it { tr {
                td { (measure) }
                td { (format!("{:.4}", it.ours)) }
                td { (format!("{:.4}", it.theirs)) }
                td { (format!("{:+.4}", it.difference))
                    @if let Some(ci95) = it.ci95 {
                        small { (format!("{:+.4} to {:+.4}", ci95.low, ci95.high)) }
                    } }
            } } } }
        } }
    }
}

fn curves(report: &HtmlReport<'_>, contenders: &[Contender]) -> Result<Markup, HtmlReportError> {
    let decided =
        report.rows.iter().filter_map(|row| Some((row.scored.unwanted, row.truth.unwanted?)));
    let (scores, truth): (Vec<f64>, Vec<bool>) = decided.unzip();
    let reliability = Reliability::new(&scores, &truth)?;
    let has_curves = contenders.iter().any(|one| !one.curve.roc_points().is_empty());
    Ok(html! {
        div.charts {
            @if has_curves {
                (figure("Precision-recall curve", &curves::precision_recall(contenders)?, &html! {
                    (keys(report)) "The dot is where a system decides."
                }))
                (figure("ROC curve", &curves::roc(contenders)?, &html! {
                    (keys(report)) "The axis of the false positive rate is logarithmic: up to 1 % is "
                    "what matters. Its left end also stands for a rate of 0."
                }))
            } @else {
                p { "The rows are all wanted, or all unwanted: they have no curve." }
            }
            (figure("Reliability diagram", &curves::reliability(&reliability)?, &html! {
                "Predicted probability against the share that is unwanted, in " (ECE_BINS)
                " bins; on the diagonal a probability means what it says. The bars are rows, in "
                "powers of ten."
            }))
        }
        details { summary { "The bins of the reliability diagram" } (bin_table(reliability.bins())) }
    })
}

/// Which colour is which system; nothing where there is one only.
fn keys(report: &HtmlReport<'_>) -> Markup {
    html! {
        @if let Some(rival) = &report.rival {
            span.key { bdi { (name(&report.subject.model)) } }
            span.key.second { bdi { (name(rival.name)) } }
        }
    }
}

fn bin_table(bins: &[Bin]) -> Markup {
    let edge = |at: usize| at as f64 / ECE_BINS as f64;
    html! {
        div.scroll { table {
            thead { tr { th { "bin" } th { "rows" } th { "predicted" } th { "unwanted" } } }
            tbody { @for (at, bin) in bins.iter().enumerate() { tr {
                td { (format!("{:.3} to {:.3}", edge(at), edge(at + 1))) }
                td { (legible::count(bin.rows)) }
                td { (Value::Share(bin.mean_probability())) }
                td { (Value::Share(bin.share_positive())) }
            } } }
        } }
    }
}

fn distributions(rows: &[Row<'_>]) -> Result<Markup, HtmlReportError> {
    let histograms = LogOddsHistogram::by_class(rows);
    if histograms.is_empty() {
        return Ok(html! { p { "No row says of what class it is." } });
    }
    Ok(figure(
        "Score distributions",
        &spread::distributions(&histograms)?,
        &html! {
            span.key { "wanted" } span.key.second { "unwanted" }
            "Each class adds up to 100 %: "
            @for (at, histogram) in histograms.iter().enumerate() {
                @if at > 0 { ", " } (legible::count(histogram.total())) " " (histogram.name)
            }
            ". The axis is in log-odds."
        },
    ))
}

/// Errors and measures of each source or language.
struct Slices<'a> {
    title: &'static str,
    head: &'static str,
    errors: Named<Errors>,
    measures: &'a Named<Measures>,
}

impl<'a> Slices<'a> {
    fn by_source(report: &HtmlReport<'a>) -> Self {
        Self {
            title: "Errors by source",
            head: "source",
            errors: Errors::by_source(report.rows),
            measures: &report.report.by_source,
        }
    }

    fn by_lang(report: &HtmlReport<'a>) -> Self {
        Self {
            title: "Errors by language",
            head: "language",
            errors: Errors::by_lang(report.rows),
            measures: &report.report.by_lang,
        }
    }
}

fn errors(all: &Slices<'_>) -> Result<Markup, HtmlReportError> {
    let title = all.title;
    let mut slices: Vec<(&str, &Errors)> = all.errors.iter().collect();
    // The largest first; equally large ones keep the order of their names.
    slices.sort_by_key(|(_, errors)| std::cmp::Reverse(errors.wanted.of + errors.unwanted.of));
    if slices.is_empty() {
        return Ok(html! {});
    }
    let area = |name: &str| all.measures.get(name).and_then(|measures| measures.roc_auc);
    let drawn = slices.len().min(BARS_MAX);
    Ok(html! {
        h2 { (title) }
        div.charts {
            (figure(title, &spread::errors(title, &slices)?, &html! {
                span.key { "wanted, held back" } span.key.second { "unwanted, let through" }
                @if drawn < slices.len() { "The " (drawn) " with the most rows." }
            }))
            div.scroll { table {
                thead { tr { th { (all.head) } th { "wanted, held back" }
                    th { "unwanted, let through" } th { "ROC AUC" } } }
                tbody { @for (key, errors) in slices.iter().take(SLICES_MAX) { tr {
                    td { bdi { (name(key)) } }
                    td { (part(errors.wanted.flagged, errors.wanted.of)) }
                    td { (part(errors.missed(), errors.unwanted.of)) }
                    td { (Value::Share(area(key))) }
                } } }
            } }
        }
        @if slices.len() > SLICES_MAX {
            p.note { (slices.len() - SLICES_MAX) " with fewer rows are left out; --json has them." }
        }
    })
}

fn part(part: u64, of: u64) -> Markup {
    html! {
        (legible::count(part)) " of " (legible::count(of))
        @if of > 0 { small { (format!("{:.1} %", part as f64 * 100.0 / of as f64)) } }
    }
}

fn confusion(confusion: &Confusion) -> Markup {
    html! {
        div.scroll { table {
            thead { tr { th { "is \\ called" } @for class in Class::ALL { th { (class.name()) } } } }
            tbody { @for (class, row) in Class::ALL.iter().zip(&confusion.rows) { tr {
                td { (class.name()) }
                @for count in row { td { (legible::count(*count)) } }
            } } }
        } }
        p.note { "Rows whose class is known." }
    }
}

fn topic_table(topics: &Topics) -> Markup {
    let occurring = topics.by_topic.iter().filter(|(_, topic)| topic.f1.is_some());
    html! {
        h2 { "Topics" }
        p.note { (legible::count(topics.n)) " rows; accuracy " (Value::Share(topics.accuracy))
            ", macro F1 " (Value::Share(topics.macro_f1)) }
        div.scroll { table {
            thead { tr { th { "topic" } th { "rows" } th { "precision" } th { "recall" } th { "F1" } } }
            tbody { @for (topic, it) in occurring { tr {
                td { (topic) } td { (legible::count(it.n)) } td { (Value::Share(it.precision)) }
                td { (Value::Share(it.recall)) } td { (Value::Share(it.f1)) }
            } } }
        } }
    }
}

fn figure(title: &str, svg: &str, caption: &Markup) -> Markup {
    html! {
        figure {
            div role="img" aria-label=(title) { (PreEscaped(svg)) }
            figcaption { strong { (title) ". " } (caption) }
        }
    }
}

/// A name from a file, without what could reverse the reading of a line.
fn name(name: &str) -> String {
    legible::line(name, legible::NAME_CHARS)
}
