//! The token rules once more, slowly: regular expressions over the folded text,
//! tried in the order that the crate documents.

use std::sync::LazyLock;

use quell_classifier::TokenKind;
use regex::Regex;

/// A token of the naive tokenizer: its kind and the folded characters it covers.
pub(crate) type Piece = (TokenKind, usize, usize);

/// Classes of characters, as fragments of a regular expression's bracket.
const CJK: &str = r"\x{1100}-\x{11FF}\x{3005}\x{3006}\x{3041}-\x{3096}\x{309D}-\x{309F}\x{30A1}-\x{30FA}\x{30FC}-\x{312F}\x{3131}-\x{318E}\x{31A0}-\x{31BF}\x{31F0}-\x{31FF}\x{3400}-\x{4DBF}\x{4E00}-\x{9FFF}\x{AC00}-\x{D7A3}\x{F900}-\x{FAFF}\x{20000}-\x{3FFFF}";
const EMOJI: &str = r"\x{231A}\x{231B}\x{23E9}-\x{23F3}\x{2600}-\x{27BF}\x{2B05}-\x{2B07}\x{2B1B}\x{2B1C}\x{2B50}-\x{2B55}\x{1F000}-\x{1FAFF}";
const CURRENCY: &str = "$£€¥₩₹₽₺฿¢";
/// What ends no address: closing punctuation belongs to the sentence.
const TRIMMED: &[char] = &['.', ',', ';', ':', '!', '?', ')', '\''];
const ENDINGS: &str = "com cn net org info biz vip top xyz club shop store site online tech wang ltd group link fun icu app dev mobi asia win work live pro ink hk tw sg uk tr eu ru de fr jp kr gov edu example test loan bid cyou";
const ENDINGS_WITH_PATH: &str = "me to so it is in at my io tv cc co ly gl do us id im gd gy";
const ANNOUNCING: &str = "code otp passcode pin kod kodu kode sifre sifreniz";

/// Patterns of numbers in the order they are tried; group 1 is the token, and what
/// is behind it only limits it.
const NUMBERS: [(TokenKind, &str); 31] = [
    (TokenKind::DateTime, r"^((?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}[日号])"),
    (TokenKind::DateTime, r"^((?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2})(?:\D|$)"),
    (TokenKind::DateTime, r"^((?:19|20)\d\d[-/.年]\d{1,2}月)"),
    (TokenKind::DateTime, r"^((?:19|20)\d\d[-/.年]\d{1,2})(?:\D|$)"),
    (TokenKind::DateTime, r"^(\d{1,2}:\d\d:\d\d)(?:\D|$)"),
    (TokenKind::DateTime, r"^(\d{1,2}:\d\d)(?:\D|$)"),
    (TokenKind::DateTime, r"^(\d{1,2}[点时]\d{1,2}分)"),
    (TokenKind::DateTime, r"^(\d{1,2}[点时]\d{1,2})(?:\D|$)"),
    (TokenKind::DateTime, r"^(\d{1,2}[点时]半?)"),
    (TokenKind::DateTime, r"^(\d{1,2}[ap]m)(?:[^{word}]|$)"),
    (TokenKind::DateTime, r"^(\d{1,2}[日号])"),
    (TokenKind::DateTime, r"^(\d{1,2}月\d{1,2}[日号])"),
    (TokenKind::DateTime, r"^(\d{1,2}月\d{1,2})(?:\D|$)"),
    (TokenKind::DateTime, r"^(\d{1,2}月)"),
    (TokenKind::DateTime, r"^(\d{1,2}-\d{1,2}-(?:\d{4}|\d\d))(?:\D|$)"),
    (TokenKind::DateTime, r"^(\d{1,2}/\d{1,2}/(?:\d{4}|\d\d))(?:\D|$)"),
    (TokenKind::DateTime, r"^(\d{1,2}\.\d{1,2}\.(?:\d{4}|\d\d))(?:\D|$)"),
    (TokenKind::Percent, r"^({value}[%折])"),
    (TokenKind::Amount, r"^({value}[百千万亿]?[元块円圆{currency}])"),
    (TokenKind::Amount, r"^({value}[百千万亿]? ?(?:rmb|usd|tl|gbp|eur|rb|jt))(?:[^{word}]|$)"),
    (TokenKind::Amount, r"^({value}[万亿])"),
    (TokenKind::ServiceNumber, r"^(106\d{6,17})(?:\D|$)"),
    (TokenKind::ServiceNumber, r"^(95\d{3,6})(?:\D|$)"),
    (TokenKind::ServiceNumber, r"^(100\d\d)(?:\D|$)"),
    (TokenKind::ServiceNumber, r"^(12\d{3})(?:\D|$)"),
    (TokenKind::ServiceNumber, r"^(110|119|120|122)(?:\D|$)"),
    (TokenKind::Phone, r"^([01]\d{10})(?:\D|$)"),
    (TokenKind::Phone, r"^(0\d{9}|400\d{7}|800\d{7})(?:\D|$)"),
    (TokenKind::Phone, r"^(0\d{11})(?:\D|$)"),
    // Groups of digits: how many there are is counted in code.
    (TokenKind::Phone, r"^(\d+[- ]\d{2,8}(?:\D|$))"),
    (TokenKind::Number, r"^({value})"),
];

