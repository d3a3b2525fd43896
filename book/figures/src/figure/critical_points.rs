//! x⁴ − 4x³ + 4x² + 1: where it is level, and of what kind; below, its slope with the zeros.

use calc_opt::{CriticalKind, CriticalPoint, critical_points};
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
    for CriticalPoint { x, value, kind, .. } in points() {
        let (marker, ink, word) = look(kind);
        above.marker((x, value), marker, 14.0, ink);
        below.marker((x, derivative(f, x)), marker, 12.0, ink);
        let side = if kind == CriticalKind::Maximum {
            -1.0
        } else {
            1.0
        };
        above.text(
            (x, value),
            (0.0, 26.0 * side),
            &Label::new(format!("{word} at {x}")).halo(),
        );
        below.text(
            (x, 0.0),
            (8.0, 20.0 * side),
            &Label::new(format!("x = {x}")).left().halo(),
        );
    }
    let ((down, green, _), (up, orange, _)) =
        (look(CriticalKind::Minimum), look(CriticalKind::Maximum));
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

/// All of them, found by the crate.
fn points() -> Vec<CriticalPoint> {
    let found = critical_points::<8>(f, FROM, TO).expect("the ends are finite and differ");
    found.iter().copied().collect()
}

fn look(kind: CriticalKind) -> (Marker, Ink, &'static str) {
    match kind {
        CriticalKind::Minimum => (Marker::TriangleDown, Ink::Series(3), "minimum"),
        CriticalKind::Maximum => (Marker::TriangleUp, Ink::Series(2), "maximum"),
        _ => (Marker::Diamond, Ink::Series(6), "inflection"),
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "exact values are asserted")]
mod tests {
    use super::*;

    #[test]
    fn the_critical_points_are_0_1_and_2_and_each_is_marked_twice() {
        let found: Vec<_> = points().iter().map(|p| (p.x, p.value, p.kind)).collect();
        use CriticalKind::{Maximum, Minimum};
        assert_eq!(
            found,
            [
                (0.0, 1.0, Minimum),
                (1.0, 2.0, Maximum),
                (2.0, 1.0, Minimum)
            ]
        );
        let svg = draw().svg;
        for text in [
            "minimum at 0",
            "maximum at 1",
            "minimum at 2",
            "x = 0",
            "x = 1",
            "x = 2",
        ] {
            assert!(svg.contains(&format!(">{text}<")), "{text}");
        }
    }
}
