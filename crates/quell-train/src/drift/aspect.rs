//! What is looked at in a row, and the bins that it is counted in.

use quell_classifier::{Folded, TokenKind, Tokens};
use serde::{Serialize, Serializer};

use crate::random::SplitMix64;

/// What is looked at in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// The text score, in tenths of the training rows' held-out scores.
    Score,
    /// Whether the score lies within one logit of the threshold.
    NearThreshold,
    /// How many characters the text has, in doublings.
    Length,
    /// How much of the words is Han characters.
    Script,
    /// Which words the text has: one of them, chosen by its hash, in a bin chosen by its
    /// hash. One word a row, so that rows stay independent of each other.
    Words,
    /// Whether there is a web address.
    Url,
    /// Whether there is a telephone number.
    Phone,
    /// Whether there is a one-time code.
    Code,
    /// Whether there is a sum of money.
    Amount,
    /// Whether a brand signs.
    Signature,
    /// Whether it says how to refuse.
    OptOut,
}

/// Bins of the scores; fewer where many scores are equal.
pub(super) const SCORE_BINS: usize = 10;
/// 512 characters and more are one bin.
const LENGTH_BINS: usize = 11;
const WORD_BINS: usize = 32;
const SCRIPTS: [&str; 4] = ["no words", "no Han", "Han in the minority", "mostly Han"];

impl Aspect {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 11] = [
        Self::Score,
        Self::NearThreshold,
        Self::Length,
        Self::Script,
        Self::Words,
        Self::Url,
        Self::Phone,
        Self::Code,
        Self::Amount,
        Self::Signature,
        Self::OptOut,
    ];

    /// The aspect's name, as a key.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Score => "score",
            Self::NearThreshold => "near_threshold",
            Self::Length => "length",
            Self::Script => "script",
            Self::Words => "words",
            Self::Url => "url",
            Self::Phone => "phone",
            Self::Code => "code",
            Self::Amount => "amount",
            Self::Signature => "signature",
            Self::OptOut => "opt_out",
        }
    }

    /// How many bins it has, beside scores parted by so many edges.
    pub(super) const fn bins(self, score_edges: usize) -> usize {
        match self {
            Self::Score => score_edges + 1,
            Self::Length => LENGTH_BINS,
            Self::Script => SCRIPTS.len(),
            Self::Words => WORD_BINS,
            _ => 2,
        }
    }

    /// The bin that a text falls in; none where the aspect is not one of texts, or where
    /// the text has no word.
    pub(super) fn bin_of_text(self, folded: &Folded, tokens: &Tokens) -> Option<usize> {
        let has =
            |kind| Some(usize::from(tokens.tokens().iter().any(|token| token.kind() == kind)));
        match self {
            Self::Score | Self::NearThreshold => None,
            Self::Length => {
                let length = folded.chars().len();
                Some(((usize::BITS - length.leading_zeros()) as usize).min(LENGTH_BINS - 1))
            }
            Self::Script => Some(script(tokens)),
            Self::Words => word_bin(tokens),
            Self::Url => has(TokenKind::Url),
            Self::Phone => has(TokenKind::Phone),
            Self::Code => has(TokenKind::Code),
            Self::Amount => has(TokenKind::Amount),
            Self::Signature => Some(usize::from(tokens.signature().is_some())),
            Self::OptOut => Some(usize::from(tokens.opt_out().is_some())),
        }
    }

    /// The bin in words.
    pub(super) fn bin_name(self, bin: usize, score_edges: &[i32]) -> String {
        match self {
            Self::Score => score_range(bin, score_edges),
            Self::Length => match bin {
                0 => "no characters".to_owned(),
                bin if bin + 1 == LENGTH_BINS => format!("{} characters and more", 1 << (bin - 1)),
                bin => format!("{} to {} characters", 1 << (bin - 1), (1 << bin) - 1),
            },
            Self::Script => SCRIPTS.get(bin).copied().unwrap_or_default().to_owned(),
            Self::Words => format!("words of hash bin {bin}"),
            Self::NearThreshold if bin == 0 => "score far from the threshold".to_owned(),
            Self::NearThreshold => "score near the threshold".to_owned(),
            _ if bin == 0 => format!("without {}", self.name()),
            _ => format!("with {}", self.name()),
        }
    }
}

impl Serialize for Aspect {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

fn is_word(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Cjk | TokenKind::Word)
}

fn script(tokens: &Tokens) -> usize {
    let count = |kind| tokens.tokens().iter().filter(|token| token.kind() == kind).count();
    let (han, words) = (count(TokenKind::Cjk), count(TokenKind::Word));
    match (han, words) {
        (0, 0) => 0,
        (0, _) => 1,
        (han, words) if han <= words => 2,
        _ => 3,
    }
}

fn word_bin(tokens: &Tokens) -> Option<usize> {
    let words = tokens.tokens().iter().filter(|token| is_word(token.kind()));
    let hashes = words.map(|token| SplitMix64::new(u64::from(token.symbol)).next());
    // The smallest hash has few high bits, so the bin is taken from the low ones.
    hashes.min().map(|hash| hash as usize % WORD_BINS)
}

/// Probabilities between which a bin of scores lies.
fn score_range(bin: usize, edges: &[i32]) -> String {
    let percent = |edge: i32| {
        let log_odds = f64::from(edge) / 256.0;
        format!("{:.2} %", 100.0 / (1.0 + libm::exp(-log_odds)))
    };
    let low = bin.checked_sub(1).and_then(|before| edges.get(before));
    match (low, edges.get(bin)) {
        (None, None) => "any score".to_owned(),
        (None, Some(&high)) => format!("unwanted below {}", percent(high)),
        (Some(&low), None) => format!("unwanted from {} on", percent(low)),
        (Some(&low), Some(&high)) => format!("unwanted {} to {}", percent(low), percent(high)),
    }
}
