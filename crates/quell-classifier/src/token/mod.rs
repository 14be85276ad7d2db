//! Typed tokens: what a folded text is made of.
//!
//! A Han character is a token, so is a word of an alphabet, a run of one
//! punctuation mark, and everything that has a form of its own: web address,
//! phone, amount, date, code. Digits never become part of a symbol, only their
//! shape does, so no weight can hold a number. What concerns the message as a
//! whole (signature, way to refuse, disguise) is a *mark* beside the tokens.

mod mark;
mod number;
mod scan;
mod symbol;
mod url;
mod word;

use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use crate::fold::{Class, Folded, FoldedChar, MESSAGE_BYTES_MAX};
use scan::{Scan, is_ascii_alphanumeric};
use symbol::KIND_SHIFT;

pub use symbol::TokenKind;
pub(crate) use symbol::is_word;

/// A piece of a folded text, and what the model knows it as.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What stands for it in features: equal for equal words, for numbers of one shape.
    pub symbol: u32,
    start: u32,
    /// The kind's number above the lower 24 bits, which hold where the token ends. A
    /// folded text has at most 2^18 characters.
    kind_and_end: u32,
}

const END: u32 = (1 << KIND_SHIFT) - 1;
const _: () = assert!(MESSAGE_BYTES_MAX * 4 < END as usize);

impl Token {
    /// What a place holds before a token does.
    const NONE: Self = Self { symbol: 0, start: 0, kind_and_end: 0 };

    #[inline]
    fn new(kind: TokenKind, symbol: u32, range: Range<usize>) -> Self {
        let kind_and_end = (kind as u32) << KIND_SHIFT | range.end as u32;
        Self { symbol, start: range.start as u32, kind_and_end }
    }

    /// The token of the character `c` at `at`, which is one by itself.
    #[inline]
    fn of_char(c: FoldedChar, at: usize) -> Self {
        // Its class has the number of the token's kind.
        let symbol = c.class_and_point();
        let kind_and_end = (symbol & !END) + at as u32 + 1;
        Self { symbol, start: at as u32, kind_and_end }
    }

    /// What it is.
    #[inline]
    #[must_use]
    pub fn kind(&self) -> TokenKind {
        TokenKind::numbered(self.kind_and_end >> KIND_SHIFT)
    }

    /// The folded characters it covers.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start as usize..(self.kind_and_end & END) as usize
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{:?}", self.kind().name(), self.range())
    }
}

/// The tokens of a text, and the marks of the message as a whole.
#[derive(Debug, Default)]
pub struct Tokens {
    /// The tokens, and places behind them, at least as many as a text has characters:
    /// a run of Han characters is then found and written in one go.
    places: Vec<Token>,
    /// How many of the places hold a token.
    length: usize,
    marks: Vec<Token>,
    signature: Option<Range<usize>>,
    opt_out: Option<Range<usize>>,
    disguised: u32,
}

impl Clone for Tokens {
    /// Without the places that hold no token.
    fn clone(&self) -> Self {
        Self {
            places: self.tokens().to_vec(),
            marks: self.marks.clone(),
            signature: self.signature.clone(),
            opt_out: self.opt_out.clone(),
            ..*self
        }
    }
}

impl Tokens {
    /// The tokens, in order, without overlap.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        self.places.get(..self.length).unwrap_or_default()
    }

    /// What is said about the message as a whole; marks may cover tokens.
    #[must_use]
    pub fn marks(&self) -> &[Token] {
        &self.marks
    }

    /// The folded characters inside the brand signature's brackets.
    #[must_use]
    pub fn signature(&self) -> Option<Range<usize>> {
        self.signature.clone()
    }

    /// How many characters and separators disguised what the text says, words in
    /// leet included.
    #[must_use]
    pub fn disguised(&self) -> u32 {
        self.disguised
    }

    /// The folded characters that say how to refuse; [`Folded::original`](crate::Folded::original)
    /// has the bytes they came from.
    #[must_use]
    pub fn opt_out(&self) -> Option<Range<usize>> {
        self.opt_out.clone()
    }
}

