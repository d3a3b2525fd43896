//! x⁴ − 4x³ + 4x² + 1: where it is level, and of what kind; below, its slope with the zeros.

use calc_scalar::{Real, derivative};

use crate::Figure;
use crate::kit::{Canvas, Dash, Frame, Ink, Label, Legend, Marker, Panel, Scale, Stroke};

const FROM: f64 = -0.5;
const TO: f64 = 3.0;

fn f<R: Real>(x: R) -> R {
    x.powi(4) - 4.0 * x.powi(3) + 4.0 * x.powi(2) + 1.0
}

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(640.0);
    let x = Scale::linear(FROM, TO).ticks_about(8);
    let above = Panel::new(
        &canvas,
        Frame::new(64.0, 44.0, 704.0, 304.0),
        x.clone().without_numbers(),
        Scale::linear(0.0, 4.0),
    );
    let below = Panel::new(
        &canvas,
        Frame::new(64.0, 360.0, 704.0, 586.0),
        x,
        Scale::linear(-8.0, 8.0),
    );
    let (curve, slope) = (Stroke::series(1), Stroke::series(6).dash(Dash::Dashed));
    above.axes("", "y");
    above.curve(f, curve);
    below.axes("x", "y");
    below.zero_lines();
    below.curve(|x| derivative(f, x), slope);
    for (x, minimum) in [(0.0, true), (1.0, false), (2.0, true)] {
        let (marker, ink, word) = look(minimum);
        above.marker((x, f(x)), marker, 14.0, ink);
        below.marker((x, derivative(f, x)), marker, 12.0, ink);
        let (dy, side) = if minimum { (28.0, 1.0) } else { (-24.0, 1.0) };
        above.text(
            (x, f(x)),
            (0.0, dy * side),
            &Label::new(format!("{word} at {x}")).halo(),
        );
        below.text(
            (x, 0.0),
            (8.0, if minimum { 20.0 } else { -20.0 }),
            &Label::new(format!("x = {x}")).left().halo(),
        );
    }
    let ((down, green, _), (up, orange, _)) = (look(true), look(false));
    Legend::new()
        .line(curve, "f(x) = x⁴ − 4x³ + 4x² + 1")
        .marker(down, green, "minimum")
        .marker(up, orange, "maximum")
        .row(&canvas, 64.0, 22.0, 640.0);
    Legend::new()
        .line(slope, "f′(x), zero at each of them")
        .row(&canvas, 64.0, 336.0, 640.0);
    canvas.finish(
        "critical_points",
        "The critical points of x⁴ − 4x³ + 4x² + 1",
        "Two plots, one above the other, from −0.5 to 3. Above, the function with minima of height 1 at 0 and 2, marked by triangles \
         pointing down, and a maximum of height 2 at 1, marked by a triangle pointing up. Below, its slope, which crosses zero at 0, 1 and 2: \
         upwards at the minima, downwards at the maximum.",
    )
}

fn look(minimum: bool) -> (Marker, Ink, &'static str) {
    if minimum {
        (Marker::TriangleDown, Ink::Series(3), "minimum")
    } else {
        (Marker::TriangleUp, Ink::Series(2), "maximum")
    }
}
