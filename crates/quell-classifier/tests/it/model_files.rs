//! Bytes that are no model, or one that nobody trained.

use proptest::prelude::*;
use quell_classifier::{
    CALIBRATION_KNOTS, Head, MODEL_BYTES_MAX, Model, ModelError, ModelErrorKind, ModelParts,
    Scratch, TOKENIZER_REVISION, WeightEncoding,
};

use crate::fixtures::random_parts;

/// Offsets of fields, as `models/FORMAT.md` gives them.
const MAJOR: usize = 8;
const MINOR: usize = 10;
const REVISION: usize = 12;
const LENGTH: usize = 16;
const SEED: usize = 24;
const ROWS: usize = 32;
const TOPIC_ROWS: usize = 36;
const ANALYZER: usize = 40;
const ENCODING: usize = 41;
const RESERVED: usize = 42;
const CARD: usize = 44;
const BIAS: usize = 48;
const SCALE: usize = 52;
const THRESHOLD: usize = 56;
const RESERVED_TOO: usize = 84;
const TOPIC_SCALE: usize = 88;
const TOPIC_BIAS: usize = 92;
const CALIBRATION: usize = 144;
const CARD_TEXT: usize = CALIBRATION + 3 * CALIBRATION_KNOTS * 2;

fn file() -> Vec<u8> {
    random_parts(8, WeightEncoding::Linear).encode().unwrap()
}

fn refused(bytes: &[u8]) -> ModelError {
    Model::open(bytes).err().unwrap_or_else(|| panic!("{} bytes were opened", bytes.len()))
}

/// The checksum once more, from its description in `models/FORMAT.md`.
fn checksum(body: &[u8]) -> u64 {
    let mut padded = body.to_vec();
    padded.resize(body.len() / 8 * 8 + 8, 0);
    padded.chunks(8).fold(body.len() as u64, |state, word| {
        let word = u64::from_le_bytes(word.try_into().unwrap());
        let mixed = (state ^ word).wrapping_mul(0xC6A4_A793_5BD1_E995);
        mixed ^ (mixed >> 29)
    })
}

/// `bytes` with a length and a checksum that are right.
fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let body = bytes.len() - 8;
    let length = (bytes.len() as u64).to_le_bytes();
    bytes[LENGTH..LENGTH + 8].copy_from_slice(&length);
    let sum = checksum(&bytes[..body]);
    bytes[body..].copy_from_slice(&sum.to_le_bytes());
    bytes
}

/// A sound file but for the field at `offset`, with a checksum that fits.
fn forged(offset: usize, field: &[u8]) -> Vec<u8> {
    let mut bytes = file();
    bytes[offset..offset + field.len()].copy_from_slice(field);
    sealed(bytes)
}

fn check(bytes: &[u8], kind: ModelErrorKind, says: &str) {
    let error = refused(bytes);
    assert_eq!(error.kind(), kind, "{error}");
    assert!(error.to_string().starts_with("model refused: "), "{error}");
    assert!(error.to_string().contains(says), "{error} should say {says:?}");
}

#[test]
fn a_sealed_file_is_the_file() {
    assert_eq!(sealed(file()), file(), "the test's checksum is that of the crate");
}

#[test]
fn m01_every_truncation_is_refused() {
    let bytes = file();
    for end in 0..bytes.len() {
        let error = refused(&bytes[..end]);
        assert_eq!(error.kind(), ModelErrorKind::Truncated, "{error}");
        assert!(error.to_string().contains(&format!("truncated at byte {end}, expected ")));
    }
}

#[test]
fn m02_every_flipped_bit_is_refused() {
    let mut bytes = file();
    for bit in 0..bytes.len() * 8 {
        bytes[bit / 8] ^= 1 << (bit % 8);
        assert!(Model::open(&bytes).is_err(), "bit {bit}");
        bytes[bit / 8] ^= 1 << (bit % 8);
    }
}

