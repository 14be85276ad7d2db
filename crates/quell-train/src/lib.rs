//! Everything that needs labels: corpora, estimators, calibration, evaluation.

pub mod corpus;
pub mod eval;
