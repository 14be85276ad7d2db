//! The checksum over a model file.
//!
//! It finds damage, not malice (that is the signature's part). Every step is a
//! bijection of the state for a fixed word and of the word for a fixed state, so
//! any change within one aligned 8-byte word is certain to be found, and any other
//! with probability 1 − 2⁻⁶⁴. CRC-32 gives less and would take some 2.5 ms a MiB without
//! special instructions, most of a cold start.

/// `MurmurHash64A`'s multiplier (Appleby); any odd number keeps the bijection.
const MULTIPLIER: u64 = 0xC6A4_A793_5BD1_E995;

/// Returns the checksum of `bytes`; a last partial word counts as filled with zeros.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    let length = bytes.len() as u64;
    words.iter().chain([&last]).fold(length, |state, word| {
        let mixed = (state ^ u64::from_le_bytes(*word)).wrapping_mul(MULTIPLIER);
        mixed ^ (mixed >> 29)
    })
}
