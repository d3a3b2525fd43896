//! Twenty steps of gradient descent on x².

use calc_scalar::Real;

use crate::Figure;
use crate::kit::{Canvas, Frame, Ink, Label, Legend, Marker, Panel, Scale, Stroke};
use calc_opt::rule::Sgd;

use crate::descent;

const START: f64 = 5.0;
const RATE: f64 = 0.1;
const STEPS: usize = 20;

fn f<R: Real>(x: R) -> R {
    x.powi(2)
}

/// Every point visited, the start among them.
fn path() -> Vec<f64> {
    descent::path(|[x]| f(x), [START], Sgd::new(RATE), STEPS)
        .into_iter()
        .map(|[x]| x)
        .collect()
}

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(450.0);
    let panel = Panel::new(
        &canvas,
        Frame::new(64.0, 48.0, 704.0, 396.0),
        Scale::linear(-2.4, 5.6).ticks_about(8),
        Scale::linear(-3.0, 28.0),
    );
    panel.axes("x", "y");
    panel.zero_lines();
    let (curve, steps) = (Stroke::series(1), Stroke::series(2).width(1.8));
    panel.curve(f, curve);
    let path = path();
    let points: Vec<_> = path.iter().map(|&x| (x, f(x))).collect();
    panel.line(&points, steps);
    for &point in &points {
        panel.marker(point, Marker::Circle, 9.0, steps.ink);
    }
    for (k, &(x, y)) in points.iter().enumerate().take(4).skip(1) {
        panel.text(
            (x, y),
            (14.0, 8.0),
            &Label::new(format!("step {k}: x = {}", short(x)))
                .left()
                .halo(),
        );
    }
    let (first, last) = (points[0], points[STEPS]);
    panel.marker(first, Marker::Square, 13.0, Ink::Series(7));
    panel.text(
        first,
        (-16.0, -4.0),
        &Label::new(format!("start x₀ = {START}")).right().halo(),
    );
    panel.marker(last, Marker::Diamond, 14.0, Ink::Series(3));
    panel.note(
        last,
        (-20.0, -62.0),
        Label::new(format!("step {STEPS}: x = {:.4}", last.0)).right(),
    );
    Legend::new()
        .line(curve, "f(x) = x²")
        .path(steps, Marker::Circle, "steps of gradient descent")
        .marker(Marker::Square, Ink::Series(7), "start")
        .marker(Marker::Diamond, Ink::Series(3), "end")
        .row(&canvas, 64.0, 24.0, 640.0);
    canvas.finish(
        "descent_path",
        "Gradient descent on x²",
        &format!(
            "The parabola x² with the points that gradient descent visits from x = {START} at rate {RATE}: 4, 3.2, 2.56 and on, each \
             step a fifth shorter than the one before. After {STEPS} steps it stands at {:.4}, almost at the minimum.",
            last.0
        ),
    )
}

/// Without needless zeros.
fn short(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_is_that_of_the_course() {
        let path = path();
        for (ours, theirs) in path.iter().skip(1).zip([4.0, 3.2, 2.56, 2.048, 1.6384]) {
            assert!((ours - theirs).abs() < 1e-14, "{ours} {theirs}");
        }
        assert_eq!(path.len(), STEPS + 1);
        // In closed form each step multiplies by 1 − 2·rate.
        assert!((path[STEPS] - START * Real::powi(0.8_f64, 20)).abs() < 1e-14);
    }
}
