//! The command from outside: what it prints, and how it exits.
#![expect(clippy::needless_raw_string_hashes, reason = "expect-test writes them itself")]

mod check;
mod command;
mod dataset;
mod eval;
mod model;
mod train;
