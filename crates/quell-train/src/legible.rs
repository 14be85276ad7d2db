//! Texts and numbers as a terminal or a page may show them.

/// Characters of a name that a file gives, such as a source or a column.
pub const NAME_CHARS: usize = 40;

/// The text on one line, without what could steer a terminal or reverse its
/// reading, cut to `chars_max` characters.
#[must_use]
pub fn line(text: &str, chars_max: usize) -> String {
    let mut shown: String = text.chars().take(chars_max).map(harmless).collect();
    if text.chars().nth(chars_max).is_some() {
        shown.push('…');
    }
    shown
}

/// The text with its lines kept, without what could steer a terminal or reverse
/// its reading: for messages that quote a file, a path or a model's card.
#[must_use]
pub fn lines(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { c } else { harmless(c) }).collect()
}

/// A count with thin groups: 12 345.
#[must_use]
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push('\u{202F}');
        }
        shown.push(digit);
    }
    shown
}

fn harmless(c: char) -> char {
    match c {
        '\n' | '\r' | '\t' => ' ',
        '\u{00AD}'
        | '\u{061C}'
        | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' => '·',
        c if c.is_control() => '·',
        c => c,
    }
}
