//! What training costs: our own messages, by a small recipe, end to end.
//!
//! `cargo bench -p benches --bench training`; the default model's own cost is what
//! `quell train` prints.

use std::error::Error;
use std::path::PathBuf;
use std::time::Duration;

use criterion::{Criterion, Throughput};
use quell_train::corpus::Annotations;
use quell_train::examples::Examples;
use quell_train::recipe::Recipe;
use quell_train::training::{Silent, train_on};

const RECIPE: &str = include_str!("training.toml");

fn main() -> Result<(), Box<dyn Error>> {
    let recipe = Recipe::parse(RECIPE)?;
    let messages = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../datasets/messages");
    let examples = Examples::read(&recipe, &[messages], &Annotations::default())?;
    let mut criterion = Criterion::default()
        .sample_size(10)
        .measurement_time(Duration::from_secs(5))
        .configure_from_args();
    let mut group = criterion.benchmark_group("training");
    group.throughput(Throughput::Elements(examples.rows.len() as u64));
    group.bench_function("own_messages", |b| {
        b.iter(|| train_on(&recipe, &examples, &Silent).map(|trained| trained.bytes.len()));
    });
    group.finish();
    criterion.final_summary();
    Ok(())
}
