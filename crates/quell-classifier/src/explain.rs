//! Why a text has its score, exactly: a linear head is the sum of its evidence.
//!
//! An n-gram's weight is shared out evenly over its tokens; neighbouring tokens
//! that point the same way become one span, up to the next punctuation mark. Bias,
//! marks without a place and spans add up to the raw log-odds to the last 1/256.

use alloc::vec::Vec;
use core::ops::Range;

use crate::features::{ORDER_MAX, for_each_feature};
use crate::model::{Head, Model, Norm, WeightEncoding};
use crate::score::{Logit, Scratch, expanded, weights};
use crate::token::{TokenKind, Tokens};

/// A part of the original text, and what it adds to a head's raw log-odds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// UTF-8 bytes of the original text.
    pub bytes: Range<usize>,
    /// Log-odds that it adds.
    pub weight: Logit,
}

/// The exact account of one head's raw log-odds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What a text without features has.
    pub bias: Logit,
    /// What the message as a whole adds: its length, its disguise.
    pub whole: Logit,
    /// What parts of the text add, in order of their place.
    pub spans: Vec<Span>,
}

impl Explanation {
    /// The sum: the head's raw log-odds.
    #[must_use]
    pub fn total(&self) -> Logit {
        let spans: i32 = self.spans.iter().map(|span| span.weight.0).sum();
        Logit(self.bias.0 + self.whole.0 + spans)
    }
}

impl Span {
    /// The span in UTF-16 code units of `original`, as apps on phones count.
    #[must_use]
    pub fn utf16(&self, original: &str) -> Range<usize> {
        let units = |text: Option<&str>| {
            text.unwrap_or_default().chars().map(char::len_utf16).sum::<usize>()
        };
        let start = units(original.get(..self.bytes.start));
        start..start + units(original.get(self.bytes.clone()))
    }
}

/// An n-gram of 1, 2 or 3 tokens is shared out without remainder.
const SHARES: i64 = 6;
const _: () = assert!(ORDER_MAX == 3);

impl<B: AsRef<[u8]>> Model<B> {
    /// Explains what `head` said of the text that was scored last with `scratch`.
    ///
    /// `original` must be that text: spans are its bytes.
    #[must_use]
    pub fn explain(&self, head: Head, original: &str, scratch: &mut Scratch) -> Explanation {
        let mut contributions = core::mem::take(&mut scratch.contributions);
        self.contributions(head, &scratch.tokens, &mut contributions);
        let explanation = self.account(head, original, scratch, &contributions);
        scratch.contributions = contributions;
        explanation
    }

    /// What each token, and behind them each mark, adds to the head's sum, in 1/6.
    fn contributions(&self, head: Head, tokens: &Tokens, contributions: &mut Vec<i64>) {
        contributions.clear();
        contributions.resize(tokens.tokens().len() + tokens.marks().len(), 0);
        let rows = self.rows();
        let companded = self.weight_encoding() == WeightEncoding::Companded;
        for_each_feature(tokens, self.hash_seed(), |feature| {
            let row = weights(rows, feature.slot(rows.len() as u32));
            let weight = row[head as usize].cast_signed();
            let value = i64::from(if companded { expanded(weight.into()) } else { weight.into() });
            let (first, last) = feature.tokens();
            let share = value * SHARES / (last - first + 1) as i64;
            if let Some(spanned) = contributions.get_mut(first..=last) {
                for contribution in spanned {
                    *contribution += share;
                }
            }
        });
    }

    fn account(
        &self,
        head: Head,
        original: &str,
        scratch: &Scratch,
        contributions: &[i64],
    ) -> Explanation {
        let parameters = self.head(head);
        let mut parts: Vec<Part> = Vec::new();
        let mut whole = 0;
        let tokens = scratch.tokens.tokens().iter().chain(scratch.tokens.marks());
        for (token, &contribution) in tokens.zip(contributions) {
            let bytes = scratch.folded.original(token.range(), original);
            if bytes.is_empty() {
                whole += contribution;
            } else if contribution != 0 {
                let closes = token.kind() == TokenKind::Symbol;
                parts.push(Part { bytes, sum: contribution, closes });
            }
        }
        let parts = merged(parts);
        // Rounding the running sum, not each part, keeps the account exact.
        let norm = Norm::of(scratch.sums.features);
        let mut running = 0;
        let mut before = 0;
        let mut rounded = |contribution: i64| {
            running += contribution;
            let now = parameters.share_of(running, SHARES, norm);
            Logit(now - core::mem::replace(&mut before, now))
        };
        let whole = rounded(whole);
        let span = |part: Part| Span { bytes: part.bytes, weight: rounded(part.sum) };
        let spans = parts.into_iter().map(span).collect();
        Explanation { bias: Logit(parameters.bias), whole, spans }
    }
}

/// A token or mark with what it adds, on its way to a span.
struct Part {
    bytes: Range<usize>,
    sum: i64,
    /// A punctuation mark ends a phrase: what comes behind is told by itself.
    closes: bool,
}

/// Marks join the tokens that they cover, and neighbours of one sign within a
/// phrase join each other.
fn merged(mut parts: Vec<Part>) -> Vec<Part> {
    parts.sort_by_key(|part| (part.bytes.start, part.bytes.end));
    let mut merged: Vec<Part> = Vec::with_capacity(parts.len());
    for part in parts {
        match merged.last_mut() {
            Some(last)
                if part.bytes.start < last.bytes.end
                    || !last.closes && (last.sum < 0) == (part.sum < 0) =>
            {
                last.bytes.end = last.bytes.end.max(part.bytes.end);
                last.sum += part.sum;
                last.closes = part.closes;
            }
            _ => merged.push(part),
        }
    }
    merged
}

#[cfg(test)]
mod tests;
