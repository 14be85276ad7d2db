//! Texts written as those write them who do not want a filter to read them.
//!
//! The trainer adds disguised copies of wanted messages as of unwanted ones, so that what
//! a disguise leaves of a text is still known, and a disguise alone convicts nobody.

mod tables;

use pinyin::ToPinyin as _;

use crate::random::SplitMix64;
use tables::{EMOJI, INVISIBLE, LATIN_AS_CYRILLIC, LOOK_ALIKE_HAN, PUNCTUATION, SPLIT_HAN};

/// A way to write a text so that people read it and filters do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Disguise {
    /// Spaces between characters.
    Spaced,
    /// Signs between characters.
    Punctuated,
    /// Characters between that nobody sees.
    Invisible,
    /// Emoji between characters.
    Emoji,
    /// Letters and digits in circles.
    Circled,
    /// Latin letters replaced by Cyrillic ones of the same shape.
    Cyrillic,
    /// Han characters replaced by ones that look or sound alike.
    LookAlike,
    /// Han characters taken apart.
    Split,
    /// Han characters spelt in Latin letters.
    Pinyin,
}

/// How many of a text's characters are disguised: some senders hide a word, some everything.
const SHARES_IN_64: [u64; 4] = [6, 14, 26, 64];

impl Disguise {
    const ALL: [Self; 9] = [
        Self::Spaced,
        Self::Punctuated,
        Self::Invisible,
        Self::Emoji,
        Self::Circled,
        Self::Cyrillic,
        Self::LookAlike,
        Self::Split,
        Self::Pinyin,
    ];

    /// Any of them.
    pub(crate) fn draw(random: &mut SplitMix64) -> Self {
        Self::ALL[random.below(Self::ALL.len())]
    }

    /// `text` in this disguise; how much of it is changed is drawn once a text.
    pub(crate) fn write(self, text: &str, random: &mut SplitMix64) -> String {
        let share = SHARES_IN_64[random.below(SHARES_IN_64.len())];
        let mut written = String::with_capacity(text.len() * 2);
        for c in text.chars() {
            if random.below(64) as u64 >= share || !self.replaces(c, &mut written) {
                written.push(c);
            }
            if let Some(between) = self.between(c, share, random) {
                written.push(between);
            }
        }
        written
    }

    /// What follows `c`, where this disguise puts something between characters.
    fn between(self, c: char, share: u64, random: &mut SplitMix64) -> Option<char> {
        let signs: &[char] = match self {
            Self::Spaced => &[' '],
            Self::Punctuated => &PUNCTUATION,
            Self::Invisible => &INVISIBLE,
            Self::Emoji => &EMOJI,
            _ => return None,
        };
        let put = c.is_alphanumeric() && (random.below(64) as u64) < share;
        put.then(|| signs[random.below(signs.len())])
    }

    /// Writes what stands for `c`; `false` where this disguise has nothing for it.
    fn replaces(self, c: char, written: &mut String) -> bool {
        let before = written.len();
        match self {
            Self::Circled => written.extend(circled(c)),
            Self::Cyrillic => written.extend(of(&LATIN_AS_CYRILLIC, c)),
            Self::LookAlike => written.extend(of(&LOOK_ALIKE_HAN, c)),
            Self::Split => written.push_str(of(&SPLIT_HAN, c).unwrap_or_default()),
            Self::Pinyin => {
                written.push_str(c.to_pinyin().map_or("", |pinyin| pinyin.plain()));
            }
            Self::Spaced | Self::Punctuated | Self::Invisible | Self::Emoji => {}
        }
        written.len() > before
    }
}

/// The letter or digit in a circle.
fn circled(c: char) -> Option<char> {
    let (first, base) = match c {
        '0' => return Some('⓪'),
        '1'..='9' => ('1', '①'),
        'A'..='Z' => ('A', 'Ⓐ'),
        'a'..='z' => ('a', 'ⓐ'),
        _ => return None,
    };
    char::from_u32(base as u32 + c as u32 - first as u32)
}

fn of<T: Copy>(table: &[(char, T)], c: char) -> Option<T> {
    table.iter().find(|(from, _)| *from == c).map(|(_, to)| *to)
}

#[cfg(test)]
mod tests;
