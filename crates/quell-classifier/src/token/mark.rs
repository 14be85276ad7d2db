//! Marks: what is said about the message as a whole.

use core::ops::{Range, RangeInclusive};

use super::number::is_whole_number;
use super::scan::Scan;
use super::symbol::{hashed_chars, shaped};
use super::{Token, TokenKind, Tokens};
use crate::fold::{Class, FoldedChar, Hints};

/// A brand's name between brackets; longer is a sentence.
const SIGNATURE_CHARS_MAX: usize = 20;
/// Digits of a one-time code.
const CODE_DIGITS: RangeInclusive<usize> = 4..=8;
/// Digits of nearly all service numbers that start with 95.
const SERVICE_DIGITS_COMMON: usize = 5;
/// How far, in tokens, a code may stand from the word that announces it.
const CODE_DISTANCE_MAX: usize = 12;
/// Bits of the longest length told apart: 2^8 characters and more are one bucket.
const LENGTH_BITS_MAX: u32 = 9;

/// Words that a one-time code stands near, in English, Turkish and Indonesian.
const CODE_WORDS: [&str; 9] =
    ["code", "otp", "passcode", "pin", "kod", "kodu", "kode", "sifre", "sifreniz"];

const AT_START: u32 = 1;
const AT_END: u32 = 2;
const INSIDE: u32 = 3;

/// What makes a closer look worth its cost; looking without any took 4 of 15 ns a
/// character.
pub(super) struct Anchors {
    /// Something may announce a code.
    announced: bool,
    refusal: bool,
    /// From the first to the last token that would be a code if one were announced.
    codes: Option<RangeInclusive<usize>>,
    /// Where the last 【 stands.
    lenticular: Option<usize>,
    /// Where the last [ stands.
    square: Option<usize>,
}

impl Anchors {
    pub(super) fn new(hints: Hints) -> Self {
        Self {
            announced: hints.code,
            refusal: hints.refusal,
            codes: None,
            lenticular: None,
            square: None,
        }
    }

    /// Notes the letter that a token starts with.
    #[inline]
    pub(super) fn see_letter(&mut self, c: FoldedChar) {
        self.announced |= may_announce_code(c);
        self.refusal |= may_refuse(c);
    }

    /// Notes the token with this number, which starts with a digit.
    #[inline]
    pub(super) fn see_number(&mut self, token: Token, at: usize) {
        if may_be_code(token) {
            let first = self.codes.as_ref().map_or(at, |codes| *codes.start());
            self.codes = Some(first..=at);
        }
    }

    #[inline]
    pub(super) fn see_sign(&mut self, c: FoldedChar, at: usize) {
        if c.is('【') {
            self.lenticular = Some(at);
        } else if c.is('[') {
            self.square = Some(at);
        }
    }
}

/// First characters of [`CODE_WORDS`].
#[inline]
fn may_announce_code(c: FoldedChar) -> bool {
    matches!(char::from_u32(c.point()), Some('c' | 'o' | 'p' | 'k' | 's'))
}

/// First characters of all wordings that [`opt_out_at`] knows.
#[inline]
fn may_refuse(c: FoldedChar) -> bool {
    let first = char::from_u32(c.point());
    matches!(first, Some('退' | '拒' | 'u' | 'o' | 'r' | 's' | 'e' | 'q' | 'c'))
}

pub(super) fn add_marks(scan: &Scan<'_>, tokens: &mut Tokens, anchors: &Anchors, disguised: u32) {
    if anchors.announced
        && let Some(codes) = anchors.codes.clone()
    {
        mark_codes(scan, tokens.places.get_mut(..tokens.length).unwrap_or_default(), codes);
    }
    tokens.signature = find_signature(scan, anchors);
    if let Some(brand) = tokens.signature.clone() {
        let place = signature_place(scan, &brand);
        let brand_symbol = hashed_chars(TokenKind::Signature, scan.slice(brand.clone()));
        tokens.marks.push(Token::new(
            TokenKind::Signature,
            shaped(TokenKind::Signature, place),
            brand.clone(),
        ));
        tokens.marks.push(Token::new(TokenKind::Signature, brand_symbol, brand));
    }
    tokens.opt_out = if anchors.refusal { find_opt_out(scan, tokens) } else { None };
    if let Some(wording) = tokens.opt_out.clone() {
        tokens.marks.push(Token::new(TokenKind::OptOut, shaped(TokenKind::OptOut, 1), wording));
    }
    if disguised > 0 {
        let bucket = disguised.min(3) + u32::from(disguised > 5);
        tokens.marks.push(Token::new(
            TokenKind::Disguise,
            shaped(TokenKind::Disguise, bucket),
            0..0,
        ));
    }
    let length = (usize::BITS - scan.len().leading_zeros()).min(LENGTH_BITS_MAX);
    if length > 0 {
        tokens.marks.push(Token::new(TokenKind::Length, shaped(TokenKind::Length, length), 0..0));
    }
}

