//! The learning curve: what each doubling of our own messages adds.

use std::error::Error;
use std::path::Path;

use plotters::prelude::*;
use serde_json::Value;

/// What so many messages of our own gave on our own test part.
#[derive(Clone, Copy)]
pub(super) struct Point {
    pub(super) messages: usize,
    pub(super) roc_auc: f64,
    pub(super) essential_flagged: u64,
    pub(super) essential: u64,
}

impl Point {
    pub(super) fn of(messages: usize, eval: &Value) -> Option<Self> {
        let flagged = &eval["flagged"]["essential"];
        Some(Self {
            messages,
            roc_auc: eval["unwanted"]["roc_auc"].as_f64()?,
            essential_flagged: flagged[0].as_u64()?,
            essential: flagged[1].as_u64()?,
        })
    }

    fn share(self) -> f64 {
        self.essential_flagged as f64 / self.essential.max(1) as f64
    }
}

pub(super) fn table(points: &[Point]) -> String {
    let mut lines = vec![
        "| messages of our own | AUC on the own test part | more than before | essential flagged |"
            .to_owned(),
        "|---|---|---|---|".to_owned(),
    ];
    let mut before = None;
    for point in points {
        let more = before
            .map_or_else(String::new, |before: f64| format!("{:+.4}", point.roc_auc - before));
        before = Some(point.roc_auc);
        lines.push(format!(
            "| {} | {:.4} | {more} | {} of {} |",
            point.messages, point.roc_auc, point.essential_flagged, point.essential
        ));
    }
    lines.join("\n")
}

const SIZE: (u32, u32) = (720, 420);

/// Draws AUC (left axis) and the share of essential messages flagged (right axis) over
/// the number of messages; each step to the right is a doubling, the first from none.
pub(super) fn draw(points: &[Point], path: &Path) -> Result<(), Box<dyn Error>> {
    let root = SVGBackend::new(path, SIZE).into_drawing_area();
    root.fill(&WHITE)?;
    let steps = points.len().saturating_sub(1) as f64;
    let lowest = points.iter().map(|point| point.roc_auc).fold(1.0, f64::min);
    let highest = points.iter().map(|point| point.share()).fold(0.01, f64::max);
    let mut chart = ChartBuilder::on(&root)
        .caption("What messages of our own add", ("sans-serif", 18))
        .margin(12)
        .x_label_area_size(44)
        .y_label_area_size(56)
        .right_y_label_area_size(56)
        .build_cartesian_2d(-0.2..steps + 0.2, (lowest - 0.01).max(0.0)..1.0)?
        .set_secondary_coord(-0.2..steps + 0.2, 0.0..highest * 1.1);
    let messages = |x: &f64| {
        let at = x.round();
        let on_a_step = (x - at).abs() < 1e-9 && at >= 0.0;
        points
            .get(at as usize)
            .filter(|_| on_a_step)
            .map_or_else(String::new, |point| point.messages.to_string())
    };
    chart
        .configure_mesh()
        .x_desc("messages of our own in training")
        .y_desc("ROC AUC on the own test part")
        .max_light_lines(1)
        .x_labels(points.len() * 2)
        .x_label_formatter(&messages)
        .draw()?;
    chart
        .configure_secondary_axes()
        .y_desc("essential messages flagged, share")
        .y_label_formatter(&|share| format!("{:.1} %", share * 100.0))
        .draw()?;
    let at = |(step, point): (usize, &Point)| (step as f64, point.roc_auc);
    chart
        .draw_series(
            LineSeries::new(points.iter().enumerate().map(at), BLUE.stroke_width(2)).point_size(4),
        )?
        .label("ROC AUC")
        .legend(|(x, y)| PathElement::new([(x, y), (x + 18, y)], BLUE.stroke_width(2)));
    let at = |(step, point): (usize, &Point)| (step as f64, point.share());
    chart
        .draw_secondary_series(
            LineSeries::new(points.iter().enumerate().map(at), RED.stroke_width(2)).point_size(4),
        )?
        .label("essential flagged")
        .legend(|(x, y)| PathElement::new([(x, y), (x + 18, y)], RED.stroke_width(2)));
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperMiddle)
        .background_style(WHITE)
        .border_style(BLACK)
        .draw()?;
    root.present()?;
    Ok(())
}