/// Finds the tokens of `folded` and leaves them in `tokens`, which forgets what it held.
///
/// Linear in the number of characters.
pub fn tokenize(folded: &Folded, tokens: &mut Tokens) {
    tokens.marks.clear();
    if tokens.places.len() < folded.chars().len() {
        tokens.places.resize(folded.chars().len(), Token::NONE);
    }
    tokens.length = 0;
    let mut disguised = folded.disguised();
    let mut anchors = mark::Anchors::new(folded.hints());
    let scan = Scan::new(folded.chars());
    let mut address_free = 0;
    let mut at = 0;
    while let Some(c) = scan.get(at) {
        if c.is_token() {
            at = token_chars(&scan, at, tokens);
            continue;
        }
        at = match c.class() {
            Class::Cjk | Class::Symbol => repeated_mark(&scan, at, tokens),
            Class::Space => space(&scan, at, tokens),
            Class::Digit => {
                let number = tokens.length;
                let end = alphanumeric(&scan, at, &mut address_free, tokens, &mut disguised);
                if let Some(&token) = tokens.places.get(number) {
                    anchors.see_number(token, number);
                }
                end
            }
            Class::Latin | Class::Foreign | Class::Letter => {
                anchors.see_letter(c);
                alphanumeric(&scan, at, &mut address_free, tokens, &mut disguised)
            }
            Class::Currency => match number::amount_after_currency(&scan, at, at + 1) {
                Some(amount) => tokens.push(amount),
                None => symbol_run(&scan, at, tokens),
            },
            Class::Emoji => emoji_run(&scan, at, tokens),
            Class::Sign => {
                anchors.see_sign(c, at);
                symbol_or_handle(&scan, at, tokens)
            }
        };
    }
    tokens.disguised = disguised;
    mark::add_marks(&scan, tokens, &anchors, disguised);
}

impl Tokens {
    /// Adds a token and returns where it ends. There is a place for it: no token is
    /// without characters.
    #[inline]
    fn push(&mut self, token: Token) -> usize {
        if let Some(place) = self.places.get_mut(self.length) {
            *place = token;
            self.length += 1;
        }
        token.range().end
    }
}

/// Han characters and single punctuation marks, a token each; a mark that is repeated
/// is one token.
#[inline]
fn token_chars(scan: &Scan<'_>, at: usize, tokens: &mut Tokens) -> usize {
    let places = tokens.places.get_mut(tokens.length..).unwrap_or_default();
    let mut end = at;
    for (&c, place) in scan.slice(at..scan.len()).iter().zip(places) {
        if !c.is_token() {
            break;
        }
        *place = Token::of_char(c, end);
        end += 1;
    }
    tokens.length += end - at;
    end
}

/// The run of a mark that stands at `at` and right before it: unless something else
/// ended there, as the percentage of "5%%" does, that one begins it.
fn repeated_mark(scan: &Scan<'_>, at: usize, tokens: &mut Tokens) -> usize {
    let before = tokens.length.checked_sub(1).and_then(|last| tokens.places.get(last));
    let first = at - 1;
    let begins_before = scan.get(first).map(|c| Token::of_char(c, first)).as_ref() == before;
    tokens.length -= usize::from(begins_before);
    symbol_run(scan, at - usize::from(begins_before), tokens)
}

/// A token that starts with a letter or a digit: an address before a number before a word.
fn alphanumeric(
    scan: &Scan<'_>,
    at: usize,
    address_free: &mut usize,
    tokens: &mut Tokens,
    disguised: &mut u32,
) -> usize {
    let digits = scan.digits(at);
    let run = scan.while_is(at + digits, is_ascii_alphanumeric);
    if at >= *address_free {
        match url::address_at(scan, at, run) {
            Ok(found) => {
                tokens.marks.extend(found.marks.into_iter().flatten());
                return tokens.push(found.token);
            }
            Err(checked) => *address_free = checked,
        }
    }
    if digits > 0 {
        return tokens.push(number::number_at(scan, at, digits));
    }
    if let Some(sum) = word::currency_end(scan, at)
        && let Some(amount) = number::amount_after_currency(scan, at, sum)
    {
        return tokens.push(amount);
    }
    let end = word::word_end(scan, run);
    tokens.push(word::word(scan, at..end, disguised))
}

/// `@name`, `+86 …`, or a run of one punctuation mark.
fn symbol_or_handle(scan: &Scan<'_>, at: usize, tokens: &mut Tokens) -> usize {
    if scan.is(at, '@')
        && let Some(handle) = word::handle_after_at(scan, at)
    {
        return tokens.push(handle);
    }
    if scan.is(at, '+')
        && let Some(phone) = number::phone_after_plus(scan, at)
    {
        return tokens.push(phone);
    }
    symbol_run(scan, at, tokens)
}

/// A space between words says nothing; beside a Han character somebody put it there.
fn space(scan: &Scan<'_>, at: usize, tokens: &mut Tokens) -> usize {
    let before = at.checked_sub(1).and_then(|before| scan.class(before));
    if before == Some(Class::Cjk) || scan.class(at + 1) == Some(Class::Cjk) {
        return symbol_run(scan, at, tokens);
    }
    at + 1
}

fn symbol_run(scan: &Scan<'_>, at: usize, tokens: &mut Tokens) -> usize {
    let end = scan.while_same(at);
    let symbol = symbol::run(TokenKind::Symbol, scan.point(at), end - at);
    tokens.push(Token::new(TokenKind::Symbol, symbol, at..end))
}

fn emoji_run(scan: &Scan<'_>, at: usize, tokens: &mut Tokens) -> usize {
    let end = scan.while_class(at, Class::Emoji);
    let symbol = symbol::run(TokenKind::Emoji, scan.point(at), end - at);
    tokens.push(Token::new(TokenKind::Emoji, symbol, at..end))
}

#[cfg(test)]
mod tests;
