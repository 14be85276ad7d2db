//! Messages a second of one thread, for `cargo xtask peers`: what `peer.py speed` measures of
//! the others.
//!
//! `throughput MODEL ROWS…` prints the rate over each file of rows, as a JSON list.

use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use benches::texts::Texts;
use quell_classifier::{Model, Scratch};

/// How long each file is read over and over, and before that, so that caches and branch
/// predictors know the work. As in `peer.py`.
const TIMED: Duration = Duration::from_secs(1);
const WARM_UP: Duration = Duration::from_millis(300);
/// Messages between two looks at the clock.
const BETWEEN_LOOKS: usize = 16;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [model, files @ ..] = arguments.as_slice() else {
        return Err("expected a model and files of rows".into());
    };
    let model = Model::open(std::fs::read(model)?)?;
    let mut scratch = Scratch::new();
    let mut rates = Vec::new();
    for file in files {
        let texts = Texts::of(&[Path::new(file)])?;
        rate(&model, &texts, &mut scratch, WARM_UP);
        rates.push(rate(&model, &texts, &mut scratch, TIMED));
    }
    println!("{}", serde_json::to_string(&rates)?);
    Ok(())
}

/// Messages a second: each is scored by all heads and judged.
fn rate(model: &Model<Vec<u8>>, texts: &Texts, scratch: &mut Scratch, time: Duration) -> f64 {
    let started = Instant::now();
    let mut done = 0;
    for text in texts.iter().collect::<Vec<_>>().into_iter().cycle() {
        black_box(model.judge(&model.score(text, scratch)));
        done += 1;
        if done % BETWEEN_LOOKS == 0 && started.elapsed() > time {
            break;
        }
    }
    done as f64 / started.elapsed().as_secs_f64()
}
