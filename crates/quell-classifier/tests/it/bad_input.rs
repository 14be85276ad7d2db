//! Bad texts, numbered as in the table of bad input: any string has a score.

use quell_classifier::{
    Folded, Head, MESSAGE_BYTES_MAX, Model, Scratch, TokenKind, Tokens, WeightEncoding, fold,
    tokenize,
};

use crate::fixtures::random_parts;

fn folded(text: &str) -> Folded {
    let mut folded = Folded::default();
    fold(text, &mut folded);
    folded
}

fn kinds(text: &str) -> Vec<TokenKind> {
    let mut tokens = Tokens::default();
    tokenize(&folded(text), &mut tokens);
    tokens.tokens().iter().map(quell_classifier::Token::kind).collect()
}

fn model() -> Model<Vec<u8>> {
    Model::open(random_parts(256, WeightEncoding::Companded).encode().unwrap()).unwrap()
}

/// Asserts that a text has a score, and that the same scratch gives it again.
fn assert_scored(text: &str) {
    let (model, mut scratch) = (model(), Scratch::new());
    let first = model.score(text, &mut scratch);
    let _ = model.score("another text", &mut scratch);
    assert_eq!(first, model.score(text, &mut scratch), "{text:?}");
}

#[test]
fn t01_an_empty_text_has_the_score_of_the_bias() {
    let (model, mut scratch) = (model(), Scratch::new());
    for text in ["", " ", "\u{200B}\u{200B}"] {
        let scores = model.score(text, &mut scratch);
        assert_eq!(scores.features(), 0, "{text:?}");
        for head in Head::ALL {
            assert_eq!(scores.raw_logit(head).0, model.head(head).bias);
        }
    }
}

#[test]
fn t15_invisible_marks_are_dropped_and_counted() {
    for hidden in
        ["\u{200B}", "\u{202E}", "\u{AD}", "\u{E0041}", "\u{2066}", "\u{FEFF}", "\u{200D}"]
    {
        for (word, end) in [("加微", "信"), ("fr", "ee"), ("13", "800")] {
            let split = folded(&format!("{word}{hidden}{end}"));
            let whole = format!("{word}{end}");
            assert_eq!((split.text(), split.disguised()), (whole, 1), "{hidden:?} in {word}");
        }
    }
    for spelt in [
        "❤\u{FE0F}",
        "👩\u{200D}🚒",
        "می\u{200C}خواهم",
        "क्\u{200D}ष",
        "好的🆗",
        "1\u{FE0F}\u{20E3} open",
        "ℹ\u{FE0F}",
        "™\u{FE0F}",
        "㊗\u{FE0F}新年",
    ] {
        assert_eq!(folded(spelt).disguised(), 0, "{spelt}");
    }
    for hidden in ["سلا\u{AD}م", "ส\u{E0041}บ"] {
        assert_eq!(folded(hidden).disguised(), 1, "{hidden}");
    }
}

#[test]
fn t16_mixed_alphabets_read_as_one_and_the_original_is_kept() {
    let text = "Ⓟаy 𝐧ｏω раураl";
    let folded = folded(text);
    assert_eq!(folded.text(), "pay now paypal");
    assert_eq!(&text[folded.original(0..3, text)], "Ⓟаy");
}

#[test]
fn t17_ten_thousand_combining_marks_are_one_letter() {
    assert_eq!(folded(&format!("z{}o", "\u{335}".repeat(10_000))).text(), "zo");
    let thai = folded(&format!("ส{}น", "\u{E49}".repeat(10_000)));
    assert_eq!((thai.chars().len(), thai.disguised()), (1 + 8 + 1, 10_000 - 8));
}

#[test]
fn t18_numbers_in_any_dress_are_phones() {
    for text in [
        "1 3 8 0 0 0 0 0 0 0 0",
        "①③⑧⓪⓪⓪⓪⓪⓪⓪⓪",
        "１３８-００００-００００",
        "1\u{FE0F}\u{20E3}3\u{20E3}800000000",
    ] {
        assert_eq!(kinds(text), [TokenKind::Phone], "{text}");
    }
}

#[test]
fn t19_addresses_are_found_in_any_dress() {
    let long = format!("http://a.test/{}", "x1".repeat(1000));
    for text in [
        "http://xn--fiq228c.com/x",
        "http://good.net@evil.vip/",
        "evil.vip/x",
        "hxxps://evil.vip",
        "evil。vip",
        "ｅｖｉｌ．ｖｉｐ",
        "data:text/html;base64,PHA+",
        &long,
    ] {
        assert_eq!(kinds(text), [TokenKind::Url], "{text}");
    }
    assert_eq!(kinds("http://例子.com")[0], TokenKind::Url, "a host beyond ASCII is flagged");
}

#[test]
fn t20_control_characters_never_stay() {
    let controls: String =
        (0..=0x9F).filter_map(char::from_u32).filter(|c| c.is_control()).collect();
    let text = folded(&format!("a{controls}b\u{1B}[31mred\r\n=cmd")).text();
    assert!(!text.chars().any(char::is_control), "{text:?}");
    assert_eq!(text, "a b[31mred =cmd");
}

#[test]
fn t21_code_is_plain_text() {
    for text in [
        "'; DROP TABLE t; --",
        "{{7*7}}",
        "%n%s%99999d",
        "${jndi:ldap://a.test/x}",
        "<script>",
        "\\u0000",
    ] {
        assert_scored(text);
    }
    assert_eq!(folded("%n%s").text(), "%n%s");
}

#[test]
fn t23_expanding_characters_grow_at_most_fourfold() {
    for c in ["ﷺ", "﷽", "㍿", "㋿", "½", "⑽", "ﬃ"] {
        let text = c.repeat(18);
        assert!(folded(&text).chars().len() <= 4 * 18, "{c}");
        assert_scored(&text);
    }
}

#[test]
fn t24_mixed_languages_only_emoji_and_only_digits_are_scored() {
    for text in ["Hola 你好 привет สวัสดี مرحبا", "🎉🎉🎉", "482913", "........", "\u{FFFD}\u{FFFD}"]
    {
        assert_scored(text);
        assert!(!kinds(text).is_empty(), "{text}");
    }
    let code: Vec<TokenKind> = kinds("482913 code");
    assert_eq!(code, [TokenKind::Code, TokenKind::Word]);
}

#[test]
fn a_text_beyond_the_limit_is_cut_between_characters() {
    let long = format!("a{}", "码".repeat(MESSAGE_BYTES_MAX));
    let folded = folded(&long);
    assert!(folded.truncated());
    assert_eq!(folded.chars().len(), 1 + (MESSAGE_BYTES_MAX - 1) / 3);
    assert_scored(&long);
}
