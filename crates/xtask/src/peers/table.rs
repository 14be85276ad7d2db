//! Tables of figures: one row a contender, the best of each column in bold, and what is said of
//! a contender that is not the best.

use std::fmt::Write as _;

/// A table whose rows are contenders.
pub(super) struct Table {
    pub(super) title: String,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
}

/// A measure.
#[derive(Clone)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) shown: Shown,
    pub(super) better: Better,
}

/// A contender's figures, one a column; `None` where the measure means nothing.
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) cells: Vec<Option<f64>>,
}

/// Which of two figures is the better one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Better {
    Higher,
    Lower,
}

/// How a figure is written.
#[derive(Clone, Copy)]
pub(super) enum Shown {
    /// A share of one, four digits.
    Share,
    /// A share in per cent.
    Percent,
    /// With so many digits behind the point.
    Number(usize),
    /// A whole number, its thousands parted.
    Count,
}

impl Column {
    pub(super) fn new(name: &str, shown: Shown, better: Better) -> Self {
        Self { name: name.to_owned(), shown, better }
    }
}

impl Better {
    fn is_better(self, a: f64, than: f64) -> bool {
        match self {
            Self::Higher => a > than,
            Self::Lower => a < than,
        }
    }
}

impl Shown {
    pub(super) fn text(self, value: f64) -> String {
        match self {
            Self::Share => format!("{value:.4}"),
            Self::Percent => format!("{:.1} %", value * 100.0),
            Self::Number(digits) => format!("{value:.digits$}"),
            Self::Count => parted(value.round() as u64),
        }
    }
}

impl Table {
    /// Markdown, without the columns that nobody has a figure in.
    pub(super) fn markdown(&self) -> String {
        let kept = self.kept();
        let names: Vec<&str> = kept.iter().map(|&at| self.columns[at].name.as_str()).collect();
        let mut text =
            format!("| | {} |\n|---|{}\n", names.join(" | "), "---:|".repeat(kept.len()));
        for row in &self.rows {
            let cells: Vec<String> = kept.iter().map(|&at| self.cell(row, at)).collect();
            let _ = writeln!(text, "| {} | {} |", row.title, cells.join(" | "));
        }
        text
    }

    fn kept(&self) -> Vec<usize> {
        let has_figures = |at: &usize| self.rows.iter().any(|row| row.cells[*at].is_some());
        (0..self.columns.len()).filter(has_figures).collect()
    }

    fn cell(&self, row: &Row, at: usize) -> String {
        let Some(value) = row.cells[at] else { return "–".to_owned() };
        let text = self.columns[at].shown.text(value);
        // As it is read: figures that look alike are alike.
        match self.best(at) {
            Some((_, best)) if self.columns[at].shown.text(best) == text => format!("**{text}**"),
            _ => text,
        }
    }

    /// The best of a column, and who has it.
    fn best(&self, at: usize) -> Option<(&Row, f64)> {
        let figures = self.rows.iter().filter_map(|row| Some((row, row.cells[at]?)));
        figures.reduce(
            |best, it| {
                if self.columns[at].better.is_better(it.1, best.1) { it } else { best }
            },
        )
    }

    /// Where `name` is not the best: a line with its figure and the best one, a column each.
    pub(super) fn behind(&self, name: &str) -> Option<String> {
        let row = self.rows.iter().find(|row| row.name == name)?;
        let said: Vec<String> = self.kept().iter().filter_map(|&at| self.lag(row, at)).collect();
        (!said.is_empty()).then(|| format!("- {}: {}.", self.title, said.join("; ")))
    }

    fn lag(&self, row: &Row, at: usize) -> Option<String> {
        let Column { name, shown, better } = &self.columns[at];
        let (best, best_value) = self.best(at)?;
        let value = row.cells[at]?;
        let [ours, theirs] = [value, best_value].map(|it| shown.text(it));
        (better.is_better(best_value, value) && ours != theirs)
            .then(|| format!("{name} {ours}, {} {theirs}", best.title))
    }
}

fn parted(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
