//! The layout of a model file, as `models/FORMAT.md` lays it down.

use alloc::boxed::Box;
use alloc::format;
use core::ops::Range;

use super::checksum::checksum;
use super::{
    Analyzer, CALIBRATION_KNOTS, Calibration, HEAD_COUNT, HeadParameters, MODEL_BYTES_MAX,
    ModelError, ModelErrorKind, TOKENIZER_REVISION, TOPIC_COUNT, TOPIC_LANES, WeightEncoding,
};
use crate::features::HashSeed;

/// A byte above 0x7F, so that no text is taken for a model, and both line ends, so
/// that a transfer in text mode shows.
pub(super) const MAGIC: [u8; 8] = *b"\x89QUELL\r\n";
pub(super) const MAJOR: u16 = 1;
pub(super) const MINOR: u16 = 1;
/// Bytes before the first section.
pub(super) const HEADER_BYTES: usize = 144;
pub(super) const CALIBRATION_BYTES: usize = HEAD_COUNT * CALIBRATION_KNOTS * 2;
pub(super) const CHECKSUM_BYTES: usize = 8;
pub(super) const ROW_BYTES: usize = 4;
/// The smallest file: no card, one row, no topics.
const FILE_BYTES_MIN: usize = HEADER_BYTES + CALIBRATION_BYTES + ROW_BYTES + CHECKSUM_BYTES;
/// Scales beyond this could overflow a sum over the longest text.
pub(super) const SCALE_MAX: u32 = 1 << 24;
/// Biases and thresholds lie within ±4096 logits, in 1/256.
pub(super) const LOGIT_MAX: i32 = 1 << 20;

#[derive(Clone, Debug)]
pub(super) struct Header {
    pub(super) seed: HashSeed,
    pub(super) analyzer: Analyzer,
    pub(super) encoding: WeightEncoding,
    pub(super) heads: [HeadParameters; HEAD_COUNT],
    pub(super) topic_scale: u32,
    pub(super) topic_biases: [i32; TOPIC_COUNT],
    pub(super) calibrations: Box<[Calibration; HEAD_COUNT]>,
    pub(super) card: Range<usize>,
    pub(super) rows: Range<usize>,
    pub(super) topic_rows: Range<usize>,
    pub(super) checksum: u64,
}

impl Header {
    /// Checks in a fixed order: what it is, which version, whether it is whole,
    /// and only then what it says.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, ModelError> {
        check_magic(bytes)?;
        let mut fields = Fields { bytes, at: MAGIC.len() };
        check_version(&mut fields)?;
        let revision = fields.u32()?;
        check_length(fields.u64()?, bytes.len())?;
        let checksum = check_checksum(bytes)?;
        check_revision(revision)?;
        let header = Self::parse_fields(&mut fields, bytes.len(), checksum)?;
        header.check_values(bytes)?;
        Ok(header)
    }

    fn parse_fields(
        fields: &mut Fields<'_>,
        length: usize,
        checksum: u64,
    ) -> Result<Self, ModelError> {
        let seed = HashSeed::new(fields.u64()?).ok_or_else(|| value("the hash seed is missing"))?;
        let (rows, topic_rows) = (fields.u32()? as usize, fields.u32()? as usize);
        let [analyzer, encoding] = fields.take::<2>()?;
        let analyzer = parse_analyzer(analyzer)?;
        let encoding = parse_encoding(encoding)?;
        if fields.u16()? != 0 {
            return Err(value("the reserved field at byte 42 is not zero"));
        }
        let card = fields.u32()? as usize;
        let mut heads = [HeadParameters::default(); HEAD_COUNT];
        for head in &mut heads {
            *head = HeadParameters {
                bias: fields.i32()?,
                scale: fields.u32()?,
                threshold: fields.i32()?,
            };
        }
        if fields.u32()? != 0 {
            return Err(value("the reserved field at byte 84 is not zero"));
        }
        let topic_scale = fields.u32()?;
        let mut topic_biases = [0; TOPIC_COUNT];
        for bias in &mut topic_biases {
            *bias = fields.i32()?;
        }
        let calibrations = parse_calibrations(fields)?;
        let [card, rows, topic_rows] =
            tiled([card, product(rows, ROW_BYTES)?, product(topic_rows, TOPIC_LANES)?], length)?;
        Ok(Self {
            seed,
            analyzer,
            encoding,
            heads,
            topic_scale,
            topic_biases,
            calibrations,
            card,
            rows,
            topic_rows,
            checksum,
        })
    }

    fn check_values(&self, bytes: &[u8]) -> Result<(), ModelError> {
        if self.rows.is_empty() {
            return Err(value("the table has no rows"));
        }
        let sane = |logit: i32| (-LOGIT_MAX..=LOGIT_MAX).contains(&logit);
        for (at, head) in self.heads.iter().enumerate() {
            if !(1..=SCALE_MAX).contains(&head.scale) {
                return Err(ModelError::new(
                    ModelErrorKind::Value,
                    format!(
                        "head {at} has scale {}, expected 1 to {SCALE_MAX}; train it again",
                        head.scale
                    ),
                ));
            }
            if !sane(head.bias) || !sane(head.threshold) {
                return Err(value("a bias or threshold lies beyond 4096 logits"));
            }
        }
        if self.topic_scale > SCALE_MAX || !self.topic_biases.iter().all(|&bias| sane(bias)) {
            return Err(value("a topic's scale or bias is out of range"));
        }
        if !self.calibrations.iter().all(Calibration::is_monotone) {
            return Err(value("a calibration table falls: it would reorder scores"));
        }
        let card = bytes.get(self.card.clone()).unwrap_or_default();
        core::str::from_utf8(card).map(|_| ()).map_err(|_| value("the card is not UTF-8"))
    }
}

