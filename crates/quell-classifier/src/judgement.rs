//! From three scores to a class.

use crate::model::{Head, Model};
use crate::score::Scores;

/// The class of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// One person writing to another.
    Personal,
    /// An organisation tells something that it would have to tell anyway.
    Essential,
    /// Its purpose is to sell or to promote.
    Marketing,
    /// It deceives, or offers what is illegal.
    Fraud,
}

impl Class {
    /// The four classes, wanted ones first.
    pub const ALL: [Self; 4] = [Self::Personal, Self::Essential, Self::Marketing, Self::Fraud];

    /// The class's name, lower case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Personal => "personal",
            Self::Essential => "essential",
            Self::Marketing => "marketing",
            Self::Fraud => "fraud",
        }
    }

    /// Whether it is marketing or fraud: the positive class of the text score.
    #[must_use]
    pub const fn is_unwanted(self) -> bool {
        matches!(self, Self::Marketing | Self::Fraud)
    }
}

/// What a model's thresholds make of its scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The class.
    pub class: Class,
    /// Unwanted and essential are both above their thresholds: a notice with an
    /// advertisement, or an advertisement dressed as a notice.
    pub mixed: bool,
}

impl Judgement {
    /// Whether the text alone is a reason to hold the message back. What may be
    /// essential never is: losing a code is worse than ten advertisements.
    #[must_use]
    pub const fn is_held_back(self) -> bool {
        self.class.is_unwanted() && !self.mixed
    }
}

impl<B: AsRef<[u8]>> Model<B> {
    /// Whether `head` says yes: its calibrated log-odds reach its threshold.
    #[must_use]
    pub fn says(&self, head: Head, scores: &Scores) -> bool {
        scores.logit(head).0 >= self.head(head).threshold
    }

    /// The class that the thresholds decide on.
    #[must_use]
    pub fn judge(&self, scores: &Scores) -> Judgement {
        let [unwanted, essential, fraud] = Head::ALL.map(|head| self.says(head, scores));
        let class = match (unwanted, essential, fraud) {
            (true, _, true) => Class::Fraud,
            (true, _, false) => Class::Marketing,
            (false, true, _) => Class::Essential,
            (false, false, _) => Class::Personal,
        };
        Judgement { class, mixed: unwanted && essential }
    }
}
