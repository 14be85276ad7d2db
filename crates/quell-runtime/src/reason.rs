//! Reasons: a stable code with parameters, and a sentence for people.

use std::fmt::Write as _;

/// The language of a sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Simplified Chinese.
    Chinese,
}

/// Why a verdict is what it is. Never holds a part of the message.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The text reads like marketing.
    Marketing {
        /// P(unwanted | text) in per cent.
        percent: u8,
    },
    /// The text reads like fraud.
    Fraud {
        /// P(fraud | text) in per cent.
        percent: u8,
    },
    /// The text reads like something the recipient must get.
    Essential {
        /// P(essential | text) in per cent.
        percent: u8,
    },
    /// The text reads like one person writing to another.
    Personal,
    /// It reads unwanted, but may be essential, so it is delivered.
    EssentialGuard,
    /// The unwanted text's industry.
    Topic {
        /// One of the classifier's topic names.
        topic: &'static str,
    },
    /// Parts of the text were disguised.
    Disguised {
        /// How many characters and separators.
        count: u32,
    },
    /// Marketing, and it says how to refuse.
    OptOutOffered,
    /// Marketing, and it does not say how to refuse.
    OptOutMissing,
    /// Nothing is known of consent or sender: the text alone decided.
    NoHistory,
    /// The text was longer than what is read.
    Truncated,
    /// The text has no features at all; the score is the model's prior.
    NothingToRead,
    /// The filter is on trial: it would have held this back.
    OnTrial,
}

impl Reason {
    /// The code, stable for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Marketing { .. } => "text_marketing",
            Self::Fraud { .. } => "text_fraud",
            Self::Essential { .. } => "text_essential",
            Self::Personal => "text_personal",
            Self::EssentialGuard => "essential_guard",
            Self::Topic { .. } => "topic",
            Self::Disguised { .. } => "disguised",
            Self::OptOutOffered => "opt_out_offered",
            Self::OptOutMissing => "opt_out_missing",
            Self::NoHistory => "no_history",
            Self::Truncated => "truncated",
            Self::NothingToRead => "features_none",
            Self::OnTrial => "on_trial",
        }
    }

    /// The reason as a sentence.
    #[must_use]
    pub fn sentence(&self, language: Language) -> String {
        match language {
            Language::English => self.english(),
            Language::Chinese => self.chinese(),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::Marketing { percent } => format!("reads like marketing ({percent} % unwanted)"),
            Self::Fraud { percent } => format!("reads like fraud ({percent} %)"),
            Self::Essential { percent } => format!("reads like a notice you need ({percent} %)"),
            Self::Personal => "reads like a personal message".to_owned(),
            Self::EssentialGuard => "may be a notice you need, so it is delivered".to_owned(),
            Self::Topic { topic } => format!("topic: {topic}"),
            Self::Disguised { count } => counted(*count, "disguised character"),
            Self::OptOutOffered => "says how to refuse".to_owned(),
            Self::OptOutMissing => "does not say how to refuse".to_owned(),
            Self::NoHistory => "no record of consent or sender was asked".to_owned(),
            Self::Truncated => "only the beginning of the text was read".to_owned(),
            Self::NothingToRead => "there is nothing to read in the text".to_owned(),
            Self::OnTrial => "on trial: would have been held back".to_owned(),
        }
    }

    fn chinese(&self) -> String {
        match self {
            Self::Marketing { percent } => format!("内容像营销短信（不受欢迎的可能性 {percent}%）"),
            Self::Fraud { percent } => format!("内容像诈骗短信（{percent}%）"),
            Self::Essential { percent } => format!("内容像您需要的通知（{percent}%）"),
            Self::Personal => "内容像个人短信".to_owned(),
            Self::EssentialGuard => "可能是您需要的通知，因此放行".to_owned(),
            Self::Topic { topic } => format!("行业：{}", chinese_topic(topic)),
            Self::Disguised { count } => format!("有 {count} 处文字伪装"),
            Self::OptOutOffered => "写明了退订方式".to_owned(),
            Self::OptOutMissing => "没有写明退订方式".to_owned(),
            Self::NoHistory => "未查询同意记录与发送方记录".to_owned(),
            Self::Truncated => "只读取了正文的开头部分".to_owned(),
            Self::NothingToRead => "正文中没有可读的内容".to_owned(),
            Self::OnTrial => "试运行：本应拦截".to_owned(),
        }
    }
}

fn counted(count: u32, noun: &str) -> String {
    let mut text = format!("{count} {noun}");
    if count != 1 {
        let _ = write!(text, "s");
    }
    text
}

fn chinese_topic(topic: &str) -> &str {
    match topic {
        "retail" => "零售电商",
        "finance" => "金融",
        "realestate" => "房产",
        "education" => "教育",
        "travel" => "旅游出行",
        "telecom" => "通信",
        "recruitment" => "招聘",
        "medical" => "医疗",
        "gambling" => "赌博色情",
        "agency" => "代办",
        "media" => "资讯应用",
        "auto" => "汽车",
        _ => "其他",
    }
}
