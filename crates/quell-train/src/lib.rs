//! Everything that needs labels: corpora, estimators, calibration, evaluation.
