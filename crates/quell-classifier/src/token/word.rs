//! Words, words written in leet, handles.

use core::ops::Range;

use super::scan::{Scan, is_ascii_alphanumeric};
use super::symbol::{hashed, hashed_chars, shaped};
use super::{Token, TokenKind};
use crate::fold::{Class, FoldedChar};

/// A handle behind @ has at least two characters ("@ 5 pm" has none).
const HANDLE_CHARS_MIN: usize = 2;
/// Leet words have at least as many letters; a shorter mixture is a code.
const LEET_LETTERS_MIN: usize = 3;

/// Where the word ends of which `at` is a part, or the end of one: behind letters and
/// digits, and apostrophes between letters.
pub(super) fn word_end(scan: &Scan<'_>, at: usize) -> usize {
    let mut end = scan.while_is(at, is_word_char);
    while scan.is(end, '\'')
        && scan.get(end + 1).is_some_and(|c| is_word_char(c) && c.class() != Class::Digit)
    {
        end = scan.while_is(end + 1, is_word_char);
    }
    end
}

fn is_word_char(c: FoldedChar) -> bool {
    matches!(c.class(), Class::Latin | Class::Foreign | Class::Letter | Class::Digit)
}

/// The token of a word: itself, what its leet stands for, or a handle.
pub(super) fn word(scan: &Scan<'_>, range: Range<usize>, disguised: &mut u32) -> Token {
    let chars = scan.slice(range.clone());
    let symbol = hashed_chars(TokenKind::Word, chars);
    let digits = chars.iter().filter(|c| c.is_of(Class::Digit)).count();
    if digits == 0 {
        return Token::new(TokenKind::Word, symbol, range);
    }
    if is_leet(chars) {
        *disguised += 1;
        let letters =
            chars.iter().map(|c| leet_letter(*c).map_or(c.point(), |letter| letter as u32));
        return Token::new(TokenKind::Word, hashed(TokenKind::Word, letters), range);
    }
    let shape = (chars.len().min(12) * 16 + digits.min(12)) as u32;
    Token::new(TokenKind::Handle, shaped(TokenKind::Handle, shape), range)
}

/// Every digit looks like a letter, has a letter on both sides, and letters prevail.
fn is_leet(chars: &[FoldedChar]) -> bool {
    let digit = |c: &FoldedChar| c.class() == Class::Digit;
    let digits = chars.iter().filter(|c| digit(c)).count();
    let between =
        chars.windows(3).filter(|w| digit(&w[1]) && !digit(&w[0]) && !digit(&w[2])).count();
    chars.len() - digits >= LEET_LETTERS_MIN
        && digits * 2 < chars.len()
        && between == digits
        && chars.iter().filter(|c| digit(c)).all(|c| leet_letter(*c).is_some())
}

fn leet_letter(c: FoldedChar) -> Option<char> {
    match char::from_u32(c.point())? {
        '0' => Some('o'),
        '1' => Some('i'),
        '3' => Some('e'),
        '4' => Some('a'),
        '5' => Some('s'),
        '7' => Some('t'),
        '8' => Some('b'),
        _ => None,
    }
}

/// `@name`.
pub(super) fn handle_after_at(scan: &Scan<'_>, at: usize) -> Option<Token> {
    let end = scan.while_is(at + 1, |c| is_ascii_alphanumeric(c) || c.is('_'));
    (end - at > HANDLE_CHARS_MIN)
        .then(|| Token::new(TokenKind::Handle, shaped(TokenKind::Handle, 1), at..end))
}

/// Letters of the longest currency that stands before its sum.
const CURRENCY_LETTERS_MAX: usize = 3;

/// Where the currency at `at` ends that stands before its sum ("Rs. 500"); "Rs500" is
/// one too, so it ends with its letters.
#[inline]
pub(super) fn currency_end(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let is_letter = |at: usize| scan.get(at).is_some_and(|c| c.is_of(Class::Latin));
    // Most words are longer; how long, nobody need know.
    if (1..=CURRENCY_LETTERS_MAX).fold(true, |all, behind| all & is_letter(at + behind)) {
        return None;
    }
    let letters = scan.while_class(at, Class::Latin);
    let sum = scan.skip(letters, '.');
    (scan.digits(scan.skip(sum, ' ')) > 0 && is_currency(scan, at..letters)).then_some(sum)
}

fn is_currency(scan: &Scan<'_>, word: Range<usize>) -> bool {
    const CURRENCIES: [&str; 12] =
        ["rs", "inr", "rp", "idr", "rmb", "cny", "usd", "sgd", "hkd", "gbp", "eur", "aud"];
    matches!(word.len(), 2..=CURRENCY_LETTERS_MAX)
        && CURRENCIES.iter().any(|currency| scan.equals(word.clone(), currency))
}
