//! Any fields between the right magic, version, revision, length and checksum: what
//! damage cannot make, but a forger can.
#![no_main]

use libfuzzer_sys::fuzz_target;
use quell_classifier::{Head, Model, Scratch, TOKENIZER_REVISION};

/// Bytes of the smallest file: `models/FORMAT.md`.
const FILE_BYTES_MIN: usize = 930;

fn sealed(fields: &[u8]) -> Vec<u8> {
    let mut bytes = b"\x89QUELL\r\n\x01\0\0\0".to_vec();
    bytes.extend(TOKENIZER_REVISION.to_le_bytes());
    let body = (bytes.len() + 8 + fields.len()).max(FILE_BYTES_MIN - 8);
    bytes.extend((body as u64 + 8).to_le_bytes());
    bytes.extend(fields);
    bytes.resize(body, 0);
    let sum = checksum(&bytes);
    bytes.extend(sum.to_le_bytes());
    bytes
}

/// The checksum as `models/FORMAT.md` describes it.
fn checksum(body: &[u8]) -> u64 {
    let mut padded = body.to_vec();
    padded.resize(body.len() / 8 * 8 + 8, 0);
    padded.as_chunks::<8>().0.iter().fold(body.len() as u64, |state, word| {
        let mixed = (state ^ u64::from_le_bytes(*word)).wrapping_mul(0xC6A4_A793_5BD1_E995);
        mixed ^ (mixed >> 29)
    })
}

fuzz_target!(|fields: &[u8]| {
    const TEXT: &str = "【x】回T退订 t.cn/a 99元";
    if let Ok(model) = Model::open(sealed(fields)) {
        let mut scratch = Scratch::new();
        let scores = model.score(TEXT, &mut scratch);
        for head in Head::ALL {
            let explanation = model.explain(head, TEXT, &mut scratch);
            assert_eq!(explanation.total(), scores.raw_logit(head));
            let _ = scores.probability(head);
        }
        let _ = (model.topic(&scratch), model.card());
    }
});
