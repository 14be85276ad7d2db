//! A changed tokenizer or hash needs a new revision: models trained with the old
//! rules would go on scoring, only wrongly.

use expect_test::expect;
use quell_classifier::{
    Folded, HashSeed, TOKENIZER_REVISION, Tokens, fold, for_each_feature, tokenize,
};

use crate::fixtures::samples;

/// What samples do not hold: one text for each rule that could change.
const ODD_TEXTS: [&str; 26] = [
    "免🔥费领🎁取大✨奖",
    "f r e e   m o n e y",
    "",
    " \u{200B} ",
    "加 薇 信 1-3-8·0 0 0 0 0 0 0 0",
    "fr33 m0ney рay ｆｒｅｅ 𝐅𝐑𝐄𝐄 ①②③",
    "免費領取優惠，點擊t.cn/abc領取",
    "shop。example。com hxxp://evil.vip/x data:text/html,x",
    "http://good.net@evil.vip:8080/a?b#c joe@abc.com @quell",
    "x月x日 尾号xxxx 138xxxx0000 love xx 2x",
    "验证码：123456，5分钟内有效。",
    "123456 is your code; kodu 4821; 951234",
    "13800000000 010-88880000 +86 138 0000 0000 4000000000",
    "10690000123456 95588 10086 12345 110",
    "99元 5万元 ¥1,299.00 Rs. 500 Rp50.000 50 TL 20rb",
    "20% 8折 8.5折",
    "2024-06-18 2024年6月18日 6月18日 18/06/2024 18:30:05 8点半 8pm",
    "【品牌】您好，回T退订",
    "您好，拒收请回复R【品牌】",
    "[Brand] Reply STOP to opt out",
    "RET yazıp 3000'e gönderin",
    "Unsubscribe: text STOP to 80000",
    "don't rock'n'roll 'quoted' “so”",
    "🎉🎁!!! ~~~ ……",
    "สวัสดี مرحبا नमस्ते こんにちは 안녕 Привет",
    "\u{202E}abc\u{1B}[31m\0\u{85}½㎏ﷺ",
];

fn digest() -> String {
    let (mut folded, mut tokens) = (Folded::default(), Tokens::default());
    let mut hasher = blake3::Hasher::new();
    for text in samples().into_iter().chain(ODD_TEXTS.map(String::from)) {
        fold(&text, &mut folded);
        tokenize(&folded, &mut tokens);
        for token in tokens.tokens().iter().chain(tokens.marks()) {
            hasher.update(token.kind().name().as_bytes());
            hasher.update(&token.symbol.to_le_bytes());
            hasher.update(&(token.range().start as u32).to_le_bytes());
            hasher.update(&(token.range().end as u32).to_le_bytes());
        }
        for_each_feature(&tokens, HashSeed::new(1).unwrap(), |feature| {
            hasher.update(&feature.identity().to_le_bytes());
        });
        hasher.update(b"\n");
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

/// When this fails, tokens or their hashes changed: raise `TOKENIZER_REVISION` in
/// `src/model/mod.rs`, refresh with `UPDATE_EXPECT=1` and train the models again.
#[test]
fn tokens_and_features_are_those_of_their_revision() {
    expect!["revision 5: ac8622374fefe52e657cb77ef756616d"]
        .assert_eq(&format!("revision {TOKENIZER_REVISION}: {}", digest()));
}
