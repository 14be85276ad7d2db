//! Web addresses and e-mail addresses, as people write them into messages.

use core::ops::Range;

use super::scan::{Scan, is_ascii_alphanumeric};
use super::symbol::{hashed_chars, shaped};
use super::{Token, TokenKind};
use crate::fold::{Class, FoldedChar};

/// Endings that make a host without scheme or path.
const ENDINGS: [&str; 48] = [
    "com", "cn", "net", "org", "info", "biz", "vip", "top", "xyz", "club", "shop", "store", "site",
    "online", "tech", "wang", "ltd", "group", "link", "fun", "icu", "app", "dev", "mobi", "asia",
    "win", "work", "live", "pro", "ink", "hk", "tw", "sg", "uk", "tr", "eu", "ru", "de", "fr",
    "jp", "kr", "gov", "edu", "example", "test", "loan", "bid", "cyou",
];
/// Endings that are words too ("ok.so"): they count only with a path.
const ENDINGS_WITH_PATH: [&str; 20] = [
    "me", "to", "so", "it", "is", "in", "at", "my", "io", "tv", "cc", "co", "ly", "gl", "do", "us",
    "id", "im", "gd", "gy",
];
/// Hosts that hide where a link leads.
pub(super) const SHORTENERS: [&str; 16] = [
    "t.cn",
    "dwz.cn",
    "url.cn",
    "suo.im",
    "bit.ly",
    "tinyurl.com",
    "goo.gl",
    "t.co",
    "is.gd",
    "ow.ly",
    "rb.gy",
    "bit.do",
    "cutt.ly",
    "tsel.me",
    "bbk.im",
    "m6z.cn",
];
/// A scheme is known by `://`; the longest in use have eight letters.
const SCHEME_CHARS: Range<usize> = 2..SCHEME_CHARS_MAX + 1;
const SCHEME_CHARS_MAX: usize = 8;

const SCHEME: u32 = 1;
const PATH: u32 = 2;
const SHORTENER: u32 = 4;
const MAIL: u32 = 8;

/// An address and what is known of it: its domain, its ending.
pub(super) struct Address {
    pub(super) token: Token,
    pub(super) marks: [Option<Token>; 2],
}

/// The address that starts at `at`, where letters and digits stand up to `word`.
///
/// # Errors
///
/// The place up to which no address starts: the rest of this host has the same
/// endings, so looking again would make hostile text quadratic.
#[inline]
pub(super) fn address_at(scan: &Scan<'_>, at: usize, word: usize) -> Result<Address, usize> {
    if scan.get(word).is_some_and(may_follow_in_address) {
        return address_from(scan, at, word);
    }
    Err(word)
}

/// What may stand behind the first letters and digits of an address.
#[inline]
fn may_follow_in_address(c: FoldedChar) -> bool {
    c.is_any(&['.', '-', ':', '@'])
}

fn address_from(scan: &Scan<'_>, at: usize, word: usize) -> Result<Address, usize> {
    if let Some(rest) = scheme_end(scan, at, word) {
        return Ok(with_scheme(scan, at, rest));
    }
    let host_end = host_end(scan, at);
    if scan.is(host_end, '@') && host_end > at {
        let domain = self::host_end(scan, host_end + 1);
        if domain > host_end + 1 {
            let token = Token::new(TokenKind::Handle, shaped(TokenKind::Handle, 2), at..domain);
            return Ok(Address { token, marks: domain_marks(scan, host_end + 1..domain) });
        }
    }
    let Some(host) = registered_host(scan, at..host_end) else {
        // `here.http://…`: the end of a host that is none may be a scheme.
        let scheme = host_end.saturating_sub(SCHEME_CHARS_MAX).max(at + 1);
        return Err(if scan.is(host_end, ':') { scheme } else { host_end });
    };
    let end = path_end(scan, port_end(scan, host));
    let path = if end > host { PATH } else { 0 };
    Ok(address(scan, at..end, at..host, path))
}

/// `http://`, `hxxp://`, `data:text/`: where the scheme ends.
fn scheme_end(scan: &Scan<'_>, at: usize, word: usize) -> Option<usize> {
    if SCHEME_CHARS.contains(&(word - at))
        && let Some(end) = scan.literal(word, "://")
    {
        return Some(end);
    }
    let end = scan.literal(at, "data:")?;
    let kind = scan.while_is(end, is_ascii_alphanumeric);
    (kind > end && scan.is(kind, '/')).then_some(end)
}

