use alloc::format;
use alloc::string::String;

use expect_test::{Expect, expect};

use super::{Folded, fold};

fn folded(text: &str) -> Folded {
    let mut folded = Folded::default();
    fold(text, &mut folded);
    folded
}

/// Shows the folded text, and behind it how much of it was disguised.
fn check(text: &str, expected: &Expect) {
    let folded = folded(text);
    let disguised = match folded.disguised() {
        0 => String::new(),
        count => format!(" | disguised {count}"),
    };
    expected.assert_eq(&format!("{}{disguised}", folded.text()));
}

#[test]
fn case_width_and_accents_are_no_difference() {
    check("Hello WORLD", &expect!["hello world"]);
    check("ＦＲＥＥ　１００％", &expect!["free 100%"]);
    check("café Ñandú ÅNGSTRÖM", &expect!["cafe nandu angstrom"]);
    check("İSTANBUL ığdır ŞİFRE", &expect!["istanbul igdir sifre"]);
    check("cafe\u{301}", &expect!["cafe"]);
    check("Привет Ёлка", &expect!["привет елка"]);
    check("ﬁne Straße", &expect!["fine straße"]);
    check("ｱｲｳ ﾃｽﾄ", &expect!["アイウ テスト"]);
}

#[test]
fn traditional_han_becomes_simplified() {
    check("恭喜您獲獎，請點擊領取", &expect!["恭喜您获奖,请点击领取"]);
    check("優惠貸款", &expect!["优惠贷款"]);
    check("魵", &expect!["𫚍"]);
    check("㈱ ㊣ 株", &expect!["(株) 正 株"]);
}

#[test]
fn styled_letters_and_digits_are_disguise() {
    check("微信①③⑧⓪⓪", &expect!["微信13800 | disguised 5"]);
    check("①③⑧", &expect!["138 | disguised 2"]);
    check("加❶➁⓷", &expect!["加123 | disguised 3"]);
    check("𝐅𝐑𝐄𝐄 𝟙𝟚𝟛", &expect!["free 123 | disguised 5"]);
    check("ⓕⓡⓔⓔ 🅥🅧", &expect!["free vx | disguised 4"]);
    check("x² H₂O", &expect!["x2 h2o | disguised 1"]);
    check("٣٤٥ ४५", &expect!["345 45"]);
}

#[test]
fn invisible_marks_go_and_count_inside_words() {
    check("fr\u{200B}ee", &expect!["free | disguised 1"]);
    check("加\u{2060}微\u{AD}信", &expect!["加微信 | disguised 2"]);
    check("\u{202E}abc\u{202C}", &expect!["abc | disguised 1"]);
    check(" \u{FEFF}a", &expect!["a"]);
    check("👨\u{200D}👩\u{FE0F}", &expect!["👨👩"]);
    check("a\u{E0041}b", &expect!["ab | disguised 1"]);
}

#[test]
fn lookalikes_inside_latin_words_are_unmasked() {
    check("аррle рay", &expect!["apple pay | disguised 4"]);
    check("Вitсоin", &expect!["bitcoin | disguised 3"]);
    check("Привет мир", &expect!["привет мир"]);
    check("ναlue", &expect!["value | disguised 2"]);
    check("加薇信", &expect!["加微信 | disguised 1"]);
    check("徽信 嶶信 加威信", &expect!["微信 微信 加微信 | disguised 3"]);
    check("蔷薇 安徽 威信", &expect!["蔷薇 安徽 威信"]);
    check("加薇❤", &expect!["加微❤ | disguised 1"]);
}

#[test]
fn words_and_numbers_written_apart_are_joined() {
    check("f-r-e-e", &expect!["free | disguised 3"]);
    check("加 薇 信", &expect!["加微信 | disguised 3"]);
    check("退*订", &expect!["退*订"]);
    check("1-3-8·0 0 0 0_1", &expect!["13800001 | disguised 7"]);
    check("1 3 8 a b c 加 我 吧", &expect!["138 abc 加我吧 | disguised 6"]);
    check("A - B", &expect!["a - b"]);
    check("a b", &expect!["a b"]);
    check("1, 2, 3", &expect!["1, 2, 3"]);
    check("1、2、3 1/2/3 1+1+1", &expect!["1、2、3 1/2/3 1+1+1"]);
    check("I am a b c student", &expect!["i am abc student | disguised 2"]);
    check("р-а-y", &expect!["pay | disguised 4"]);
}

