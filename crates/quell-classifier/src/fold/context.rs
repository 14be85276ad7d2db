//! The part of folding that neighbours decide.
//!
//! The order matters for idempotence: what a pass writes must not be what an
//! earlier one looks for. Dropping emoji makes new neighbours, so it comes first; joining
//! split words does too, so the two passes over letters run once more after it.

use super::FoldedChar;
use super::char_table::{Class, Entry, entry};

/// A sequence shorter than this is no word written apart ("A - B").
const SPLIT_CHARS_MIN: usize = 3;
/// Fewer emoji inside words are no disguise, but somebody's way to write.
const SCATTERED_MIN: usize = 3;
/// Nor are they where more letters and digits come to one emoji. A sender who puts one behind
/// every seventh character leaves about ten; clauses of a chat are as short, so both are
/// folded, and messages in disguise are learnt of all kinds (`models/EXPERIMENTS.md`).
const LETTERS_AN_EMOJI_MAX: usize = 16;

/// What in a text asks for a look at neighbours. A pass without a reason would
/// change nothing, so it is left out.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "a flag for each pass, all independent")]
pub(super) struct Reasons {
    /// A full stop behind a letter or a digit.
    pub(super) stop: bool,
    pub(super) foreign: bool,
    /// An x.
    pub(super) mask: bool,
    /// A character that poses as 微.
    pub(super) wechat: bool,
    /// Two separators had exactly one character between them.
    pub(super) split: bool,
    /// How many emoji there are.
    pub(super) emoji: usize,
}

impl Reasons {
    pub(super) const NONE: Self =
        Self { stop: false, foreign: false, mask: false, wechat: false, split: false, emoji: 0 };

    fn is_scattered(self) -> bool {
        self.emoji >= SCATTERED_MIN
    }

    pub(super) fn any(self) -> bool {
        self.stop || self.foreign || self.mask || self.wechat || self.split || self.is_scattered()
    }
}

/// Returns how many of `chars` are left.
pub(super) fn resolve(
    mut chars: &mut [FoldedChar],
    disguised: &mut u32,
    reasons: Reasons,
) -> usize {
    let scattered = if reasons.is_scattered() { drop_scattered(chars) } else { 0 };
    chars = without_last(chars, scattered);
    // Emoji that went leave new neighbours.
    let dots = if reasons.stop || scattered > 0 { dot_ideographic_stops(chars) } else { 0 };
    *disguised += scattered + dots + letters(chars, reasons);
    // A stop that became a dot is a separator too.
    let split = reasons.split || dots > 0 || scattered > 0;
    let joined = if split { join_words(chars) } else { 0 };
    chars = without_last(chars, joined);
    if joined > 0 {
        *disguised += joined + letters(chars, reasons);
    }
    if reasons.wechat {
        *disguised += unmask_wechat(chars);
    }
    chars.len()
}

/// The passes over letters; a foreign letter can turn out to be an x.
fn letters(chars: &mut [FoldedChar], reasons: Reasons) -> u32 {
    let changed = if reasons.foreign { unmask_lookalikes(chars) } else { 0 };
    if reasons.mask || reasons.foreign {
        digits_for_masks(chars);
    }
    changed
}

fn is_letter(class: Class) -> bool {
    matches!(class, Class::Latin | Class::Foreign)
}

/// `shop。example。com`: a full stop between letters or digits is a dot, but not
/// between two digits, where a sentence ends with a code ("验证码1234。5分钟内有效").
fn dot_ideographic_stops(chars: &mut [FoldedChar]) -> u32 {
    let mut changed = 0;
    for at in 1..chars.len().saturating_sub(1) {
        if let [before, stop, after] = &mut chars[at - 1..=at + 1]
            && stop.is('。')
            && before.entry.is_in_host()
            && after.entry.is_in_host()
            && (is_letter(before.class()) || is_letter(after.class()))
        {
            stop.entry = entry(u32::from('.')).kept();
            changed += 1;
        }
    }
    changed
}

