//! From judgements to an action: a pure function.

use quell_classifier::Judgement;

use crate::verdict::Action;

/// What the operator of a filter decides.
///
/// The default holds back what the model's own thresholds call unwanted, unless
/// it may be essential as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Whether unwanted texts are held back at all; a filter on trial only reports.
    pub holds_back: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Self { holds_back: true }
    }
}

impl Policy {
    /// The action for a text of which nothing but the text is known.
    ///
    /// Reject is beyond reach: it needs a refusal on record, a rule, or a second
    /// judgement that agrees.
    #[must_use]
    pub fn action(&self, judgement: Judgement) -> Action {
        if self.holds_back && judgement.is_held_back() {
            Action::Quarantine
        } else {
            Action::Deliver
        }
    }
}

#[cfg(test)]
mod tests {
    use quell_classifier::Class::{Essential, Fraud, Marketing, Personal};

    use super::*;

    #[test]
    fn only_what_is_unwanted_and_not_essential_is_held_back() {
        let cases = [
            (Personal, false, Action::Deliver),
            (Essential, false, Action::Deliver),
            (Marketing, false, Action::Quarantine),
            (Marketing, true, Action::Deliver),
            (Fraud, false, Action::Quarantine),
            (Fraud, true, Action::Deliver),
        ];
        for (class, mixed, expected) in cases {
            let judgement = Judgement { class, mixed };
            assert_eq!(Policy::default().action(judgement), expected, "{class:?} mixed: {mixed}");
            assert_eq!(Policy { holds_back: false }.action(judgement), Action::Deliver, "on trial");
        }
    }
}
