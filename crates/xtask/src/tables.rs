//! Generates `crates/quell-classifier/src/fold/tables.rs`.
//!
//! Three sources, taken from crates so that the step needs no download: Unicode
//! compatibility decompositions (unicode-normalization), `OpenCC`'s character list
//! from Traditional to Simplified (hanconv), and the short lists of this file for
//! what neither knows. Each character is folded until nothing changes, so the
//! tables are idempotent by construction.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::workspace;

const OUT: &str = "crates/quell-classifier/src/fold/tables.rs";

/// Code points with an entry of their own; planes 2 and 3 are Han, the rest is dropped.
const END: u32 = 0x2_0000;
/// A block is one `u64` of "special" bits.
const BLOCK: u32 = 64;
/// Longer expansions (U+FDFA stands for 18 letters) stay as they are: a hostile
/// text must not grow by folding.
const EXPANSION_CHARS_MAX: usize = 4;

const CLASS_SHIFT: u32 = 24;
const CLASS_MASK: u32 = 0xF;
const DISGUISE: u32 = 1 << 21;
const CONTEXT: u32 = 1 << 22;
const SEPARATOR: u32 = 1 << 23;
const DROP: u32 = 1 << 28;
const EXPAND: u32 = 1 << 29;
const STOP: u32 = 1 << 30;
const MASK: u32 = 1 << 31;

/// Those from 8 on start tokens that have to be read; a character of the others is
/// one by itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Symbol = 0,
    Cjk = 1,
    Space = 8,
    Digit = 9,
    Latin = 10,
    Foreign = 11,
    Letter = 12,
    Emoji = 13,
    Currency = 14,
    Sign = 15,
}

pub(crate) fn write() -> Result<(), String> {
    let source = rendered();
    let path = workspace::root().join(OUT);
    std::fs::write(&path, source).map_err(|error| format!("{OUT}: {error}"))?;
    println!("{OUT} written");
    Ok(())
}

fn rendered() -> String {
    let mut expansions: Vec<Vec<u32>> = Vec::new();
    let entries: Vec<u32> = (0..END).map(|point| entry(point, &mut expansions)).collect();
    let mut stage: Vec<usize> = Vec::new();
    let mut blocks: Vec<(u64, usize, u32)> = Vec::new();
    let mut uniform: BTreeMap<u32, usize> = BTreeMap::new();
    let mut specials: Vec<u32> = Vec::new();
    for (index, block) in entries.chunks(BLOCK as usize).enumerate() {
        let packed = packed_block(index as u32 * BLOCK, block, &mut specials);
        let id = match uniform.get(&packed.2) {
            Some(&shared) if packed.0 == 0 => shared,
            _ => {
                blocks.push(packed);
                blocks.len() - 1
            }
        };
        if packed.0 == 0 {
            uniform.insert(packed.2, id);
        }
        stage.push(id);
    }
    source(&stage, &blocks, &specials, &expansions)
}

fn packed_block(first: u32, block: &[u32], specials: &mut Vec<u32>) -> (u64, usize, u32) {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for (at, &entry) in block.iter().enumerate() {
        if is_plain(entry, first + at as u32) {
            *counts.entry(entry >> CLASS_SHIFT & CLASS_MASK).or_default() += 1;
        }
    }
    let class = counts
        .iter()
        .max_by_key(|(class, count)| (**count, **class))
        .map_or(0, |(class, _)| *class);
    let base = specials.len();
    let mut mask = 0u64;
    for (at, &entry) in block.iter().enumerate() {
        if !(is_plain(entry, first + at as u32) && entry >> CLASS_SHIFT & CLASS_MASK == class) {
            mask |= 1 << at;
            specials.push(entry);
        }
    }
    (mask, base, class)
}

/// A character that stays as it is and needs nothing but its class. Emoji are counted, so
/// all of them need a look at their neighbours, which the crate adds by their class.
fn is_plain(entry: u32, point: u32) -> bool {
    let class = entry >> CLASS_SHIFT & CLASS_MASK;
    let counted = if class == Class::Emoji as u32 { CONTEXT } else { 0 };
    entry & !(CLASS_MASK << CLASS_SHIFT) == point | counted
}

fn entry(point: u32, expansions: &mut Vec<Vec<u32>>) -> u32 {
    // Surrogates never occur in a `str`.
    let Some(c) = char::from_u32(point) else { return point };
    if let Some(dropped) = drop_entry(c) {
        return dropped;
    }
    let folded: Vec<char> = closure(c);
    let styled = if is_styled(c) && folded != [c] { DISGUISE } else { 0 };
    match folded.as_slice() {
        [] => DROP,
        [one] => described(*one) | styled,
        many => {
            let packed: Vec<u32> = many.iter().map(|&c| described(c)).collect();
            let index = expansions.iter().position(|known| *known == packed).unwrap_or_else(|| {
                expansions.push(packed);
                expansions.len() - 1
            });
            EXPAND | styled | index as u32
        }
    }
}

