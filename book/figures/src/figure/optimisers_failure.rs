//! A stream of gradients on which Adam walks to the worst point.

use calc_opt::rule::{Adam, AmsGrad, Rule, Sgd};

use crate::Figure;
use crate::kit::{Canvas, Dash, Frame, Label, Legend, Panel, Scale, Stroke};

const STEPS: u32 = 400;

/// One gradient in three is 3, the others are −1: 1/3 on average.
fn slope(t: u32) -> f64 {
    if t % 3 == 1 { 3.0 } else { -1.0 }
}

/// The place after each step.
fn path(mut rule: impl Rule<f64, 1>) -> Vec<(f64, f64)> {
    let mut x = [0.0];
    let mut path = Vec::new();
    for t in 1..=STEPS {
        rule.set_rate(0.5 / f64::from(t).sqrt());
        rule.update(&mut x, &[slope(t)]);
        x = x.map(|x| x.clamp(-1.0, 1.0));
        path.push((f64::from(t), x[0]));
    }
    path
}

/// A rule, how it is drawn, and where it was after which step.
type Walk = (&'static str, Stroke, Vec<(f64, f64)>);

fn paths() -> [Walk; 3] {
    [
        ("SGD", Stroke::series(2), path(Sgd::new(0.5))),
        (
            "Adam",
            Stroke::series(3).dash(Dash::Dashed),
            path(Adam::new(0.5).betas(0.0, 0.1)),
        ),
        (
            "AMSGrad",
            Stroke::series(4).dash(Dash::Mixed),
            path(AmsGrad::new(0.5).betas(0.0, 0.1)),
        ),
    ]
}

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(372.0);
    let panel = Panel::new(
        &canvas,
        Frame::new(70.0, 52.0, 704.0, 316.0),
        Scale::linear(0.0, f64::from(STEPS)).ticks_about(5),
        Scale::linear(-1.2, 1.2).ticks_about(5),
    );
    panel.axes("step", "x");
    panel.zero_lines();
    let mut legend = Legend::new();
    for (name, stroke, path) in paths() {
        panel.line(&path, stroke.width(2.2));
        legend = legend.line(stroke.width(2.2), name);
    }
    panel.text(
        (200.0, -1.0),
        (0.0, 20.0),
        &Label::new("the best place").halo(),
    );
    panel.text(
        (200.0, 1.0),
        (0.0, -14.0),
        &Label::new("the worst place").halo(),
    );
    legend.row(&canvas, 70.0, 24.0, 600.0);
    canvas.finish(
        "optimisers_failure",
        "Adam walks the wrong way",
        "The place x against the step for three rules that see the same gradients, 3, −1, −1 and so on. SGD and AMSGrad fall from 0 towards −1, \
         the best place. Adam climbs to +1, the worst one, and stays there.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adam_ends_at_the_worst_place_and_the_others_near_the_best() {
        let [sgd, adam, amsgrad] = paths().map(|(_, _, path)| path[path.len() - 1].1);
        assert!(
            adam > 0.9 && sgd < -0.9 && amsgrad < -0.9,
            "{sgd} {adam} {amsgrad}"
        );
    }
}
