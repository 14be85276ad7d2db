//! Marks: what is said about the message as a whole.

use core::ops::Range;

use super::scan::Scan;
use super::symbol::{hashed_chars, shaped};
use super::{Token, TokenKind, Tokens};
use crate::fold::{Class, FoldedChar};

/// A brand's name between brackets; longer is a sentence.
const SIGNATURE_CHARS_MAX: usize = 20;
/// Digits of a one-time code.
const CODE_DIGITS: core::ops::RangeInclusive<usize> = 4..=8;
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

/// Characters that make a closer look worth its cost; looking without any took 4 of
/// 15 ns a character.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "a flag for each closer look")]
pub(super) struct Anchors {
    digit: bool,
    code: bool,
    refusal: bool,
    bracket: bool,
}

impl Anchors {
    #[inline]
    pub(super) fn see_cjk(&mut self, c: FoldedChar) {
        self.code |= c.is('码');
        self.refusal |= c.is('退') || c.is('拒');
    }

    /// Notes the letter or digit that a token starts with.
    #[inline]
    pub(super) fn see_alphanumeric(&mut self, c: FoldedChar) {
        self.digit |= c.class() == Class::Digit;
        self.code |= may_announce_code(c);
        self.refusal |= may_refuse(c);
    }

    #[inline]
    pub(super) fn see_symbol(&mut self, c: FoldedChar) {
        self.bracket |= c.is('【') || c.is('[');
    }
}

/// First characters of [`CODE_WORDS`], and the one of "验证码".
#[inline]
fn may_announce_code(c: FoldedChar) -> bool {
    matches!(char::from_u32(c.point()), Some('码' | 'c' | 'o' | 'p' | 'k' | 's'))
}

/// First characters of all wordings that [`opt_out_at`] knows.
#[inline]
fn may_refuse(c: FoldedChar) -> bool {
    let first = char::from_u32(c.point());
    matches!(first, Some('退' | '拒' | 'u' | 'o' | 'r' | 's' | 'e' | 'q' | 'c'))
}

pub(super) fn add_marks(scan: &Scan<'_>, tokens: &mut Tokens, anchors: &Anchors, disguised: u32) {
    if anchors.digit && anchors.code {
        find_codes(scan, &mut tokens.tokens);
    }
    tokens.signature = if anchors.bracket { find_signature(scan) } else { None };
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
fn find_codes(scan: &Scan<'_>, tokens: &mut [Token]) {
    mark_codes_behind(scan, tokens.iter_mut());
    mark_codes_behind(scan, tokens.iter_mut().rev());
}

/// Marks the codes that come behind an announcing word in the order of `tokens`.
fn mark_codes_behind<'a>(scan: &Scan<'_>, tokens: impl Iterator<Item = &'a mut Token>) {
    let mut left = 0;
    for token in tokens {
        if announces_code(scan, token) {
            left = CODE_DISTANCE_MAX;
        } else if left > 0 {
            mark_code(scan, token);
            left -= 1;
        }
    }
}

#[inline]
fn announces_code(scan: &Scan<'_>, token: &Token) -> bool {
    match token.kind {
        // A 号码 is a telephone's number: "尾号0018的号码" announces nothing.
        TokenKind::Cjk => {
            let start = token.range().start;
            token.symbol == '码' as u32 && before_if(scan, start, |c| c.is('号')) == 0
        }
        TokenKind::Word => {
            scan.get(token.range().start).is_some_and(may_announce_code)
                && CODE_WORDS.iter().any(|word| scan.equals(token.range(), word))
        }
        _ => false,
    }
}

fn mark_code(scan: &Scan<'_>, token: &mut Token) {
    let range = token.range();
    let digits = scan.digits(range.start);
    // A hundredth of all codes start with 95; the service numbers in use have five digits.
    let may_be_code = token.kind == TokenKind::Number
        || token.kind == TokenKind::ServiceNumber && digits > SERVICE_DIGITS_COMMON;
    if may_be_code && digits == range.len() && CODE_DIGITS.contains(&digits) {
        *token = Token::new(TokenKind::Code, shaped(TokenKind::Code, 1), range);
    }
}

/// The brand that signs: the first 【…】 at the start, else the last one of the
/// text; square brackets count only at the start or the end.
fn find_signature(scan: &Scan<'_>) -> Option<Range<usize>> {
    let lenticular = |at| bracketed(scan, at, '【', '】');
    let square = |at| bracketed(scan, at, '[', ']');
    if let Some(brand) = lenticular(0).or_else(|| square(0)) {
        return Some(brand);
    }
    let last_open = |open: char| (0..scan.len()).rev().find(|&at| scan.is(at, open));
    if let Some(brand) = last_open('【').and_then(lenticular) {
        return Some(brand);
    }
    last_open('[').and_then(square).filter(|brand| brand.end + 1 == scan.len())
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
    let candidates = tokens.tokens.iter().rev();
    candidates
        .filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::Cjk))
        .filter(|token| scan.get(token.range().start).is_some_and(may_refuse))
        .find_map(|token| opt_out_at(scan, token))
}

fn opt_out_at(scan: &Scan<'_>, token: &Token) -> Option<Range<usize>> {
    let range = token.range();
    if token.kind == TokenKind::Word {
        return alphabetic_opt_out(scan, range);
    }
    let keyword = scan.any_literal(range.start, &["退订", "退定", "拒收", "退阅", "拒绝接收"]);
    let before = reply_before(scan, range.start);
    match (keyword, before) {
        (Some(end), before) => {
            let end = reply_after(scan, scan.skip(end, '请')).unwrap_or(end);
            Some(before.unwrap_or(range.start)..end)
        }
        (None, Some(start)) if scan.is(range.start, '退') => Some(start..range.end),
        _ => None,
    }
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
