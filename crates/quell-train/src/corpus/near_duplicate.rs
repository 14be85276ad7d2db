//! Near-duplicates by `MinHash` and banding: A. Broder, "On the resemblance and
//! containment of documents" (1997); J. Leskovec, A. Rajaraman, J. Ullman,
//! "Mining of Massive Datasets", 3rd ed., sections 3.2 to 3.4.

use std::collections::HashMap;

use super::key::normal_text;

/// A group of near-duplicates, numbered from 0 in order of first appearance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupId(pub u32);

/// The group of each text: equal where texts are near-duplicates.
///
/// Two texts are near-duplicates when the sets of 4-grams of their normal forms
/// have a Jaccard similarity of at least 0.7; groups are what such pairs
/// connect. A normal form below eight characters joins only its equals. Pairs
/// are found by 16 bands of 4 minimal hashes, which miss one pair in 80 at the
/// threshold and one in 4,600 at 0.8, and then verified, so a group never holds
/// what no chain of true pairs connects. The result depends on the texts alone.
///
/// Time is linear in the number of texts, since in each band a text is compared
/// with at most 64 others; about 1 KiB is held for a text.
pub fn groups(texts: &[impl AsRef<str>]) -> Vec<GroupId> {
    let (first_of, forms) = distinct_forms(texts);
    let shingles = ShingleSets::of(&forms);
    let mut forest = Forest::new(forms.len());
    for band in 0..BANDS {
        join_band(band, &shingles, &mut forest);
    }
    let mut numbers: HashMap<u32, u32> = HashMap::new();
    let mut number = |form: u32| {
        let next = numbers.len() as u32;
        GroupId(*numbers.entry(forest.root(form)).or_insert(next))
    };
    first_of.into_iter().map(&mut number).collect()
}

/// Least Jaccard similarity of near-duplicates, as a fraction: 7/10.
const SIMILARITY: (usize, usize) = (7, 10);
/// Characters of a shingle: two Han words, or a short Latin one.
const SHINGLE_CHARS: usize = 4;
/// Below this a text has fewer than five shingles, and any change breaks most.
const CHARS_MIN: usize = 8;
const BANDS: usize = 16;
/// Minimal hashes of a band. Candidates at similarity s: 1 − (1 − s⁴)¹⁶.
const BAND_ROWS: usize = 4;
/// Comparisons of a text within a band. A bucket greater than this is a family
/// of copies, most of which are in one group already and cost nothing.
const CANDIDATES_MAX: usize = 64;

/// For each text the index of its normal form, and the forms, each once.
fn distinct_forms(texts: &[impl AsRef<str>]) -> (Vec<u32>, Vec<String>) {
    let mut index: HashMap<String, u32> = HashMap::new();
    let mut first_of = Vec::with_capacity(texts.len());
    for text in texts {
        let next = index.len() as u32;
        first_of.push(*index.entry(normal_text(text.as_ref())).or_insert(next));
    }
    let mut forms = vec![String::new(); index.len()];
    // The map's order does not matter: each form goes to its own place.
    for (form, place) in index {
        forms[place as usize] = form;
    }
    (first_of, forms)
}

/// The shingles of every form, hashed, sorted and without repetition, end to end.
struct ShingleSets {
    hashes: Vec<u64>,
    ends: Vec<usize>,
}

impl ShingleSets {
    fn of(forms: &[String]) -> Self {
        let mut it = Self { hashes: vec![], ends: Vec::with_capacity(forms.len()) };
        let mut set = vec![];
        for form in forms {
            shingle(form, &mut set);
            it.hashes.extend_from_slice(&set);
            it.ends.push(it.hashes.len());
        }
        it
    }

    fn set(&self, form: u32) -> &[u64] {
        let form = form as usize;
        let start = form.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.hashes[start..self.ends[form]]
    }

    fn forms(&self) -> u32 {
        self.ends.len() as u32
    }
}

/// Fills `set` with the hashed 4-grams of `form`; with none when it is short.
fn shingle(form: &str, set: &mut Vec<u64>) {
    set.clear();
    let mut window = [0_u64; SHINGLE_CHARS];
    let mut length = 0;
    for c in form.chars() {
        window.rotate_left(1);
        window[SHINGLE_CHARS - 1] = u64::from(u32::from(c));
        length += 1;
        if length >= SHINGLE_CHARS {
            set.push(window.iter().fold(0, |hash, &c| mix(hash ^ c)));
        }
    }
    if length < CHARS_MIN {
        set.clear();
    }
    set.sort_unstable();
    set.dedup();
}

/// Joins the near-duplicates that meet in a bucket of this band.
fn join_band(band: usize, shingles: &ShingleSets, forest: &mut Forest) {
    let mut keyed: Vec<(u64, u32)> = (0..shingles.forms())
        .filter(|&form| !shingles.set(form).is_empty())
        .map(|form| (band_key(band, shingles.set(form)), form))
        .collect();
    keyed.sort_unstable();
    for bucket in keyed.chunk_by(|a, b| a.0 == b.0) {
        for (place, &(_, later)) in bucket.iter().enumerate() {
            for &(_, earlier) in &bucket[place.saturating_sub(CANDIDATES_MAX)..place] {
                let apart = forest.root(earlier) != forest.root(later);
                if apart && similar(shingles.set(earlier), shingles.set(later)) {
                    forest.join(earlier, later);
                }
            }
        }
    }
}

/// The minimal hashes of one band, mixed to one number.
fn band_key(band: usize, set: &[u64]) -> u64 {
    let seeds: [u64; BAND_ROWS] =
        std::array::from_fn(|row| mix((band * BAND_ROWS + row) as u64 + 1));
    let mut least = [u64::MAX; BAND_ROWS];
    for &shingle in set {
        for (least, seed) in least.iter_mut().zip(seeds) {
            *least = (*least).min(permute(shingle, seed));
        }
    }
    least.iter().fold(0, |key, &hash| mix(key ^ hash))
}

/// Whether the Jaccard similarity of two sorted sets reaches the threshold.
fn similar(one: &[u64], other: &[u64]) -> bool {
    let (part, whole) = SIMILARITY;
    let (less, more) = (one.len().min(other.len()), one.len().max(other.len()));
    if less * whole < more * part {
        return false;
    }
    let shared = shared(one, other);
    shared * whole >= (one.len() + other.len() - shared) * part
}

fn shared(one: &[u64], other: &[u64]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while i < one.len() && j < other.len() {
        count += usize::from(one[i] == other[j]);
        let (a, b) = (one[i], other[j]);
        i += usize::from(a <= b);
        j += usize::from(b <= a);
    }
    count
}

/// One of a family of permutations of the hashes: an odd multiplier and a
/// folding, cheaper than a full [`mix`] and as good on hashes already mixed.
fn permute(hash: u64, seed: u64) -> u64 {
    let product = (hash ^ seed).wrapping_mul(seed | 1);
    product ^ (product >> 32)
}

/// The finalizer of `SplitMix64` (Steele, Lea and Flood, 2014).
fn mix(mut x: u64) -> u64 {
    x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Disjoint sets with path halving; the root is the least member.
struct Forest(Vec<u32>);

impl Forest {
    fn new(size: usize) -> Self {
        Self((0..size as u32).collect())
    }

    fn root(&mut self, mut at: u32) -> u32 {
        while self.0[at as usize] != at {
            let above = self.0[self.0[at as usize] as usize];
            self.0[at as usize] = above;
            at = above;
        }
        at
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other) as usize] = one.min(other);
    }
}