/// Little-endian fields, one after another.
struct Fields<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Fields<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        let field = self.bytes.get(self.at..).and_then(<[u8]>::first_chunk).copied();
        self.at += N;
        field.ok_or_else(|| truncated(self.bytes.len(), self.at as u64))
    }

    fn u16(&mut self) -> Result<u16, ModelError> {
        self.take().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Result<u32, ModelError> {
        self.take().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Result<u64, ModelError> {
        self.take().map(u64::from_le_bytes)
    }

    fn i32(&mut self) -> Result<i32, ModelError> {
        self.take().map(i32::from_le_bytes)
    }
}

fn check_magic(bytes: &[u8]) -> Result<(), ModelError> {
    if bytes.starts_with(&MAGIC) {
        return Ok(());
    }
    if MAGIC.starts_with(bytes) {
        return Err(truncated(bytes.len(), HEADER_BYTES as u64));
    }
    let found = foreign_format(bytes).unwrap_or("no format known here");
    Err(ModelError::new(
        ModelErrorKind::NotAModel,
        format!(
            "not a quell model but {found}; train one with `quell train`, or give the path of a .quell file"
        ),
    ))
}

/// Formats that people try; none of them is ever opened.
fn foreign_format(bytes: &[u8]) -> Option<&'static str> {
    let starts = |prefix: &[u8]| bytes.starts_with(prefix);
    if starts(b"GGUF") {
        Some("GGUF")
    } else if starts(b"\x80\x02")
        || starts(b"\x80\x03")
        || starts(b"\x80\x04")
        || starts(b"\x80\x05")
    {
        Some("a Python pickle")
    } else if starts(b"PK\x03\x04") {
        Some("a ZIP archive (PyTorch, NumPy)")
    } else if starts(b"\x08") && bytes.get(2) == Some(&0x12) {
        Some("ONNX")
    } else if is_safetensors(bytes) {
        Some("safetensors")
    } else if starts(b"\xBA\x16\x4F\x2F") {
        Some("fastText")
    } else if starts(b"\x1F\x8B") {
        Some("gzip")
    } else {
        None
    }
}

/// A length of at most 100 MB, as its own readers demand, and the JSON of that length.
fn is_safetensors(bytes: &[u8]) -> bool {
    let length = bytes.first_chunk().map(|length| u64::from_le_bytes(*length));
    length.is_some_and(|length| length <= 100_000_000) && bytes.get(8) == Some(&b'{')
}

fn check_version(fields: &mut Fields<'_>) -> Result<(), ModelError> {
    let (major, minor) = (fields.u16()?, fields.u16()?);
    if (major, minor) == (MAJOR, MINOR) {
        return Ok(());
    }
    Err(ModelError::new(
        ModelErrorKind::Version,
        format!(
            "format {major}.{minor}, this quell reads {MAJOR}.{MINOR}; update quell or train the model again"
        ),
    ))
}

