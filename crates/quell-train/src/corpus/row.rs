use serde::{Deserialize, Serialize};

/// One message with what is known about it: a line of a JSONL corpus.
///
/// Readers take more keys than these and ignore them; writers leave out what is
/// not known. `sender` may be a subscriber's number, so readers drop it unless
/// asked to keep it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The caller's name for the row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The message as the phone shows it.
    pub text: String,
    /// What it is; absent in rows that are only to be scored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
    /// BCP 47 language tag, such as `zh`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// The corpus it comes from, such as `zh_fbs`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The corpus's own finer label, such as `AD:Retail`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// What an unwanted message is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Topic>,
    /// `mixed`, `soft`, `unreadable`, or whatever else an annotator noted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<String>,
    /// Who sent it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
}

/// A class of message, or one of the two coarser labels of older corpora.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    /// One person writing to another.
    Personal,
    /// An organisation tells the recipient what they must or want to know.
    Essential,
    /// Wanted, and nothing more is known.
    Ham,
    /// Its purpose is to sell or promote.
    Marketing,
    /// It deceives, or offers what is illegal.
    Fraud,
    /// Unwanted, and nothing more is known.
    Spam,
}

impl Label {
    /// All labels, wanted ones first.
    pub const ALL: [Self; 6] =
        [Self::Personal, Self::Essential, Self::Ham, Self::Marketing, Self::Fraud, Self::Spam];

    /// The four that say what a message is, wanted ones first.
    pub const CLASSES: [Self; 4] = [Self::Personal, Self::Essential, Self::Marketing, Self::Fraud];

    /// The label's name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Personal => "personal",
            Self::Essential => "essential",
            Self::Ham => "ham",
            Self::Marketing => "marketing",
            Self::Fraud => "fraud",
            Self::Spam => "spam",
        }
    }

    /// The label of that exact name. `Spam` and `spam ` are not `spam`: a file
    /// that writes labels in two ways has two hands in it, and wants a look.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|label| label.name() == name)
    }
}

/// What an unwanted message is about, for complaint shares by industry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Topic {
    /// Shops, e-commerce, food, beauty.
    Retail,
    /// Loans, cards, insurance, investment.
    Finance,
    /// Homes, shops, decoration.
    RealEstate,
    /// Courses and schools.
    Education,
    /// Tickets, hotels, leisure, events.
    Travel,
    /// Operators, data, value-added services.
    Telecom,
    /// Jobs.
    Recruitment,
    /// Clinics and medicines.
    Medical,
    /// Gambling and adult content.
    Gambling,
    /// Invoices, certificates, registration, debt.
    Agency,
    /// News digests, apps, games.
    Media,
    /// Cars.
    Auto,
    /// None of these.
    Other,
}

impl Topic {
    /// All thirteen topics, in the order of the label scheme.
    pub const ALL: [Self; 13] = [
        Self::Retail,
        Self::Finance,
        Self::RealEstate,
        Self::Education,
        Self::Travel,
        Self::Telecom,
        Self::Recruitment,
        Self::Medical,
        Self::Gambling,
        Self::Agency,
        Self::Media,
        Self::Auto,
        Self::Other,
    ];

    /// The topic's name in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Retail => "retail",
            Self::Finance => "finance",
            Self::RealEstate => "realestate",
            Self::Education => "education",
            Self::Travel => "travel",
            Self::Telecom => "telecom",
            Self::Recruitment => "recruitment",
            Self::Medical => "medical",
            Self::Gambling => "gambling",
            Self::Agency => "agency",
            Self::Media => "media",
            Self::Auto => "auto",
            Self::Other => "other",
        }
    }

    /// The topic of that exact name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.name() == name)
    }
}
