//! The loss of four update rules, step by step.

use super::optimisers_paths::{Run, f, runs};
use crate::Figure;
use crate::kit::{Canvas, Frame, Legend, Panel, Scale};

const STEPS: usize = 150;

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(476.0);
    let frame = Frame::new(78.0, 72.0, 704.0, 420.0);
    let panel = Panel::new(
        &canvas,
        frame,
        Scale::linear(0.0, 150.0).ticks_about(6),
        Scale::decades(-8, 2, 2),
    );
    panel.axes("step", "loss");
    let mut legend = Legend::new();
    for Run {
        name,
        stroke,
        marker,
        path,
    } in runs(STEPS)
    {
        let points: Vec<_> = path
            .iter()
            .enumerate()
            .map(|(k, &x)| (k as f64, f(x)))
            .collect();
        panel.line(&points, stroke.width(2.2));
        for &point in points.iter().skip(15).step_by(30) {
            panel.marker(point, marker, 10.0, stroke.ink);
        }
        legend = legend.path(stroke.width(2.2), marker, name);
    }
    legend.row(&canvas, 78.0, 24.0, 626.0);
    canvas.finish(
        "optimisers_loss",
        "The loss of four update rules",
        "The loss against the step, on a logarithmic axis. Gradient descent falls along a straight line, slowly. Momentum and Adam \
         fall faster, in waves. RMSprop falls steadily and then bounces: \
         near the minimum its fixed rate is too large.",
    )
}