fn check_length(claimed: u64, found: usize) -> Result<(), ModelError> {
    if claimed > MODEL_BYTES_MAX as u64 {
        return Err(ModelError::new(
            ModelErrorKind::Layout,
            format!(
                "claims {claimed} bytes, at most {MODEL_BYTES_MAX} are read; train a smaller model"
            ),
        ));
    }
    if claimed < FILE_BYTES_MIN as u64 {
        return Err(ModelError::new(
            ModelErrorKind::Layout,
            format!(
                "claims {claimed} bytes, no model has fewer than {FILE_BYTES_MIN}; fetch the file again"
            ),
        ));
    }
    if (found as u64) < claimed {
        return Err(truncated(found, claimed));
    }
    if found as u64 > claimed {
        let trailing = found as u64 - claimed;
        return Err(ModelError::new(
            ModelErrorKind::Layout,
            format!(
                "{trailing} bytes stand behind the {claimed} of the model; fetch the file again"
            ),
        ));
    }
    Ok(())
}

fn check_checksum(bytes: &[u8]) -> Result<u64, ModelError> {
    let Some((body, stored)) = bytes.split_last_chunk::<CHECKSUM_BYTES>() else {
        return Err(truncated(bytes.len(), HEADER_BYTES as u64));
    };
    let (stored, found) = (u64::from_le_bytes(*stored), checksum(body));
    if stored == found {
        return Ok(found);
    }
    Err(ModelError::new(
        ModelErrorKind::Checksum,
        format!(
            "checksum {found:016x}, the file says {stored:016x}: it was damaged; fetch it again"
        ),
    ))
}

fn check_revision(found: u32) -> Result<(), ModelError> {
    if found == TOKENIZER_REVISION {
        return Ok(());
    }
    let advice = if found > TOKENIZER_REVISION { "update quell" } else { "train the model again" };
    Err(ModelError::new(
        ModelErrorKind::TokenizerRevision,
        format!(
            "trained with tokenizer revision {found}, this quell has {TOKENIZER_REVISION}; {advice}"
        ),
    ))
}

fn parse_analyzer(byte: u8) -> Result<Analyzer, ModelError> {
    if byte == 0 {
        return Ok(Analyzer::Ngram);
    }
    Err(ModelError::new(
        ModelErrorKind::Analyzer,
        format!("needs analyzer {byte}, this build has 0 (n-grams); use a build that has it"),
    ))
}

fn parse_encoding(byte: u8) -> Result<WeightEncoding, ModelError> {
    match byte {
        0 => Ok(WeightEncoding::Linear),
        1 => Ok(WeightEncoding::Companded),
        _ => Err(value("the weight encoding is neither linear nor companded")),
    }
}

fn parse_calibrations(
    fields: &mut Fields<'_>,
) -> Result<Box<[Calibration; HEAD_COUNT]>, ModelError> {
    let mut calibrations = Box::new([const { Calibration([0; CALIBRATION_KNOTS]) }; HEAD_COUNT]);
    for knot in calibrations.iter_mut().flat_map(|table| &mut table.0) {
        *knot = fields.take().map(i16::from_le_bytes)?;
    }
    Ok(calibrations)
}

fn product(count: usize, bytes: usize) -> Result<usize, ModelError> {
    count.checked_mul(bytes).ok_or_else(|| layout("a table's size overflows"))
}

/// The sections, which must fill the file from the calibration to the checksum.
fn tiled(lengths: [usize; 3], file: usize) -> Result<[Range<usize>; 3], ModelError> {
    let mut at = HEADER_BYTES + CALIBRATION_BYTES;
    let mut ranges = [0..0, 0..0, 0..0];
    for (range, length) in ranges.iter_mut().zip(lengths) {
        let end = at.checked_add(length).ok_or_else(|| layout("the sections' lengths overflow"))?;
        *range = at..end;
        at = end;
    }
    if at.checked_add(CHECKSUM_BYTES) == Some(file) {
        return Ok(ranges);
    }
    Err(ModelError::new(
        ModelErrorKind::Layout,
        format!(
            "sections end at byte {at}, the checksum starts at {}; train the model again",
            file - CHECKSUM_BYTES
        ),
    ))
}

fn truncated(found: usize, expected: u64) -> ModelError {
    ModelError::new(
        ModelErrorKind::Truncated,
        format!("truncated at byte {found}, expected {expected}; fetch the file again"),
    )
}

fn value(detail: &str) -> ModelError {
    ModelError::new(ModelErrorKind::Value, format!("{detail}; train the model again"))
}

fn layout(detail: &str) -> ModelError {
    ModelError::new(ModelErrorKind::Layout, format!("{detail}; fetch the file again"))
}
