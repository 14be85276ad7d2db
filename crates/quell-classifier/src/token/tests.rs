use alloc::string::{String, ToString};
use alloc::vec::Vec;
use alloc::{format, vec};

use expect_test::{Expect, expect};

use super::{Token, TokenKind, Tokens, tokenize};
use crate::fold::{Folded, fold};

fn read(text: &str) -> (Folded, Tokens) {
    let (mut folded, mut tokens) = (Folded::default(), Tokens::default());
    fold(text, &mut folded);
    tokenize(&folded, &mut tokens);
    (folded, tokens)
}

fn shown(folded: &Folded, token: &Token) -> String {
    let covered: String =
        folded.text().chars().skip(token.range().start).take(token.range().len()).collect();
    match token.kind() {
        TokenKind::Symbol | TokenKind::Emoji => covered.replace(' ', "␣"),
        TokenKind::Disguise => format!("disguise:{}", token.symbol & 0xFFFF),
        TokenKind::Signature if token.symbol >> 31 == 0 => {
            let places = ["", "at-start", "at-end", "inside"];
            format!("signature-{}", places[(token.symbol & 0xFFFF) as usize])
        }
        kind => format!("{}:{covered}", kind.name()),
    }
}

/// Neighbouring Han characters are shown as one, what concerns the message behind
/// a bar, its length not at all.
fn display(text: &str) -> String {
    let (folded, tokens) = read(text);
    let mut parts: Vec<String> = vec![];
    let mut han_end = None;
    for token in tokens.tokens() {
        let part = shown(&folded, token);
        match (parts.last_mut(), token.kind()) {
            (Some(last), TokenKind::Cjk) if han_end == Some(token.range().start) => {
                last.push_str(part.trim_start_matches("han:"));
            }
            _ => parts.push(part),
        }
        han_end = (token.kind() == TokenKind::Cjk).then_some(token.range().end);
    }
    let marks = tokens.marks().iter().filter(|mark| mark.kind() != TokenKind::Length);
    let marks: Vec<String> = marks.map(|mark| shown(&folded, mark)).collect();
    if !marks.is_empty() {
        parts.push("|".to_string());
        parts.extend(marks);
    }
    parts.join(" ")
}

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&display(text));
}

/// Asserts that the texts have the same features, whatever they look like.
fn same(one: &str, other: &str) {
    assert_eq!(symbols(one), symbols(other), "{one} | {other}");
}

fn differ(one: &str, other: &str) {
    assert_ne!(symbols(one), symbols(other), "{one} | {other}");
}

fn symbols(text: &str) -> Vec<u32> {
    read(text).1.tokens().iter().map(|token| token.symbol).collect()
}

#[test]
fn words_han_and_marks() {
    check("Hello, world!!!", &expect!["word:hello , word:world !!!"]);
    check("你好world再见", &expect!["han:你好 word:world han:再见"]);
    check(
        "don't o'clock rock'n'roll 'so'",
        &expect!["word:don't word:o'clock word:rock'n'roll ' word:so '"],
    );
    check(
        "こんにちは 안녕 สวัสดี مرحبا नमस्ते",
        &expect!["han:こんにちは ␣ han:안녕 ␣ word:สวัสดี word:مرحبا word:नमस्ते"],
    );
    check("鮋魵a𫚍", &expect!["han:鲉𫚍 word:a han:𫚍"]);
    check("🎉🎁 ok 🎉", &expect!["🎉🎁 word:ok 🎉"]);
    check("a+b=c ~~~ ……", &expect!["word:abc ~~~ ...... | disguise:2"]);
    check("", &expect![""]);
    check(" \n ", &expect![""]);
}

#[test]
fn disguise_is_counted_and_undone() {
    check("加 薇 信", &expect!["han:加微信 | disguise:3"]);
    check("fr\u{200B}ee рay m0ney", &expect!["word:free word:pay word:m0ney | disguise:3"]);
    check(
        "w1nn3r fr33 c4sh 5ale",
        &expect!["word:w1nn3r handle:fr33 word:c4sh number:5 word:ale | disguise:2"],
    );
    check("covid19 b2b 3g mp3", &expect!["handle:covid19 handle:b2b number:3 word:g handle:mp3"]);
    check("①③⑧⓪⓪⓪⓪⓪⓪⓪⓪", &expect!["phone:13800000000 | disguise:4"]);
    same("m0ney c4sh", "money cash");
    same("ＦＲＥＥ", "f-r-e-e");
    same("恭喜獲獎", "恭喜获奖");
    same("аррle", "apple");
}

