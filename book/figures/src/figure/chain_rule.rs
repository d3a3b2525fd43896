//! sin x² with its inner function, and its slope 2x·cos x² below.

use calc_scalar::{Real, derivative};

use crate::Figure;
use crate::kit::{Canvas, Dash, Frame, Ink, Label, Legend, Marker, Panel, Scale, Stroke};

const X0: f64 = 1.5;

fn h<R: Real>(x: R) -> R {
    x.powi(2).sin()
}

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(640.0);
    let (outer, inner, slope) = (
        Stroke::series(1),
        Stroke::series(3).dash(Dash::Dashed),
        Stroke::series(2).dash(Dash::Mixed),
    );
    let x = Scale::linear(-3.0, 3.0);
    let at_x0 = derivative(h, X0);

    let above = Panel::new(
        &canvas,
        Frame::new(64.0, 44.0, 704.0, 308.0),
        x.clone().without_numbers(),
        Scale::linear(-2.0, 4.0),
    );
    above.axes("", "y");
    above.zero_lines();
    above.curve(|x| x * x, inner);
    above.curve(h, outer);
    let reach = 0.42;
    above.line(
        &[
            (X0 - reach, h(X0) - reach * at_x0),
            (X0 + reach, h(X0) + reach * at_x0),
        ],
        Stroke::series(7),
    );
    above.marker((X0, h(X0)), Marker::Circle, 12.0, Ink::Series(7));
    Legend::new()
        .line(outer, "h(x) = sin x²")
        .line(inner, "inner function x²")
        .line(Stroke::series(7), format!("tangent at {X0}"))
        .row(&canvas, 64.0, 22.0, 640.0);

    let below = Panel::new(
        &canvas,
        Frame::new(64.0, 362.0, 704.0, 586.0),
        x,
        Scale::linear(-6.5, 6.5),
    );
    below.axes("x", "y");
    below.zero_lines();
    below.curve(|x| derivative(h, x), slope);
    below.marker((X0, at_x0), Marker::Circle, 12.0, Ink::Series(7));
    below.note(
        (X0, at_x0),
        (-8.0, 54.0),
        Label::new(format!("h′({X0}) = {}", minus(at_x0))).right(),
    );
    Legend::new()
        .line(slope, "h′(x) = 2x · cos x²")
        .row(&canvas, 64.0, 338.0, 640.0);
    canvas.finish(
        "chain_rule",
        "sin x² and its derivative",
        &format!(
            "Two plots, one above the other, from −3 to 3. Above, sin x², which swings faster and faster away from 0, with its \
             inner function x² dashed and a short tangent at {X0}. Below, its derivative 2x times cos x², which swings ever wider; \
             a point marks {at_x0:.4} at {X0}, the slope of the tangent above."
        ),
    )
}

fn minus(value: f64) -> String {
    crate::kit::scale::number(value, 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slope_is_inner_times_outer() {
        for k in -30..=30 {
            let x = f64::from(k) / 10.0;
            assert!((derivative(h, x) - 2.0 * x * Real::cos(x * x)).abs() < 1e-14);
        }
        assert_eq!(minus(derivative(h, X0)), "−1.8845");
    }
}
