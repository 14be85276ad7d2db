//! Texts and models that several tests share.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::sample::select;
use quell_classifier::{
    CALIBRATION_KNOTS, Calibration, Folded, HashSeed, HeadParameters, ModelParts, TOPIC_COUNT,
    TOPIC_LANES, Tokens, WeightEncoding, fold, for_each_feature, tokenize,
};

/// Pieces that rules look for, and pieces that come between them.
pub(crate) const FRAGMENTS: [&str; 152] = [
    "0",
    "1",
    "5",
    "7",
    "12",
    "18",
    "30",
    "123",
    "400",
    "999",
    "2024",
    "1999",
    "12345",
    "95588",
    "10086",
    "123456",
    "0571",
    "8000000",
    "13800000000",
    "4000000000",
    "10690000000000",
    "00000000000000000000000",
    " ",
    " ",
    " ",
    "  ",
    "-",
    "-",
    "_",
    ".",
    ".",
    "·",
    "*",
    "/",
    ":",
    ",",
    "，",
    "。",
    "、",
    "+",
    "+86",
    "=",
    "|",
    "~",
    "^",
    "@",
    "#",
    "%",
    "折",
    "$",
    "¥",
    "￥",
    "€",
    "￡",
    "元",
    "块",
    "万",
    "亿",
    "千",
    "百",
    "月",
    "日",
    "号",
    "年",
    "点",
    "时",
    "半",
    "分",
    "x",
    "xx",
    "X",
    "х",
    "㐅",
    "a",
    "b",
    "ab",
    "i",
    "rs",
    "Rp",
    "USD",
    "tl",
    "jt",
    "rmb",
    "am",
    "pm",
    "code",
    "OTP",
    "验证码",
    "码",
    "sifre",
    "回",
    "回复",
    "发送",
    "退订",
    "退",
    "拒收",
    "请",
    "T",
    "TD",
    "reply ",
    "text ",
    "STOP",
    "opt",
    " out",
    "ret",
    " yazıp",
    "unsubscribe",
    "http://",
    "https://",
    "hxxp://",
    "data:",
    "text/",
    "://",
    "www.",
    "com",
    ".com",
    "cn",
    ".cn",
    "bit.ly",
    "t.cn",
    ".me",
    ".co.uk",
    "example",
    "xn--fiq",
    "'",
    "\"",
    "“",
    "”",
    "(",
    ")",
    "[",
    "]",
    "【",
    "】",
    "［",
    "<",
    "!",
    "?",
    "薇",
    "信",
    "威信",
    "徽",
    "加",
    "免費",
    "優惠",
    "рay",
    "Вit",
    "мир",
    "①",
    "⑧",
    "𝐅",
    "ｆ",
];

/// What only folding and bad input care about.
pub(crate) const ODD: [&str; 24] = [
    "\u{200B}",
    "\u{202E}",
    "\u{301}",
    "\u{20E3}",
    "\u{FE0F}",
    "\u{E0041}",
    "\u{AD}",
    "\0",
    "\u{1B}[31m",
    "\u{85}",
    "\t",
    "\n",
    "½",
    "㎏",
    "㍿",
    "ﷺ",
    "ﬃ",
    "🎉",
    "👨\u{200D}👩",
    "❤",
    "สวัสดี",
    "مرحبا",
    "안녕",
    "ｶﾞ",
];

/// Hostile texts: fragments in any order.
pub(crate) fn hostile(pieces: usize) -> impl Strategy<Value = String> {
    let fragment = prop_oneof![
        8 => select(&FRAGMENTS[..]).prop_map(str::to_owned),
        1 => select(&ODD[..]).prop_map(str::to_owned),
    ];
    prop::collection::vec(fragment, 0..pieces).prop_map(|pieces| pieces.concat())
}

