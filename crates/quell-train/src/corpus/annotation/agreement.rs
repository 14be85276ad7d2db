//! Cohen's kappa: J. Cohen, "A coefficient of agreement for nominal scales" (1960).

use serde::Serialize;

use crate::corpus::row::Label;

const CLASSES: [Label; 4] = Label::CLASSES;

/// How two readers agree on what both read.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// Messages that both read.
    pub rows: u64,
    /// Kappa over the four classes; none where the two cannot but agree.
    pub kappa: Option<f64>,
    /// Each class against the rest.
    pub classes: Vec<ClassAgreement>,
    /// Rows: what the first said; columns: what the second said; personal, essential,
    /// marketing, fraud.
    pub table: [[u64; 4]; 4],
}

/// How two readers agree on a class against the rest.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClassAgreement {
    /// The class.
    pub class: Label,
    /// How often the first said it.
    pub first: u64,
    /// How often the second did.
    pub second: u64,
    /// How often both did.
    pub both: u64,
    /// Kappa; none where the two cannot but agree.
    pub kappa: Option<f64>,
}

impl Agreement {
    /// The agreement over pairs of what the first and the second reader said.
    pub(super) fn of(pairs: impl Iterator<Item = [Label; 2]>) -> Self {
        let mut table = [[0; 4]; 4];
        for pair in pairs {
            let [first, second] = pair.map(|label| CLASSES.iter().position(|&it| it == label));
            if let (Some(first), Some(second)) = (first, second) {
                table[first][second] += 1;
            }
        }
        let rows: u64 = table.iter().flatten().sum();
        let classes = (0..CLASSES.len()).map(|at| ClassAgreement::of(&table, at, rows)).collect();
        let said = |at: usize| [table[at].iter().sum(), table.iter().map(|row| row[at]).sum()];
        let both = (0..CLASSES.len()).map(|at| table[at][at]).sum();
        let margins: Vec<[u64; 2]> = (0..CLASSES.len()).map(said).collect();
        Self { rows, kappa: kappa(both, &margins, rows), classes, table }
    }
}

impl ClassAgreement {
    fn of(table: &[[u64; 4]; 4], at: usize, rows: u64) -> Self {
        let both = table[at][at];
        let first: u64 = table[at].iter().sum();
        let second: u64 = table.iter().map(|row| row[at]).sum();
        let neither = rows + both - first - second;
        let margins = [[first, second], [rows - first, rows - second]];
        let kappa = kappa(both + neither, &margins, rows);
        Self { class: CLASSES[at], first, second, both, kappa }
    }
}

/// (observed − expected) / (1 − expected), where what is expected follows from how
/// often each said what.
fn kappa(agreed: u64, margins: &[[u64; 2]], rows: u64) -> Option<f64> {
    let share = |count: u64| count as f64 / rows as f64;
    let expected: f64 = margins.iter().map(|&[first, second]| share(first) * share(second)).sum();
    (rows > 0 && expected < 1.0).then(|| (share(agreed) - expected) / (1.0 - expected))
}