/// What is tried before numbers and words, at a letter or a digit.
const ADDRESSES: [(TokenKind, &str); 3] = [
    (TokenKind::Url, r"^([a-z0-9]{2,8}://{address}*)"),
    (TokenKind::Url, r"^(data:[a-z0-9]+/{address}*)"),
    (TokenKind::Handle, r"^({host}@{host})"),
];

/// What is tried at every other character, and after numbers.
const OTHERS: [(TokenKind, &str); 7] = [
    (TokenKind::Cjk, r"^([{cjk}])"),
    (
        TokenKind::Amount,
        r"^((?:rs|inr|rp|idr|rmb|cny|usd|sgd|hkd|gbp|eur|aud)\.? ?{value}[百千万亿]?元?)",
    ),
    (TokenKind::Word, r"^({word}+(?:'[{word}--[\d]]{word}*)*)"),
    (TokenKind::Amount, r"^([{currency}] ?{value}[百千万亿]?元?)"),
    (TokenKind::Emoji, r"^([{emoji}]+)"),
    (TokenKind::Handle, r"^(@[a-z0-9_]{2,})"),
    (TokenKind::Phone, r"^(\+\d+)"),
];

fn compiled(pattern: &str) -> Regex {
    let word = format!(r"[\p{{Alphabetic}}\p{{N}}\p{{M}}--[{CJK}{EMOJI}]]");
    let label = "[a-z0-9-]*[a-z0-9]";
    let pattern = pattern
        .replace("{word}", &word)
        .replace("{value}", r"(?:\d+\.|\d{1,3},){0,4}\d+")
        .replace("{address}", r#"[!-~--["<>\\^`{|}\[\]]]"#)
        .replace("{host}", &format!(r"{label}(?:\.{label})*"))
        .replace("{cjk}", CJK)
        .replace("{emoji}", EMOJI)
        .replace("{currency}", CURRENCY)
        .replace(r"\d", "[0-9]")
        .replace(r"\D", "[^0-9]");
    Regex::new(&pattern).expect("the pattern is part of this file")
}

type Rules = Vec<(TokenKind, Regex)>;

fn rules(patterns: &[(TokenKind, &str)]) -> Rules {
    patterns.iter().map(|&(kind, pattern)| (kind, compiled(pattern))).collect()
}

static NUMBER_RULES: LazyLock<Rules> = LazyLock::new(|| rules(&NUMBERS));
static ADDRESS_RULES: LazyLock<Rules> = LazyLock::new(|| rules(&ADDRESSES));
static OTHER_RULES: LazyLock<Rules> = LazyLock::new(|| rules(&OTHERS));
static HOST: LazyLock<Regex> = LazyLock::new(|| compiled("^({host})"));
static PORT_AND_PATH: LazyLock<Regex> = LazyLock::new(|| compiled(r"^(:\d+)?([/?]{address}*)?"));
static GROUP: LazyLock<Regex> = LazyLock::new(|| compiled(r"^[- ](\d{2,8})(?:\D|$)"));
static ALPHANUMERIC: LazyLock<Regex> = LazyLock::new(|| compiled("^{word}"));

/// Returns the tokens of a folded text.
pub(crate) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut at, mut chars) = (0, 0);
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let (kind, length) = piece(rest).unwrap_or((TokenKind::Symbol, first.len_utf8()));
        let count = rest[..length].chars().count();
        if first != ' ' || beside_cjk(text, at) {
            pieces.push((kind, chars, chars + count));
        }
        at += length;
        chars += count;
    }
    mark_codes(text, &mut pieces);
    pieces
}

/// Whether the space at `at` has a Han character on either side.
fn beside_cjk(text: &str, at: usize) -> bool {
    let is_cjk = |rest: &str| OTHER_RULES[0].1.is_match(rest);
    let before = text[..at].chars().next_back().map(String::from);
    before.is_some_and(|before| is_cjk(&before)) || is_cjk(&text[at + 1..])
}

