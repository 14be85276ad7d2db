//! `models/FORMAT.md` and the crate describe the same bytes.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use quell_classifier::{
    Analyzer, CALIBRATION_KNOTS, Calibration, HashSeed, Head, HeadParameters, Model, ModelParts,
    TOKENIZER_REVISION, TOPIC_COUNT, TOPIC_LANES, WeightEncoding,
};

fn document() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/FORMAT.md");
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The model of the document's example.
fn example() -> ModelParts {
    let knots: [i16; CALIBRATION_KNOTS] =
        core::array::from_fn(|at| if at < 64 { -256 } else { 256 });
    ModelParts {
        seed: HashSeed::new(0x0123_4567_89AB_CDEF).unwrap(),
        encoding: WeightEncoding::Companded,
        heads: [
            HeadParameters { bias: -256, scale: 65_536, threshold: 512 },
            HeadParameters { bias: -512, scale: 65_537, threshold: 256 },
            HeadParameters { bias: 1, scale: 1, threshold: -1 },
        ],
        calibrations: [Calibration([0; _]), Calibration(knots), Calibration([0; _])],
        card: "{}".to_owned(),
        rows: vec![[1, -1, 127, 0x5A], [-128, 0, 2, -0x5B]],
        topic_scale: 4096,
        topic_biases: core::array::from_fn(|topic| -(topic as i32)),
        topic_rows: vec![core::array::from_fn::<i8, TOPIC_LANES, _>(|topic| topic as i8 + 1)],
    }
}

/// The bytes of the document's hexdump: offset, up to 16 bytes, and a `*` for lines
/// equal to the one before.
fn dumped(document: &str) -> Vec<u8> {
    let dump = document.split("```hexdump\n").nth(1).expect("the document has a hexdump");
    let dump = dump.split("```").next().unwrap();
    let (mut bytes, mut last): (Vec<u8>, Vec<u8>) = (Vec::new(), Vec::new());
    for line in dump.lines().filter(|&line| line != "*") {
        let mut fields = line.split('|').next().unwrap().split_whitespace();
        let offset = usize::from_str_radix(fields.next().unwrap(), 16).unwrap();
        while bytes.len() < offset {
            bytes.extend(&last);
        }
        assert_eq!(bytes.len(), offset, "{line}");
        last = fields.map(|byte| u8::from_str_radix(byte, 16).unwrap()).collect();
        bytes.extend(&last);
    }
    bytes
}

/// What the document should show, for whoever has to correct it.
fn hexdump(bytes: &[u8]) -> String {
    let (mut out, mut last, mut starred) = (String::new(), None, false);
    for (at, line) in bytes.chunks(16).enumerate() {
        if last == Some(line) {
            if !starred {
                out.push_str("*\n");
            }
            starred = true;
            continue;
        }
        (last, starred) = (Some(line), false);
        let hex: Vec<String> = line.iter().map(|byte| format!("{byte:02x}")).collect();
        let shown = |&byte: &u8| if (0x20..0x7F).contains(&byte) { char::from(byte) } else { '.' };
        let text: String = line.iter().map(shown).collect();
        let _ = writeln!(out, "{:08x}  {:<47}  |{text}|", at * 16, hex.join(" "));
    }
    let _ = writeln!(out, "{:08x}", bytes.len());
    out
}

#[test]
fn the_example_is_what_the_crate_writes() {
    let encoded = example().encode().unwrap();
    let document = document();
    assert!(dumped(&document) == encoded, "the hexdump should be\n{}", hexdump(&encoded));
    let model = Model::open(encoded).unwrap();
    let parts = example();
    assert_eq!(model.hash_seed(), parts.seed);
    assert_eq!(model.analyzer(), Analyzer::Ngram);
    assert_eq!(model.weight_encoding(), parts.encoding);
    assert_eq!((model.row_count(), model.topic_row_count()), (2, 1));
    assert_eq!(model.card(), "{}");
    for head in Head::ALL {
        assert_eq!(model.head(head), parts.heads[head as usize]);
        assert_eq!(model.calibration(head), &parts.calibrations[head as usize]);
    }
}

fn hex_digits(byte: u8) -> [char; 2] {
    [byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16).unwrap())
}

/// Each field's row of the tables, against the bytes: `| offset | bytes | type | field | example |`.
#[test]
fn every_field_stands_where_its_row_says() {
    let document = document();
    let bytes = dumped(&document);
    let mut covered = 0;
    for row in document.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let (Ok(offset), Ok(width)) = (cells[1].parse::<usize>(), cells[2].parse::<usize>()) else {
            continue;
        };
        assert_eq!(offset, covered, "{row}");
        covered += width;
        let field = &bytes[offset..covered];
        let mut wide = [0; 8];
        wide[..width.min(8)].copy_from_slice(&field[..width.min(8)]);
        let unsigned = u64::from_le_bytes(wide);
        let found = match cells[3] {
            "u8" | "u16" | "u32" | "u64" => unsigned.to_string(),
            "i32" => (unsigned as u32).cast_signed().to_string(),
            "hex" => field.iter().copied().flat_map(hex_digits).collect(),
            other => panic!("{row}: no field has type {other}"),
        };
        assert_eq!(cells[5], found, "{row}");
    }
    assert_eq!(covered, 144 - (TOPIC_COUNT - 1) * 4, "fields up to the first topic's bias");
}

#[test]
fn limits_and_revision_are_those_of_the_crate() {
    let document = document();
    for said in [
        format!("{} bytes (64 MiB)", quell_classifier::MODEL_BYTES_MAX),
        format!("{CALIBRATION_KNOTS} knots"),
        format!("tokenizer revision {TOKENIZER_REVISION}"),
        format!("{TOPIC_COUNT} topics"),
    ] {
        assert!(document.contains(&said), "FORMAT.md should say {said:?}");
    }
}
