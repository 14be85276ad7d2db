use super::checksum::checksum;
use super::{Calibration, Head, TOPIC_COUNT, TOPIC_NAMES};

#[test]
fn the_checksum_tells_lengths_and_every_bit_apart() {
    assert_ne!(checksum(b""), checksum(b"\0"));
    assert_ne!(checksum(&[0; 8]), checksum(&[0; 9]));
    let mut bytes = *b"seventeen bytes !";
    let whole = checksum(&bytes);
    for bit in 0..bytes.len() * 8 {
        bytes[bit / 8] ^= 1 << (bit % 8);
        assert_ne!(checksum(&bytes), whole, "bit {bit}");
        bytes[bit / 8] ^= 1 << (bit % 8);
    }
    bytes.swap(0, 8);
    assert_ne!(checksum(&bytes), whole);
}

/// Written down once, so that a changed checksum shows before it meets old files.
#[test]
fn the_checksum_is_that_of_the_format() {
    assert_eq!(checksum(b""), 0);
    assert_eq!(checksum(b"quell"), 5_161_295_557_333_034_784);
}

#[test]
fn names_are_distinct_and_in_the_order_of_their_lanes() {
    let mut topics = TOPIC_NAMES;
    topics.sort_unstable();
    assert!(topics.windows(2).all(|pair| pair[0] != pair[1]));
    assert_eq!((TOPIC_NAMES[0], TOPIC_NAMES[TOPIC_COUNT - 1]), ("retail", "other"));
    assert_eq!(Head::ALL.map(Head::name), ["unwanted", "essential", "fraud"]);
    assert_eq!(Head::ALL.map(|head| head as usize), [0, 1, 2]);
}

#[test]
fn knots_stand_every_half_logit() {
    let knots: alloc::vec::Vec<i32> = Calibration::raw_logits().collect();
    assert_eq!((knots[0], knots[1], knots[64], knots[128]), (-8192, -8064, 0, 8192));
    let falling = Calibration(core::array::from_fn(|at| -(at as i16)));
    assert!(Calibration::identity().is_monotone() && !falling.is_monotone());
}