#[test]
fn m06_other_versions_revisions_and_analyzers_are_named() {
    use ModelErrorKind::{Analyzer, TokenizerRevision, Version};
    check(&forged(MAJOR, &[2, 0]), Version, "format 2.1, this quell reads 1.1; update quell");
    check(&forged(MAJOR, &[0, 0]), Version, "format 0.1, this quell reads 1.1");
    check(&forged(MINOR, &[0, 0]), Version, "format 1.0, this quell reads 1.1");
    let newer = (TOKENIZER_REVISION + 1).to_le_bytes();
    check(&forged(REVISION, &newer), TokenizerRevision, "; update quell");
    check(&forged(REVISION, &[0; 4]), TokenizerRevision, "; train the model again");
    check(&forged(ANALYZER, &[1]), Analyzer, "needs analyzer 1");
}

#[test]
fn m07_sections_tile_the_file_and_nothing_is_allocated_for_what_they_claim() {
    use ModelErrorKind::{Layout, Truncated};
    let max = u32::MAX.to_le_bytes();
    for offset in [ROWS, TOPIC_ROWS, CARD] {
        check(&forged(offset, &max), Layout, "sections end at byte ");
        check(&forged(offset, &[9, 0, 0, 0]), Layout, "the checksum starts at ");
    }
    let mut all = file();
    all[ROWS..ROWS + 8].fill(0xFF);
    all[CARD..CARD + 4].fill(0xFF);
    check(&sealed(all), Layout, "sections end at byte ");

    let mut gap = file();
    gap.splice(CARD_TEXT..CARD_TEXT, [0; 16]);
    check(&sealed(gap), Layout, "sections end at byte ");

    let mut trailing = file();
    trailing.extend(b"PK\x05\x06");
    check(&trailing, Layout, "4 bytes stand behind the ");
    check(&sealed(trailing), Layout, "sections end at byte ");

    let mut claims = file();
    claims[LENGTH..LENGTH + 8].copy_from_slice(&(1u64 << 63).to_le_bytes());
    check(&claims, Layout, "claims 9223372036854775808 bytes, at most 67108864");
    claims[LENGTH..LENGTH + 8].copy_from_slice(&(MODEL_BYTES_MAX as u64).to_le_bytes());
    check(&claims, Truncated, "expected 67108864");
    claims[LENGTH..LENGTH + 8].copy_from_slice(&9u64.to_le_bytes());
    check(&claims, Layout, "claims 9 bytes, no model has fewer than 930");
}

#[test]
fn m08_values_that_no_trainer_writes_are_refused() {
    use ModelErrorKind::Value;
    check(&forged(SEED, &[0; 8]), Value, "hash seed is missing");
    check(&forged(ENCODING, &[2]), Value, "neither linear nor companded");
    check(&forged(RESERVED, &[1]), Value, "byte 42");
    check(&forged(RESERVED_TOO, &[1]), Value, "byte 84");
    for head in [0, 12, 24] {
        let beyond = ((1u32 << 24) + 1).to_le_bytes();
        check(&forged(SCALE + head, &[0; 4]), Value, "has scale 0, expected 1 to 16777216");
        check(&forged(SCALE + head, &beyond), Value, "has scale 16777217");
        for logit in [i32::MIN, i32::MAX, (1 << 20) + 1, -(1 << 20) - 1] {
            check(&forged(BIAS + head, &logit.to_le_bytes()), Value, "beyond 4096 logits");
            check(&forged(THRESHOLD + head, &logit.to_le_bytes()), Value, "beyond 4096 logits");
        }
    }
    check(&forged(TOPIC_SCALE, &[0xFF; 4]), Value, "topic's scale or bias");
    check(&forged(TOPIC_BIAS + 48, &i32::MIN.to_le_bytes()), Value, "topic's scale or bias");
    for head in 0..3 {
        let last = CALIBRATION + (head * CALIBRATION_KNOTS + CALIBRATION_KNOTS - 1) * 2;
        check(&forged(last, &i16::MIN.to_le_bytes()), Value, "calibration table falls");
    }
    check(&forged(CARD_TEXT, &[0xFF]), Value, "card is not UTF-8");
    let no_rows = ModelParts { rows: Vec::new(), ..random_parts(8, WeightEncoding::Linear) };
    assert!(no_rows.encode().unwrap_err().to_string().contains("no rows"));
}

