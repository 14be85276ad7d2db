//! Parameters of logistic regression, checked before they are used.

use linfa::ParamGuard;

/// Parameters that nobody has checked yet.
#[derive(Clone, Debug, PartialEq)]
pub struct LogisticParams(LogisticValidParams);

/// Parameters that are known to make sense.
#[derive(Clone, Debug, PartialEq)]
pub struct LogisticValidParams {
    inverse_regularisation: f64,
    tolerance: f64,
    epochs_max: usize,
    seed: u64,
}

impl LogisticParams {
    /// Passes over the rows unless another limit is asked for.
    pub const EPOCHS_MAX: usize = 200;

    /// `inverse_regularisation` is C of the objective ½‖w‖² + C Σ loss: the larger,
    /// the closer to the training rows.
    #[must_use]
    pub fn new(inverse_regularisation: f64) -> Self {
        Self(LogisticValidParams {
            inverse_regularisation,
            tolerance: 0.1,
            epochs_max: Self::EPOCHS_MAX,
            seed: 1,
        })
    }

    /// Stops when no row's gradient is steeper, in logits.
    #[must_use]
    pub fn tolerance(mut self, tolerance: f64) -> Self {
        self.0.tolerance = tolerance;
        self
    }

    /// Stops after so many passes over the rows, converged or not.
    #[must_use]
    pub fn epochs_max(mut self, epochs_max: usize) -> Self {
        self.0.epochs_max = epochs_max;
        self
    }

    /// Orders the rows of each pass.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.0.seed = seed;
        self
    }
}

impl LogisticValidParams {
    /// C of the objective.
    #[must_use]
    pub fn inverse_regularisation(&self) -> f64 {
        self.inverse_regularisation
    }

    pub(super) fn tolerance(&self) -> f64 {
        self.tolerance
    }

    pub(super) fn epochs_max(&self) -> usize {
        self.epochs_max
    }

    pub(super) fn seed(&self) -> u64 {
        self.seed
    }
}

impl ParamGuard for LogisticParams {
    type Checked = LogisticValidParams;
    type Error = LogisticError;

    fn check_ref(&self) -> Result<&Self::Checked, Self::Error> {
        let positive = |value: f64| value.is_finite() && value > 0.0;
        if !positive(self.0.inverse_regularisation) {
            return Err(LogisticError::InverseRegularisation(self.0.inverse_regularisation));
        }
        if !positive(self.0.tolerance) {
            return Err(LogisticError::Tolerance(self.0.tolerance));
        }
        if self.0.epochs_max == 0 {
            return Err(LogisticError::NoEpochs);
        }
        Ok(&self.0)
    }

    fn check(self) -> Result<Self::Checked, Self::Error> {
        self.check_ref()?;
        Ok(self.0)
    }
}

/// Why logistic regression was not fitted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LogisticError {
    /// C must be positive.
    #[error("C is {0}, expected a finite number above 0; typical values are 1 to 100")]
    InverseRegularisation(f64),
    /// The tolerance must be positive.
    #[error("the tolerance is {0}, expected a finite number above 0; 0.1 is usual")]
    Tolerance(f64),
    /// There must be a pass over the rows.
    #[error("no epochs are allowed, expected at least 1")]
    NoEpochs,
    /// One class teaches nothing.
    #[error(
        "{positives} rows say yes and {negatives} say no, expected some of each; add rows of the missing class"
    )]
    OneClass {
        /// Rows that say yes.
        positives: usize,
        /// Rows that say no.
        negatives: usize,
    },
    /// A warm start needs the rows that it began with.
    #[error(
        "the model to go on from saw {found} rows, expected {expected}; give the same rows or start afresh"
    )]
    OtherRows {
        /// Rows of the earlier fit.
        found: usize,
        /// Rows now.
        expected: usize,
    },
    /// Linfa's own complaint.
    #[error(transparent)]
    Linfa(#[from] linfa::error::Error),
}
