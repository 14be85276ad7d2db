//! What careful readers said of messages that others published.
//!
//! A message is named by its key alone, so annotations can be published where its
//! text cannot: whoever has a copy of the corpus joins the two.

mod agreement;
mod difference;

use std::collections::BTreeMap;
use std::path::Path;

pub use agreement::{Agreement, ClassAgreement};
pub use difference::{Difference, Differences};

use super::error::{BadLine, CorpusError, CorpusErrorKind, Reason};
use super::input::read_text;
use super::key::{Key, normal_key};
use super::row::{Label, Row, Topic};

/// What a reader said of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Its class: one of the four, never `spam` or `ham`.
    pub class: Label,
    /// Its topic, if it is unwanted.
    pub topic: Option<Topic>,
    /// Of [`Judgement::FLAGS`].
    pub flags: Vec<String>,
}

impl Judgement {
    /// The flags there are.
    pub const FLAGS: [&str; 3] = ["mixed", "soft", "unreadable"];
}

/// Which reading a judgement is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pass {
    /// The first reader's.
    First,
    /// That of a second reader, who saw neither the first one's nor the given label.
    Second,
    /// What was settled where the two differ.
    Resolved,
}

impl Pass {
    /// All passes, by rising authority but for the second, which only checks.
    pub const ALL: [Self; 3] = [Self::First, Self::Second, Self::Resolved];

    /// The pass's name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
            Self::Resolved => "resolved",
        }
    }
}

/// All that was said of one message, by pass.
type Readings = [Option<Judgement>; Pass::ALL.len()];

/// Judgements by the key of the message.
///
/// ```
/// use quell_train::corpus::{Annotations, Label, hex, normal_key};
///
/// let key = hex(&normal_key("code 123456"));
/// let mut annotations = Annotations::default();
/// annotations.read(&format!("key,class,topic,flags,pass\n{key},essential,,,first\n"))?;
/// // The key is that of the normal form, in which digits are zeros.
/// let gold = annotations.gold(&normal_key("Code 987654")).expect("it was read");
/// assert_eq!(gold.class, Label::Essential);
/// # Ok::<(), quell_train::corpus::CorpusError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Annotations {
    readings: BTreeMap<Key, Readings>,
}

/// Half a million judgements.
const BYTES_MAX: u64 = 64 << 20;

/// The columns, in order.
const COLUMNS: [&str; 5] = ["key", "class", "topic", "flags", "pass"];

impl Annotations {
    /// Reads files of annotations together.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, as [`read_text`], or used, as [`Annotations::read`].
    pub fn open(paths: &[impl AsRef<Path>]) -> Result<Self, CorpusError> {
        let mut annotations = Self::default();
        for path in paths {
            let path = path.as_ref();
            let text = read_text(path, BYTES_MAX)?;
            annotations.read(&text).map_err(|error| error.in_file(path.display()))?;
        }
        Ok(annotations)
    }

    /// Adds the annotations of a CSV text with the columns key, class, topic, flags, pass.
    ///
    /// # Errors
    ///
    /// [`CorpusErrorKind::NoHeader`], [`CorpusErrorKind::HeaderOnly`], and
    /// [`CorpusErrorKind::BadLines`] for lines that
    /// say nothing usable or what was said of the same message in the same pass.
    pub fn read(&mut self, text: &str) -> Result<(), CorpusError> {
        // A record of another length is named by `add`, with its line.
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        if reader.headers().is_ok_and(|header| header != COLUMNS.as_slice()) {
            let says = format!("expected {} as the first line", COLUMNS.join(","));
            return Err(CorpusError::new(CorpusErrorKind::NoHeader, says));
        }
        let (mut records, mut total, mut bad) = (0, 0, Vec::new());
        for record in reader.records() {
            records += 1;
            let added = match &record {
                Ok(record) => self.add(record),
                Err(_) => Err(Reason::NotUtf8),
            };
            if let Err(reason) = added {
                let line =
                    record.ok().and_then(|record| record.position().map(csv::Position::line));
                total += 1;
                bad.push(BadLine { line: line.unwrap_or_default(), reason });
            }
        }
        bad.truncate(super::ReadReport::BAD_LINES);
        match total {
            0 if records == 0 => Err(CorpusError::header_only()),
            0 => Ok(()),
            _ => Err(CorpusError::bad(total, bad)),
        }
    }