#[test]
fn urls_with_and_without_scheme() {
    check(
        "Pay At BIT.LY/2X",
        &expect!["word:pay word:at url:bit.ly/2x | address:bit.ly address:ly"],
    );
    check("https://www.example.com/a?b=c#d.", &expect!["url:https://www.example.com/a?b=c#d ."]);
    check("hxxps://shop.test/x", &expect!["url:hxxps://shop.test/x"]);
    check("点击t.cn/abc领取", &expect!["han:点击 url:t.cn/abc han:领取 | address:t.cn address:cn"]);
    check(
        "登录www.abc.com.cn，谢谢",
        &expect!["han:登录 url:www.abc.com.cn , han:谢谢 | address:abc.com.cn address:cn"],
    );
    check(
        "网址abc．com打开",
        &expect!["han:网址 url:abc.com han:打开 | address:abc.com address:com"],
    );
    check("shop。example。com", &expect!["url:shop.example.com | disguise:2"]);
    check(
        "see abc.co.uk:8080/x, ok",
        &expect!["word:see url:abc.co.uk:8080/x , word:ok | address:abc.co.uk address:uk"],
    );
    check(
        "http://good.example@evil.vip/x",
        &expect!["url:http://good.example@evil.vip/x | address:evil.vip address:vip"],
    );
    check(
        "http://evil.vip#@good.net",
        &expect!["url:http://evil.vip#@good.net | address:evil.vip address:vip"],
    );
    check(
        "http://xn--fiq228c.com/",
        &expect!["url:http://xn--fiq228c.com/ | address:xn--fiq228c.com address:com"],
    );
    check("http://例子.com/", &expect!["url:http:// han:例子 . word:com /"]);
    check("data:text/html,hi", &expect!["url:data:text/html,hi"]);
    check("data: text", &expect!["word:data : word:text"]);
    check("ok.so what is.it", &expect!["word:ok . word:so word:what word:is . word:it"]);
    check(
        "go.me/x is.gd/y",
        &expect!["url:go.me/x url:is.gd/y | address:go.me address:me address:is.gd address:gd"],
    );
    check(
        "click here.http://bit.ly/x",
        &expect!["word:click word:here . url:http://bit.ly/x | address:bit.ly address:ly"],
    );
    check(
        "13800000000http://t.cn/x",
        &expect!["phone:13800000000 url:http://t.cn/x | address:t.cn address:cn"],
    );
    check(
        "(see http://abc.com/x).",
        &expect!["( word:see url:http://abc.com/x ) . | address:abc.com address:com"],
    );
    check("http://", &expect!["url:http://"]);
    check("abc.com-优惠", &expect!["url:abc.com - han:优惠 | address:abc.com address:com"]);
    check("e.g. this.that", &expect!["word:e . word:g . word:this . word:that"]);
}

#[test]
fn every_shortener_is_a_url_with_a_path() {
    for host in super::url::SHORTENERS {
        let (_, tokens) = read(&format!("{host}/a"));
        let kinds: Vec<_> = tokens.tokens().iter().map(Token::kind).collect();
        assert_eq!(kinds, [TokenKind::Url], "{host}");
    }
}

#[test]
fn a_long_url_is_one_token() {
    let long = format!("点http://a.test/{}开", "x1".repeat(1000));
    let (_, tokens) = read(&long);
    let kinds: Vec<_> = tokens.tokens().iter().map(Token::kind).collect();
    assert_eq!(kinds, [TokenKind::Cjk, TokenKind::Url, TokenKind::Cjk]);
}

#[test]
fn a_domain_is_a_mark_without_its_digits() {
    let domain = |text: &str| {
        read(text).1.marks().iter().find(|m| m.kind() == TokenKind::Address).map(|m| m.symbol)
    };
    assert_eq!(domain("http://win888.vip/a"), domain("http://www.win123.vip/b"));
    assert_ne!(domain("http://win888.vip"), domain("http://win88.vip"));
    assert_ne!(domain("http://abc.com.cn"), domain("http://abc.cn"));
    assert_eq!(domain("http://shop.example.com"), None);
}

