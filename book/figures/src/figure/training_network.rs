//! The network that learns XOR: two inputs, a hidden layer, one output.

use crate::Figure;
use crate::kit::{Canvas, Ink, Label, Stroke};
use crate::xor::{HIDDEN, Net};

/// The radius of a neuron.
const RADIUS: f64 = 32.0;

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(396.0);
    let column = |n: usize, k: usize| 186.0 + 104.0 * (k as f64 - (n as f64 - 1.0) / 2.0);
    let inputs: Vec<_> = (0..2).map(|k| (110.0, column(2, k))).collect();
    let hidden: Vec<_> = (0..HIDDEN).map(|k| (360.0, column(HIDDEN, k))).collect();
    let output = (610.0, column(1, 0));
    let wire = Stroke::new(Ink::Foreground, 1.5);
    for &from in &inputs {
        for &to in &hidden {
            connect(&canvas, from, to, wire);
        }
    }
    for &from in &hidden {
        connect(&canvas, from, output, wire);
    }
    for (k, &at) in inputs.iter().enumerate() {
        let name = ["x₁", "x₂"][k];
        canvas.round_node(at, RADIUS, Ink::Foreground, &[Label::new(name).size(18.0)]);
    }
    for &at in &hidden {
        canvas.round_node(at, RADIUS, Ink::Series(1), &[Label::new("tanh").size(16.0)]);
    }
    canvas.round_node(
        output,
        RADIUS,
        Ink::Series(2),
        &[Label::new("σ").size(20.0)],
    );
    canvas.arrow(
        (output.0 + RADIUS + 2.0, output.1),
        (output.0 + RADIUS + 44.0, output.1),
        wire,
    );
    canvas.text(
        (output.0 + RADIUS + 56.0, output.1),
        &Label::new("ŷ").size(18.0),
    );
    let weights = [2 * HIDDEN + HIDDEN, HIDDEN + 1];
    for (x, lines) in [
        (110.0, ["input".to_owned(), "2 numbers".to_owned()]),
        (
            360.0,
            [
                "hidden layer".to_owned(),
                format!("{} weights and {HIDDEN} biases", weights[0] - HIDDEN),
            ],
        ),
        (
            610.0,
            [
                "output layer".to_owned(),
                format!("{} weights, 1 bias", weights[1] - 1),
            ],
        ),
    ] {
        let [name, counts] = lines;
        canvas.lines_of_text(
            (x, 364.0),
            &[Label::new(name).bold(), Label::new(counts).size(15.0)],
        );
    }
    canvas.finish(
        "training_network",
        "The network that learns XOR",
        &format!(
            "Three columns of circles. Two inputs, x₁ and x₂, are each joined to {HIDDEN} hidden neurons that apply tanh; these are joined to \
             one output neuron that applies the logistic function and gives ŷ. In all {} numbers to learn.",
            Net::PARAMETERS
        ),
    )
}

/// A line between the rims of two neurons.
fn connect(canvas: &Canvas, from: (f64, f64), to: (f64, f64), stroke: Stroke) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = crate::kit::math::hypot(dx, dy);
    let (ux, uy) = (dx / length * (RADIUS + 3.0), dy / length * (RADIUS + 3.0));
    canvas.arrow((from.0 + ux, from.1 + uy), (to.0 - ux, to.1 - uy), stroke);
}