/// Cyrillic and Greek letters inside a Latin word become the letters they pose as.
fn unmask_lookalikes(chars: &mut [FoldedChar]) -> u32 {
    let mut changed = 0;
    for word in chars.chunk_by_mut(|a, b| is_letter(a.class()) && is_letter(b.class())) {
        let mixed = word.iter().any(|c| c.class() == Class::Latin)
            && word.iter().any(|c| c.class() == Class::Foreign);
        for c in word.iter_mut().filter(|_| mixed) {
            if let Some(latin) = latin_lookalike(c.entry) {
                c.entry = latin;
                changed += 1;
            }
        }
    }
    changed
}

/// Unicode's confusables (UTS 39), cut to lower-case letters that a Latin word can hold.
fn latin_lookalike(foreign: Entry) -> Option<Entry> {
    let latin = match char::from_u32(foreign.point())? {
        'а' | 'α' => 'a',
        'в' | 'β' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' | 'ε' | 'є' => 'e',
        'һ' => 'h',
        'і' | 'ι' | 'ӏ' => 'i',
        'ј' | 'ϳ' => 'j',
        'к' | 'κ' => 'k',
        'м' => 'm',
        'п' | 'η' => 'n',
        'о' | 'ο' | 'σ' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'г' => 'r',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'υ' => 'u',
        'ν' | 'ѵ' => 'v',
        'ԝ' | 'ω' | 'ш' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        _ => return None,
    };
    Some(entry(u32::from(latin)).kept())
}

/// `x月x日`, `138xxxx0000`: an x that stands for a digit is one. Kisses ("love you
/// xx") touch neither a Han character nor a digit, and stay; so does a single x
/// beside a digit only ("2x points").
fn digits_for_masks(chars: &mut [FoldedChar]) {
    const LETTERS: u32 = 1 << Class::Latin as u32 | 1 << Class::Foreign as u32;
    const CJK: u32 = 1 << Class::Cjk as u32;
    const DIGIT: u32 = 1 << Class::Digit as u32;
    let [x, zero] = ['x', '0'].map(|c| entry(u32::from(c)));
    let mut at = 0;
    while let Some(before) = chars[at..].iter().position(|c| c.is('x')) {
        let start = at + before;
        let length = chars[start..].iter().take_while(|c| c.is('x')).count();
        let end = start + length;
        let class_bit = |at| chars.get(at).map_or(0, |c: &FoldedChar| c.entry.class_bit());
        let beside = start.checked_sub(1).map_or(0, class_bit) | class_bit(end);
        let stands_for_it = beside & if length > 1 { CJK | DIGIT } else { CJK };
        // Chosen and written either way: a branch here would be a coin's throw.
        let entry = if beside & LETTERS == 0 && stands_for_it != 0 { zero } else { x };
        chars[start..end].iter_mut().for_each(|c| c.entry = entry);
        at = end;
    }
}

/// Joins split words: first those that wide spaces part, as in `f r e e   m o n e y`, then
/// with a wide space like any other. Returns how many characters went.
fn join_words(chars: &mut [FoldedChar]) -> u32 {
    let joined = join_split_words(chars);
    let chars = without_last(chars, joined);
    let wide = chars.iter_mut().filter(|c| c.entry == Entry::WIDE_SPACE);
    if wide.map(|space| space.entry = Entry::SPACE).count() == 0 {
        return joined;
    }
    joined + join_split_words(chars)
}

/// `加 薇 信`, `f-r-e-e`, `1 3 8 0 0`: characters of one kind, each alone between
/// separators, are one word; the separators go. Returns how many went: as many
/// characters at the end mean nothing now.
fn join_split_words(chars: &mut [FoldedChar]) -> u32 {
    let mut kept = 0;
    let mut at = 0;
    let before = chars.len();
    while at < before {
        let singles = split_word_length(chars, kept, at);
        if singles >= SPLIT_CHARS_MIN {
            for _ in 0..singles {
                chars[kept] = chars[at];
                kept += 1;
                at += 2;
            }
            at -= 1;
        } else {
            chars[kept] = chars[at];
            kept += 1;
            at += 1;
        }
    }
    (before - kept) as u32
}

