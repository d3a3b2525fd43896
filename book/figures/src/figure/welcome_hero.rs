//! A landscape of hills and valleys, and three balls that find their way down: what the course is about.

use calc_scalar::Real;

use crate::Figure;
use crate::kit::contour::level_ink;
use crate::kit::grid::Grid;
use crate::kit::{Canvas, Frame, Ink, Marker, Panel, Scale, Stroke};
use calc_multi::gradient;

use calc_opt::rule::Sgd;

use crate::descent;

const X: (f64, f64) = (-3.6, 3.6);
const Y: (f64, f64) = (-1.8, 1.8);
const STARTS: [[f64; 2]; 3] = [[-0.5, 0.95], [0.55, 0.8], [3.0, 1.15]];
const RATE: f64 = 0.09;
const STEPS: usize = 60;

/// Hills and hollows, each a bell: height, place, width.
const BELLS: [(f64, [f64; 2], [f64; 2]); 7] = [
    (-2.0, [-1.9, -0.5], [1.0, 0.8]),
    (-2.6, [1.75, -0.55], [0.95, 0.75]),
    (1.9, [0.0, 1.15], [0.8, 0.75]),
    (1.2, [-3.0, 1.2], [0.9, 0.8]),
    (1.5, [2.5, 1.5], [0.8, 0.6]),
    (0.9, [0.15, -1.5], [0.6, 0.7]),
    (1.1, [3.5, -1.6], [0.7, 0.7]),
];

fn landscape<R: Real>([x, y]: [R; 2]) -> R {
    let mut height = 0.05 * (x * x + y * y);
    for (bell, [a, b], [width, depth]) in BELLS {
        let (u, v) = ((x - a) / width, (y - b) / depth);
        height += bell * (-(u * u + v * v)).exp();
    }
    height
}

fn paths() -> [Vec<[f64; 2]>; 3] {
    STARTS.map(|start| descent::path(landscape, start, Sgd::new(RATE), STEPS))
}

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(360.0);
    let panel = Panel::new(
        &canvas,
        Frame::new(0.0, 0.0, 720.0, 360.0),
        Scale::linear(X.0, X.1),
        Scale::linear(Y.0, Y.1),
    );
    let grid = Grid::sample(X, Y, (121, 61), |x, y| landscape([x, y]));
    let (low, high) = grid.range();
    let levels: Vec<f64> = (1..20)
        .map(|k| low + (high - low) * f64::from(k) / 20.0)
        .collect();
    panel.bands(&grid, &levels, |k| {
        level_ink(Real::powf((k as f64 + 0.5) / 20.0, 1.4), (0.0, 1.0))
    });
    for &level in &levels {
        panel.contour_line(
            &grid,
            level,
            Stroke::new(Ink::Background, 0.8).opacity(0.35),
        );
    }
    panel.quiver(&downhill(), Stroke::new(Ink::Background, 1.5).opacity(0.75));
    for path in paths() {
        let points: Vec<_> = path.iter().map(|&[x, y]| (x, y)).collect();
        panel.line(&points, Stroke::new(Ink::Background, 6.0));
        panel.line(&points, Stroke::series(2).width(3.0));
        for &point in points.iter().take(STEPS).skip(1) {
            panel.marker(point, Marker::Circle, 5.0, Ink::Series(2));
        }
        panel.marker(points[0], Marker::Square, 12.0, Ink::Series(7));
        panel.marker(points[STEPS], Marker::Diamond, 14.0, Ink::Series(7));
    }
    canvas.finish(
        "welcome_hero",
        "Three descents through a landscape of hills and valleys",
        "A map of a hilly landscape in bands of colour, dark in the valleys and bright on the hills, strewn with small arrows \
         that point straight downhill. Three paths of gradient descent start on the slopes: they bend along the arrows and end \
         in two different valleys.",
    )
}

/// Short arrows against the gradient, away from the paths.
fn downhill() -> Vec<((f64, f64), (f64, f64))> {
    let paths = paths();
    let line = |from: f64, to: f64, n: i32, k: i32| {
        from + (to - from) * (f64::from(k) + 0.5) / f64::from(n)
    };
    (0..16 * 8)
        .map(|k| [line(X.0, X.1, 16, k % 16), line(Y.0, Y.1, 8, k / 16)])
        .filter(|[x, y]| {
            paths
                .iter()
                .flatten()
                .all(|[a, b]| Real::hypot(x - a, y - b) > 0.2)
        })
        .map(|[x, y]| {
            let [u, v] = gradient(landscape, [x, y]);
            let length = Real::hypot(u, v);
            let scale = -0.26 * (length / (length + 0.4)) / length;
            (
                (x - scale * u / 2.0, y - scale * v / 2.0),
                (scale * u, scale * v),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_goes_down_and_ends_in_a_valley() {
        for path in paths() {
            assert!(
                path.windows(2)
                    .all(|w| landscape(w[1]) <= landscape(w[0]) + 1e-12)
            );
            let [u, v] = gradient(landscape, path[STEPS]);
            assert!(Real::hypot(u, v) < 0.01, "{path:?}");
        }
        let ends: Vec<f64> = paths().iter().map(|path| path[STEPS][0]).collect();
        assert!(
            ends.iter().any(|x| *x < 0.0) && ends.iter().any(|x| *x > 0.0),
            "two valleys: {ends:?}"
        );
    }

    #[test]
    fn the_arrows_point_downhill() {
        for ((x, y), (u, v)) in downhill() {
            assert!(landscape([x + u, y + v]) < landscape([x, y]) + 1e-3);
        }
    }
}
