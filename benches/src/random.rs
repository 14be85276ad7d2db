//! Numbers that look random and are the same in every run.

/// A generator of pseudo-random numbers: Steele, Lea and Flood, "Fast splittable
/// pseudorandom number generators" (2014), as `SplitMix64`.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// A generator that starts at `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number, all 64 bits of it random.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// The next number below `bound`, which is at most 2^32.
    pub fn below(&mut self, bound: u32) -> u32 {
        ((self.bits() >> 32) * u64::from(bound) >> 32) as u32
    }
}
