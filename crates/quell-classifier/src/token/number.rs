//! Numbers with a meaning: dates, percentages, amounts, service numbers, phones.
//!
//! Each is a regular expression over whole runs of digits, tried in a fixed
//! order; `tests/it/naive.rs` writes the same ones down for `regex`.

use super::scan::Scan;
use super::symbol::shaped;
use super::{Token, TokenKind};
use crate::fold::{Class, FoldedChar};

/// E.164 allows 15 digits; fewer than 7 are no subscriber's number with a prefix.
const PHONE_DIGITS_MAX: usize = 15;
const PHONE_DIGITS_MIN: usize = 7;
/// Groups with separators need this many digits before they are a phone number.
const PHONE_GROUPED_DIGITS_MIN: usize = 8;

/// Groups behind the first digits of a value: `1.234.567.890,00` has four. Without a
/// limit a row of service numbers with dots between them would cost its square.
const VALUE_GROUPS_MAX: usize = 4;

const DATE: u32 = 1;
const TIME: u32 = 2;

/// The token of the number whose `digits` start at `at`.
#[inline]
pub(super) fn number_at(scan: &Scan<'_>, at: usize, digits: usize) -> Token {
    if scan.get(at + digits).is_some_and(may_follow_in_number) {
        return number_with_more(scan, at, digits);
    }
    service_number(scan, at, digits)
        .or_else(|| plain_phone(scan, at, digits).then(|| phone_token(scan, at, at + digits)))
        .unwrap_or_else(|| number(at, digits, at + digits))
}

/// What some rule asks for behind the first digits. Behind most numbers stands
/// nothing of the kind, and one look saves asking every rule: 4 of the 57
/// instructions that tokenizing took a character.
#[inline]
fn may_follow_in_number(c: FoldedChar) -> bool {
    const SIGNS_AND_UNITS: [char; 22] = [
        ' ', '-', '/', '.', ',', ':', '%', '年', '月', '日', '号', '点', '时', '折', '百', '千',
        '万', '亿', '元', '块', '円', '圆',
    ];
    c.is_of(Class::Latin) | c.is_of(Class::Currency) | c.is_any(&SIGNS_AND_UNITS)
}

fn number_with_more(scan: &Scan<'_>, at: usize, digits: usize) -> Token {
    if let Some((end, shape)) = datetime(scan, at, digits) {
        return Token::new(TokenKind::DateTime, shaped(TokenKind::DateTime, shape), at..end);
    }
    let value = value_end(scan, at, digits);
    percent(scan, at, value, digits)
        .or_else(|| amount(scan, at, value))
        .or_else(|| service_number(scan, at, digits))
        .or_else(|| phone(scan, at, digits))
        .unwrap_or_else(|| number(at, digits, value))
}

/// Whether the number with this symbol has neither decimals nor groups.
pub(super) fn is_whole_number(symbol: u32) -> bool {
    symbol & GROUPED == 0
}

/// Marks the shape of a number with decimals or groups.
const GROUPED: u32 = 1 << 8;

fn number(at: usize, digits: usize, end: usize) -> Token {
    let shape = length_shape(digits) | if end > at + digits { GROUPED } else { 0 };
    Token::new(TokenKind::Number, shaped(TokenKind::Number, shape), at..end)
}

/// The sum behind a currency that starts at `from`; the digits may follow a space.
pub(super) fn amount_after_currency(scan: &Scan<'_>, from: usize, at: usize) -> Option<Token> {
    let first = scan.skip(at, ' ');
    let digits = scan.digits(first);
    if digits == 0 {
        return None;
    }
    let value = value_end(scan, first, digits);
    let unit = unit(scan, value);
    let end = scan.skip(value + unit.length, '元');
    Some(amount_token(scan, from, first, value, unit, end))
}

/// `+86 138 …`, `+6512345678`.
pub(super) fn phone_after_plus(scan: &Scan<'_>, at: usize) -> Option<Token> {
    if scan.digits(at + 1) == 0 {
        return None;
    }
    let (end, digits) = groups(scan, at + 1);
    (PHONE_DIGITS_MIN..=PHONE_DIGITS_MAX)
        .contains(&digits)
        .then(|| Token::new(TokenKind::Phone, shaped(TokenKind::Phone, 1), at..end))
}