#[test]
fn handles() {
    check("@quell @ 5 @a", &expect!["handle:@quell @ number:5 @ word:a"]);
    check(
        "mail me at joe.doe@abc.com now",
        &expect![
            "word:mail word:me word:at handle:joe.doe@abc.com word:now | address:abc.com address:com"
        ],
    );
    check("meet@5pm", &expect!["handle:meet@5pm"]);
    check("加vx abc123", &expect!["han:加 word:vx handle:abc123"]);
    check("user_name", &expect!["word:user _ word:name"]);
}

#[test]
fn phones() {
    check("13800000000", &expect!["phone:13800000000"]);
    check("电话138-0000-0000转2", &expect!["han:电话 phone:138-0000-0000 han:转 number:2"]);
    check("+86 138 0000 0000", &expect!["phone:+86 138 0000 0000"]);
    check("+6512345678", &expect!["phone:+6512345678"]);
    check("010-88880000 0755 8888 0000", &expect!["phone:010-88880000 0755 phone:8888 0000"]);
    check("4000000000 400-000-0000", &expect!["phone:4000000000 phone:400-000-0000"]);
    check("05320000000 90001234567", &expect!["phone:05320000000 number:90001234567"]);
    check("于13800000000 12:30致电", &expect!["han:于 phone:13800000000 datetime:12:30 han:致电"]);
    check("于13800000000 2024年致电", &expect!["han:于 phone:13800000000 number:2024 han:年致电"]);
    check("1 + 12345678", &expect!["number:1 + number:12345678"]);
    check("x+-12345678", &expect!["word:x + - number:12345678"]);
    check("++12345678", &expect!["++ number:12345678"]);
    check("+123456", &expect!["+ number:123456"]);
    check("1.3.8 0 0 0 0 0 0 0 0", &expect!["phone:13800000000 | disguise:4"]);
}

#[test]
fn service_numbers() {
    check(
        "10690000123456 95588 955880 9512345",
        &expect![
            "service-number:10690000123456 service-number:95588 service-number:955880 service-number:9512345"
        ],
    );
    check(
        "10086 10010 12345 12306 110 120",
        &expect![
            "service-number:10086 service-number:10010 service-number:12345 service-number:12306 service-number:110 service-number:120"
        ],
    );
    check("10600 99999 13000 x 111", &expect!["phone:10600 99999 13000 word:x number:111"]);
}

#[test]
fn amounts() {
    check(
        "99元 5万元 3千元 1,299.00元",
        &expect!["amount:99元 ␣ amount:5万元 ␣ amount:3千元 ␣ amount:1,299.00元"],
    );
    check(
        "¥50 ￥1.5万元 $ 20.00 €5 50€",
        &expect!["amount:¥50 amount:¥1.5万元 ␣ amount:$ 20.00 amount:€5 amount:50€"],
    );
    check("Rs. 500 Rp 50.000 USD 20", &expect!["amount:rs. 500 amount:rp 50.000 amount:usd 20"]);
    check("Rs500 Rp50.000", &expect!["amount:rs500 amount:rp50.000"]);
    check(
        "50 TL 100tl 20rb 5jt 50 tlx",
        &expect!["amount:50 tl amount:100tl amount:20rb amount:5jt number:50 word:tlx"],
    );
    check(
        "20万 3亿 5百 8千块",
        &expect!["amount:20万 ␣ amount:3亿 ␣ number:5 han:百 ␣ amount:8千块"],
    );
    check("¥¥5 ¥", &expect!["¥¥ number:5 ¥"]);
    same("99元", "45元");
    check(
        "1,2,3元 1.250,50 TL 123456,5",
        &expect!["amount:1,2,3元 ␣ amount:1.250,50 tl number:123456 , number:5"],
    );
    differ("99元", "999元");
    same("5万元", "50000元");
    same("$1,000", "$1000");
}

