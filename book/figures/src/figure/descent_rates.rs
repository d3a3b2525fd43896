//! Four learning rates on x²: slow, at once, to and fro, away.

use calc_scalar::Real;

use crate::Figure;
use crate::kit::{Canvas, Dash, Frame, Ink, Marker, Panel, Scale, Stroke};
use calc_opt::rule::Sgd;

use crate::descent;

const START: f64 = 5.0;
const RATES: [(f64, &str); 4] = [
    (0.1, "converges"),
    (0.5, "arrives in one step"),
    (0.9, "swings, converges"),
    (1.05, "diverges"),
];

fn f<R: Real>(x: R) -> R {
    x.powi(2)
}

fn path(rate: f64) -> Vec<f64> {
    descent::path(|[x]| f(x), [START], Sgd::new(rate), 12)
        .into_iter()
        .map(|[x]| x)
        .collect()
}

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(604.0);
    for (k, (rate, fate)) in RATES.into_iter().enumerate() {
        let (left, top) = (52.0 + 356.0 * (k % 2) as f64, 36.0 + 300.0 * (k / 2) as f64);
        let frame = Frame::new(left, top, left + 300.0, top + 220.0);
        let panel = Panel::new(
            &canvas,
            frame,
            Scale::linear(-8.0, 8.0).ticks_about(4),
            Scale::linear(-4.0, 62.0).ticks_about(4),
        );
        panel.axes("x", "");
        panel.zero_lines();
        panel.title_left(&format!("rate {rate}: {fate}"));
        panel.curve(f, Stroke::series(1));
        let points: Vec<_> = path(rate).into_iter().map(|x| (x, f(x))).collect();
        panel.line(&points, Stroke::series(2).width(1.6).dash(Dash::Dashed));
        for &point in points.iter().skip(1) {
            panel.marker(point, Marker::Circle, 8.0, Ink::Series(2));
        }
        panel.marker(points[0], Marker::Square, 12.0, Ink::Series(7));
    }
    canvas.finish(
        "descent_rates",
        "Four learning rates",
        "Four plots of the parabola x² with gradient descent from x = 5, marked by a square. Rate 0.1 walks down one side in \
         ever shorter steps. Rate 0.5 lands on the minimum at once. Rate 0.9 jumps from side to side and still comes down. \
         Rate 1.05 jumps from side to side and climbs out of the picture.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rate_does_what_its_title_says() {
        let [slow, once, swinging, away] = RATES.map(|(rate, _)| path(rate));
        assert!(slow.windows(2).all(|w| w[1] < w[0] && w[1] > 0.0));
        assert!(once[1].abs() < 1e-15);
        assert!(
            swinging
                .windows(2)
                .all(|w| w[0] * w[1] < 0.0 && w[1].abs() < w[0].abs())
        );
        assert!(
            away.windows(2)
                .all(|w| w[0] * w[1] < 0.0 && w[1].abs() > w[0].abs())
        );
    }
}
