//! Six functions that machine learning is made of, each with its derivative.

use calc_scalar::{Real, derivative};

use crate::Figure;
use crate::kit::{Canvas, Dash, Frame, Legend, Marker, Panel, Scale, Stroke};

const FUNCTION: Stroke = Stroke::series(1);
const SLOPE: Stroke = Stroke::series(2).dash(Dash::Dashed);

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(526.0);
    let half = Scale::linear(0.0, 2.0).ticks_about(4);
    let full = Scale::linear(-2.0, 2.0).ticks_about(4);
    let y = |from, to| Scale::linear(from, to).ticks_about(5);
    let cell = |column: u8, row: u8, x: &Scale, y: Scale| {
        let (left, top) = (
            44.0 + 234.0 * f64::from(column),
            72.0 + 244.0 * f64::from(row),
        );
        Panel::new(
            &canvas,
            Frame::new(left, top, left + 196.0, top + 176.0),
            x.clone(),
            y,
        )
    };
    Legend::new()
        .line(FUNCTION, "f(x)")
        .line(SLOPE, "f′(x)")
        .row(&canvas, 44.0, 22.0, 600.0);

    both(
        &cell(0, 0, &full, y(-4.0, 4.0)),
        "x²,  slope 2x",
        square,
        |x| derivative(square, x),
    );
    both(
        &cell(1, 0, &half, y(0.0, 8.0)),
        "eˣ,  slope eˣ",
        Real::exp,
        |x| derivative(Real::exp, x),
    );
    let ln = cell(2, 0, &half, y(-4.0, 8.0));
    both(&ln, "ln x,  slope 1/x", Real::ln, |x| {
        derivative(Real::ln, x)
    });
    both(
        &cell(0, 1, &full, y(-1.2, 1.2)),
        "sin x,  slope cos x",
        Real::sin,
        |x| derivative(Real::sin, x),
    );
    let relu = cell(1, 1, &full, y(-0.4, 2.0));
    kink(&relu);
    both(
        &cell(2, 1, &full, y(0.0, 1.0)),
        "σ(x),  slope σ(1 − σ)",
        Real::logistic,
        |x| derivative(Real::logistic, x),
    );

    canvas.finish(
        "rules_panels",
        "Six functions and their derivatives",
        "Six small plots, each with a function as a solid line and its derivative as a dashed line. \
         The square, whose slope is the straight line 2x. The exponential, which is its own slope: both lines coincide. \
         The logarithm, which falls without end towards 0, where its slope 1/x rises without end. \
         The sine, whose slope is the cosine. ReLU, flat left of 0 and rising with slope 1 right of it; its slope jumps \
         from 0 to 1, with a filled circle at 0 for the value taken there and an open circle at 1. \
         The logistic function, an S from 0 to 1, whose slope is a low bump of height a quarter.",
    )
}

fn both(panel: &Panel<'_>, title: &str, f: impl Fn(f64) -> f64, slope: impl Fn(f64) -> f64) {
    frame(panel, title);
    panel.curve(f, FUNCTION);
    panel.curve(slope, SLOPE);
}

fn frame(panel: &Panel<'_>, title: &str) {
    panel.axes("", "");
    panel.zero_lines();
    panel.title(title);
}

/// `ReLU` and its slope, which has no value of its own at 0: the two pieces end in a filled circle, the
/// value the crates take there, and an open one.
fn kink(panel: &Panel<'_>) {
    frame(panel, "ReLU,  slope 0 or 1");
    panel.curve(Real::relu, FUNCTION);
    panel.line(&[(-2.0, relu_slope(-2.0)), (0.0, relu_slope(-1e-9))], SLOPE);
    panel.line(&[(0.0, relu_slope(1e-9)), (2.0, relu_slope(2.0))], SLOPE);
    panel.marker((0.0, relu_slope(1e-9)), Marker::Open, 11.0, SLOPE.ink);
    panel.marker((0.0, relu_slope(0.0)), Marker::Circle, 10.0, SLOPE.ink);
}

fn square<R: Real>(x: R) -> R {
    x.powi(2)
}

fn relu_slope(x: f64) -> f64 {
    derivative(Real::relu, x)
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "exact values are asserted")]
mod tests {
    use super::*;
    use crate::kit::probe::polylines;

    #[test]
    fn the_filled_circle_of_relu_stands_where_the_crate_puts_it() {
        assert_eq!([-1.0, 0.0, 1.0].map(relu_slope), [0.0, 0.0, 1.0]);
    }

    #[test]
    fn no_dashed_line_joins_the_two_slopes_of_relu() {
        let look = format!(
            "stroke=\"{}\" stroke-width=\"2.6\" stroke-dasharray",
            SLOPE.ink.css()
        );
        let lines = polylines(&draw().svg, &look);
        // Six panels, one line each, one more for ReLU's second piece, and the legend.
        assert_eq!(lines.len(), 8);
        let upright = |line: &Vec<(f64, f64)>| {
            line.windows(2)
                .any(|w| (w[0].0 - w[1].0).abs() < 0.05 && (w[0].1 - w[1].1).abs() > 30.0)
        };
        assert!(!lines.iter().any(upright));
    }
}
