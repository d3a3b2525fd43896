//! The direction of steepest ascent at 64 points: unit arrows across the contour lines.

use calc_multi::gradient;
use calc_scalar::Real;
use support::functions::saddle;

use crate::Figure;
use crate::kit::colour_bar::colour_bar;
use crate::kit::grid::Grid;
use crate::kit::{Canvas, Frame, Ink, Label, Panel, Scale, Stroke};

/// The length of an arrow in units of the plot.
const LENGTH: f64 = 0.2;
/// Half the side of the plot: room for the arrows at the border.
pub(super) const SIDE: f64 = 2.25;

type Point = (f64, f64);

/// Eight by eight points of [−2, 2]².
pub(super) fn points() -> impl Iterator<Item = [f64; 2]> {
    let line = |k: i32| -2.0 + 4.0 * f64::from(k) / 7.0;
    (0..64).map(move |k| [line(k % 8), line(k / 8)])
}

/// Tail and vector of each arrow.
fn arrows() -> Vec<(Point, Point)> {
    points()
        .map(|p| {
            let [u, v] = gradient(saddle, p);
            let scale = LENGTH / Real::hypot(u, v);
            ((p[0], p[1]), (scale * u, scale * v))
        })
        .collect()
}

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(610.0);
    let panel = map(&canvas);
    panel.quiver(&arrows(), Stroke::new(Ink::Foreground, 1.7));
    panel.canvas.text(
        (panel.frame.center().0, 18.0),
        &Label::new("Arrows: direction of ∇f, all of length 0.2"),
    );
    canvas.finish(
        "gradient_field",
        "The gradient points straight uphill",
        "Contour lines of x² + 3xy + y² with an arrow at each of 64 points. All arrows have the same length, each crosses \
         the contour line at its tail at a right angle and points towards higher values: outwards to the two high corners, \
         away from the two low ones.",
    )
}

/// The contour lines of the saddle without numbers, in a square plot.
pub(super) fn map(canvas: &Canvas) -> Panel<'_> {
    let side = Scale::linear(-SIDE, SIDE).ticks_about(5);
    let panel = Panel::equal(
        canvas,
        Frame::new(64.0, 40.0, 580.0, 556.0),
        side.clone(),
        side,
    );
    let grid = Grid::sample((-SIDE, SIDE), (-SIDE, SIDE), (90, 90), |x, y| {
        saddle([x, y])
    });
    let (low, high) = grid.range();
    panel.axes("x", "y");
    panel.contour_lines(&grid, &levels(), (low, high), 1.5);
    let bar = Frame::new(636.0, 96.0, 656.0, 496.0);
    colour_bar(canvas, bar, &Scale::linear(low, high), "f(x, y)");
    panel
}

fn levels() -> Vec<f64> {
    (-3..=16).map(|k| 1.2 * f64::from(k) + 0.6).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::isoline::isolines;

    fn cosine(a: Point, b: Point) -> f64 {
        (a.0 * b.0 + a.1 * b.1) / (Real::hypot(a.0, a.1) * Real::hypot(b.0, b.1))
    }

    /// The direction of the contour line through a point, taken from the drawn line itself: marching
    /// squares know nothing of derivatives.
    fn along_the_contour(grid: &Grid, (x, y): Point) -> Point {
        let lines = isolines(grid, saddle([x, y]));
        let pairs = lines
            .iter()
            .flat_map(|line| line.windows(2))
            .filter(|w| Real::hypot(w[1].0 - w[0].0, w[1].1 - w[0].1) > 1e-4);
        let nearest = pairs.min_by(|a, b| {
            let distance =
                |w: &[Point]| Real::hypot((w[0].0 + w[1].0) / 2.0 - x, (w[0].1 + w[1].1) / 2.0 - y);
            distance(a).total_cmp(&distance(b))
        });
        nearest
            .map(|w| (w[1].0 - w[0].0, w[1].1 - w[0].1))
            .expect("a line passes through every point")
    }

    #[test]
    fn every_arrow_is_perpendicular_to_its_contour_line_and_points_uphill() {
        let grid = Grid::sample((-SIDE, SIDE), (-SIDE, SIDE), (400, 400), |x, y| {
            saddle([x, y])
        });
        for (tail, vector) in arrows() {
            let line = along_the_contour(&grid, tail);
            let cosine = cosine(vector, line);
            assert!(cosine.abs() < 0.03, "{tail:?}: cosine {cosine}");
            assert!(saddle([tail.0 + vector.0, tail.1 + vector.1]) > saddle([tail.0, tail.1]));
        }
        // The control: an arrow along the x axis is not.
        assert!(cosine((1.0, 0.0), along_the_contour(&grid, (1.0, 1.0))).abs() > 0.5);
    }

    #[test]
    fn on_the_paper_too_arrows_cross_lines_at_right_angles() {
        let canvas = Canvas::new(610.0);
        let panel = map(&canvas);
        let grid = Grid::sample((-SIDE, SIDE), (-SIDE, SIDE), (400, 400), |x, y| {
            saddle([x, y])
        });
        for (tail, vector) in arrows() {
            let line = along_the_contour(&grid, tail);
            let pixels = |v: Point| {
                let (from, to) = (panel.at(tail), panel.at((tail.0 + v.0, tail.1 + v.1)));
                (to.0 - from.0, to.1 - from.1)
            };
            assert!(cosine(pixels(vector), pixels(line)).abs() < 0.03);
        }
    }

    #[test]
    fn all_64_arrows_are_drawn() {
        let svg = draw().svg;
        assert_eq!(arrows().len(), 64);
        let shafts = crate::kit::probe::polylines(&svg, "stroke-width=\"1.7\"");
        assert_eq!(shafts.len(), 64);
    }
}
