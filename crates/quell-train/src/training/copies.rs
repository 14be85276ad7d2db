//! Disguised copies of messages, to learn from.

use rayon::prelude::*;

use crate::corpus::Key;
use crate::disguise::Disguise;
use crate::random::SplitMix64;

/// Copies of some messages, each in one disguise.
#[derive(Debug, Default)]
pub(super) struct Copies {
    pub(super) texts: Vec<String>,
    /// Which message each is a copy of.
    pub(super) origins: Vec<usize>,
}

impl Copies {
    /// Disguises about one in `every` of the messages `of`: indices into `texts` without
    /// repeats, with the keys of the texts. The key alone decides whether and how, so models
    /// with other sources beside learn the same copies.
    pub(super) fn disguise(texts: &[&str], of: &[(usize, Key)], every: Option<usize>) -> Self {
        let Some(every) = every else { return Self::default() };
        let copy = |(row, key): &(usize, Key)| {
            let seed = u64::from_le_bytes(std::array::from_fn(|at| key[at]));
            let mut random = SplitMix64::new(seed);
            let chosen = random.below(every) == 0;
            chosen.then(|| (Disguise::draw(&mut random).write(texts[*row], &mut random), *row))
        };
        let (texts, origins) = of.par_iter().filter_map(copy).unzip();
        Self { texts, origins }
    }
}