#[test]
fn masked_digits_are_digits_and_kisses_are_not() {
    check("x月x日", &expect!["0月0日"]);
    check("尾号xxxx的卡", &expect!["尾号0000的卡"]);
    check("138xxxx0000", &expect!["13800000000"]);
    check("love you xx", &expect!["love you xx"]);
    check("xxx", &expect!["xxx"]);
    check("next 6x", &expect!["next 6x"]);
    check("㐅月", &expect!["0月"]);
    check("1х-х-x", &expect!["1000 | disguised 4"]);
}

#[test]
fn spaces_collapse_and_stops_become_dots_in_hosts() {
    check("  a \t\r\n b  ", &expect!["a b"]);
    check("shop。example。com", &expect!["shop.example.com | disguised 2"]);
    check("好。example 再见。", &expect!["好。example 再见。"]);
    check("a。b。c", &expect!["abc | disguised 4"]);
    check("a\u{2028}b\u{2029}c", &expect!["abc | disguised 2"]);
    check("", &expect![""]);
    check(" \u{200B} ", &expect![""]);
}

#[test]
fn quotes_dashes_and_brackets_have_one_form() {
    check("“quoted” ‘so’ it’s", &expect![[r#""quoted" 'so' it's"#]]);
    check("a–b — c − d", &expect!["a-b - c - d"]);
    check("［brand］〔x1〕【牌】", &expect!["[brand][x1]【牌】"]);
    check("￥５０ ＄3", &expect!["¥50 $3"]);
}

#[test]
fn what_is_beyond_the_limit_is_left_out() {
    let long = "码".repeat(super::MESSAGE_BYTES_MAX / 3 + 1);
    let folded = folded(&long);
    assert!(folded.truncated());
    assert_eq!(folded.chars().len(), super::MESSAGE_BYTES_MAX / 3);
}

#[test]
fn folded_places_lead_back_to_the_bytes_they_came_from() {
    let text = "加\u{200B}½杯 Ｃ";
    let folded = folded(text);
    assert_eq!(folded.text(), "加1⁄2杯 c");
    let original = |range| &text[folded.original(range, text)];
    assert_eq!(original(0..1), "加");
    assert_eq!(original(1..2), "½");
    assert_eq!(original(0..2), "加\u{200B}½");
    assert_eq!(original(4..7), "杯 Ｃ");
    assert_eq!(folded.original(3..3, text), 0..0);
    assert_eq!(folded.original(90..99, text), 0..0);
}

#[test]
fn wide_spaces_part_words_that_are_written_apart() {
    check("f r e e   m o n e y", &expect!["free money | disguised 7"]);
    check("i   l o v e   u", &expect!["i love u | disguised 3"]);
    check("加 微 信   领 红 包", &expect!["加微信 领红包 | disguised 4"]);
    check("a   b   c   d e", &expect!["abcde | disguised 4"]);
    check("two  words", &expect!["two words"]);
}

#[test]
fn emoji_scattered_over_words_go() {
    check("免🔥费领🎁取大✨奖", &expect!["免费领取大奖 | disguised 3"]);
    check("今🔥日特价全🔥场五折🔥起点🔥击", &expect!["今日特价全场五折起点击 | disguised 4"]);
    check("fr🔥ee lo🎁an win✨ner 🎉 now", &expect!["free loan winner now | disguised 5"]);
    check("!!🔥!免🔥费🔥领🔥取", &expect!["!!!免费领取 | disguised 4"]);
    // Few, or where they belong.
    check("今天好开心🎉一起吃饭吧", &expect!["今天好开心🎉一起吃饭吧"]);
    check("早安☀，今天加油💪。晚上吃火锅🍲，等你", &expect!["早安☀,今天加油💪。晚上吃火锅🍲,等你"]);
}