/// Digits with their decimal or thousands groups: `1,299.00`. Behind more than
/// three digits a comma belongs to the sentence: in "123456，5分钟内有效" it ends
/// a code.
fn value_end(scan: &Scan<'_>, at: usize, digits: usize) -> usize {
    let mut group = digits;
    let mut end = at + group;
    for _ in 0..VALUE_GROUPS_MAX {
        let goes_on = scan.is(end, '.') || scan.is(end, ',') && group <= 3;
        group = if goes_on { scan.digits(end + 1) } else { 0 };
        if group == 0 {
            break;
        }
        end += 1 + group;
    }
    end
}

fn datetime(scan: &Scan<'_>, at: usize, digits: usize) -> Option<(usize, u32)> {
    match digits {
        4 => year_first(scan, at),
        1 | 2 => clock(scan, at + digits).map(|end| (end, TIME)).or_else(|| {
            month_first(scan, at + digits)
                .or_else(|| day_first(scan, at + digits))
                .map(|end| (end, DATE))
        }),
        _ => None,
    }
}

fn small(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let digits = scan.digits(at);
    (1..=2).contains(&digits).then_some(at + digits)
}

/// `2024-06-18`, `2024年6月18日`, `2024/6`.
fn year_first(scan: &Scan<'_>, at: usize) -> Option<(usize, u32)> {
    let century = scan.literal(at, "19").or_else(|| scan.literal(at, "20"));
    if century.is_none() || !scan.is_any(at + 4, &['-', '/', '.', '年']) {
        return None;
    }
    let month = small(scan, at + 5)?;
    if !scan.is_any(month, &['-', '/', '.', '月']) {
        return Some((month, DATE));
    }
    let end = small(scan, month + 1).map(|day| day + usize::from(scan.is_any(day, &['日', '号'])));
    Some((end.unwrap_or(month + usize::from(scan.is(month, '月'))), DATE))
}

/// `6月18日`, `6月`; `18日`, `18号`.
fn month_first(scan: &Scan<'_>, end: usize) -> Option<usize> {
    if scan.is_any(end, &['日', '号']) {
        return Some(end + 1);
    }
    if !scan.is(end, '月') {
        return None;
    }
    Some(
        small(scan, end + 1)
            .map_or(end + 1, |day| day + usize::from(scan.is_any(day, &['日', '号']))),
    )
}

/// `18/06/2024`, `18-6-24`.
fn day_first(scan: &Scan<'_>, end: usize) -> Option<usize> {
    let separator = ['-', '/', '.'].into_iter().find(|&c| scan.is(end, c))?;
    let month = small(scan, end + 1)?;
    let year = scan.is(month, separator).then(|| scan.digits(month + 1))?;
    matches!(year, 2 | 4).then_some(month + 1 + year)
}

/// `18:30`, `18:30:05`, `8点半`, `18时30分`, `8pm`.
fn clock(scan: &Scan<'_>, end: usize) -> Option<usize> {
    if scan.is(end, ':') && scan.digits(end + 1) == 2 {
        let minutes = end + 3;
        return Some(if scan.is(minutes, ':') && scan.digits(minutes + 1) == 2 {
            minutes + 3
        } else {
            minutes
        });
    }
    if scan.is_any(end, &['点', '时']) {
        return Some(match small(scan, end + 1) {
            Some(minutes) => scan.skip(minutes, '分'),
            None => scan.skip(end + 1, '半'),
        });
    }
    let suffix = scan.any_literal(end, &["am", "pm"])?;
    let is_word_end = !matches!(
        scan.class(suffix),
        Some(Class::Latin | Class::Foreign | Class::Letter | Class::Digit)
    );
    is_word_end.then_some(suffix)
}

fn percent(scan: &Scan<'_>, at: usize, value: usize, digits: usize) -> Option<Token> {
    let discount = scan.is(value, '折');
    (discount || scan.is(value, '%')).then(|| {
        let shape = u32::from(discount) << 8 | (digits.min(4) as u32);
        Token::new(TokenKind::Percent, shaped(TokenKind::Percent, shape), at..value + 1)
    })
}

/// A unit of counting: where it ends and how many zeros it stands for.
#[derive(Clone, Copy)]
struct Unit {
    length: usize,
    zeros: usize,
}

fn unit(scan: &Scan<'_>, at: usize) -> Unit {
    let zeros = match char::from_u32(scan.point(at)) {
        Some('百') => 2,
        Some('千') => 3,
        Some('万') => 4,
        Some('亿') => 8,
        _ => return Unit { length: 0, zeros: 0 },
    };
    Unit { length: 1, zeros }
}

