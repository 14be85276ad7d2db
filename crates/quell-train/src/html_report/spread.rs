//! Bars: how scores are spread within each class, and where errors are.

use plotters::element::Rectangle;
use plotters::prelude::*;

use super::HtmlReportError;
use super::chart::{Area, FIRST, Painted, SECOND, draw, letters, percent, style};
use crate::eval::{Errors, LOG_ODDS_BINS, LogOddsHistogram};
use crate::legible;

/// Pixels of one class's bars, and of the axis below the last.
const PANEL_HEIGHT: u32 = 104;
const AXIS_HEIGHT: u32 = 44;
/// Room for labels at the left, in pixels.
const LEFT: u32 = 64;

/// For each class, the share of its rows over their probability of being unwanted.
pub(super) fn distributions(histograms: &[LogOddsHistogram]) -> Result<String, HtmlReportError> {
    let top = histograms.iter().flat_map(shares).fold(0.0, f64::max).max(0.01);
    let height = PANEL_HEIGHT * histograms.len() as u32 + AXIS_HEIGHT;
    draw("score distributions", height, |area| {
        let mut rest = area.clone();
        for (at, histogram) in histograms.iter().enumerate() {
            let is_last = at + 1 == histograms.len();
            let below = if is_last { AXIS_HEIGHT } else { 0 };
            let (panel, others) = rest.split_vertically(PANEL_HEIGHT + below);
            draw_panel(&panel, histogram, top, below)?;
            rest = others;
        }
        Ok(())
    })
}

fn shares(histogram: &LogOddsHistogram) -> [f64; LOG_ODDS_BINS] {
    histogram.rows.map(|rows| rows as f64 / histogram.total().max(1) as f64)
}

fn draw_panel(area: &Area<'_>, histogram: &LogOddsHistogram, top: f64, below: u32) -> Painted {
    let ends = -LogOddsHistogram::HIGHEST..LogOddsHistogram::HIGHEST;
    let mut chart = ChartBuilder::on(area)
        .caption(histogram.name, letters())
        .margin_left(10)
        .margin_right(24)
        .x_label_area_size(below)
        .y_label_area_size(LEFT)
        .build_cartesian_2d(ends, 0.0..top)?;
    let mut mesh = chart.configure_mesh();
    style(&mut mesh);
    mesh.disable_x_mesh().x_labels(12).y_labels(3).y_label_formatter(&|it| percent(*it));
    if below > 0 {
        mesh.x_desc("probability of being unwanted, %");
    }
    mesh.x_label_formatter(&|log_odds| probability(*log_odds)).draw()?;
    let colour = if histogram.unwanted { SECOND } else { FIRST };
    let bars = shares(histogram).into_iter().enumerate().filter(|(_, share)| *share > 0.0);
    chart.draw_series(bars.map(|(bin, share)| {
        let [low, high] = LogOddsHistogram::bounds(bin);
        Rectangle::new([(low + 0.06, 0.0), (high - 0.06, share)], colour.filled())
    }))?;
    Ok(())
}

/// The probability of log-odds in per cent, in as many digits as tell it from 0 and 1.
fn probability(log_odds: f64) -> String {
    let share = 1.0 / (1.0 + libm::exp(-log_odds));
    let tail = share.min(1.0 - share) * 100.0;
    let digits = if tail < 0.1 { 2 } else { usize::from(tail < 10.0) };
    format!("{:.digits$}", share * 100.0)
}

/// Slices that a chart shows at most.
pub(super) const BARS_MAX: usize = 20;
/// Pixels of a slice: its name, two bars and a gap.
const SLICE_HEIGHT: u32 = 54;
/// From where to where the name and the bars reach, in parts of a slice from its top.
const NAME_TOP: f64 = 0.08;
const BAR_ENDS: [[f64; 2]; 2] = [[0.42, 0.66], [0.68, 0.92]];

/// For each slice the share of wanted rows held back, and of unwanted ones let through.
/// At most [`BARS_MAX`] of the slices are shown.
pub(super) fn errors(
    chart: &'static str,
    slices: &[(&str, &Errors)],
) -> Result<String, HtmlReportError> {
    let slices: Vec<_> = slices.iter().take(BARS_MAX).collect();
    let rates: Vec<[f64; 2]> = slices.iter().map(|(_, errors)| rates(errors)).collect();
    let top = rates.iter().flatten().copied().fold(0.01, f64::max);
    let height = SLICE_HEIGHT * slices.len() as u32 + AXIS_HEIGHT + 20;
    draw(chart, height, |area| {
        // Downwards, so that the first slice stands at the top.
        let mut chart = ChartBuilder::on(area)
            .margin(10)
            .margin_right(24)
            .x_label_area_size(AXIS_HEIGHT)
            .build_cartesian_2d(0.0..top, slices.len() as f64..0.0)?;
        let mut mesh = chart.configure_mesh();
        style(&mut mesh);
        mesh.disable_y_mesh().disable_y_axis().x_labels(6).x_desc("of all such messages");
        mesh.x_label_formatter(&|it| percent(*it)).draw()?;
        for (at, ((name, _), rates)) in slices.iter().zip(&rates).enumerate() {
            let name = legible::line(name, legible::NAME_CHARS);
            chart.draw_series([Text::new(name, (0.0, at as f64 + NAME_TOP), letters())])?;
            let sides = rates.iter().zip(BAR_ENDS).zip([FIRST, SECOND]);
            chart.draw_series(sides.map(|((&rate, [from, to]), colour)| {
                let corners = [(0.0, at as f64 + from), (rate, at as f64 + to)];
                Rectangle::new(corners, colour.filled())
            }))?;
        }
        Ok(())
    })
}

fn rates(errors: &Errors) -> [f64; 2] {
    let share = |part: u64, of: u64| part as f64 / of.max(1) as f64;
    [share(errors.wanted.flagged, errors.wanted.of), share(errors.missed(), errors.unwanted.of)]
}
