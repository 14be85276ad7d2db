//! Curves of one question: precision-recall, ROC, reliability.

use plotters::element::{Circle, PathElement, Rectangle};
use plotters::prelude::*;

use super::chart::{
    Area, FIRST, HEIGHT, INK, Painted, SECOND, WIDTH, draw, percent, style, thinned,
};
use super::{Contender, HtmlReportError};
use crate::eval::{Decisions, ECE_BINS, Reliability};

const COLOURS: [RGBColor; 2] = [FIRST, SECOND];
/// Room for labels, in pixels.
const LEFT: u32 = 64;
const BELOW: u32 = 44;

/// Precision over recall, a step a distinct score, and where each system decides.
pub(super) fn precision_recall(contenders: &[Contender]) -> Result<String, HtmlReportError> {
    draw("precision-recall curve", HEIGHT, |area| {
        let mut chart = builder(area).build_cartesian_2d(0.0..1.0, 0.0..1.0)?;
        let mut mesh = chart.configure_mesh();
        style(&mut mesh);
        mesh.x_labels(6).y_labels(6).x_desc("recall").y_desc("precision");
        mesh.x_label_formatter(&|it| percent(*it)).y_label_formatter(&|it| percent(*it)).draw()?;
        for (contender, colour) in contenders.iter().zip(COLOURS) {
            let points = steps(&contender.curve.precision_recall_points());
            let points = thinned(&points, |[x, y]| pixel(x, y));
            chart.draw_series(LineSeries::new(points, colour.stroke_width(2)))?;
            let at = (contender.decisions.recall(), contender.decisions.precision());
            chart.draw_series(dot(at, colour))?;
        }
        Ok(())
    })
}

/// Recall over the false positive rate, which has a logarithmic axis: a filter that holds
/// back more than one wanted message in a hundred is of no use, so the left end counts.
pub(super) fn roc(contenders: &[Contender]) -> Result<String, HtmlReportError> {
    let lowest = lowest_rate(contenders.first().map_or(0, |ours| negatives(&ours.decisions)));
    draw("ROC curve", HEIGHT, |area| {
        // A little less, so that rounding does not take the label from the left end.
        let mut chart =
            builder(area).build_cartesian_2d((lowest * 0.999..1.0).log_scale(), 0.0..1.0)?;
        let mut mesh = chart.configure_mesh();
        style(&mut mesh);
        mesh.x_labels(6).y_labels(6).x_desc("false positive rate").y_desc("recall");
        mesh.x_label_formatter(&|it| percent(*it)).y_label_formatter(&|it| percent(*it)).draw()?;
        for (contender, colour) in contenders.iter().zip(COLOURS) {
            let within: Vec<[f64; 2]> =
                contender.curve.roc_points().iter().map(|[x, y]| [x.max(lowest), *y]).collect();
            let across = |rate: f64| 1.0 - libm::log(rate) / libm::log(lowest);
            let points = thinned(&within, |[x, y]| pixel(across(x), y));
            chart.draw_series(LineSeries::new(points, colour.stroke_width(2)))?;
            let Decisions { false_positives, .. } = contender.decisions;
            let rate = false_positives as f64 / negatives(&contender.decisions).max(1) as f64;
            chart
                .draw_series(dot((Some(rate.max(lowest)), contender.decisions.recall()), colour))?;
        }
        Ok(())
    })
}

/// The share of unwanted rows over what was predicted of them, and below how many rows
/// each of the bins has.
pub(super) fn reliability(reliability: &Reliability) -> Result<String, HtmlReportError> {
    draw("reliability diagram", HEIGHT + COUNTS_HEIGHT, |area| {
        let (above, below) = area.split_vertically(HEIGHT);
        draw_reliability(&above, reliability)?;
        draw_counts(&below, reliability)
    })
}

/// Pixels of the bars below the reliability diagram.
const COUNTS_HEIGHT: u32 = 150;

