//! Where a head says yes, chosen on out-of-fold scores.

use super::calibrate::Platt;
use super::head::OutOfFold;
use crate::recipe::ThresholdRule;

/// The calibrated log-odds from which on the head says yes.
pub(super) fn threshold(rule: ThresholdRule, scored: &OutOfFold, platt: Platt) -> f64 {
    let mut order: Vec<usize> = (0..scored.truth.len()).collect();
    order.sort_by(|&a, &b| scored.log_odds[b].total_cmp(&scored.log_odds[a]).then(a.cmp(&b)));
    match rule {
        ThresholdRule::BestF1 => platt.apply(best_f1(scored, &order)),
        ThresholdRule::Fpr(share) => platt.apply(at_fpr(scored, &order, share)),
        ThresholdRule::Probability(probability) => libm::log(probability / (1.0 - probability)),
    }
}

/// Halfway between the last row above the cut with the highest F1 and the next.
fn best_f1(scored: &OutOfFold, order: &[usize]) -> f64 {
    let positives = scored.truth.iter().filter(|&&truth| truth).count();
    let mut best = (0.0, 0);
    let mut hits = 0usize;
    for (taken, &row) in order.iter().enumerate() {
        hits += usize::from(scored.truth[row]);
        let f1 = 2.0 * hits as f64 / (taken + 1 + positives) as f64;
        if f1 > best.0 && !ties_with_next(scored, order, taken) {
            best = (f1, taken);
        }
    }
    between(scored, order, best.1)
}

/// The lowest cut with at most `share` of the rows that say no above it.
fn at_fpr(scored: &OutOfFold, order: &[usize], share: f64) -> f64 {
    let negatives = scored.truth.iter().filter(|&&truth| !truth).count();
    let allowed = (share * negatives as f64).floor() as usize;
    let mut wrong = 0;
    let mut last = None;
    for (taken, &row) in order.iter().enumerate() {
        wrong += usize::from(!scored.truth[row]);
        if wrong > allowed {
            break;
        }
        if !ties_with_next(scored, order, taken) {
            last = Some(taken);
        }
    }
    last.map_or(f64::from(u8::MAX), |taken| between(scored, order, taken))
}

fn ties_with_next(scored: &OutOfFold, order: &[usize], taken: usize) -> bool {
    order.get(taken + 1).is_some_and(|&next| scored.log_odds[next] >= scored.log_odds[order[taken]])
}

fn between(scored: &OutOfFold, order: &[usize], taken: usize) -> f64 {
    let above = scored.log_odds[order[taken]];
    order.get(taken + 1).map_or(above, |&next| f64::midpoint(above, scored.log_odds[next]))
}
