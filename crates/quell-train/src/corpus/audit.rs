use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::decision::Decision;
use super::key::{Key, normal_key};
use super::near_duplicate::{GroupId, groups};
use super::part::{Part, RowName};

/// What is wrong between and within the parts of a corpus. Rows are named, and
/// no text is in it.
#[derive(Clone, Debug, Serialize)]
pub struct Audit {
    /// Each part by itself, in the order given.
    pub parts: Vec<PartAudit>,
    /// Each later part against all earlier ones together, from the second on.
    pub leaks: Vec<Leak>,
    /// The same message with two judgements.
    pub conflicts: Conflicts,
    /// Sentences for people about what the figures show.
    pub warnings: Vec<String>,
}

impl Audit {
    /// How many rows or examples of each kind are named.
    pub const EXAMPLES: usize = 20;

    /// Whether no row of a later part has a near-duplicate in an earlier one.
    #[must_use]
    pub fn is_tight(&self) -> bool {
        self.leaks.iter().all(|leak| leak.near == 0)
    }
}

/// Counts of one part.
#[derive(Clone, Debug, Serialize)]
pub struct PartAudit {
    /// The part's name.
    pub name: String,
    /// All rows.
    pub rows: usize,
    /// Rows known to be unwanted.
    pub unwanted: usize,
    /// Rows known to be wanted.
    pub wanted: usize,
    /// Rows whose key an earlier row of the part has.
    pub exact_duplicates: usize,
    /// Rows whose near-duplicate stands earlier in the part, exact ones included.
    pub near_duplicates: usize,
}

/// What a part has in common with the parts before it.
#[derive(Clone, Debug, Serialize)]
pub struct Leak {
    /// The later part.
    pub part: String,
    /// The earlier parts.
    pub earlier: Vec<String>,
    /// Rows of the later part.
    pub rows: usize,
    /// Of these, rows whose key is in an earlier part.
    pub exact: usize,
    /// Rows with a near-duplicate in an earlier part, exact ones included.
    pub near: usize,
    /// `near` over `rows`, 0 to 1.
    pub near_share: f64,
    /// The first such rows.
    pub examples: Vec<RowName>,
}

/// Messages that are called both wanted and unwanted.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Conflicts {
    /// Keys with both judgements.
    pub keys: usize,
    /// Groups of near-duplicates with both judgements, those keys included.
    pub groups: usize,
    /// Rows in such groups.
    pub rows: usize,
    /// A wanted and an unwanted row of the first such groups.
    pub examples: Vec<[RowName; 2]>,
}

/// Audits parts in the order in which they may learn from each other: train
/// first. Takes about 10 s and 1 KiB a row for 230,000 rows.
#[must_use]
pub fn audit(parts: &[Part]) -> Audit {
    let view = View::of(parts);
    let names = parts.iter().map(|part| part.name.as_str());
    let audited: Vec<PartAudit> =
        names.enumerate().map(|(place, name)| view.part(place as u32, name)).collect();
    let leaks: Vec<Leak> = (1..parts.len()).map(|later| view.leak(parts, later)).collect();
    let conflicts = view.conflicts(parts);
    let warnings = warnings(&audited, &leaks, &conflicts);
    Audit { parts: audited, leaks, conflicts, warnings }
}

/// All rows of all parts in one line.
struct View {
    rows: Vec<Seen>,
}

/// What an audit needs of a row.
struct Seen {
    part: u32,
    index: usize,
    unwanted: Option<bool>,
    key: Key,
    group: GroupId,
}

impl View {
    fn of(parts: &[Part]) -> Self {
        let texts: Vec<&str> =
            parts.iter().flat_map(Part::rows).map(|row| row.text.as_str()).collect();
        let groups = groups(&texts);
        let numbered = parts.iter().enumerate().flat_map(|(part, rows)| {
            rows.rows().iter().enumerate().map(move |(index, row)| (part as u32, index, row))
        });
        let rows = numbered
            .zip(groups)
            .map(|((part, index, row), group)| Seen {
                part,
                index,
                unwanted: Decision::of(row).unwanted,
                key: normal_key(&row.text),
                group,
            })
            .collect();
        Self { rows }
    }

    fn of_part(&self, part: u32) -> impl Iterator<Item = &Seen> {
        self.rows.iter().filter(move |row| row.part == part)
    }

