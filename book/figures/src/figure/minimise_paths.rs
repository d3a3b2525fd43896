//! Six methods side by side, from the same start in the same curved valley.

use core::ops::ControlFlow;

use calc_multi::{value_and_gradient, value_gradient_and_hessian};
use calc_opt::minimize::direction::{
    BarzilaiBorwein, Bfgs, ConjugateGradient, Direction, Formula, Steepest,
};
use calc_opt::minimize::line_search::{Backtracking, LineSearch, MoreThuente};
use calc_opt::minimize::{Limits, LineDescent, Minimizer, TrustRegion, observed, run};
use calc_opt::rule::Adam;
use calc_scalar::Real;

use crate::Figure;
use crate::descent;
use crate::kit::grid::Grid;
use crate::kit::{Canvas, Frame, Ink, Marker, Panel, Scale, Stroke};

const START: [f64; 2] = [-1.2, 1.0];

/// Rosenbrock's valley.
fn f<R: Real>([x, y]: [R; 2]) -> R {
    100.0 * (y - x.powi(2)).powi(2) + (1.0 - x).powi(2)
}

/// A method, the points it steps to, and the runs of `f` it took.
struct Run {
    name: &'static str,
    path: Vec<[f64; 2]>,
    runs: u32,
}

/// The points of a method that follows lines, until it has converged.
fn along_lines(
    name: &'static str,
    direction: impl Direction<f64, 2>,
    search: impl LineSearch<f64>,
    steps: u32,
) -> Run {
    let limits = Limits::new().max_iterations(steps);
    let machine = LineDescent::new(START, direction, search, limits);
    follow(name, machine, |x| value_and_gradient(f, x))
}

fn follow<M: Minimizer<f64, 2, Question = [f64; 2]>>(
    name: &'static str,
    machine: M,
    evaluate: impl FnMut([f64; 2]) -> M::Answer,
) -> Run {
    let mut path = Vec::new();
    let watched = observed(machine, |step| {
        path.push(step.x);
        ControlFlow::Continue(())
    });
    let runs = run(watched, evaluate).evaluations;
    Run { name, path, runs }
}

/// Gradient descent and Adam do not get to the end in a picture.
const PATIENCE: u32 = 200;

fn runs() -> [Run; 6] {
    let conjugate = ConjugateGradient::new(Formula::PolakRibierePlus);
    let exact = MoreThuente::new().c2(0.1);
    let adam = descent::path(f, START, Adam::new(0.05), PATIENCE as usize);
    [
        along_lines(
            "steepest descent",
            Steepest::new(),
            Backtracking::new(),
            PATIENCE,
        ),
        Run {
            name: "Adam, rate 0.05",
            runs: PATIENCE,
            path: adam,
        },
        along_lines(
            "Barzilai–Borwein",
            BarzilaiBorwein::new(),
            Backtracking::new(),
            1000,
        ),
        along_lines("conjugate gradients", conjugate, exact, 1000),
        along_lines("BFGS", Bfgs::new(), MoreThuente::new(), 1000),
        follow(
            "Newton, trust region",
            TrustRegion::new(START, Limits::new()),
            |x| value_gradient_and_hessian(f, x),
        ),
    ]
}

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(760.0);
    let grid = Grid::sample((-1.7, 1.7), (-0.7, 1.7), (150, 110), |x, y| {
        Real::ln_1p(f([x, y]))
    });
    let levels: Vec<f64> = (0..9).map(|k| 0.35 + 0.75 * f64::from(k)).collect();
    for (k, Run { name, path, runs }) in runs().into_iter().enumerate() {
        let (column, row) = (k % 2, k / 2);
        let (left, top) = (44.0 + 356.0 * column as f64, 34.0 + 246.0 * row as f64);
        let panel = Panel::new(
            &canvas,
            Frame::new(left, top, left + 308.0, top + 176.0),
            Scale::linear(-1.7, 1.7).ticks_about(4),
            Scale::linear(-0.7, 1.7).ticks_about(3),
        );
        panel.axes("", "");
        panel.title_left(&format!("{name}: {runs} runs of f"));
        panel.contour_lines(&grid, &levels, (0.0, 7.0), 1.0);
        let points: Vec<_> = path.into_iter().map(|[x, y]| (x, y)).collect();
        panel.line(&points, Stroke::series(2).width(1.8));
        // More of them would hide the line.
        let every = points.len().div_ceil(25);
        for &point in points.iter().step_by(every) {
            panel.marker(point, Marker::Circle, 5.0, Ink::Series(2));
        }
        panel.marker((START[0], START[1]), Marker::Square, 10.0, Ink::Series(7));
        panel.marker((1.0, 1.0), Marker::Cross, 13.0, Ink::Foreground);
    }
    canvas.finish(
        "minimise_paths",
        "Six methods in one curved valley",
        "Six plots of the same contour lines, a narrow valley bent like a banana, each with the path of one method from a square at the upper left; \
         a cross marks the minimum at the right end. After 200 steps steepest descent is still creeping along the floor and \
         Adam is on its way; Barzilai and Borwein's steps jump about and arrive; conjugate gradients, BFGS and Newton's method \
         follow the floor around the bend in a few dozen steps.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_methods_behave_as_the_description_says() {
        let ends = runs().map(|run| (run.name, *run.path.last().expect("a start"), run.runs));
        let [steepest, adam, rest @ ..] = ends;
        assert!(
            f(steepest.1) > 1e-3 && f(adam.1) > 1e-3,
            "{steepest:?} {adam:?}"
        );
        for (name, end, runs) in rest {
            assert!(f(end) < 1e-12 && runs < 120, "{name}: {end:?} {runs}");
        }
    }
}
