//! What all drawings share: size, colours, axes.

use std::error::Error;

use plotters::chart::MeshStyle;
use plotters::coord::Shift;
use plotters::coord::ranged1d::{Ranged, ValueFormatter};
use plotters::prelude::*;

use super::HtmlReportError;

/// What a drawing is painted on.
pub(super) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
/// How a painter ends.
pub(super) type Painted = Result<(), Box<dyn Error>>;

/// Pixels of a drawing that stands by itself. As narrow as this, labels can still be read
/// when a telephone shows it on 360.
pub(super) const WIDTH: u32 = 480;
pub(super) const HEIGHT: u32 = 340;

/// Letters and axes. The style sheet gives each of the four colours another in the dark.
pub(super) const INK: RGBColor = RGBColor(0x33, 0x33, 0x33);
pub(super) const GRID: RGBColor = RGBColor(0xDD, 0xDD, 0xDD);
/// The model, and what is wanted.
pub(super) const FIRST: RGBColor = RGBColor(0x00, 0x5F, 0x9E);
/// The rival, and what is unwanted. Blue and orange are told apart by nearly everybody.
pub(super) const SECOND: RGBColor = RGBColor(0xC8, 0x50, 0x00);

/// Labels in pixels.
const LETTERS: u32 = 15;

/// Draws a chart of this height as an SVG element.
pub(super) fn draw(
    chart: &'static str,
    height: u32,
    paint: impl FnOnce(&Area<'_>) -> Painted,
) -> Result<String, HtmlReportError> {
    let mut svg = String::new();
    let painted = {
        let area = SVGBackend::with_string(&mut svg, (WIDTH, height)).into_drawing_area();
        paint(&area).and_then(|()| Ok(area.present()?))
    };
    painted.map_err(|error| HtmlReportError::Drawing { chart, reason: error.to_string() })?;
    Ok(svg)
}

/// The style of letters.
pub(super) fn letters() -> TextStyle<'static> {
    ("sans-serif", LETTERS).into_font().color(&INK)
}

/// Letters, axes and grid in the colours of the page.
pub(super) fn style<X, Y>(mesh: &mut MeshStyle<'_, '_, X, Y, SVGBackend<'_>>)
where
    X: Ranged,
    Y: Ranged,
    X::ValueType: std::fmt::Debug,
    Y::ValueType: std::fmt::Debug,
    X: ValueFormatter<X::ValueType>,
    Y: ValueFormatter<Y::ValueType>,
{
    mesh.light_line_style(TRANSPARENT)
        .bold_line_style(GRID)
        .axis_style(INK)
        .label_style(letters())
        .axis_desc_style(letters());
}

/// A share from 0 to 1 as people write it.
pub(super) fn percent(share: f64) -> String {
    let percent = share * 100.0;
    // Half a unit of the last digit that floats would blur.
    let rounded = (percent * 1e4).round() / 1e4;
    format!("{rounded} %")
}

/// The points without those that fall on the pixel of the one before, first and last
/// kept: what is drawn looks the same, however many rows it stands for.
pub(super) fn thinned(
    points: &[[f64; 2]],
    pixel: impl Fn([f64; 2]) -> [i64; 2],
) -> Vec<(f64, f64)> {
    let mut kept: Vec<(f64, f64)> = Vec::new();
    let mut before = None;
    for (at, &point) in points.iter().enumerate() {
        let place = Some(pixel(point));
        if place != before || at + 1 == points.len() {
            kept.push((point[0], point[1]));
        }
        before = place;
    }
    kept
}
