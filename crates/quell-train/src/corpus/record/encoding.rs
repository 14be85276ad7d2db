use std::str::Utf8Error;

use super::super::error::{CorpusError, CorpusErrorKind, Reason};

/// Sound UTF-8, with or without characters that prove it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sound {
    Ascii,
    BeyondAscii,
}

/// Bytes that are not text in UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unsound {
    /// Only this line.
    Line(Reason),
    /// The whole file has this encoding.
    File(&'static str),
}

/// Drops a UTF-8 byte order mark from the first line.
pub(super) fn strip_mark(line: &mut Vec<u8>) -> Result<(), CorpusError> {
    if line.starts_with(b"\xEF\xBB\xBF") {
        line.drain(..3);
    }
    if line.starts_with(b"\xFF\xFE") || line.starts_with(b"\xFE\xFF") {
        return Err(error("UTF-16").at_line(1));
    }
    Ok(())
}

/// Judges the bytes of one record.
///
/// A record that is not UTF-8 but reads as GBK names the file's encoding, as
/// long as no earlier record has proven the file to be UTF-8.
pub(super) fn check(bytes: &[u8], proven_utf8: bool) -> Result<Sound, Unsound> {
    if bytes.contains(&0) {
        let utf16 = !proven_utf8 && looks_utf16(bytes);
        return Err(if utf16 { Unsound::File("UTF-16") } else { Unsound::Line(Reason::Nul) });
    }
    match std::str::from_utf8(bytes) {
        Ok(_) if bytes.is_ascii() => Ok(Sound::Ascii),
        Ok(_) => Ok(Sound::BeyondAscii),
        Err(fault) if !proven_utf8 && is_gbk(bytes, fault) => Err(Unsound::File("GBK")),
        Err(_) => Err(Unsound::Line(Reason::NotUtf8)),
    }
}

/// Says how to convert a file of that encoding.
pub(super) fn error(name: &'static str) -> CorpusError {
    let iconv = if name == "GBK" { "GB18030" } else { name };
    let says = format!(
        "the file looks like {name}; expected UTF-8. Convert it first: \
         iconv -f {iconv} -t UTF-8 OLD > NEW"
    );
    CorpusError::new(CorpusErrorKind::Encoding, says)
}

/// Whether one byte in three is NUL: ASCII in UTF-16 has one in two, with some Han
/// less. A stray NUL in a short line is no evidence.
fn looks_utf16(bytes: &[u8]) -> bool {
    let nuls = bytes.split(|&byte| byte == 0).count() - 1;
    let alternate = |at: usize| bytes.iter().skip(at).step_by(2).all(|&byte| byte == 0);
    let is_ascii = bytes.len() >= UTF16_BYTES_MIN && (alternate(0) || alternate(1));
    is_ascii || nuls >= UTF16_NULS_MIN && nuls * UTF16_NUL_SHARE >= bytes.len()
}

const UTF16_NUL_SHARE: usize = 3;
const UTF16_NULS_MIN: usize = 4;
/// Two characters of ASCII.
const UTF16_BYTES_MIN: usize = 4;

/// Whether every byte beyond ASCII belongs to a GBK pair: lead 81–FE, trail
/// 40–FE without 7F. Latin-1 words fail, as their letters precede a space or a
/// letter below 40 sooner or later.
///
/// Nor is it GBK when several characters before the fault were sound UTF-8: in
/// GBK one pair in five looks so, but not four in a row.
fn is_gbk(bytes: &[u8], fault: Utf8Error) -> bool {
    let sound = std::str::from_utf8(&bytes[..fault.valid_up_to()]).unwrap_or_default();
    if sound.chars().filter(|c| !c.is_ascii()).count() >= 4 {
        return false;
    }
    let mut rest = bytes.iter();
    let mut pairs = 0;
    while let Some(&lead) = rest.next() {
        if lead.is_ascii() {
            continue;
        }
        let trail = rest.next().copied().unwrap_or(0);
        if !(0x81..=0xFE).contains(&lead) || !(0x40..=0xFE).contains(&trail) || trail == 0x7F {
            return false;
        }
        pairs += 1;
    }
    pairs > 0
}