/// How many single characters of one kind, each a separator apart, start at `at`.
fn split_word_length(chars: &[FoldedChar], kept: usize, at: usize) -> usize {
    // One look tells for nearly all characters that no split word starts here.
    let separated = |at: usize| chars.get(at).is_some_and(|c| c.entry.is_separator());
    if !(separated(at + 1) && separated(at + 3)) {
        return 0;
    }
    let Some(kind) = chars.get(at).copied().and_then(split_kind) else { return 0 };
    let same = |at: usize| chars.get(at).copied().and_then(split_kind) == Some(kind);
    if kept.checked_sub(1).and_then(|before| chars.get(before)).copied().and_then(split_kind)
        == Some(kind)
    {
        return 0;
    }
    let mut singles = 0;
    let mut next = at;
    while same(next) && !same(next + 1) {
        singles += 1;
        if !(chars.get(next + 1).is_some_and(|c| separates(*c, kind))
            && same(next + 2)
            && !same(next + 3))
        {
            break;
        }
        next += 2;
    }
    singles
}

/// `免🔥费领🎁取大✨奖`: emoji inside words say nothing but that somebody put them there. Where
/// there are many, all emoji go. Returns how many characters went: as many at the end mean
/// nothing now.
fn drop_scattered(chars: &mut [FoldedChar]) -> u32 {
    let inside = chars.windows(3).filter(|w| is_emoji_in_word(w)).count();
    let letters = chars.iter().filter(|c| split_kind(**c).is_some()).count();
    if inside < SCATTERED_MIN || inside * LETTERS_AN_EMOJI_MAX < letters {
        return 0;
    }
    let mut kept = 0;
    let mut last = Entry::SPACE;
    for at in 0..chars.len() {
        let c = chars[at];
        let follows_space = c.is(' ') && last.is_of(Class::Space);
        if !(c.is_of(Class::Emoji) || follows_space) {
            // What stood apart may stand side by side now.
            chars[kept] = FoldedChar { entry: c.entry.kept().repeating(last), ..c };
            last = c.entry.kept();
            kept += 1;
        }
    }
    kept -= usize::from(last.is_of(Class::Space) && kept > 0);
    (chars.len() - kept) as u32
}

/// Whether the second of three characters is an emoji between two letters or two Han
/// characters.
fn is_emoji_in_word(three: &[FoldedChar]) -> bool {
    let &[before, emoji, after] = three else { return false };
    let kind = split_kind(before);
    emoji.is_of(Class::Emoji)
        && matches!(kind, Some(Class::Cjk | Class::Latin))
        && kind == split_kind(after)
}

/// Without the `count` characters at the end, which mean nothing.
fn without_last(chars: &mut [FoldedChar], count: u32) -> &mut [FoldedChar] {
    let left = chars.len() - count as usize;
    chars.get_mut(..left).unwrap_or_default()
}

fn split_kind(c: FoldedChar) -> Option<Class> {
    match c.class() {
        Class::Latin | Class::Foreign => Some(Class::Latin),
        kind @ (Class::Cjk | Class::Digit) => Some(kind),
        _ => None,
    }
}

/// Lists of single digits ("1、2、3", "1/2/3", "1+1+1") are no number written apart.
fn separates(c: FoldedChar, kind: Class) -> bool {
    c.entry.is_separator()
        && !(kind == Class::Digit && [',', '、', '/', '+', '='].iter().any(|&list| c.is(list)))
}

/// `薇信`, `徽信`, `加薇`: Han characters that pose as 微 where only it makes sense.
/// 威信 is a word of its own, so 威 counts only behind 加.
fn unmask_wechat(chars: &mut [FoldedChar]) -> u32 {
    let mut changed = 0;
    for at in 0..chars.len() {
        let c = chars[at];
        let before_xin = chars.get(at + 1).is_some_and(|c| c.is('信') || c.is('❤') || c.is('芯'));
        let after_jia =
            at.checked_sub(1).and_then(|before| chars.get(before)).is_some_and(|c| c.is('加'));
        let posing = (c.is('薇') || c.is('徽') || c.is('嶶')) && (before_xin || after_jia)
            || c.is('威') && before_xin && after_jia;
        if posing {
            chars[at].entry = entry(u32::from('微')).kept();
            changed += 1;
        }
    }
    changed
}