    fn part(&self, part: u32, name: &str) -> PartAudit {
        let count =
            |unwanted| self.of_part(part).filter(|row| row.unwanted == Some(unwanted)).count();
        PartAudit {
            name: name.to_owned(),
            rows: self.of_part(part).count(),
            unwanted: count(true),
            wanted: count(false),
            exact_duplicates: repeated(self.of_part(part).map(|row| row.key)),
            near_duplicates: repeated(self.of_part(part).map(|row| row.group)),
        }
    }

    fn leak(&self, parts: &[Part], later: usize) -> Leak {
        let earlier = || self.rows.iter().filter(|row| (row.part as usize) < later);
        let keys: HashSet<Key> = earlier().map(|row| row.key).collect();
        let groups: HashSet<GroupId> = earlier().map(|row| row.group).collect();
        let rows = self.of_part(later as u32).count();
        let near: Vec<&Seen> =
            self.of_part(later as u32).filter(|row| groups.contains(&row.group)).collect();
        Leak {
            part: parts[later].name.clone(),
            earlier: parts[..later].iter().map(|part| part.name.clone()).collect(),
            rows,
            exact: near.iter().filter(|row| keys.contains(&row.key)).count(),
            near: near.len(),
            near_share: near.len() as f64 / rows.max(1) as f64,
            examples: near
                .iter()
                .take(Audit::EXAMPLES)
                .map(|row| parts[later].row_name(row.index))
                .collect(),
        }
    }

    fn conflicts(&self, parts: &[Part]) -> Conflicts {
        let name = |row: &Seen| parts[row.part as usize].row_name(row.index);
        let keys = two_minded(self.rows.iter().map(|row| (row.key, row)));
        let groups = two_minded(self.rows.iter().map(|row| (row.group, row)));
        let mut in_conflict = self.rows.iter().map(|row| row.group).collect::<Vec<_>>();
        in_conflict.retain(|group| groups.contains_key(group));
        let examples = groups.values().take(Audit::EXAMPLES);
        Conflicts {
            keys: keys.len(),
            groups: groups.len(),
            rows: in_conflict.len(),
            examples: examples.map(|[wanted, unwanted]| [name(wanted), name(unwanted)]).collect(),
        }
    }
}

/// How many items an earlier item equals.
fn repeated<T: Eq + std::hash::Hash>(items: impl Iterator<Item = T>) -> usize {
    let mut seen = HashSet::new();
    items.map(|item| seen.insert(item)).filter(|new| !new).count()
}

/// The first wanted and the first unwanted row of what has both.
fn two_minded<'a, K: Ord>(rows: impl Iterator<Item = (K, &'a Seen)>) -> BTreeMap<K, [&'a Seen; 2]> {
    let mut first: BTreeMap<K, [Option<&Seen>; 2]> = BTreeMap::new();
    for (key, row) in rows {
        let Some(unwanted) = row.unwanted else { continue };
        first.entry(key).or_default()[usize::from(unwanted)].get_or_insert(row);
    }
    let both = |[wanted, unwanted]: [Option<&'a Seen>; 2]| Some([wanted?, unwanted?]);
    first.into_iter().filter_map(|(key, rows)| Some((key, both(rows)?))).collect()
}

fn warnings(parts: &[PartAudit], leaks: &[Leak], conflicts: &Conflicts) -> Vec<String> {
    let mut says = vec![];
    for part in parts {
        let name = &part.name;
        if part.rows > 0 && (part.unwanted == 0 || part.wanted == 0) {
            let (unwanted, wanted) = (part.unwanted, part.wanted);
            says.push(format!(
                "{name} has one class only ({wanted} wanted, {unwanted} unwanted): it can neither \
                 train nor test a filter alone"
            ));
        }
        if part.near_duplicates * 2 > part.rows {
            let (near, rows) = (part.near_duplicates, part.rows);
            says.push(format!("{name}: {near} of {rows} rows repeat an earlier one"));
        }
    }
    for leak in leaks.iter().filter(|leak| leak.near > 0) {
        let Leak { part, rows, near, exact, .. } = leak;
        says.push(format!(
            "{part}: {near} of {rows} rows have a near-duplicate in an earlier part \
             ({exact} the same message): figures measured on it will flatter"
        ));
    }
    if conflicts.groups > 0 {
        says.push(format!(
            "{} groups of messages are called both wanted and unwanted ({} the same message)",
            conflicts.groups, conflicts.keys
        ));
    }
    says
}
