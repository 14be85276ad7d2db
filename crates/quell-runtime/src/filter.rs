//! The filter: one call from message to verdict.

use quell_classifier::{
    Class, Explanation, Head, Judgement, Model, ModelError, Probability, Scores, Scratch,
    TOPIC_NAMES,
};

use crate::policy::Policy;
use crate::reason::Reason;
use crate::verdict::{Action, Consent, Heads, Verdict};

/// A message to check.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Message<'a> {
    /// The text as the phone would show it.
    pub text: &'a str,
}

impl<'a> Message<'a> {
    /// A message of which only the text is known.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self { text }
    }
}

/// What is on record about recipients and senders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum History {
    /// Nothing: a phone's first minute, or a check of the text alone.
    None,
}

/// A model and a policy; shared between threads, each with its own [`Scratch`].
#[derive(Clone, Debug)]
pub struct Filter<B> {
    model: Model<B>,
    policy: Policy,
}

impl<B: AsRef<[u8]>> Filter<B> {
    /// A filter over the bytes of a model file, with the default policy.
    ///
    /// # Errors
    ///
    /// The bytes are no model; see [`ModelError`].
    pub fn open(model: B) -> Result<Self, ModelError> {
        Ok(Self { model: Model::open(model)?, policy: Policy::default() })
    }

    /// The same filter with another policy.
    #[must_use]
    pub fn with_policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// The model.
    #[must_use]
    pub fn model(&self) -> &Model<B> {
        &self.model
    }

    /// The verdict on `message`. Never fails: any string has one.
    #[must_use]
    pub fn check(
        &self,
        message: &Message<'_>,
        history: &History,
        scratch: &mut Scratch,
    ) -> Verdict {
        let scores = self.model.score(message.text, scratch);
        let judgement = self.model.judge(&scores);
        let action = self.policy.action(judgement);
        let topic = self.topic(judgement, scratch);
        let heads = Heads::of(&scores);
        let History::None = history;
        Verdict {
            action,
            class: judgement.class,
            text_score: heads.unwanted,
            score: heads.unwanted,
            heads,
            mixed: judgement.mixed,
            topic,
            consent: Consent::Unknown,
            reasons: reasons(judgement, action, topic, &scores, scratch),
        }
    }

    /// What each part of the text that was checked last says for `head`.
    #[must_use]
    pub fn explain(&self, head: Head, message: &Message<'_>, scratch: &mut Scratch) -> Explanation {
        self.model.explain(head, message.text, scratch)
    }

    fn topic(&self, judgement: Judgement, scratch: &Scratch) -> Option<&'static str> {
        if !judgement.class.is_unwanted() {
            return None;
        }
        self.model.topic(scratch).and_then(|topic| TOPIC_NAMES.get(topic).copied())
    }
}

fn reasons(
    judgement: Judgement,
    action: Action,
    topic: Option<&'static str>,
    scores: &Scores,
    scratch: &Scratch,
) -> Vec<Reason> {
    let percent = |head| percent(scores.probability(head));
    let mut reasons = vec![match judgement.class {
        Class::Fraud => Reason::Fraud { percent: percent(Head::Fraud) },
        Class::Marketing => Reason::Marketing { percent: percent(Head::Unwanted) },
        Class::Essential => Reason::Essential { percent: percent(Head::Essential) },
        Class::Personal => Reason::Personal,
    }];
    let disguised = scratch.tokens().disguised();
    let unwanted = judgement.class.is_unwanted();
    let opt_out = if scratch.tokens().opt_out().is_some() {
        Reason::OptOutOffered
    } else {
        Reason::OptOutMissing
    };
    let also = [
        (judgement.mixed, Reason::EssentialGuard),
        (judgement.is_held_back() && action == Action::Deliver, Reason::OnTrial),
        (disguised > 0, Reason::Disguised { count: disguised }),
        (judgement.class == Class::Marketing, opt_out),
        (scratch.folded().truncated(), Reason::Truncated),
        (scores.features() == 0, Reason::NothingToRead),
        (unwanted, Reason::NoHistory),
    ];
    reasons.extend(topic.map(|topic| Reason::Topic { topic }));
    reasons.extend(also.into_iter().filter_map(|(holds, reason)| holds.then_some(reason)));
    reasons
}

/// Rounded to whole per cent, never 0 or 100: nothing is certain.
fn percent(probability: Probability) -> u8 {
    let hundredfold = u64::from(probability.numerator()) * 100;
    ((hundredfold + Probability::DENOMINATOR / 2) / Probability::DENOMINATOR).clamp(1, 99) as u8
}

#[cfg(test)]
mod tests;