    fn add(&mut self, record: &csv::StringRecord) -> Result<(), Reason> {
        let cells: Vec<&str> = record.iter().collect();
        let [key, class, topic, flags, pass] = cells[..] else {
            return Err(Reason::Columns { found: cells.len(), expected: COLUMNS.len() });
        };
        let unusable = |field: &str| Reason::Annotation(field.to_owned());
        let key = parse_key(key).ok_or_else(|| unusable("key"))?;
        let is_class = |label: &Label| Label::CLASSES.contains(label);
        let class = Label::from_name(class).filter(is_class).ok_or_else(|| unusable("class"))?;
        let topic = match topic {
            "" => None,
            topic => Some(Topic::from_name(topic).ok_or(Reason::UnknownTopic)?),
        };
        if topic.is_some() && !matches!(class, Label::Marketing | Label::Fraud) {
            return Err(unusable("topic"));
        }
        let flags: Vec<String> = flags.split_whitespace().map(str::to_owned).collect();
        if flags.iter().any(|flag| !Judgement::FLAGS.contains(&flag.as_str())) {
            return Err(unusable("flags"));
        }
        let pass = Pass::ALL.into_iter().find(|known| known.name() == pass);
        let place = &mut self.readings.entry(key).or_default()
            [pass.ok_or_else(|| unusable("pass"))? as usize];
        if place.is_some() {
            return Err(Reason::ReadTwice);
        }
        *place = Some(Judgement { class, topic, flags });
        Ok(())
    }

    /// How many messages were read.
    #[must_use]
    pub fn len(&self) -> usize {
        self.readings.len()
    }

    /// Whether no message was read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.readings.is_empty()
    }

    /// What counts for the message with this key: what was settled, else the first
    /// reading, else the second.
    #[must_use]
    pub fn gold(&self, key: &Key) -> Option<&Judgement> {
        self.readings.get(key).and_then(gold)
    }

    /// All that counts, in the order of the keys.
    pub fn golds(&self) -> impl Iterator<Item = &Judgement> {
        self.readings.values().filter_map(gold)
    }

    /// How the first and the second readers agree.
    #[must_use]
    pub fn agreement(&self) -> Agreement {
        let pairs = self.readings.values().filter_map(|readings| {
            let [first, second, _] = readings;
            Some([first.as_ref()?.class, second.as_ref()?.class])
        });
        Agreement::of(pairs)
    }

    /// The row as its readers judge it, if they read it. What its corpus said of it,
    /// a category of its own too, is gone.
    #[must_use]
    pub fn judged(&self, row: &Row) -> Option<Row> {
        let gold = self.gold(&normal_key(&row.text))?;
        Some(Row {
            label: Some(gold.class),
            category: None,
            topic: gold.topic,
            flags: gold.flags.clone(),
            ..row.clone()
        })
    }
}

fn gold(readings: &Readings) -> Option<&Judgement> {
    let [first, second, resolved] = readings;
    resolved.as_ref().or(first.as_ref()).or(second.as_ref())
}

/// A key as 64 hexadecimal digits.
fn parse_key(hex: &str) -> Option<Key> {
    let mut key = Key::default();
    let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
    if pairs.len() != key.len() || !rest.is_empty() {
        return None;
    }
    for (byte, pair) in key.iter_mut().zip(pairs) {
        let [high, low] = pair.map(|digit| char::from(digit).to_digit(16));
        *byte = (high? * 16 + low?) as u8;
    }
    Some(key)
}
