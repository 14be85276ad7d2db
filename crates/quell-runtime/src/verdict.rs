//! What the filter says of a message.

use quell_classifier::{Class, Head, Probability, Scores};

use crate::reason::Reason;

/// What to do with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Put it into the inbox.
    Deliver,
    /// Keep it apart, where the recipient can find it.
    Quarantine,
    /// Refuse it; needs a refusal on record or a rule, never a text alone.
    Reject,
}

impl Action {
    /// The action's name, lower case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Deliver => "deliver",
            Self::Quarantine => "quarantine",
            Self::Reject => "reject",
        }
    }
}

/// What the recipient said about being sent such messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Consent {
    /// No record was asked.
    Unknown,
}

/// Calibrated probabilities of the three heads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heads {
    /// Marketing or fraud.
    pub unwanted: Probability,
    /// Essential.
    pub essential: Probability,
    /// Fraud.
    pub fraud: Probability,
}

impl Heads {
    pub(crate) fn of(scores: &Scores) -> Self {
        let [unwanted, essential, fraud] = Head::ALL.map(|head| scores.probability(head));
        Self { unwanted, essential, fraud }
    }
}

/// What the filter says of a message, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verdict {
    /// What to do.
    pub action: Action,
    /// What the text is.
    pub class: Class,
    /// P(unwanted | text).
    pub text_score: Probability,
    /// P(unsolicited | text, consent, sender). Without a history nothing but the
    /// text is known, and it equals the text score.
    pub score: Probability,
    /// The three heads.
    pub heads: Heads,
    /// Unwanted and essential are both above their thresholds.
    pub mixed: bool,
    /// The industry of an unwanted text, where the model knows topics.
    pub topic: Option<&'static str>,
    /// What the recipient said.
    pub consent: Consent,
    /// Why: first what the text is, then what speaks for or against it.
    pub reasons: Vec<Reason>,
}
