//! The page of results.

use std::fmt::Write as _;

use super::bench::{Bench, Part, Training};
use super::contender::{Contender, FASTTEXT, QUELL, Trained};
use super::cost::Cost;
use super::measures::{self, Answer, FPR_ONE_IN, Measures};
use super::table::{Better, Column, Row, Shown, Table};
use crate::machine;

const INTRODUCTION: &str = include_str!("introduction.md");

/// A heading, what is to be known of the tables below it, and the tables.
struct Section {
    title: &'static str,
    note: &'static str,
    tables: Vec<Table>,
}

/// The page.
///
/// # Errors
///
/// When answers cannot be read, or there is not one for each row.
pub(super) fn write(
    bench: &Bench,
    trained: &[Trained],
    left_out: &[Trained],
    costs: &[Cost],
) -> Result<String, String> {
    let tables = |training: &Training, parts: &[Part]| -> Result<Vec<Table>, String> {
        parts.iter().map(|part| part_table(bench, training, part)).collect()
    };
    let sections = [
        Section {
            title: "Trained on everything",
            note: IN_DOMAIN,
            tables: tables(&bench.all, &bench.parts)?,
        },
        Section {
            title: "zh_tianshan left out of training",
            note: LEFT_OUT,
            tables: tables(&bench.left_out, &bench.left_out.parts)?
                .into_iter()
                .map(|table| Table { title: format!("left out, {}", table.title), ..table })
                .collect(),
        },
        Section { title: "Disguises", note: DISGUISES, tables: disguise_tables(bench)? },
        Section {
            title: "Costs",
            note: COSTS,
            tables: vec![cost_table(bench, trained, left_out, costs)],
        },
    ];
    page(&sections, &settings(bench, trained))
}

const IN_DOMAIN: &str = "Accuracy, F1 and the flagged shares are at each system's own decision (quell's: \
    the message is held back, where losing an essential one counts as ten advertisements), areas and recall \
    depend on the order of the scores alone.";
const LEFT_OUT: &str = "Nothing of the corpus is learnt, neither its labels nor what readers said of \
    it; settings are those chosen above.";
const DISGUISES: &str = "The first and third part above together, disguised. Every system keeps the threshold \
    that flags at most 1 % of the wanted rows as they are. A disguise makes wanted messages look odd \
    too: recall without the share of wanted rows flagged says nothing.";
const COSTS: &str = "One thread, medians of rounds in turn, the model loaded and warmed up, messages one at a \
    time: for quell and fastText native code over prepared lines (parting Chinese into characters is not counted against \
    fastText), for Vowpal Wabbit its own driver by CPU time, \
    for the rest a call from Python per message. Chinese is the dev part of zh_tianshan, English that of en_uci. \
    Cold start is from starting a process to its end, with one message answered; memory the peak of the process whose \
    speed is measured, Python included where there is one. quell's training includes five-fold cross-validation, three \
    heads and topics; the peers' is the final fit alone, without the choice among settings. Model bytes are those of the file a peer writes, \
    without the dictionary of jieba (5 MB) or any library.";

fn page(sections: &[Section], settings: &str) -> Result<String, String> {
    let (today, machine) = (machine::today()?, machine::described());
    let mut page = INTRODUCTION.replace("{today}", &today).replace("{machine}", &machine);
    page.push_str(settings);
    for Section { title, note, tables } in sections {
        let _ = write!(page, "\n## {title}\n\n{note}\n");
        for table in tables {
            let _ = write!(page, "\n**{}**\n\n{}", table.title, table.markdown());
        }
    }
    page.push_str(&behind(sections));
    Ok(page)
}

/// Every figure of quell's that is not the best of its column.
fn behind(sections: &[Section]) -> String {
    let tables = sections.iter().flat_map(|section| &section.tables);
    let lines: Vec<String> = tables.filter_map(|table| table.behind(QUELL)).collect();
    let lines = if lines.is_empty() { "Nowhere.".to_owned() } else { lines.join("\n") };
    format!(
        "\n## Where quell is behind\n\nOf each table, quell's figure and the best one.\n\n{lines}\n"
    )
}

fn settings(bench: &Bench, trained: &[Trained]) -> String {
    let pairs = bench.contenders.iter().zip(trained);
    let chosen = pairs.filter(|(_, trained)| {
        trained.setting.as_object().is_some_and(|setting| !setting.is_empty())
    });
    let lines = chosen.map(|(it, trained)| format!("- {}: `{}`\n", it.title, trained.setting));
    format!("\nChosen on a held-out tenth of the training rows:\n\n{}", lines.collect::<String>())
}

