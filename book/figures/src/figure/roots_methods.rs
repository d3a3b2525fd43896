//! Two ways to a root: halving a bracket, and following tangents.

use calc_scalar::{Real, value_and_derivative};

use crate::Figure;
use crate::kit::{Canvas, Dash, Frame, Ink, Label, Marker, Panel, Scale, Stroke};

/// Newton's own example, 1669.
fn f<R: Real>(x: R) -> R {
    x.powi(3) - 2.0 * x - 5.0
}

const FROM: f64 = 1.4;
const TO: f64 = 3.2;

/// The brackets of bisection, the first one included.
fn brackets(count: usize) -> Vec<(f64, f64)> {
    let mut bracket = (1.5, 3.1);
    let mut all = vec![bracket];
    while all.len() < count {
        let (low, high) = bracket;
        let middle = 0.5 * (low + high);
        bracket = if f(middle) < 0.0 {
            (middle, high)
        } else {
            (low, middle)
        };
        all.push(bracket);
    }
    all
}

/// The points of Newton's method from 3 on.
fn tangents(count: usize) -> Vec<f64> {
    let next = |x: &f64| {
        let (value, slope) = value_and_derivative(f, *x);
        Some(x - value / slope)
    };
    core::iter::successors(Some(3.0), next)
        .take(count)
        .collect()
}

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(362.0);
    let panel = |left: f64, name: &str| {
        let panel = Panel::new(
            &canvas,
            Frame::new(left, 40.0, left + 292.0, 316.0),
            Scale::linear(FROM, TO).ticks_about(4),
            Scale::linear(-14.0, 18.0).ticks_about(4),
        );
        panel.axes("x", "");
        panel.zero_lines();
        panel.title_left(name);
        panel.curve(f, Stroke::series(1));
        panel
    };
    let halving = panel(48.0, "bisection: halve the bracket");
    for (k, (low, high)) in brackets(6).into_iter().enumerate() {
        let height = -3.5 - 1.8 * k as f64;
        halving.line(
            &[(low, height), (high, height)],
            Stroke::series(2).width(4.0),
        );
    }
    let newton = panel(412.0, "Newton: follow the tangent");
    let points = tangents(4);
    for pair in points.windows(2) {
        let (x, next) = (pair[0], pair[1]);
        let tangent = Stroke::series(3).dash(Dash::Dashed);
        newton.line(&[(x, f(x)), (next, 0.0)], tangent);
        newton.line(&[(next, 0.0), (next, f(next))], Stroke::thin());
        newton.marker((x, f(x)), Marker::Circle, 9.0, Ink::Series(3));
    }
    newton.text(
        (points[0], f(points[0])),
        (-12.0, 0.0),
        &Label::new("start").right().halo(),
    );
    canvas.finish(
        "roots_methods",
        "Bisection and Newton's method",
        "Two plots of the curve x³ − 2x − 5, which crosses zero near 2.09. Left: bars below the curve, each half as long as the one above \
         and always around the crossing. Right: from a start at 3 the tangent leads to 2.36, the next one to 2.13, and after that the \
         points can no longer be told from the root.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_hold_the_root_and_tangents_reach_it() {
        let root = 2.094_551_481_542_326_5;
        for (low, high) in brackets(6) {
            assert!(low < root && root < high);
        }
        let points = tangents(6);
        assert!((points[1] - 2.36).abs() < 0.005 && (points[2] - 2.127).abs() < 0.005);
        assert!((points[5] - root).abs() < 1e-9);
    }
}