/// Behind a scheme everything that can stand in an address belongs to it.
fn with_scheme(scan: &Scan<'_>, at: usize, rest: usize) -> Address {
    let end = trimmed(scan, rest, scan.while_is(rest, is_address_char));
    let authority = scan.while_is(rest, |c| is_address_char(c) && !c.is_any(&['/', '?', '#']));
    let authority = authority.min(end);
    let user = (rest..authority).rev().find(|&at| scan.is(at, '@'));
    let host = user.map_or(rest, |user| user + 1);
    let mail = if user.is_some() { MAIL } else { 0 };
    let path = if end > authority { PATH } else { 0 };
    address(scan, at..end, host..host_end(scan, host).min(end), SCHEME | mail | path)
}

fn address(scan: &Scan<'_>, range: Range<usize>, host: Range<usize>, form: u32) -> Address {
    let short = SHORTENERS.iter().any(|known| scan.equals(host.clone(), known));
    let shape = form | if short { SHORTENER } else { 0 };
    let token = Token::new(TokenKind::Url, shaped(TokenKind::Url, shape), range);
    Address { token, marks: domain_marks(scan, host) }
}

/// What can be known of a host: the domain somebody registered, and its ending.
fn domain_marks(scan: &Scan<'_>, host: Range<usize>) -> [Option<Token>; 2] {
    let mut dots = host.clone().rev().filter(|&at| scan.is(at, '.'));
    let Some(last) = dots.next() else { return [None, None] };
    if is_reserved(scan, &host) {
        return [None, None];
    }
    let shared = ["com", "co", "net", "org", "gov", "edu", "ac"];
    let second = dots.next();
    let start = match second {
        Some(second) if shared.iter().any(|known| scan.equals(second + 1..last, known)) => {
            dots.next()
        }
        other => other,
    };
    let domain = start.map_or(host.start, |dot| dot + 1)..host.end;
    let ending = last + 1..host.end;
    let domain_symbol = hashed_chars(TokenKind::Address, scan.slice(domain.clone()));
    let ending_symbol = hashed_chars(TokenKind::Url, scan.slice(ending.clone()));
    [
        Some(Token::new(TokenKind::Address, domain_symbol, domain)),
        Some(Token::new(TokenKind::Address, ending_symbol, ending)),
    ]
}

/// Example domains (RFC 2606) stand for any domain in texts written for training:
/// what a model learnt from them would be about the writer.
fn is_reserved(scan: &Scan<'_>, host: &Range<usize>) -> bool {
    let mut start = host.start;
    for at in host.clone().chain([host.end]) {
        if at == host.end || scan.is(at, '.') {
            if ["example", "test", "invalid"].iter().any(|known| scan.equals(start..at, known)) {
                return true;
            }
            start = at + 1;
        }
    }
    false
}

/// Labels of letters, digits and inner hyphens, with dots between them.
fn host_end(scan: &Scan<'_>, at: usize) -> usize {
    let label = |at: usize| {
        let mut end = scan.while_is(at, |c| is_ascii_alphanumeric(c) || c.is('-'));
        while end > at && scan.is(end - 1, '-') {
            end -= 1;
        }
        end
    };
    let mut end = label(at);
    while end > at && scan.is(end, '.') && label(end + 1) > end + 1 {
        end = label(end + 1);
    }
    end
}

/// The longest part of `host` that ends in a known ending behind another label.
fn registered_host(scan: &Scan<'_>, host: Range<usize>) -> Option<usize> {
    let mut end = host.end;
    loop {
        let dot = (host.start..end).rev().find(|&at| scan.is(at, '.'))?;
        let label = dot + 1..end;
        let known =
            |endings: &[&str]| endings.iter().any(|ending| scan.equals(label.clone(), ending));
        // No ending starts with a digit, and most dots of a message stand in numbers.
        let is_name = scan.class(label.start) == Some(Class::Latin);
        if is_name && (known(&ENDINGS) || known(&ENDINGS_WITH_PATH) && scan.is(end, '/')) {
            return Some(end);
        }
        end = dot;
    }
}

fn port_end(scan: &Scan<'_>, at: usize) -> usize {
    let digits = if scan.is(at, ':') { scan.digits(at + 1) } else { 0 };
    if digits > 0 { at + 1 + digits } else { at }
}

fn path_end(scan: &Scan<'_>, at: usize) -> usize {
    if scan.is_any(at, &['/', '?']) {
        trimmed(scan, at, scan.while_is(at, is_address_char))
    } else {
        at
    }
}

/// Closing punctuation belongs to the sentence.
fn trimmed(scan: &Scan<'_>, start: usize, end: usize) -> usize {
    let kept =
        (start..end).rev().find(|&at| !scan.is_any(at, &['.', ',', ';', ':', '!', '?', ')', '\'']));
    kept.map_or(start, |last| last + 1)
}

/// Printable ASCII but what brackets or quotes an address.
fn is_address_char(c: FoldedChar) -> bool {
    matches!(c.point(), 0x21..=0x7E)
        && !c.is_any(&['"', '<', '>', '\\', '^', '`', '{', '|', '}', '[', ']'])
}
