//! The measuring side: scores beside truth in, a [`Report`] out.
//!
//! Nothing here knows a model, a reader or a tokenizer. Whoever has scored some
//! rows can measure them, so a peer and our own model are measured by the same
//! code. Every random draw comes from a seed that the caller gives, and every sum
//! is taken in the order of the rows, so the same rows give the same report on
//! any number of threads.
//!
//! A measure that the rows cannot decide is `None` (JSON `null`), never a
//! flattering 1: an area under a curve, precision and F1 need rows of both
//! classes, and recall needs a positive one.

mod classes;
mod decisions;
mod distribution;
mod error;
mod errors;
mod measures;
mod named;
mod paired;
mod ranking;
mod reliability;
mod report;
mod resample;
mod rows;
mod table;
#[cfg(test)]
mod tests;
mod topics;

pub use classes::{Confusion, Flagged};
pub use decisions::Decisions;
pub use distribution::{LOG_ODDS_BINS, LogOddsHistogram};
pub use error::EvalError;
pub use errors::Errors;
pub use measures::{Intervals, Measures};
pub use named::Named;
pub use paired::{Difference, Paired, System, paired};
pub use ranking::{Curve, FPR_LIMITS, FprLimit, RecallAtFpr};
pub use reliability::{Bin, ECE_BINS, Reliability};
pub use report::{Heads, Report};
pub use resample::{Interval, Resampling};
pub use rows::{Row, Scored, Truth};
pub use table::{Line, Section, Value};
pub use topics::{TopicMeasures, Topics};