#[test]
fn percentages_and_discounts() {
    check(
        "20% 8折 8.5折 100 %",
        &expect!["percent:20% percent:8折 ␣ percent:8.5折 ␣ number:100 %"],
    );
    same("20%", "35%");
    differ("5%", "50%");
    differ("8折", "8%");
}

#[test]
fn dates_and_times() {
    check(
        "2024-06-18 2024年6月18日 2024/6 2024.6.1",
        &expect!["datetime:2024-06-18 datetime:2024年6月18日 ␣ datetime:2024/6 datetime:2024.6.1"],
    );
    check(
        "6月18日 6月 18日 18号 x月x日",
        &expect![
            "datetime:6月18日 ␣ datetime:6月 ␣ datetime:18日 ␣ datetime:18号 ␣ datetime:0月0日"
        ],
    );
    check(
        "18/06/2024 18-6-24 1/2",
        &expect!["datetime:18/06/2024 datetime:18-6-24 number:1 / number:2"],
    );
    check(
        "18:30 18:30:05 8点半 8点15分 18时30分 8pm 8 pm",
        &expect![
            "datetime:18:30 datetime:18:30:05 datetime:8点半 ␣ datetime:8点15分 ␣ datetime:18时30分 ␣ datetime:8pm number:8 word:pm"
        ],
    );
    check("3024-06-18 2024 2024-123", &expect!["number:3024 - phone:06-18 2024 2024-123"]);
    check(
        "9:5 123:45 8pms",
        &expect!["number:9 : number:5 number:123 : number:45 number:8 word:pms"],
    );
}

#[test]
fn one_time_codes() {
    check(
        "验证码：123456，5分钟内有效",
        &expect!["han:验证码 : code:123456 , number:5 han:分钟内有效"],
    );
    check("123456 is your code", &expect!["code:123456 word:is word:your word:code"]);
    check("Your OTP is 0042.", &expect!["word:your word:otp word:is code:0042 ."]);
    check("sifreniz 4821", &expect!["word:sifreniz code:4821"]);
    check("验证码1234。10分钟内有效", &expect!["han:验证码 code:1234 。 number:10 han:分钟内有效"]);
    check(
        "验证码 951234，来电95123",
        &expect!["han:验证码 ␣ code:951234 , han:来电 service-number:95123"],
    );
    check("code 123 or 123456789", &expect!["word:code number:123 word:or number:123456789"]);
    check("尾号0018的号码已开通", &expect!["han:尾号 number:0018 han:的号码已开通"]);
    check("订单123456已发货", &expect!["han:订单 number:123456 han:已发货"]);
    check(
        "code one two three four five six seven eight nine ten eleven 1234",
        &expect![
            "word:code word:one word:two word:three word:four word:five word:six word:seven word:eight word:nine word:ten word:eleven code:1234"
        ],
    );
    check(
        "code one two three four five six seven eight nine ten eleven twelve 1234",
        &expect![
            "word:code word:one word:two word:three word:four word:five word:six word:seven word:eight word:nine word:ten word:eleven word:twelve number:1234"
        ],
    );
}

#[test]
fn numbers_keep_only_their_shape() {
    same("订单34567号段", "订单67890号段");
    same("no 7", "no 3");
    differ("no 7", "no 77");
    differ("no 7.5", "no 75");
    same("13800000000", "13911112222");
    same("尾号8821", "尾号1234");
    same("abc123", "xyz789");
}

#[test]
fn signatures() {
    check("【品牌】您好", &expect!["【 han:品牌 】 han:您好 | signature-at-start signature:品牌"]);
    check("您好【品牌】", &expect!["han:您好 【 han:品牌 】 | signature-at-end signature:品牌"]);
    check(
        "您【品牌】好",
        &expect!["han:您 【 han:品牌 】 han:好 | signature-inside signature:品牌"],
    );
    check("[Brand] hi", &expect!["[ word:brand ] word:hi | signature-at-start signature:brand"]);
    check("hi [Brand]", &expect!["word:hi [ word:brand ] | signature-at-end signature:brand"]);
    check("hi [1] there", &expect!["word:hi [ number:1 ] word:there"]);
    check("【】空", &expect!["【 】 han:空"]);
    check(
        "【一二三四五六七八九十一二三四五六七八九十】",
        &expect![
            "【 han:一二三四五六七八九十一二三四五六七八九十 】 | signature-at-start signature:一二三四五六七八九十一二三四五六七八九十"
        ],
    );
    check(
        "【一二三四五六七八九十一二三四五六七八九十多】",
        &expect!["【 han:一二三四五六七八九十一二三四五六七八九十多 】"],
    );
    check("【没有结束", &expect!["【 han:没有结束"]);
}