/// `99元`, `5万`, `3千元`, `50 TL`.
fn amount(scan: &Scan<'_>, at: usize, value: usize) -> Option<Token> {
    let unit = unit(scan, value);
    let after = value + unit.length;
    let currency = currency_suffix(scan, after);
    if currency.is_none() && !scan.is_any(value, &['万', '亿']) {
        return None;
    }
    Some(amount_token(scan, at, at, value, unit, currency.unwrap_or(after)))
}

fn currency_suffix(scan: &Scan<'_>, at: usize) -> Option<usize> {
    if scan.is_any(at, &['元', '块', '円', '圆']) || scan.class(at) == Some(Class::Currency) {
        return Some(at + 1);
    }
    let word = scan.skip(at, ' ');
    let end = scan.any_literal(word, &["rmb", "usd", "tl", "gbp", "eur", "rb", "jt"])?;
    (!matches!(scan.class(end), Some(Class::Latin | Class::Foreign | Class::Letter | Class::Digit)))
        .then_some(end)
}

/// An amount is known by its order of magnitude.
fn amount_token(
    scan: &Scan<'_>,
    from: usize,
    first: usize,
    value: usize,
    unit: Unit,
    end: usize,
) -> Token {
    let mut magnitude = scan.digits(first);
    let mut at = first + magnitude;
    while at < value && scan.digits(at + 1) == 3 {
        magnitude += 3;
        at += 4;
    }
    let shape = (magnitude + unit.zeros).min(12) as u32;
    Token::new(TokenKind::Amount, shaped(TokenKind::Amount, shape), from..end)
}

/// Chinese service numbers: 106… of SMS platforms, 95… of banks and insurers,
/// 100xx of operators, 12xxx of public services, emergency numbers.
fn service_number(scan: &Scan<'_>, at: usize, digits: usize) -> Option<Token> {
    let starts = |prefix: &str| scan.literal(at, prefix).is_some();
    let shape = match digits {
        9..=20 if starts("106") => 1,
        5..=8 if starts("95") => 2,
        5 if starts("100") => 3,
        5 if starts("12") => 4,
        3 if starts("110") || starts("119") || starts("120") || starts("122") => 5,
        _ => return None,
    };
    Some(Token::new(
        TokenKind::ServiceNumber,
        shaped(TokenKind::ServiceNumber, shape),
        at..at + digits,
    ))
}

/// A number to call: mobile, area code, 400; or groups of digits with separators.
fn phone(scan: &Scan<'_>, at: usize, digits: usize) -> Option<Token> {
    // A whole number needs no further groups: behind it stands a time or a year.
    if plain_phone(scan, at, digits) {
        return Some(phone_token(scan, at, at + digits));
    }
    let (end, total) = groups(scan, at);
    let grouped =
        end > at + digits && (PHONE_GROUPED_DIGITS_MIN..=PHONE_DIGITS_MAX).contains(&total);
    grouped.then(|| phone_token(scan, at, end))
}

fn plain_phone(scan: &Scan<'_>, at: usize, digits: usize) -> bool {
    match digits {
        11 => scan.is_any(at, &['0', '1']),
        10 => {
            scan.is(at, '0')
                || scan.literal(at, "400").is_some()
                || scan.literal(at, "800").is_some()
        }
        12 => scan.is(at, '0'),
        _ => false,
    }
}

fn phone_token(scan: &Scan<'_>, at: usize, end: usize) -> Token {
    let shape = if scan.is(at, '1') { 2 } else { 3 };
    Token::new(TokenKind::Phone, shaped(TokenKind::Phone, shape), at..end)
}

/// Where digits with single spaces or hyphens between groups end, and how many
/// there are. Groups behind the first have two to eight digits.
fn groups(scan: &Scan<'_>, at: usize) -> (usize, usize) {
    let mut end = at + scan.digits(at);
    let mut total = end - at;
    while scan.is_any(end, &['-', ' '])
        && (2..=8).contains(&scan.digits(end + 1))
        && total < PHONE_DIGITS_MAX
    {
        let group = scan.digits(end + 1);
        total += group;
        end += 1 + group;
    }
    (end, total)
}

/// Lengths up to 8 are told apart; above, kinds of identifiers are.
fn length_shape(digits: usize) -> u32 {
    match digits {
        0..=8 => digits as u32,
        9..=11 => 9,
        12..=15 => 10,
        16..=19 => 11,
        _ => 12,
    }
}