/// Numbers of four to eight digits near "验证码", "code", "otp" … become codes.
fn mark_codes(scan: &Scan<'_>, tokens: &mut [Token], among: RangeInclusive<usize>) {
    for at in among {
        let near =
            at.saturating_sub(CODE_DISTANCE_MAX)..tokens.len().min(at + CODE_DISTANCE_MAX + 1);
        let announced = |tokens: &[Token]| tokens.iter().any(|token| announces_code(scan, token));
        if tokens.get(at).is_some_and(|&token| may_be_code(token))
            && tokens.get(near).is_some_and(announced)
            && let Some(token) = tokens.get_mut(at)
        {
            *token = Token::new(TokenKind::Code, shaped(TokenKind::Code, 1), token.range());
        }
    }
}

/// Whether the token is digits and nothing else, as many as a code has.
#[inline]
fn may_be_code(token: Token) -> bool {
    let digits = token.range().len();
    match token.kind() {
        TokenKind::Number => is_whole_number(token.symbol) && CODE_DIGITS.contains(&digits),
        // A hundredth of all codes start with 95; the service numbers in use have five digits.
        TokenKind::ServiceNumber => digits > SERVICE_DIGITS_COMMON && CODE_DIGITS.contains(&digits),
        _ => false,
    }
}

fn announces_code(scan: &Scan<'_>, token: &Token) -> bool {
    let start = token.range().start;
    match token.kind() {
        // A 号码 is a telephone's number: "尾号0018的号码" announces nothing.
        TokenKind::Cjk => scan.is(start, '码') && before_if(scan, start, |c| c.is('号')) == 0,
        TokenKind::Word => {
            scan.get(start).is_some_and(may_announce_code)
                && CODE_WORDS.iter().any(|word| scan.equals(token.range(), word))
        }
        _ => false,
    }
}

/// The brand that signs: the first 【…】 at the start, else the last one of the
/// text; square brackets count only at the start or the end.
fn find_signature(scan: &Scan<'_>, anchors: &Anchors) -> Option<Range<usize>> {
    let lenticular = |at| bracketed(scan, at, '【', '】');
    let square = |at| bracketed(scan, at, '[', ']');
    if let Some(brand) = lenticular(0).or_else(|| square(0)) {
        return Some(brand);
    }
    if let Some(brand) = anchors.lenticular.and_then(lenticular) {
        return Some(brand);
    }
    anchors.square.and_then(square).filter(|brand| brand.end + 1 == scan.len())
}

fn bracketed(scan: &Scan<'_>, at: usize, open: char, close: char) -> Option<Range<usize>> {
    if !scan.is(at, open) {
        return None;
    }
    let close_at =
        (at + 1..scan.len().min(at + 2 + SIGNATURE_CHARS_MAX)).find(|&at| scan.is(at, close))?;
    (close_at > at + 1).then_some(at + 1..close_at)
}

fn signature_place(scan: &Scan<'_>, brand: &Range<usize>) -> u32 {
    match brand.start {
        1 => AT_START,
        _ if brand.end + 1 == scan.len() => AT_END,
        _ => INSIDE,
    }
}

/// The last wording of the text that says how to refuse; senders put it at the end.
fn find_opt_out(scan: &Scan<'_>, tokens: &Tokens) -> Option<Range<usize>> {
    let candidates = tokens.tokens().iter().rev();
    candidates
        .filter(|token| matches!(token.kind(), TokenKind::Word | TokenKind::Cjk))
        .filter(|token| scan.get(token.range().start).is_some_and(may_refuse))
        .find_map(|token| opt_out_at(scan, token))
}