/// The token that starts `rest`, and its length in bytes.
fn piece(rest: &str) -> Option<(TokenKind, usize)> {
    let first = rest.chars().next()?;
    let cjk = OTHER_RULES[0].1.is_match(rest);
    if ALPHANUMERIC.is_match(rest)
        && !cjk
        && let Some(found) = address(rest)
    {
        return Some(found);
    }
    if first.is_ascii_digit() {
        return number(rest);
    }
    for (kind, rule) in OTHER_RULES.iter() {
        let Some(found) = rule.captures(rest).map(|groups| groups[1].len()) else { continue };
        let found = match kind {
            TokenKind::Word => Some((word_kind(&rest[..found]), found)),
            TokenKind::Phone => {
                let (length, digits) = groups(rest, found, found - 1);
                (7..=15).contains(&digits).then_some((TokenKind::Phone, length))
            }
            _ => Some((*kind, found)),
        };
        if found.is_some() {
            return found;
        }
    }
    let run = rest.chars().take_while(|&c| c == first && c != ' ').count().max(1);
    Some((TokenKind::Symbol, run * first.len_utf8()))
}

fn address(rest: &str) -> Option<(TokenKind, usize)> {
    for (kind, rule) in ADDRESS_RULES.iter() {
        let Some(found) = rule.captures(rest).map(|groups| groups[1].len()) else { continue };
        let scheme = rest.find("://").map_or("data:".len(), |at| at + 3);
        let length =
            if *kind == TokenKind::Url { trimmed(rest, scheme.min(found), found) } else { found };
        return Some((*kind, length));
    }
    let host = HOST.captures(rest)?[1].len();
    let labels: Vec<&str> = rest[..host].split('.').collect();
    let with_path = rest[host..].starts_with('/');
    let known = (2..=labels.len()).rev().find(|&count| {
        let label = labels[count - 1];
        ENDINGS.split(' ').any(|ending| ending == label)
            || count == labels.len()
                && with_path
                && ENDINGS_WITH_PATH.split(' ').any(|ending| ending == label)
    })?;
    let host = labels[..known].join(".").len();
    let groups = PORT_AND_PATH.captures(&rest[host..])?;
    let port = host + groups.get(1).map_or(0, |port| port.len());
    let path = groups.get(2).map_or(port, |path| trimmed(rest, port, port + path.len()));
    Some((TokenKind::Url, path))
}

fn trimmed(rest: &str, start: usize, end: usize) -> usize {
    start + rest[start..end].trim_end_matches(TRIMMED).len()
}

fn number(rest: &str) -> Option<(TokenKind, usize)> {
    for (kind, rule) in NUMBER_RULES.iter() {
        let Some(found) = rule.captures(rest) else { continue };
        let found = found[1].len();
        let run = rest.chars().take_while(char::is_ascii_digit).count();
        // The rule for groups is the only one that matches behind the first run.
        if *kind == TokenKind::Phone && found > run {
            let (length, digits) = groups(rest, run, run);
            if (8..=15).contains(&digits) {
                return Some((*kind, length));
            }
            continue;
        }
        return Some((*kind, found));
    }
    None
}

/// Where the groups end that begin with `digits` digits up to `end`, and all their digits.
fn groups(rest: &str, mut end: usize, mut digits: usize) -> (usize, usize) {
    while digits < 15
        && let Some(group) = GROUP.captures(&rest[end..])
    {
        digits += group[1].len();
        end += 1 + group[1].len();
    }
    (end, digits)
}

/// A word, unless it has digits that stand for no letters.
fn word_kind(word: &str) -> TokenKind {
    let chars: Vec<char> = word.chars().collect();
    let digits = chars.iter().filter(|c| c.is_ascii_digit()).count();
    let leet = chars.iter().enumerate().filter(|(_, c)| c.is_ascii_digit()).all(|(at, c)| {
        let letter = |at: Option<&char>| at.is_some_and(|c| !c.is_ascii_digit());
        "0134578".contains(*c)
            && letter(at.checked_sub(1).and_then(|at| chars.get(at)))
            && letter(chars.get(at + 1))
    });
    if digits == 0 || leet && chars.len() - digits >= 3 && digits * 2 < chars.len() {
        TokenKind::Word
    } else {
        TokenKind::Handle
    }
}

/// Numbers of 4 to 8 digits within 12 tokens of a word that announces a code.
fn mark_codes(text: &str, pieces: &mut [Piece]) {
    let chars: Vec<char> = text.chars().collect();
    let covered = |piece: &Piece| String::from_iter(&chars[piece.1..piece.2]);
    let announcing: Vec<usize> = (0..pieces.len())
        .filter(|&at| match pieces[at].0 {
            TokenKind::Cjk => covered(&pieces[at]) == "码",
            TokenKind::Word => ANNOUNCING.split(' ').any(|word| covered(&pieces[at]) == word),
            _ => false,
        })
        .collect();
    for (at, piece) in pieces.iter_mut().enumerate() {
        let digits = covered(piece);
        let is_code = match piece.0 {
            TokenKind::Number => (4..=8).contains(&digits.len()),
            TokenKind::ServiceNumber => (6..=8).contains(&digits.len()),
            _ => false,
        };
        if is_code
            && digits.chars().all(|c| c.is_ascii_digit())
            && announcing.iter().any(|word| word.abs_diff(at) <= 12)
        {
            piece.0 = TokenKind::Code;
        }
    }
}
