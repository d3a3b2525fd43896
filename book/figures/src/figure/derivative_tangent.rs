//! The slope of x² at 1.5: the curve, the point and the tangent.

use calc_scalar::{Real, value_and_derivative};

use crate::Figure;
use crate::kit::{Canvas, Dash, Frame, Ink, Label, Legend, Marker, Panel, Scale, Stroke};

const X0: f64 = 1.5;
const TANGENT: Stroke = Stroke::series(2).dash(Dash::Dashed);

fn f<R: Real>(x: R) -> R {
    x.powi(2)
}

pub(crate) fn draw() -> Figure {
    let (value, slope) = value_and_derivative(f, X0);
    let canvas = Canvas::new(450.0);
    let panel = panel(&canvas);
    panel.axes("x", "y");
    panel.zero_lines();
    let curve = Stroke::series(1);
    panel.curve(f, curve);
    panel.curve(|x| value + slope * (x - X0), TANGENT);
    panel.marker((X0, value), Marker::Circle, 13.0, Ink::Series(7));
    panel.note(
        (X0, value),
        (38.0, 42.0),
        Label::new(format!("({X0}, {value})")).left(),
    );
    Legend::new()
        .line(curve, "f(x) = x²")
        .line(TANGENT, format!("tangent, slope {slope}"))
        .marker(Marker::Circle, Ink::Series(7), format!("x₀ = {X0}"))
        .row(&canvas, 64.0, 24.0, 640.0);
    canvas.finish(
        "derivative_tangent",
        "The slope of x² at 1.5",
        &format!(
            "The parabola x² from −3 to 3. A dashed straight line touches it at the point ({X0}, {value}) \
             and rises by {slope} for every step of 1 to the right: the tangent, whose slope is the derivative."
        ),
    )
}

fn panel(canvas: &Canvas) -> Panel<'_> {
    let frame = Frame::new(64.0, 48.0, 704.0, 396.0);
    Panel::new(
        canvas,
        frame,
        Scale::linear(-3.0, 3.0),
        Scale::linear(-3.0, 9.0),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::probe::polylines;

    #[test]
    fn the_tangent_on_the_paper_has_the_slope_of_the_derivative_and_passes_through_its_point() {
        let look = format!(
            "stroke=\"{}\" stroke-width=\"2.6\" stroke-dasharray",
            TANGENT.ink.css()
        );
        let line = polylines(&draw().svg, &look).remove(0);
        let canvas = Canvas::new(450.0);
        let panel = panel(&canvas);
        let (origin, unit) = (panel.at((0.0, 0.0)), panel.at((1.0, 1.0)));
        let units = |a: (f64, f64), b: (f64, f64)| {
            (
                (b.0 - a.0) / (unit.0 - origin.0),
                (b.1 - a.1) / (unit.1 - origin.1),
            )
        };
        let (dx, dy) = units(line[0], line[line.len() - 1]);
        assert!((dy / dx - 3.0).abs() < 2e-3, "slope {}", dy / dx);
        let (x, y) = units(origin, line[0]);
        assert!(
            (y + 3.0 * (X0 - x) - 2.25).abs() < 5e-3,
            "it misses the point by {}",
            y + 3.0 * (X0 - x) - 2.25
        );
    }
}
