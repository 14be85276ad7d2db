use super::row::{Label, Row, Topic};

/// What a row decides about each head; `None` where its corpus does not say.
///
/// A row trains and tests only the heads it decides. The fine labels decide all
/// three, `spam` and `ham` fewer, and a known category of a known corpus
/// overrides the label, because it was given with more care.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// Marketing or fraud, against personal or essential.
    pub unwanted: Option<bool>,
    /// Essential, against the rest.
    pub essential: Option<bool>,
    /// Fraud, against the rest.
    pub fraud: Option<bool>,
    /// The topic of an unwanted row.
    pub topic: Option<Topic>,
}

impl Decision {
    /// What `row` decides. A topic of its own wins over its category's.
    #[must_use]
    pub fn of(row: &Row) -> Self {
        let (label, topic) = match category(row) {
            Some(entry) => (Some(entry.label), entry.topic),
            None => (row.label, None),
        };
        let mut decision = label.map(Self::of_label).unwrap_or_default();
        if decision.unwanted == Some(true) {
            decision.topic = row.topic.or(topic);
        }
        decision
    }

    /// What a label alone decides.
    #[must_use]
    pub const fn of_label(label: Label) -> Self {
        let (unwanted, essential, fraud) = match label {
            Label::Personal => (false, Some(false), Some(false)),
            Label::Essential => (false, Some(true), Some(false)),
            Label::Ham => (false, None, Some(false)),
            Label::Marketing => (true, Some(false), Some(false)),
            Label::Fraud => (true, Some(false), Some(true)),
            Label::Spam => (true, Some(false), None),
        };
        Self { unwanted: Some(unwanted), essential, fraud, topic: None }
    }
}

/// What a category means. `Label::Spam` stands for "unwanted, no more known".
struct Category {
    source: &'static str,
    name: &'static str,
    label: Label,
    topic: Option<Topic>,
}

fn category(row: &Row) -> Option<&'static Category> {
    let (source, name) = (row.source.as_deref()?, row.category.as_deref()?);
    CATEGORIES.iter().find(|entry| entry.source == source && entry.name == name)
}

/// The one place where categories of the corpora get their meaning; the same
/// table stands in the label scheme.
const CATEGORIES: &[Category] = &[
    entry("zh_fbs", "AD:Retail", Label::Marketing, Some(Topic::Retail)),
    entry("zh_fbs", "AD:Network_service", Label::Marketing, Some(Topic::Telecom)),
    entry("zh_fbs", "AD:Real_estate", Label::Marketing, Some(Topic::RealEstate)),
    entry("zh_fbs", "AD:Loan", Label::Marketing, Some(Topic::Finance)),
    entry("zh_fbs", "AD:Other", Label::Marketing, Some(Topic::Other)),
    entry("zh_fbs", "FR:Phishing(Bank)", Label::Fraud, Some(Topic::Finance)),
    entry("zh_fbs", "FR:Financial", Label::Fraud, Some(Topic::Finance)),
    entry("zh_fbs", "FR:Other", Label::Fraud, Some(Topic::Other)),
    entry("zh_fbs", "FR:Phishing(Other)", Label::Fraud, Some(Topic::Other)),
    entry("zh_fbs", "IL:Gambling", Label::Fraud, Some(Topic::Gambling)),
    entry("zh_fbs", "IL:Escort_service", Label::Fraud, Some(Topic::Gambling)),
    entry("zh_fbs", "IL:Fake_ID_and_invoice", Label::Fraud, Some(Topic::Agency)),
    entry("zh_fbs", "IL:Political_propaganda", Label::Marketing, Some(Topic::Other)),
    entry("zh_fbs", "Other", Label::Spam, None),
    entry("zh_80w", "real_estate", Label::Marketing, Some(Topic::RealEstate)),
    entry("zh_80w", "recruit", Label::Marketing, Some(Topic::Recruitment)),
    entry("zh_80w", "used_car", Label::Marketing, Some(Topic::Auto)),
    entry("zh_80w", "service_ads", Label::Marketing, Some(Topic::Other)),
    entry("zh_80w", "loan_fraud", Label::Spam, Some(Topic::Finance)),
    entry("zh_80w", "bank_transfer_fraud", Label::Fraud, Some(Topic::Finance)),
    entry("id_sms", "promo", Label::Marketing, Some(Topic::Telecom)),
    entry("id_sms", "fraud", Label::Fraud, None),
];

const fn entry(
    source: &'static str,
    name: &'static str,
    label: Label,
    topic: Option<Topic>,
) -> Category {
    Category { source, name, label, topic }
}
