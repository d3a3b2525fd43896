//! Gradient descent in a long valley: it swings between the walls and creeps along the floor.

use calc_scalar::Real;

use crate::Figure;
use crate::kit::colour_bar::colour_bar;
use crate::kit::grid::Grid;
use crate::kit::{Canvas, Dash, Frame, Ink, Label, Legend, Marker, Panel, Scale, Stroke};
use calc_opt::rule::Sgd;

use crate::descent;

const START: [f64; 2] = [-5.0, 1.0];
const RATES: [(f64, Stroke); 2] = [
    (0.152, Stroke::series(2)),
    (0.02, Stroke::series(4).dash(Dash::Dashed)),
];
const STEPS: usize = 24;

/// Twelve times steeper across than along.
fn f<R: Real>([x, y]: [R; 2]) -> R {
    0.5 * (x.powi(2) + 12.0 * y.powi(2))
}

fn path(rate: f64) -> Vec<[f64; 2]> {
    descent::path(f, START, Sgd::new(rate), STEPS)
}

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(362.0);
    let frame = Frame::new(58.0, 48.0, 626.0, 330.0);
    let panel = Panel::equal(
        &canvas,
        frame,
        Scale::linear(-5.6, 1.4).ticks_about(8),
        Scale::linear(-1.6, 1.6),
    );
    panel.axes("x", "y");
    let grid = Grid::sample((-5.6, 1.4), (-1.6, 1.6), (120, 60), |x, y| f([x, y]));
    let levels: Vec<f64> = [0.25, 1.0, 2.25, 4.0, 6.25, 9.0, 12.25, 16.0, 20.25, 25.0].to_vec();
    panel.contour_lines(&grid, &levels, (0.0, 25.0), 1.4);
    colour_bar(
        &canvas,
        Frame::new(648.0, 76.0, 666.0, 308.0),
        &Scale::linear(0.0, 25.0),
        "f",
    );
    let mut legend = Legend::new();
    for (rate, stroke) in RATES {
        let points: Vec<_> = path(rate).into_iter().map(|[x, y]| (x, y)).collect();
        panel.line(&points, stroke.width(2.0));
        let marker = if stroke.dash == Dash::Solid {
            Marker::Circle
        } else {
            Marker::Diamond
        };
        for &point in points.iter().skip(1) {
            panel.marker(point, marker, 7.0, stroke.ink);
        }
        legend = legend.path(stroke, marker, format!("rate {rate}, {STEPS} steps"));
    }
    panel.marker((START[0], START[1]), Marker::Square, 12.0, Ink::Series(7));
    panel.text(
        (START[0], START[1]),
        (0.0, -18.0),
        &Label::new("start").halo(),
    );
    panel.marker((0.0, 0.0), Marker::Cross, 14.0, Ink::Foreground);
    panel.text((0.0, 0.0), (14.0, 20.0), &Label::new("minimum").halo());
    legend.row(&canvas, 58.0, 24.0, 600.0);
    canvas.finish(
        "descent_valley",
        "Gradient descent in a long valley",
        "Contour lines of a valley twelve times steeper across than along. From the left end, the larger rate swings from wall \
         to wall on its way to the minimum; the smaller one drops to the floor and then creeps, and is far from the \
         minimum after as many steps.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_large_rate_swings_and_the_small_one_creeps() {
        let [swinging, creeping] = RATES.map(|(rate, _)| path(rate));
        assert!(swinging.windows(2).all(|w| w[0][1] * w[1][1] < 0.0));
        assert!(creeping.windows(2).all(|w| w[0][1] * w[1][1] > 0.0));
        let end = |path: &[[f64; 2]]| f(path[STEPS]);
        assert!(
            end(&swinging) < 0.05 && end(&creeping) > 1.0,
            "{} {}",
            end(&swinging),
            end(&creeping)
        );
    }
}
