//! The crate from outside.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod bad_input;
mod cost;
mod explanations;
mod folding;
mod format;
mod golden;
mod model_files;
mod reference;
mod skew;

mod fixtures;
mod naive;
