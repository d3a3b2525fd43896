//! Four update rules in one valley.

use calc_opt::rule::{Adam, Momentum, RmsProp, Sgd};
use calc_scalar::Real;

use crate::Figure;
use crate::descent;
use crate::kit::grid::Grid;
use crate::kit::{Canvas, Dash, Frame, Ink, Label, Legend, Marker, Panel, Scale, Stroke};

const START: [f64; 2] = [-5.0, 0.6];
const STEPS: usize = 50;

/// A hundred times steeper across than along; the picture stretches it to show the swings.
pub(super) fn f<R: Real>([x, y]: [R; 2]) -> R {
    0.5 * (x.powi(2) + 100.0 * y.powi(2))
}

/// One rule, its path and how it is drawn.
pub(super) struct Run {
    pub(super) name: &'static str,
    pub(super) stroke: Stroke,
    pub(super) marker: Marker,
    pub(super) path: Vec<[f64; 2]>,
}

/// All four rules from the same start.
pub(super) fn runs(steps: usize) -> [Run; 4] {
    [
        Run {
            name: "gradient descent, rate 0.0185",
            stroke: Stroke::series(2),
            marker: Marker::Circle,
            path: descent::path(f, START, Sgd::new(0.0185), steps),
        },
        Run {
            name: "momentum, rate 0.01",
            stroke: Stroke::series(1).dash(Dash::Dashed),
            marker: Marker::Square,
            path: descent::path(f, START, Momentum::new(0.01, 0.9), steps),
        },
        Run {
            name: "RMSprop, rate 0.1",
            stroke: Stroke::series(4).dash(Dash::Mixed),
            marker: Marker::TriangleUp,
            path: descent::path(f, START, RmsProp::new(0.1).decay(0.9), steps),
        },
        Run {
            name: "Adam, rate 0.25",
            stroke: Stroke::series(3).dash(Dash::Dotted),
            marker: Marker::Diamond,
            path: descent::path(f, START, Adam::new(0.25), steps),
        },
    ]
}

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(454.0);
    let frame = Frame::new(68.0, 72.0, 704.0, 400.0);
    let panel = Panel::new(
        &canvas,
        frame,
        Scale::linear(-5.6, 2.0).ticks_about(8),
        Scale::linear(-0.8, 0.8),
    );
    panel.axes("x", "y");
    let grid = Grid::sample((-5.6, 2.0), (-0.8, 0.8), (120, 60), |x, y| f([x, y]));
    let levels: Vec<f64> = (1..=11).map(|k| 0.25 * f64::from(k * k)).collect();
    panel.contour_lines(&grid, &levels, (0.0, 32.0), 1.2);
    let mut legend = Legend::new();
    for Run {
        name,
        stroke,
        marker,
        path,
    } in runs(STEPS)
    {
        let points: Vec<_> = path.into_iter().map(|[x, y]| (x, y)).collect();
        panel.line(&points, stroke.width(2.2));
        for &point in points.iter().skip(5).step_by(5) {
            panel.marker(point, marker, 9.0, stroke.ink);
        }
        legend = legend.path(stroke.width(2.2), marker, name);
    }
    panel.marker((START[0], START[1]), Marker::Square, 12.0, Ink::Series(7));
    panel.text(
        (START[0], START[1]),
        (12.0, -12.0),
        &Label::new("start").left().halo(),
    );
    panel.marker((0.0, 0.0), Marker::Cross, 14.0, Ink::Foreground);
    legend.row(&canvas, 52.0, 24.0, 600.0);
    canvas.finish(
        "optimisers_paths",
        "Four update rules in one valley",
        &format!(
            "Contour lines of a long valley and four paths of {STEPS} steps from its left end, with a marker at every fifth step. \
             Gradient descent zigzags between the walls and then creeps along the floor. Momentum swings too, but \
             gathers speed along the floor and runs past the minimum before it turns. RMSprop drops to the floor and walks at an even pace. \
             Adam cuts across in one wide curve and overshoots a little."
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_behave_as_the_description_says() {
        let [plain, momentum, rms, adam] = runs(STEPS);
        let farthest = |run: &Run| {
            run.path
                .iter()
                .map(|p| p[0])
                .fold(f64::NEG_INFINITY, f64::max)
        };
        assert!(
            plain.path.windows(2).all(|w| w[0][1] * w[1][1] < 0.0),
            "it zigzags"
        );
        assert!(farthest(&plain) < -1.5, "it creeps");
        assert!(farthest(&momentum) > 0.5, "it runs past");
        let pace: Vec<f64> = rms
            .path
            .windows(2)
            .skip(10)
            .take(20)
            .map(|w| w[1][0] - w[0][0])
            .collect();
        assert!(
            pace.iter().all(|step| (0.06..0.14).contains(step)),
            "{pace:?}"
        );
        let end = adam.path[STEPS];
        assert!(f(end) < 0.3, "{end:?}");
    }
}
