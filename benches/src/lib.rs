//! What scoring costs, beside the limits of the machine it runs on.
//!
//! A time per message says little without the machine. So the same run times two
//! yardsticks over the same texts: checking them as UTF-8, which no reader of text
//! can do without, and reading four random bytes a character, about as many as the
//! text has n-grams, which no table of weights can do without. `cargo bench -p benches`
//! prints the ratios.

pub mod model;
pub mod random;
pub mod summary;
pub mod texts;