fn draw_reliability(area: &Area<'_>, reliability: &Reliability) -> Painted {
    let mut chart = builder(area).build_cartesian_2d(0.0..1.0, 0.0..1.0)?;
    let mut mesh = chart.configure_mesh();
    style(&mut mesh);
    mesh.x_labels(6).y_labels(6).x_desc("predicted").y_desc("unwanted");
    mesh.x_label_formatter(&|it| percent(*it)).y_label_formatter(&|it| percent(*it)).draw()?;
    chart.draw_series([PathElement::new([(0.0, 0.0), (1.0, 1.0)], INK)])?;
    let bins = reliability.bins().iter();
    let points: Vec<(f64, f64)> =
        bins.filter_map(|bin| Some((bin.mean_probability()?, bin.share_positive()?))).collect();
    chart.draw_series(LineSeries::new(points.iter().copied(), FIRST.stroke_width(2)))?;
    let dots = points.iter().map(|&at| Circle::new(at, 4, FIRST.filled()));
    chart.draw_series(dots)?;
    Ok(())
}

fn draw_counts(area: &Area<'_>, reliability: &Reliability) -> Painted {
    // The outer bins hold nearly all rows, so only powers of ten show the others.
    let most = reliability.bins().iter().map(|bin| bin.rows).max().unwrap_or_default();
    let height = |rows: u64| libm::log10(rows as f64) + 1.0;
    let top = height(most.max(1)).ceil();
    let mut chart = builder(area).build_cartesian_2d(0.0..1.0, 0.0..top)?;
    let mut mesh = chart.configure_mesh();
    style(&mut mesh);
    mesh.disable_x_mesh().x_labels(6).y_labels(top as usize + 1).y_desc("rows");
    let rows = |height: &f64| match height {
        height if *height >= 1.0 => format!("{}", libm::exp10(height - 1.0).round()),
        _ => String::new(),
    };
    mesh.x_label_formatter(&|it| percent(*it)).y_label_formatter(&rows).draw()?;
    let filled = reliability.bins().iter().enumerate().filter(|(_, bin)| bin.rows > 0);
    chart.draw_series(filled.map(|(at, bin)| {
        let [low, high] = [at, at + 1].map(|edge| edge as f64 / ECE_BINS as f64);
        Rectangle::new([(low + 0.005, 0.0), (high - 0.005, height(bin.rows))], FIRST.filled())
    }))?;
    Ok(())
}

fn builder<'a, 'b>(area: &'a Area<'b>) -> ChartBuilder<'a, 'b, SVGBackend<'b>> {
    let mut builder = ChartBuilder::on(area);
    builder.margin(10).margin_right(24).x_label_area_size(BELOW).y_label_area_size(LEFT);
    builder
}

/// Each precision, drawn back to the recall before it.
fn steps(points: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let before = std::iter::once(0.0).chain(points.iter().map(|point| point[0]));
    before
        .zip(points)
        .flat_map(|(before, &[recall, precision])| [[before, precision], [recall, precision]])
        .collect()
}

/// Where a system decides; nowhere when the rows do not tell.
fn dot(at: (Option<f64>, Option<f64>), colour: RGBColor) -> Option<Circle<(f64, f64), i32>> {
    Some(Circle::new((at.0?, at.1?), 5, colour.filled()))
}

/// The left end of the axis: a power of ten at or below one false positive, from a
/// hundredth to a hundred-thousandth.
fn lowest_rate(negatives: u64) -> f64 {
    let powers = [1e-2, 1e-3, 1e-4, 1e-5];
    powers.into_iter().find(|rate| rate * negatives as f64 <= 1.0).unwrap_or(1e-5)
}

fn negatives(decisions: &Decisions) -> u64 {
    decisions.false_positives + decisions.true_negatives
}

/// The pixel that two shares of a drawing fall on.
fn pixel(x: f64, y: f64) -> [i64; 2] {
    [(x * f64::from(WIDTH)).round() as i64, (y * f64::from(HEIGHT)).round() as i64]
}