#[test]
fn ways_to_refuse() {
    check("回T退订", &expect!["han:回 word:t han:退订 | opt-out:回t退订"]);
    check("退订回TD", &expect!["han:退订回 word:td | opt-out:退订回td"]);
    check("拒收请回复R", &expect!["han:拒收请回复 word:r | opt-out:拒收请回复r"]);
    check("回复“TD”退订", &expect![[r#"han:回复 " word:td " han:退订 | opt-out:回复"td"退订"#]]);
    check("退订请回复 'QX'", &expect!["han:退订请回复 ␣ ' word:qx ' | opt-out:退订请回复 'qx'"]);
    check("回T退", &expect!["han:回 word:t han:退 | opt-out:回t退"]);
    check("退货请联系", &expect!["han:退货请联系"]);
    for asked in ["回复TD完成退订", "回T即可成功退订", "发送QX到10086，完成退订"]
    {
        assert!(read(asked).1.opt_out().is_some(), "{asked}");
    }
    for told in ["回复1退款", "请回复Y退还押金", "快递被拒收，已退回", "您已成功退订本业务"]
    {
        assert_eq!(read(told).1.opt_out(), None, "{told}");
    }
    check(
        "Reply STOP to opt out",
        &expect!["word:reply word:stop word:to word:opt word:out | opt-out:opt out"],
    );
    check(
        "Txt STOP to 80000",
        &expect!["word:txt word:stop word:to number:80000 | opt-out:txt stop"],
    );
    check(
        "Reply with 'stop'",
        &expect!["word:reply word:with ' word:stop ' | opt-out:reply with 'stop"],
    );
    check("don't stop now", &expect!["word:don't word:stop word:now"]);
    check("Unsubscribe here", &expect!["word:unsubscribe word:here | opt-out:unsubscribe"]);
    check("RET yaz 3000", &expect!["word:ret word:yaz number:3000 | opt-out:ret yaz"]);
    check(
        "RET yazıp 3000'e gönderin",
        &expect!["word:ret word:yazip number:3000 ' word:e word:gonderin | opt-out:ret yazip"],
    );
}

#[test]
fn length_is_known_by_its_order_of_magnitude() {
    let length = |count: usize| {
        let (_, tokens) = read(&"好".repeat(count));
        tokens.marks().iter().find(|m| m.kind() == TokenKind::Length).map(|m| m.symbol & 0xFFFF)
    };
    assert_eq!(
        [0, 1, 2, 3, 4, 255, 256, 9999].map(length),
        [None, Some(1), Some(2), Some(2), Some(3), Some(8), Some(9), Some(9)]
    );
}

#[test]
fn digits_are_in_no_symbol() {
    let symbols = |text: &str| {
        let (_, tokens) = read(text);
        let all = tokens.tokens().iter().chain(tokens.marks());
        all.map(|token| (token.kind(), token.symbol)).collect::<Vec<_>>()
    };
    for (one, other) in [
        ("【13800138000】您好", "【13999999999】您好"),
        ("【第12店】", "【第34店】"),
        ("http://1.2.3.41 hi", "http://9.8.7.96 hi"),
        ("shop12.com", "shop98.com"),
        ("a1b2 x9y8z7", "a3b4 x1y2z3"),
        ("႑႓႘႐႐႑႓႘႐႐႑", "႑႓႙႙႙႙႙႙႙႙႙"),
        ("𞥑𞥓𞥘 𑄷𑄹", "𞥔𞥔𞥔 𑄸𑄸"),
        ("13800001234 ￥128.50", "13900005678 ￥375.19"),
    ] {
        assert_eq!(symbols(one), symbols(other), "{one} and {other}");
    }
    // But for a digit that is read as the letter it stands for.
    assert_eq!(symbols("m0ney")[0], symbols("money")[0]);
}
