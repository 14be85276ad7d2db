//! Platt scaling (Platt 1999, in the form of Lin, Lin and Weng 2007), by linfa.

use linfa::ParamGuard;
use linfa::composing::platt_scaling::{Platt as LinfaPlatt, platt_newton_method};
use ndarray::ArrayView1;
use quell_classifier::{CALIBRATION_KNOTS, Calibration};

use super::head::OutOfFold;

/// Raw log-odds x become slope · x + offset.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Platt {
    /// How much steeper the calibrated log-odds are.
    pub slope: f64,
    /// Where they are at raw zero.
    pub offset: f64,
}

impl Platt {
    /// The calibrated log-odds.
    #[must_use]
    pub fn apply(self, log_odds: f64) -> f64 {
        self.slope * log_odds + self.offset
    }

    /// The table for a model file.
    pub(super) fn table(self) -> Calibration {
        let mut knots = [0; CALIBRATION_KNOTS];
        for (knot, raw) in knots.iter_mut().zip(Calibration::raw_logits()) {
            *knot = (self.apply(f64::from(raw) / 256.0) * 256.0).round() as i16;
        }
        Calibration(knots)
    }
}

/// Fits the scaling on out-of-fold scores.
///
/// # Errors
///
/// One class only (linfa accepts it and would answer with a constant), a slope
/// that would reorder scores, or no convergence.
pub(super) fn platt(scored: &OutOfFold) -> Result<Platt, String> {
    let positives = scored.truth.iter().filter(|&&truth| truth).count();
    if positives == 0 || positives == scored.truth.len() {
        return Err(format!("{positives} of {} rows say yes", scored.truth.len()));
    }
    let params = LinfaPlatt::<f64, ()>::params().check().map_err(|error| error.to_string())?;
    let values = ArrayView1::from(scored.log_odds.as_slice());
    let truth = ArrayView1::from(scored.truth.as_slice());
    // Linfa's p = 1 / (1 + exp(a x + b)), so both signs turn.
    let (a, b) = platt_newton_method(values, truth, &params).map_err(|error| error.to_string())?;
    if a >= 0.0 {
        return Err(format!("the slope is {}, expected above 0", -a));
    }
    Ok(Platt { slope: -a, offset: -b })
}
