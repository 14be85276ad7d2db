//! Everything that needs labels: corpora, estimators, calibration, evaluation.

pub mod corpus;
mod disguise;
pub mod drift;
pub mod eval;
pub mod evaluation;
pub mod examples;
pub mod featurize;
pub mod html_report;
pub mod legible;
pub mod logistic;
mod random;
pub mod recipe;
pub mod records;
pub mod training;
