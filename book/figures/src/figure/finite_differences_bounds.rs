//! True errors of measured slopes beside the bounds that came with them.

use calc_scalar::difference::{self, Estimate, Options};
use calc_scalar::{Real, derivative};

use crate::Figure;
use crate::kit::{Canvas, Dash, Frame, Ink, Label, Legend, Marker, Panel, Scale, Stroke};

/// An error of 0 has no logarithm; it is drawn here.
const FLOOR: f64 = 1e-17;
/// Points for each function.
const POINTS: usize = 24;

/// What a slope was measured to be: its bound and its true error, in units of the true slope.
type Case = (f64, f64);

/// Functions on which a fixed step fails, as a black box and as exact truth.
macro_rules! families {
    ($($name:literal $marker:ident $ink:literal $from:literal $to:literal |$x:ident| $body:expr;)*) => {
        fn families() -> Vec<(&'static str, Marker, Ink, Vec<Case>)> {
            vec![$({
                fn f<R: Real>($x: R) -> R { $body }
                let cases = points($from, $to).map(|x| case(f, derivative(f, x), x)).collect();
                ($name, Marker::$marker, Ink::Series($ink), cases)
            }),*]
        }
    };
}

families! {
    "smooth" Circle 1 0.1 3.0 |x| x.sin().exp();
    "fast waves" Square 2 0.01 2.0 |x| (1000.0 * x).sin();
    "next to a pole" Diamond 3 1e-8 1e-2 |x| 1.0 / x + x.ln();
    "tiny scale" TriangleUp 6 1e-11 1e-9 |x| (1e9 * x).sin();
}

/// A measurement with a few decimals.
fn rounded(x: f64, decimals: i32) -> f64 {
    let unit = Real::powi(10.0, decimals);
    Real::round(Real::sin(x) * unit) / unit
}

/// Points whose logarithms are evenly spread.
fn points(from: f64, to: f64) -> impl Iterator<Item = f64> {
    let (from, to) = (Real::ln(from), Real::ln(to));
    (0..POINTS).map(move |k| Real::exp(from + (to - from) * (k as f64 + 0.37) / POINTS as f64))
}

fn case(f: impl Fn(f64) -> f64, truth: f64, x: f64) -> Case {
    compare(difference::derivative(f, x), truth)
}

fn compare(found: Estimate, truth: f64) -> Case {
    let size = truth.abs();
    (found.error / size, (found.value - truth).abs() / size)
}

fn all() -> Vec<(&'static str, Marker, Ink, Vec<Case>)> {
    let mut all = families();
    let noisy = (4..10).flat_map(|decimals| {
        let points = points(0.1, 1.4).step_by(4);
        let known = Options::new().noise(0.5 * Real::powi(10.0, -decimals));
        points.map(move |x| compare(known.derivative(|t| rounded(t, decimals), x), Real::cos(x)))
    });
    let marker = Marker::TriangleDown;
    all.push(("stated noise", marker, Ink::Series(7), noisy.collect()));
    all
}

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(520.0);
    let frame = Frame::new(84.0, 76.0, 704.0, 464.0);
    let panel = Panel::new(
        &canvas,
        frame,
        Scale::decades(-15, 0, 3),
        Scale::decades(-18, 0, 3),
    );
    panel.axes("claimed error ± of the slope", "true error");
    let diagonal = Stroke::new(Ink::Foreground, 1.4).dash(Dash::Dashed);
    panel.line(&[(1e-15, 1e-15), (1.0, 1.0)], diagonal);
    panel.note(
        (1e-9, 1e-9),
        (-20.0, -60.0),
        Label::new("no point above this line").right(),
    );
    let mut legend = Legend::new();
    for (name, marker, ink, cases) in all() {
        for (bound, error) in cases {
            panel.marker((bound, error.max(FLOOR)), marker, 9.0, ink);
        }
        legend = legend.marker(marker, ink, name);
    }
    legend.row(&canvas, 84.0, 24.0, 620.0);
    canvas.finish(
        "finite_differences_bounds",
        "True errors of measured slopes and the bounds that were claimed",
        "A plot with logarithmic axes: the claimed error of a slope from 10⁻¹⁵ to 1, its true error from 10⁻¹⁸ to 1, both \
         relative to the slope. A dashed diagonal marks where both are equal. The points of five families of functions, smooth, \
         with fast waves, next to a pole, on a tiny scale, and rounded to four to nine decimals, which was said, all lie below the diagonal, most by one to \
         three powers of ten. The rounded ones reach furthest to the right.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_point_lies_below_the_diagonal() {
        for (name, _, _, cases) in all() {
            for (bound, error) in cases {
                assert!(error <= bound, "{name}: {error} is more than {bound}");
                assert!(
                    (1e-15..1.0).contains(&bound),
                    "{name}: {bound} is not drawn"
                );
            }
        }
    }

    #[test]
    fn noise_costs_digits_and_the_bound_says_so() {
        let widest = |wanted: &str| {
            let cases = all().into_iter().find(|(name, ..)| *name == wanted);
            cases
                .unwrap()
                .3
                .into_iter()
                .map(|(b, _)| b)
                .fold(0.0, f64::max)
        };
        assert!(widest("stated noise") > 1e3 * widest("smooth"));
    }
}