/// What is removed: `DISGUISE` marks those that hide inside a word when they
/// follow a letter; accents do not. `CONTEXT` marks what joins or parts letters or turns
/// the writing, which some scripts need.
fn drop_entry(c: char) -> Option<u32> {
    match c {
        '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}'
        | '\u{061C}' => Some(DROP | DISGUISE | CONTEXT),
        '\u{2060}'..='\u{2065}'
        | '\u{206A}'..='\u{206F}'
        | '\u{00AD}'
        | '\u{034F}'
        | '\u{115F}'..='\u{1160}'
        | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{3164}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF9}'..='\u{FFFB}' => Some(DROP | DISGUISE),
        '\t' | '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' => None,
        c if c.is_control() => Some(DROP | DISGUISE),
        // Most belong to an emoji or keycap, which folding may have made a letter or digit.
        '\u{FE00}'..='\u{FE0F}' => Some(DROP),
        c if is_accent(c) => Some(DROP),
        _ => None,
    }
}

/// Marks that decorate Latin, Greek and Cyrillic letters. Marks of other scripts
/// carry the vowel, so those stay.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0489}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// Circled, squared, mathematical and other styled forms of letters and digits.
fn is_styled(c: char) -> bool {
    matches!(c, '\u{2070}'..='\u{209C}' | '\u{2460}'..='\u{24FF}' | '\u{2776}'..='\u{2793}' | '\u{3200}'..='\u{32FF}'
        | '\u{1D400}'..='\u{1D7FF}' | '\u{1F100}'..='\u{1F1AC}')
}

fn closure(c: char) -> Vec<char> {
    let mut now = vec![c];
    loop {
        let next: Vec<char> = now.iter().flat_map(|&c| step(c)).collect();
        if next.len() > EXPANSION_CHARS_MAX || next.iter().any(|&n| drop_entry(n).is_some()) {
            return vec![c];
        }
        if next == now {
            return now;
        }
        now = next;
    }
}

fn step(c: char) -> Vec<char> {
    if c.is_whitespace() {
        return vec![' '];
    }
    if let Some(mapped) = listed(c).or_else(|| ascii_digit(c)) {
        return vec![mapped];
    }
    let lower: String = c.to_lowercase().collect();
    let plain: String = lower.nfkd().filter(|&c| !is_accent(c)).nfc().collect();
    if plain.chars().any(|c| is_cjk(c as u32)) {
        hanconv::t2s(plain).chars().collect()
    } else {
        plain.chars().collect()
    }
}

/// Decimal digits of every script: Unicode has them in runs of ten, zero first.
fn ascii_digit(c: char) -> Option<char> {
    static DIGITS: LazyLock<BTreeMap<char, char>> = LazyLock::new(|| {
        let decimal = regex::Regex::new(r"\p{Nd}").expect("a class of Unicode");
        let is_decimal = |c: &char| decimal.is_match(c.encode_utf8(&mut [0; 4]));
        let mut digits = BTreeMap::new();
        let (mut next, mut value) = (0, 0);
        for c in (0..END).filter_map(char::from_u32).filter(is_decimal) {
            value = if c as u32 == next { value } else { 0 };
            digits.extend(char::from_digit(value, 10).map(|digit| (c, digit)));
            (next, value) = (c as u32 + 1, (value + 1) % 10);
        }
        digits
    });
    DIGITS.get(&c).copied()
}

/// Look-alikes and letters that Unicode does not decompose.
fn listed(c: char) -> Option<char> {
    let point = c as u32;
    let within = |first: u32, to: char| char::from_u32(to as u32 + point - first);
    match c {
        'ı' => Some('i'),
        'ø' | 'Ø' => Some('o'),
        'ł' | 'Ł' => Some('l'),
        'đ' | 'Đ' | 'ð' => Some('d'),
        'ħ' | 'Ħ' => Some('h'),
        '㐅' | '乂' => Some('x'),
        '〇' | '\u{24FF}' => Some('0'),
        '‐'..='―' | '−' | '﹣' | '－' => Some('-'),
        '‘' | '’' | '‛' | '＇' | '`' | '´' => Some('\''),
        '“' | '”' | '„' | '‟' | '＂' => Some('"'),
        '•' | '‧' | '∙' | '⋅' | '・' | '･' => Some('·'),
        '｡' | '︒' => Some('。'),
        '〔' | '［' => Some('['),
        '〕' | '］' => Some(']'),
        '\u{2776}'..='\u{277E}' => within(0x2776, '1'),
        '\u{2780}'..='\u{2788}' => within(0x2780, '1'),
        '\u{278A}'..='\u{2792}' => within(0x278A, '1'),
        '\u{24F5}'..='\u{24FD}' => within(0x24F5, '1'),
        '\u{1F150}'..='\u{1F169}' => within(0x1F150, 'a'),
        '\u{1F170}'..='\u{1F189}' => within(0x1F170, 'a'),
        _ => None,
    }
}