fn opt_out_at(scan: &Scan<'_>, token: &Token) -> Option<Range<usize>> {
    let range = token.range();
    if token.kind() == TokenKind::Word {
        return alphabetic_opt_out(scan, range);
    }
    let keyword = scan.any_literal(range.start, &["退订", "退定", "拒收", "退阅", "拒绝接收"]);
    let before = reply_before(scan, range.start);
    let after = keyword.and_then(|end| reply_after(scan, scan.skip(end, '请')));
    match (keyword, before) {
        (Some(_), None) if after.is_none() && tells_of(scan, range.start) => None,
        (Some(end), before) => Some(before.unwrap_or(range.start)..after.unwrap_or(end)),
        (None, Some(start)) if scan.is(range.start, '退') && !is_returned(scan, range.end) => {
            Some(start..range.end)
        }
        _ => None,
    }
}

/// Whether a refusal is told of ("已成功退订", "快递被拒收") and not asked for
/// ("回复TD即可成功退订").
fn tells_of(scan: &Scan<'_>, keyword: usize) -> bool {
    // The end of 被, 已, 成功 and 完成.
    let is_done = |c: FoldedChar| c.is_any(&['被', '已', '功', '成']);
    let mut before = keyword.saturating_sub(REPLY_DISTANCE_MAX)..keyword;
    before_if(scan, keyword, is_done) == 1 && !before.any(|at| scan.is_any(at, &['回', '复', '发']))
}

/// How far, in characters, a verb may stand before what replying does.
const REPLY_DISTANCE_MAX: usize = 16;

/// 退款, 退货, 退房 …: to get or give something back, where 退 alone is to refuse.
fn is_returned(scan: &Scan<'_>, behind: usize) -> bool {
    const RETURNED: [char; 12] =
        ['款', '货', '房', '票', '费', '押', '还', '回', '换', '税', '保', '钱'];
    scan.is_any(behind, &RETURNED)
}

/// `reply STOP`, `text stop to 80082`, `unsubscribe`, `RET yaz`.
fn alphabetic_opt_out(scan: &Scan<'_>, word: Range<usize>) -> Option<Range<usize>> {
    let is = |words: &[&str]| words.iter().any(|known| scan.equals(word.clone(), known));
    if is(&["unsubscribe", "unsub", "optout"]) {
        return Some(word);
    }
    if is(&["opt"]) {
        return scan.any_literal(word.end, &[" out", "-out"]).map(|end| word.start..end);
    }
    if is(&["ret"]) {
        return scan.any_literal(word.end, &[" yazip", " yaz"]).map(|end| word.start..end);
    }
    if !is(&["stop", "end", "quit", "cancel"]) {
        return None;
    }
    let quote =
        word.start - usize::from(word.start > 0 && scan.is_any(word.start - 1, &['"', '\'']));
    let start =
        ["reply ", "reply with ", "text ", "txt ", "send ", "sms ", "reply: "].iter().find_map(
            |verb| quote.checked_sub(verb.len()).filter(|&at| scan.literal(at, verb).is_some()),
        )?;
    Some(start..word.end)
}

/// `回T`, `回复TD`, `发送R`, with or without quotes, right before `end`.
fn reply_before(scan: &Scan<'_>, end: usize) -> Option<usize> {
    let mut at = end;
    at -= before_if(scan, at, |c| c.is('"') || c.is('\'') || c.is(' '));
    let code = at;
    while code - at < REPLY_CODE_CHARS_MAX && before_if(scan, at, is_reply_code) == 1 {
        at -= 1;
    }
    if at == code {
        return None;
    }
    at -= before_if(scan, at, |c| c.is('"') || c.is('\'') || c.is(' ') || c.is(':'));
    ["回复", "发送", "回", "发", "复"].iter().find_map(|verb| {
        at.checked_sub(verb.chars().count()).filter(|&at| scan.literal(at, verb).is_some())
    })
}

/// `回复R`, right behind the keyword.
fn reply_after(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let verb = scan.any_literal(at, &["回复", "发送", "回", "发", "复"])?;
    let code =
        verb + (verb..verb + 2).take_while(|&at| scan.is_any(at, &['"', '\'', ' ', ':'])).count();
    let end = scan.while_is(code, is_reply_code).min(code + REPLY_CODE_CHARS_MAX);
    (end > code).then(|| end + usize::from(scan.is_any(end, &['"', '\''])))
}

/// Replies asked for: T, TD, TDQX, 0000, QX.
const REPLY_CODE_CHARS_MAX: usize = 6;

fn is_reply_code(c: FoldedChar) -> bool {
    matches!(c.class(), Class::Latin | Class::Digit)
}

fn before_if(scan: &Scan<'_>, at: usize, is: impl Fn(FoldedChar) -> bool) -> usize {
    usize::from(at.checked_sub(1).and_then(|before| scan.get(before)).is_some_and(is))
}
