//! Four functions that are level at 0: the second derivative settles two of them only.

use calc_scalar::{Real, derivatives};

use crate::Figure;
use crate::kit::{Canvas, Frame, Ink, Label, Marker, Panel, Scale, Stroke};

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(584.0);
    let cell = |column: u8, row: u8| {
        let (left, top) = (
            52.0 + 356.0 * f64::from(column),
            34.0 + 290.0 * f64::from(row),
        );
        let (x, y) = (
            Scale::linear(-1.5, 1.5).ticks_about(4),
            Scale::linear(-2.0, 2.0).ticks_about(4),
        );
        Panel::new(
            &canvas,
            Frame::new(left, top, left + 296.0, top + 204.0),
            x,
            y,
        )
    };
    one(
        &cell(0, 0),
        "x²",
        |x| x * x,
        derivatives(|x| x.powi(2), 0.0),
    );
    one(
        &cell(1, 0),
        "−x²",
        |x| -x * x,
        derivatives(|x| -x.powi(2), 0.0),
    );
    one(
        &cell(0, 1),
        "x³",
        |x| x * x * x,
        derivatives(|x| x.powi(3), 0.0),
    );
    one(
        &cell(1, 1),
        "x⁴",
        |x| x * x * x * x,
        derivatives(|x| x.powi(4), 0.0),
    );
    canvas.finish(
        "critical_kinds",
        "Four critical points at 0",
        "Four plots of functions whose slope at 0 is 0. x² has second derivative 2 and a minimum; −x² has −2 and a maximum. \
         For x³ and x⁴ the second derivative is 0 and says nothing: x³, whose third derivative is 6, passes through level; \
         x⁴, whose fourth derivative is 24, has a minimum.",
    )
}

fn one(panel: &Panel<'_>, name: &str, f: impl Fn(f64) -> f64, derivatives: [f64; 5]) {
    panel.axes("", "");
    panel.zero_lines();
    panel.title_left(&format!("f(x) = {name}"));
    panel.curve(f, Stroke::series(1));
    let (order, value) = first_not_zero(&derivatives);
    let (kind, marker, ink) = kind(order, value);
    panel.marker((0.0, 0.0), marker, 14.0, ink);
    let signs = ["", "′", "″", "⁽³⁾", "⁽⁴⁾"];
    let curvature = derivatives[2];
    let open = if order > 2 {
        format!("f″(0) = {},  ", minus(curvature))
    } else {
        String::new()
    };
    let text = format!("{open}f{}(0) = {}:  {kind}", signs[order], minus(value));
    let f = panel.frame;
    panel.canvas.text(
        (f.center().0, f.bottom + 40.0),
        &Label::new(text).size(15.0),
    );
}

/// The order of the first derivative that is not zero, and its value.
fn first_not_zero(derivatives: &[f64; 5]) -> (usize, f64) {
    let mut orders = derivatives.iter().copied().enumerate().skip(1);
    orders
        .find(|(_, value)| value.abs() > 0.0)
        .unwrap_or((0, 0.0))
}

/// An odd order passes through level; an even one is a minimum or a maximum by its sign.
fn kind(order: usize, value: f64) -> (&'static str, Marker, Ink) {
    match (order % 2, value > 0.0) {
        (1, _) => ("inflection", Marker::Diamond, Ink::Series(6)),
        (_, true) => ("minimum", Marker::TriangleDown, Ink::Series(3)),
        (_, false) => ("maximum", Marker::TriangleUp, Ink::Series(2)),
    }
}

fn minus(value: f64) -> String {
    crate::kit::scale::number(value, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_derivative_that_is_not_zero_decides() {
        assert_eq!(first_not_zero(&derivatives(|x| x.powi(4), 0.0)), (4, 24.0));
        assert_eq!(first_not_zero(&derivatives(|x| x.powi(3), 0.0)), (3, 6.0));
        let svg = draw().svg;
        for text in [
            "f″(0) = 2:  minimum",
            "f″(0) = −2:  maximum",
            "f″(0) = 0,  f⁽³⁾(0) = 6:  inflection",
            "f⁽⁴⁾(0) = 24:  minimum",
        ] {
            assert!(svg.contains(text), "{text}");
        }
    }
}
