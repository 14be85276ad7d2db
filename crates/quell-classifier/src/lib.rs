//! Turns a message and the bytes of a model into a score and its evidence.
//!
//! ```text
//! &str ── fold ──> Folded ── tokenize ──> Tokens ── features ──> rows ── Model ──> Scores
//!                                                                          └─────> Explanation
//! ```
//!
//! Nothing in here reads a clock, a file or a random number, knows who sent a
//! message, or calls a floating-point function: a score is a function of the text
//! and the model's bytes, the same on every machine.
//!
//! ```
//! use quell_classifier::{Folded, TokenKind, Tokens, fold, tokenize};
//!
//! let (mut folded, mut tokens) = (Folded::default(), Tokens::default());
//! fold("加微信①③⑧00000000, 回T退订", &mut folded);
//! assert_eq!(folded.text(), "加微信13800000000, 回t退订");
//! tokenize(&folded, &mut tokens);
//! assert!(tokens.tokens().iter().any(|token| token.kind() == TokenKind::Phone));
//! assert!(tokens.opt_out().is_some());
//! ```
#![no_std]
#![cfg_attr(not(test), deny(clippy::float_arithmetic))]

extern crate alloc;

mod explain;
mod features;
mod fold;
mod judgement;
mod model;
mod score;
mod token;

pub use explain::{Explanation, Span};
pub use features::{Feature, HashSeed, ORDER_MAX, Slot, UNITS_MAX, for_each_feature};
pub use fold::{Folded, FoldedChar, MESSAGE_BYTES_MAX, fold};
pub use judgement::{Class, Judgement};
pub use model::{
    Analyzer, CALIBRATION_KNOTS, Calibration, HEAD_COUNT, Head, HeadParameters, MODEL_BYTES_MAX,
    Model, ModelError, ModelErrorKind, ModelParts, TOKENIZER_REVISION, TOPIC_COUNT, TOPIC_LANES,
    TOPIC_NAMES, WeightEncoding,
};
pub use score::{Logit, Probability, Scores, Scratch};
pub use token::{Token, TokenKind, Tokens, tokenize};
