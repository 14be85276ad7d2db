//! What folding, tokenizing, scoring, explaining and opening cost, beside the yardsticks.
//!
//! `cargo bench -p benches --bench scoring`; the texts are those of
//! `datasets/samples/inbox.jsonl`, or of the files in `QUELL_BENCH_TEXTS`.

use std::error::Error;
use std::hint::black_box;
use std::time::Duration;

use benches::model::{ROW_COUNT, default_model, pseudo_random_model};
use benches::random::Random;
use benches::summary::{Promise, Summary};
use benches::texts::Texts;
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput};
use jieba_rs::Jieba;
use quell_classifier::{
    Folded, HashSeed, Head, Model, Scratch, Tokens, WeightEncoding, fold, for_each_feature,
    tokenize,
};

/// Bytes of the table that the yardstick reads from: what fits into the second
/// level cache of every machine in question.
const YARDSTICK_BYTES: usize = 256 * 1024;
/// Random reads per character: as many as when n-grams had up to four tokens; kept, so that
/// ratios stay comparable.
const READS_PER_CHAR: usize = 4;

const PROMISES: [Promise; 3] = [
    Promise { timed: ("scoring", "score"), yardstick: ("yardstick", "random_reads"), limit: 6.0 },
    Promise { timed: ("scoring", "fold"), yardstick: ("yardstick", "from_utf8"), limit: 3.0 },
    Promise { timed: ("unfolded", "fold"), yardstick: ("unfolded", "from_utf8"), limit: 1.5 },
];

fn main() -> Result<(), Box<dyn Error>> {
    let mut criterion = Criterion::default()
        .sample_size(30)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args();
    let texts = Texts::named()?;
    let unfolded = texts.unfolded();
    let summary = Summary::from_now_on();
    yardsticks(&mut criterion, &texts);
    scoring(&mut criterion, &texts)?;
    of_unfolded(&mut criterion, &unfolded);
    split(&mut criterion, &texts)?;
    lanes(&mut criterion, &texts)?;
    words(&mut criterion, &texts);
    criterion.final_summary();
    print_summary(&summary, &texts, &unfolded);
    Ok(())
}

/// What no filter can be faster than: to check the text, and to read the weights.
fn yardsticks(criterion: &mut Criterion, texts: &Texts) {
    let mut group = group_of(criterion, "yardstick", texts);
    group.bench_function("from_utf8", |b| b.iter(|| check_utf8(texts)));
    let mut random = Random::new(2);
    let table: Vec<u8> = (0..YARDSTICK_BYTES).map(|_| random.bits() as u8).collect();
    // Drawn once, before the clock runs: only the reads are timed.
    let places: Vec<u32> =
        (0..READS_PER_CHAR * texts.chars()).map(|_| random.below(YARDSTICK_BYTES as u32)).collect();
    group.bench_function("random_reads", |b| {
        b.iter(|| black_box(&places).iter().map(|&at| u64::from(table[at as usize])).sum::<u64>());
    });
}

fn scoring(criterion: &mut Criterion, texts: &Texts) -> Result<(), Box<dyn Error>> {
    let bytes = default_model()?;
    let model = Model::open(bytes.as_slice())?;
    let mut group = group_of(criterion, "scoring", texts);
    let mut scratch = Scratch::new();
    let mut folded = Folded::default();
    group.bench_function("fold", |b| b.iter(|| fold_all(texts, &mut folded)));
    let all_folded = all_folded(texts);
    let mut tokens = Tokens::default();
    group.bench_function("tokenize", |b| {
        b.iter(|| all_folded.iter().for_each(|folded| tokenize(black_box(folded), &mut tokens)));
    });
    group.bench_function("score", |b| b.iter(|| score_all(&model, texts, &mut scratch)));
    group.bench_function("score_and_explain", |b| {
        b.iter(|| {
            for text in texts.iter() {
                black_box(model.score(black_box(text), &mut scratch));
                black_box(model.explain(Head::Unwanted, text, &mut scratch));
            }
        });
    });
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("open", |b| b.iter(|| Model::open(black_box(bytes.as_slice())).is_ok()));
    Ok(())
}

/// Texts that are what they look like: folding has only to find that out.
fn of_unfolded(criterion: &mut Criterion, texts: &Texts) {
    let mut group = group_of(criterion, "unfolded", texts);
    group.bench_function("from_utf8", |b| b.iter(|| check_utf8(texts)));
    let mut folded = Folded::default();
    group.bench_function("fold", |b| b.iter(|| fold_all(texts, &mut folded)));
}

/// Where the time of a score goes; `scoring/fold` and `scoring/tokenize` are the
/// other two parts.
fn split(criterion: &mut Criterion, texts: &Texts) -> Result<(), Box<dyn Error>> {
    let mut group = group_of(criterion, "split", texts);
    let seed = HashSeed::new(1).ok_or("zero is no seed")?;
    let all_tokens = all_tokens(texts);
    group.bench_function("hashes", |b| {
        b.iter(|| {
            let mut sum = 0u64;
            for tokens in &all_tokens {
                for_each_feature(black_box(tokens), seed, |f| sum ^= f.identity());
            }
            sum
        });
    });
    let table = weights::<4>();
    let places: Vec<u32> = places_of(&all_tokens, seed);
    group.bench_function("rows", |b| {
        b.iter(|| {
            // As many rows at a time as a long message has, so that 32 bits suffice.
            for part in black_box(&places).chunks(1 << 10) {
                let mut sums = [0i32; 4];
                for &place in part {
                    add(&mut sums, &table[place as usize]);
                }
                black_box(sums);
            }
        });
    });
    Ok(())
}