#[test]
fn m09_other_formats_are_named_and_never_opened() {
    let cases: [(&[u8], &str); 9] = [
        (b"GGUF\x03\0\0\0", "but GGUF; "),
        (b"\x80\x04\x95\x10", "a Python pickle"),
        (b"PK\x03\x04\x14\0", "a ZIP archive"),
        (b"\x08\x07\x12\x07pytorch", "ONNX"),
        (b"\x40\0\0\0\0\0\0\0{\"a\":", "safetensors"),
        (b"\xBA\x16\x4F\x2F\x0C\0\0\0", "fastText"),
        (b"\x1F\x8B\x08", "gzip"),
        (b"#!/bin/sh\n", "no format known here"),
        (b"\x89QUELL\n\n\0\0\0", "no format known here"),
    ];
    for (bytes, says) in cases {
        check(bytes, ModelErrorKind::NotAModel, says);
        check(bytes, ModelErrorKind::NotAModel, "train one with `quell train`");
    }
}

/// Reading files is the caller's part (M10); a file over the limit is refused by
/// its length, before anything else of it is read.
#[test]
fn m10_a_file_over_the_limit_is_refused() {
    let mut bytes = file();
    bytes.resize(MODEL_BYTES_MAX + 1, 0);
    bytes[LENGTH..LENGTH + 8].copy_from_slice(&(MODEL_BYTES_MAX as u64 + 1).to_le_bytes());
    check(&bytes, ModelErrorKind::Layout, "at most 67108864 are read");
}

fn assert_round_trip(parts: &ModelParts) {
    let bytes = parts.encode().unwrap();
    let model = Model::open(&bytes).unwrap();
    assert_eq!(model.hash_seed(), parts.seed);
    assert_eq!(model.weight_encoding(), parts.encoding);
    assert_eq!(model.card(), parts.card);
    assert_eq!(model.row_count() as usize, parts.rows.len());
    assert_eq!(model.topic_row_count() as usize, parts.topic_rows.len());
    assert_eq!(model.checksum().to_le_bytes(), bytes[bytes.len() - 8..]);
    for head in Head::ALL {
        assert_eq!(model.head(head), parts.heads[head as usize]);
        assert_eq!(model.calibration(head), &parts.calibrations[head as usize]);
    }
    assert_eq!(parts.encode().unwrap(), bytes, "the same parts are the same bytes");
}

#[test]
fn encoded_parts_are_read_back() {
    for rows in [1, 2, 7, 4096] {
        assert_round_trip(&random_parts(rows, WeightEncoding::Companded));
        assert_round_trip(&ModelParts {
            card: "{\"名\":\"x\"}".to_owned(),
            ..random_parts(rows, WeightEncoding::Linear)
        });
    }
    assert_round_trip(&ModelParts {
        card: String::new(),
        topic_scale: 0,
        topic_rows: Vec::new(),
        ..random_parts(1, WeightEncoding::Linear)
    });
}

#[test]
fn what_open_would_refuse_is_not_written() {
    let mut parts = random_parts(4, WeightEncoding::Linear);
    parts.heads[1].scale = 0;
    assert_eq!(parts.encode().unwrap_err().kind(), ModelErrorKind::Value);
    let mut parts = random_parts(4, WeightEncoding::Linear);
    parts.calibrations[0].0[5] = i16::MAX;
    assert_eq!(parts.encode().unwrap_err().kind(), ModelErrorKind::Value);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    /// Whatever is opened can be scored with; whatever is not says why.
    #[test]
    fn forged_files_are_refused_or_scored_with(
        offset in 0usize..CARD_TEXT + 60,
        field in prop::collection::vec(any::<u8>(), 1..9),
    ) {
        let mut bytes = file();
        let offset = offset.min(bytes.len() - field.len());
        bytes[offset..offset + field.len()].copy_from_slice(&field);
        match Model::open(sealed(bytes)) {
            Ok(model) => {
                let mut scratch = Scratch::new();
                let scores = model.score("回T退订", &mut scratch);
                let explanation = model.explain(Head::Fraud, "回T退订", &mut scratch);
                prop_assert_eq!(explanation.total(), scores.raw_logit(Head::Fraud));
                let _ = model.topic(&scratch);
            }
            Err(error) => prop_assert!(error.to_string().len() > 40),
        }
    }

    #[test]
    fn any_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(Model::open(bytes).is_err());
    }
}