fn part_table(bench: &Bench, training: &Training, part: &Part) -> Result<Table, String> {
    let truth = measures::truth(&bench.rows(part))?;
    let mut rows = Vec::new();
    for contender in &bench.contenders {
        let answers = answers(*contender, training, part, truth.len())?;
        rows.push(row(*contender, cells(&Measures::of(&answers, &truth))));
    }
    let unwanted = truth.iter().filter(|is| **is).count();
    let counts = format!("{} wanted, {unwanted} unwanted", truth.len() - unwanted);
    Ok(Table { title: format!("{} ({counts})", part.title), columns: part_columns(), rows })
}

fn part_columns() -> Vec<Column> {
    let share = |name: &str| Column::new(name, Shown::Share, Better::Higher);
    let recall = |one_in: usize| share(&format!("recall at FPR {} %", 100.0 / one_in as f64));
    vec![
        share("accuracy"),
        share("F1"),
        share("AUC"),
        recall(FPR_ONE_IN[0]),
        recall(FPR_ONE_IN[1]),
        Column::new("wanted flagged", Shown::Percent, Better::Lower),
        Column::new("unwanted found", Shown::Percent, Better::Higher),
    ]
}

fn cells(measures: &Measures) -> Vec<Option<f64>> {
    let Measures { accuracy, f1, roc_auc, recall_at_fpr, wanted_flagged, unwanted_found } =
        *measures;
    let [at_percent, at_thousandth] = recall_at_fpr;
    vec![Some(accuracy), f1, roc_auc, at_percent, at_thousandth, wanted_flagged, unwanted_found]
}

/// Two tables: recall, and the share of wanted rows flagged, a column each disguise.
fn disguise_tables(bench: &Bench) -> Result<Vec<Table>, String> {
    let Some(clean) = bench.disguises.first() else { return Ok(Vec::new()) };
    let truth = measures::truth(&bench.rows(clean))?;
    let [mut wanted_flagged, mut recall] = [Vec::new(), Vec::new()];
    for contender in &bench.contenders {
        let of = |part: &Part| answers(*contender, &bench.all, part, truth.len());
        let threshold = measures::threshold(&of(clean)?, &truth, FPR_ONE_IN[0]);
        let shares = bench
            .disguises
            .iter()
            .map(|part| Ok(measures::flagged(&of(part)?, &truth, |it| it.score >= threshold)));
        let shares = shares.collect::<Result<Vec<_>, String>>()?;
        wanted_flagged.push(row(*contender, shares.iter().map(|it| it[0]).collect()));
        recall.push(row(*contender, shares.iter().map(|it| it[1]).collect()));
    }
    let table = |title: &str, better, rows| {
        let columns = bench.disguises.iter();
        let columns = columns.map(|part| Column::new(&part.title, Shown::Percent, better));
        Table { title: title.to_owned(), columns: columns.collect(), rows }
    };
    Ok(vec![
        table("recall in disguise", Better::Higher, recall),
        table("wanted flagged in disguise", Better::Lower, wanted_flagged),
    ])
}

fn cost_table(bench: &Bench, trained: &[Trained], left_out: &[Trained], costs: &[Cost]) -> Table {
    let position = bench.contenders.iter().position(|it| it.name == FASTTEXT);
    let rows = bench.contenders.iter().enumerate().map(|(at, contender)| {
        let cost = &costs[at];
        let ratio = |file| Some(cost.rate(file) / costs[position?].rate(file));
        row(
            *contender,
            vec![
                Some(trained[at].cpu_s),
                Some(left_out[at].cpu_s),
                Some(trained[at].bytes),
                Some(cost.rate(0)),
                ratio(0),
                Some(cost.rate(1)),
                ratio(1),
                Some(cost.cold_ms()),
                Some(cost.resident_mib()),
            ],
        )
    });
    let rows = rows.collect();
    Table { title: "what it costs".to_owned(), columns: cost_columns(), rows }
}

fn cost_columns() -> Vec<Column> {
    use Better::{Higher, Lower};
    vec![
        Column::new("training CPU s", Shown::Number(1), Lower),
        Column::new("the same, source left out", Shown::Number(1), Lower),
        Column::new("model bytes", Shown::Count, Lower),
        Column::new("Chinese messages/s", Shown::Count, Higher),
        Column::new("times fastText", Shown::Number(2), Higher),
        Column::new("English messages/s", Shown::Count, Higher),
        Column::new("times fastText, English", Shown::Number(2), Higher),
        Column::new("cold start ms", Shown::Number(1), Lower),
        Column::new("memory MiB", Shown::Number(1), Lower),
    ]
}

fn row(contender: Contender, cells: Vec<Option<f64>>) -> Row {
    Row { name: contender.name, title: contender.title, cells }
}

fn answers(
    contender: Contender,
    training: &Training,
    part: &Part,
    expected: usize,
) -> Result<Vec<Answer>, String> {
    let path = contender.answers(training, part);
    let answers = measures::answers(&path)?;
    if answers.len() == expected {
        return Ok(answers);
    }
    let found = answers.len();
    Err(format!("{}: {found} answers, expected one for each of {expected} rows", path.display()))
}