/// The invented messages of the repository, in the order of their files.
pub(crate) fn messages() -> Vec<String> {
    let datasets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../datasets");
    let mut texts = texts_of(&datasets.join("samples/inbox.jsonl"));
    let mut files: Vec<PathBuf> = fs::read_dir(datasets.join("messages"))
        .expect("the messages are part of the repository")
        .map(|entry| entry.expect("a directory entry can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "jsonl"))
        .collect();
    files.sort();
    texts.extend(files.iter().flat_map(|path| texts_of(path)));
    assert!(texts.len() > 300, "{} messages", texts.len());
    texts
}

/// The samples alone: they are fixtures, and do not change when training data does.
pub(crate) fn samples() -> Vec<String> {
    texts_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../datasets/samples/inbox.jsonl"))
}

fn texts_of(path: &Path) -> Vec<String> {
    let file =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let rows = file
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("a row is JSON"));
    rows.map(|row| row["text"].as_str().expect("a row has a text").to_owned()).collect()
}

/// Numbers that look random and never change: `SplitMix64` (Steele, Lea and Flood, 2014).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn weights<const N: usize>(&mut self) -> [i8; N] {
        core::array::from_fn(|_| self.next().to_le_bytes()[0].cast_signed())
    }

    /// Any character of blocks that no longer gain letters: crates
    /// disagree on new ones until they are updated.
    fn letter_or_sign(&mut self) -> char {
        let point = match self.below(2) {
            0 => self.below(0x0530),
            _ => 0x1E00 + self.below(0x0E00),
        };
        char::from_u32(point as u32).expect("surrogates are elsewhere")
    }

    /// A text of fragments, odd ones and single characters of any script.
    pub(crate) fn text(&mut self) -> String {
        let pieces = self.below(40);
        (0..pieces)
            .map(|_| match self.below(8) {
                0 => ODD[self.below(ODD.len())].to_owned(),
                1 => self.letter_or_sign().to_string(),
                2 => char::from_u32(0x4E00 + self.below(0x5000) as u32).expect("Han").to_string(),
                _ => FRAGMENTS[self.below(FRAGMENTS.len())].to_owned(),
            })
            .collect()
    }
}

/// A model with weights that look random: every lane, head and topic is told apart.
pub(crate) fn random_parts(rows: usize, encoding: WeightEncoding) -> ModelParts {
    let mut random = Random(7);
    let mut rising: [i16; CALIBRATION_KNOTS] =
        core::array::from_fn(|_| (random.below(6000) as i16) - 3000);
    rising.sort_unstable();
    let mut parts = ModelParts {
        seed: HashSeed::new(random.next() | 1).expect("odd, so not zero"),
        encoding,
        heads: [
            HeadParameters { bias: -300, scale: 70_000, threshold: 128 },
            HeadParameters { bias: 41, scale: 9_001, threshold: -64 },
            HeadParameters { bias: -900, scale: 250_000, threshold: 700 },
        ],
        calibrations: [Calibration::identity(), Calibration(rising), Calibration([0; _])],
        card: r#"{"name":"random"}"#.to_owned(),
        rows: (0..rows)
            .map(|_| {
                let [a, b, c] = random.weights();
                [a, b, c, 0]
            })
            .collect(),
        topic_scale: 5_000,
        topic_biases: core::array::from_fn::<i32, TOPIC_COUNT, _>(|at| at as i32 * 3 - 20),
        topic_rows: (0..rows / 4).map(|_| random.weights::<TOPIC_LANES>()).collect(),
    };
    for fragment in FRAGMENTS.iter().chain(&ODD) {
        claim_rows(&mut parts, fragment);
    }
    parts
}

/// Makes the rows that the features of `text` fall on theirs, so that scoring finds weights.
pub(crate) fn claim_rows(parts: &mut ModelParts, text: &str) {
    let (mut folded, mut tokens) = (Folded::default(), Tokens::default());
    fold(text, &mut folded);
    tokenize(&folded, &mut tokens);
    for_each_feature(&tokens, parts.seed, |feature| {
        let slot = feature.slot(parts.rows.len() as u32);
        parts.rows[slot.row as usize][3] = slot.fingerprint().cast_signed();
        if !parts.topic_rows.is_empty() {
            let slot = feature.slot(parts.topic_rows.len() as u32);
            parts.topic_rows[slot.row as usize][TOPIC_COUNT] = slot.fingerprint().cast_signed();
        }
    });
}
