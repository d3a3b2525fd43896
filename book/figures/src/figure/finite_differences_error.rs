//! How far four finite differences are from the true slope, for every step size.

use calc_scalar::{Real, derivative, difference};

use crate::Figure;
use crate::kit::{Canvas, Dash, Frame, Ink, Label, Legend, Marker, Panel, Scale, Stroke};

const X0: f64 = 1.0;
/// Steps to the decade.
const FINENESS: i32 = 6;
/// An error of zero has no logarithm; it is drawn here, below the last bit of the result.
const FLOOR: f64 = 1e-17;

fn f<R: Real>(x: R) -> R {
    x.sin()
}

/// One way to take a slope from values, and how it is drawn.
struct Way {
    name: &'static str,
    stroke: Stroke,
    marker: Marker,
    slope: fn(f64) -> f64,
    /// The step that balances truncation against rounding, and its name.
    best: Option<(f64, &'static str)>,
}

fn ways() -> [Way; 4] {
    let e = f64::EPSILON;
    [
        Way {
            name: "forward",
            stroke: Stroke::series(2),
            marker: Marker::Circle,
            slope: |h| difference::forward(f, X0, h),
            best: Some((Real::sqrt(e), "√ε")),
        },
        Way {
            name: "central",
            stroke: Stroke::series(1).dash(Dash::Dashed),
            marker: Marker::Square,
            slope: |h| difference::central(f, X0, h),
            best: Some((Real::cbrt(e), "∛ε")),
        },
        Way {
            name: "Richardson",
            stroke: Stroke::series(3).dash(Dash::Mixed),
            marker: Marker::Diamond,
            slope: |h| {
                (4.0 * difference::central(f, X0, h / 2.0) - difference::central(f, X0, h)) / 3.0
            },
            best: Some((Real::powf(e, 0.2), "⁵√ε")),
        },
        Way {
            name: "complex step",
            stroke: Stroke::series(6).dash(Dash::Dotted),
            marker: Marker::TriangleUp,
            slope: |h| difference::complex_step(f, X0, h),
            best: None,
        },
    ]
}

fn error(way: &Way, h: f64) -> f64 {
    ((way.slope)(h) - derivative(f, X0)).abs()
}

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(490.0);
    let frame = Frame::new(84.0, 48.0, 704.0, 436.0);
    let panel = Panel::new(
        &canvas,
        frame,
        Scale::decades(-16, 0, 2),
        Scale::decades(-18, 0, 3),
    );
    panel.axes("step h", "error of the slope");
    let bound = Stroke::new(Ink::Foreground, 1.2)
        .dash(Dash::Dotted)
        .opacity(0.8);
    panel.line(
        &[
            (1e-16, 0.3 * f64::EPSILON / 1e-16),
            (1.0, 0.3 * f64::EPSILON),
        ],
        bound,
    );
    let mut legend = Legend::new();
    for way in ways() {
        let points: Vec<_> = steps().map(|h| (h, error(&way, h).max(FLOOR))).collect();
        panel.line(&points, way.stroke);
        legend = legend.path(way.stroke, way.marker, way.name);
    }
    panel.note(
        (1e-11, 0.3 * f64::EPSILON / 1e-11),
        (62.0, -58.0),
        Label::new("rounding ≈ ε/h").left(),
    );
    for way in ways() {
        if let Some((h, name)) = way.best {
            let at = (h, typical(&way, h));
            panel.marker(at, way.marker, 13.0, way.stroke.ink);
            panel.note(at, (0.0, -44.0), Label::new(format!("h = {name}")));
        }
    }
    panel.marker((1e-12, FLOOR), Marker::TriangleUp, 13.0, Ink::Series(6));
    panel.note(
        (1e-12, FLOOR),
        (0.0, -40.0),
        Label::new("complex step: right to the last bit"),
    );
    legend.row(&canvas, 84.0, 24.0, 620.0);
    canvas.finish(
        "finite_differences_error",
        "Error of finite differences against the step",
        "A plot with logarithmic axes: the step from 10⁻¹⁶ to 1, the error of the slope of sin at 1 from 10⁻¹⁷ to 1. \
         Forward, central and Richardson differences fall with the step, with slopes 1, 2 and 4, until rounding takes over and the \
         error climbs again along ε/h. The turning points lie near the square root, the cube root and the fifth root of the \
         machine precision. The complex step falls and stays at the last bit, however small the step.",
    )
}

/// The median error over the steps within a factor of three, since single errors are random.
fn typical(way: &Way, h: f64) -> f64 {
    let mut errors: Vec<f64> = (-8..=8)
        .map(|k| error(way, h * Real::exp10(0.06 * f64::from(k))))
        .collect();
    errors.sort_by(f64::total_cmp);
    errors[8].max(FLOOR)
}

fn steps() -> impl Iterator<Item = f64> {
    (-16 * FINENESS..=0).map(|k| Real::exp10(f64::from(k) / f64::from(FINENESS)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn truncation_falls_with_the_order_of_the_method() {
        let [forward, central, richardson, complex] =
            ways().map(|way| error(&way, 1e-1) / error(&way, 1e-2));
        for (factor, order) in [(forward, 1), (central, 2), (richardson, 4), (complex, 2)] {
            let decades = Real::log10(factor);
            assert!(
                (decades - f64::from(order)).abs() < 0.1,
                "order {order}: {decades}"
            );
        }
    }

    #[test]
    fn the_marked_steps_are_near_the_best_ones() {
        for way in ways() {
            let Some((h, name)) = way.best else { continue };
            let best = steps()
                .map(|h| typical(&way, h))
                .fold(f64::INFINITY, f64::min);
            assert!(typical(&way, h) < 20.0 * best, "{}: {name}", way.name);
            assert!(
                typical(&way, h * 1e3) > 20.0 * best && typical(&way, h / 1e4) > 20.0 * best,
                "{}: {name}",
                way.name
            );
        }
    }

    #[test]
    fn the_complex_step_has_no_rounding_floor() {
        let [.., complex] = ways();
        assert!(error(&complex, 1e-15) < 1e-15);
    }
}
