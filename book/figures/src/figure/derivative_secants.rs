//! Secants of x² that turn into the tangent as their second point comes closer.

use calc_scalar::{Real, derivative, difference};

use crate::Figure;
use crate::kit::{Canvas, Dash, Frame, Ink, Label, Legend, Marker, Panel, Scale, Stroke};

const X0: f64 = 1.0;
const SECANTS: [(f64, Stroke); 3] = [
    (2.0, Stroke::series(5).dash(Dash::Dotted)),
    (1.0, Stroke::series(3).dash(Dash::Mixed)),
    (0.4, Stroke::series(6).dash(Dash::Dashed)),
];

fn f<R: Real>(x: R) -> R {
    x.powi(2)
}

pub(crate) fn draw() -> Figure {
    let slope = derivative(f, X0);
    let canvas = Canvas::new(474.0);
    let frame = Frame::new(64.0, 72.0, 704.0, 420.0);
    let panel = Panel::new(
        &canvas,
        frame,
        Scale::linear(-0.6, 3.6),
        Scale::linear(-3.0, 11.0),
    );
    panel.axes("x", "y");
    panel.zero_lines();
    let (curve, tangent) = (Stroke::series(1), Stroke::series(2));
    let through = |slope: f64| move |x: f64| f(X0) + slope * (x - X0);
    let mut legend = Legend::new().line(curve, "f(x) = x²");
    for (h, stroke) in SECANTS {
        let slope = difference::forward(f, X0, h);
        panel.curve(through(slope), stroke);
        legend = legend.line(stroke, format!("h = {h}: slope {slope:.1}"));
    }
    panel.curve(f, curve);
    panel.curve(through(slope), tangent);
    for (h, stroke) in SECANTS {
        panel.marker((X0 + h, f(X0 + h)), Marker::Square, 10.0, stroke.ink);
    }
    panel.marker((X0, f(X0)), Marker::Circle, 13.0, Ink::Series(7));
    panel.text(
        (X0, f(X0)),
        (-14.0, -12.0),
        &Label::new(format!("x₀ = {X0}")).right().halo(),
    );
    legend
        .line(tangent, format!("tangent: slope {slope}"))
        .row(&canvas, 64.0, 24.0, 640.0);
    canvas.finish(
        "derivative_secants",
        "Secants turn into the tangent",
        "The parabola x² with three straight lines through (1, 1) and a second point of the curve, h to the right. \
         As h shrinks from 2 over 1 to 0.4 the slope falls from 4 over 3 to 2.4, towards the tangent's slope of 2.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slopes_fall_towards_the_derivative() {
        let slopes = SECANTS.map(|(h, _)| difference::forward(f, X0, h));
        for (slope, (h, _)) in slopes.into_iter().zip(SECANTS) {
            assert!(
                (slope - (derivative(f, X0) + h)).abs() < 1e-14,
                "for x² the secant is steeper by just h"
            );
        }
        assert!(slopes[0] > slopes[1] && slopes[1] > slopes[2]);
    }
}