/// What three heads cost over one, and companded weights over linear ones.
fn lanes(criterion: &mut Criterion, texts: &Texts) -> Result<(), Box<dyn Error>> {
    let seed = HashSeed::new(1).ok_or("zero is no seed")?;
    let all_tokens = all_tokens(texts);
    let mut group = group_of(criterion, "lanes", texts);
    let (four, one) = (weights::<4>(), weights::<1>());
    group.bench_function("four", |b| b.iter(|| sum_all(&all_tokens, seed, &four)));
    group.bench_function("one", |b| b.iter(|| sum_all(&all_tokens, seed, &one)));
    for (name, encoding) in
        [("companded", WeightEncoding::Companded), ("linear", WeightEncoding::Linear)]
    {
        let model = Model::open(pseudo_random_model(encoding)?)?;
        let mut scratch = Scratch::new();
        group.bench_function(name, |b| b.iter(|| score_all(&model, texts, &mut scratch)));
    }
    Ok(())
}

/// What a dictionary would cost: Chinese words, as jieba finds them, before anything is
/// made of them.
fn words(criterion: &mut Criterion, texts: &Texts) {
    let mut group = group_of(criterion, "words", texts);
    let jieba = Jieba::new();
    group.bench_function("jieba", |b| {
        b.iter(|| texts.iter().map(|text| jieba.cut(black_box(text), false).len()).sum::<usize>());
    });
    group.throughput(Throughput::Elements(1));
    group.sample_size(10);
    group.bench_function("open_jieba", |b| b.iter(Jieba::new));
}

fn print_summary(summary: &Summary, texts: &Texts, unfolded: &Texts) {
    let (count, chars, bytes) = (texts.count(), texts.chars(), texts.bytes());
    let plain = unfolded.chars();
    println!(
        "\n{count} texts, {chars} characters, {bytes} bytes; of them {} texts,",
        unfolded.count()
    );
    println!("{plain} characters, in which nothing is folded. One thread.\n");
    let timings = [
        ("yardstick", "from_utf8", chars, "character"),
        ("yardstick", "random_reads", chars, "character"),
        ("scoring", "fold", chars, "character"),
        ("scoring", "tokenize", chars, "character"),
        ("split", "hashes", chars, "character"),
        ("split", "rows", chars, "character"),
        ("scoring", "score", chars, "character"),
        ("scoring", "score", count, "message"),
        ("scoring", "score_and_explain", chars, "character"),
        ("unfolded", "from_utf8", plain, "character"),
        ("unfolded", "fold", plain, "character"),
        ("lanes", "four", chars, "character"),
        ("lanes", "one", chars, "character"),
        ("lanes", "companded", chars, "character"),
        ("lanes", "linear", chars, "character"),
        ("words", "jieba", chars, "character"),
        ("words", "open_jieba", 1, "dictionary"),
        ("scoring", "open", 1, "model"),
    ];
    println!("{}", summary.medians(&timings));
    println!("{}", summary.promises(&PROMISES));
}

fn group_of<'a>(
    criterion: &'a mut Criterion,
    name: &str,
    texts: &Texts,
) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Elements(texts.chars() as u64));
    group
}

fn check_utf8(texts: &Texts) -> bool {
    texts.iter().all(|text| core::str::from_utf8(black_box(text.as_bytes())).is_ok())
}

fn fold_all(texts: &Texts, folded: &mut Folded) {
    for text in texts.iter() {
        fold(black_box(text), folded);
        black_box(&*folded);
    }
}

fn score_all<B: AsRef<[u8]>>(model: &Model<B>, texts: &Texts, scratch: &mut Scratch) {
    for text in texts.iter() {
        black_box(model.score(black_box(text), scratch));
    }
}

fn all_folded(texts: &Texts) -> Vec<Folded> {
    let mut folded = Folded::default();
    texts
        .iter()
        .map(|text| {
            fold(text, &mut folded);
            folded.clone()
        })
        .collect()
}

fn all_tokens(texts: &Texts) -> Vec<Tokens> {
    let mut tokens = Tokens::default();
    all_folded(texts)
        .iter()
        .map(|folded| {
            tokenize(folded, &mut tokens);
            tokens.clone()
        })
        .collect()
}

fn places_of(all_tokens: &[Tokens], seed: HashSeed) -> Vec<u32> {
    let mut places = Vec::new();
    for tokens in all_tokens {
        for_each_feature(tokens, seed, |feature| places.push(feature.slot(ROW_COUNT as u32).row));
    }
    places
}

fn weights<const LANES: usize>() -> Vec<[i8; LANES]> {
    let mut random = Random::new(3);
    (0..ROW_COUNT).map(|_| core::array::from_fn(|_| random.bits() as i8)).collect()
}

fn sum_all<const LANES: usize>(all_tokens: &[Tokens], seed: HashSeed, rows: &[[i8; LANES]]) {
    for tokens in all_tokens {
        let mut sums = [0i32; LANES];
        for_each_feature(black_box(tokens), seed, |feature| {
            add(&mut sums, &rows[feature.slot(ROW_COUNT as u32).row as usize]);
        });
        black_box(sums);
    }
}

#[inline]
fn add<const LANES: usize>(sums: &mut [i32; LANES], row: &[i8; LANES]) {
    *sums = core::array::from_fn(|lane| {
        let weight = i32::from(row[lane]);
        sums[lane] + weight * weight.abs()
    });
}
