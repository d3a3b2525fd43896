//! Two traps: a tail that is nearly zero, and a pole that changes the sign.

use calc_scalar::Real;

use crate::Figure;
use crate::kit::{Canvas, Frame, Ink, Label, Marker, Panel, Scale, Stroke};

/// Zero at 0 and nowhere else.
fn tail(x: f64) -> f64 {
    -40.0 * x * Real::exp(-x)
}

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(362.0);
    let left = Panel::new(
        &canvas,
        Frame::new(56.0, 40.0, 342.0, 316.0),
        Scale::linear(-0.5, 16.0).ticks_about(5),
        Scale::linear(-20.0, 20.0).ticks_about(4),
    );
    left.axes("x", "");
    left.zero_lines();
    left.title_left("f(x) = −40·x·exp(−x)");
    left.curve(tail, Stroke::series(1));
    left.marker((0.0, 0.0), Marker::Circle, 12.0, Ink::Series(3));
    left.text(
        (0.0, 0.0),
        (12.0, -14.0),
        &Label::new("the root").left().halo(),
    );
    left.text(
        (11.0, 0.0),
        (0.0, -26.0),
        &Label::new("small, and no root").halo(),
    );
    let right = Panel::new(
        &canvas,
        Frame::new(414.0, 40.0, 704.0, 316.0),
        Scale::linear(0.9, 2.2).ticks_about(4),
        Scale::linear(-20.0, 20.0).ticks_about(4),
    );
    right.axes("x", "");
    right.zero_lines();
    right.title_left("f(x) = tan x");
    let pole = core::f64::consts::FRAC_PI_2;
    for (from, to) in [(0.9, pole - 0.03), (pole + 0.03, 2.2)] {
        right.curve_on(from, to, Real::tan, Stroke::series(1));
    }
    right.marker((pole, 0.0), Marker::Cross, 14.0, Ink::Series(2));
    right.text(
        (pole, 0.0),
        (16.0, -14.0),
        &Label::new("a pole").left().halo(),
    );
    canvas.finish(
        "roots_traps",
        "A tail and a pole",
        "Left: a curve that crosses zero at 0, dips to −15 and then creeps back towards zero from below without reaching it: beyond 12 it cannot \
         be told from the axis. Right: the tangent function runs up to plus infinity at π/2 and comes back from minus infinity: its \
         sign changes, and it is zero nowhere near.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_is_small_and_never_zero() {
        assert!(tail(12.0) < 0.0 && tail(12.0) > -0.01);
        assert!((tail(1.0) + 14.7).abs() < 0.1);
    }
}