/// The packed form of a character that folding leaves as it is.
fn described(c: char) -> u32 {
    let flags = match c {
        ' ' | '-' | '_' | '.' | '·' | '*' | '|' | '/' | '~' | ',' | '、' | '+' | '=' | '^' => {
            SEPARATOR
        }
        'x' => MASK,
        '。' => STOP,
        // The last three stay as they are; folding tells the tokenizer that they are there.
        '薇' | '徽' | '威' | '嶶' | '码' | '退' | '拒' => CONTEXT,
        c if is_foreign(c) || is_combining_mark(c) => CONTEXT,
        c if matches!(class(c), Class::Emoji) => CONTEXT,
        _ => 0,
    };
    c as u32 | flags | (class(c) as u32) << CLASS_SHIFT
}

fn class(c: char) -> Class {
    let point = c as u32;
    match c {
        ' ' => Class::Space,
        '@' | '+' | '【' | '[' => Class::Sign,
        '0'..='9' => Class::Digit,
        '$' | '£' | '€' | '¥' | '₩' | '₹' | '₽' | '₺' | '฿' | '¢' => Class::Currency,
        _ if is_cjk(point) => Class::Cjk,
        c if is_foreign(c) => Class::Foreign,
        c if c.is_alphabetic() && is_latin(point) => Class::Latin,
        _ if is_emoji(point) => Class::Emoji,
        c if c.is_alphanumeric() || is_combining_mark(c) => Class::Letter,
        _ => Class::Symbol,
    }
}

fn is_latin(point: u32) -> bool {
    matches!(point, 0x41..=0x24F | 0x250..=0x2AF | 0x1D00..=0x1D7F | 0x1E00..=0x1EFF | 0x2C60..=0x2C7F | 0xA720..=0xA7FF)
}

fn is_foreign(c: char) -> bool {
    matches!(c as u32, 0x370..=0x52F | 0x1F00..=0x1FFF) && c.is_alphabetic()
}

fn is_cjk(point: u32) -> bool {
    matches!(point, 0x1100..=0x11FF | 0x3005..=0x3006 | 0x3041..=0x3096 | 0x309D..=0x309F | 0x30A1..=0x30FA | 0x30FC..=0x312F
        | 0x3131..=0x318E | 0x31A0..=0x31BF | 0x31F0..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF
        | 0x2_0000..=0x3_FFFF)
}

fn is_emoji(point: u32) -> bool {
    matches!(point, 0x231A..=0x231B | 0x23E9..=0x23F3 | 0x2600..=0x27BF | 0x2B05..=0x2B07 | 0x2B1B..=0x2B1C | 0x2B50..=0x2B55
        | 0x1F000..=0x1FAFF)
}

fn source(
    stage: &[usize],
    blocks: &[(u64, usize, u32)],
    specials: &[u32],
    expansions: &[Vec<u32>],
) -> String {
    let mut out = String::from(
        "// @generated by `cargo xtask tables`; edit crates/xtask/src/tables.rs instead.\n\
         // Derived from the Unicode Character Database (Unicode-3.0) and from OpenCC's\n\
         // character list TSCharacters (Apache-2.0, BYVoid and the OpenCC contributors).\n\n\
         use super::char_table::Block;\n\n",
    );
    let rows = |out: &mut String, values: &mut dyn Iterator<Item = String>| {
        let values: Vec<String> = values.collect();
        for line in values.chunks(12) {
            let _ = writeln!(out, "    {},", line.join(", "));
        }
        out.push_str("];\n\n");
    };
    let _ = writeln!(out, "#[rustfmt::skip]\npub(super) static STAGE: [u16; {}] = [", stage.len());
    rows(&mut out, &mut stage.iter().map(ToString::to_string));
    let _ =
        writeln!(out, "#[rustfmt::skip]\npub(super) static BLOCKS: [Block; {}] = [", blocks.len());
    for (mask, base, class) in blocks {
        let _ = writeln!(out, "    Block {{ special: {mask:#x}, base: {base}, class: {class} }},");
    }
    out.push_str("];\n\n");
    let _ =
        writeln!(out, "#[rustfmt::skip]\npub(super) static SPECIAL: [u32; {}] = [", specials.len());
    rows(&mut out, &mut specials.iter().map(|entry| format!("{entry:#x}")));
    let _ = writeln!(
        out,
        "#[rustfmt::skip]\npub(super) static EXPANSION: [&[u32]; {}] = [",
        expansions.len()
    );
    for expansion in expansions {
        let list: Vec<String> = expansion.iter().map(|entry| format!("{entry:#x}")).collect();
        let _ = writeln!(out, "    &[{}],", list.join(", "));
    }
    out.push_str("];\n");
    out
}

#[cfg(test)]
mod tests;
