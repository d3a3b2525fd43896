//! The computation graph of a network with two weights: values forward, gradients backward.

use calc_scalar::{Real, derivative};

use crate::Figure;
use crate::kit::diagram::Row;
use crate::kit::{Canvas, Dash, Ink, Label, Stroke};

const X: f64 = 2.0;
const Y: f64 = 1.0;
const W1: f64 = 0.5;
const W2: f64 = 0.8;

fn loss<R: Real>(prediction: R) -> R {
    0.5 * (prediction - Y).powi(2)
}

/// Every number of the graph.
struct Pass {
    z1: f64,
    a1: f64,
    prediction: f64,
    loss: f64,
    by_prediction: f64,
    by_w2: f64,
    by_a1: f64,
    by_z1: f64,
    by_w1: f64,
}

fn pass() -> Pass {
    let z1 = X * W1;
    let a1 = Real::logistic(z1);
    Pass {
        z1,
        a1,
        prediction: W2 * a1,
        loss: loss(W2 * a1),
        by_prediction: derivative(loss, W2 * a1),
        by_w2: derivative(|w2| loss(w2 * a1), W2),
        by_a1: derivative(|a1| loss(a1 * W2), a1),
        by_z1: derivative(|z1| loss(z1.logistic() * W2), z1),
        by_w1: derivative(|w1| loss((w1 * X).logistic() * W2), W1),
    }
}

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(350.0);
    let p = pass();
    let row = Row {
        left: 14.0,
        width: 108.0,
        gap: 38.0,
        top: 148.0,
        height: 76.0,
    };
    let (forward, backward) = (
        Stroke::new(Ink::Series(1), 2.2),
        Stroke::new(Ink::Series(2), 2.2).dash(Dash::Dashed),
    );
    let nodes: [(&str, String, &str); 5] = [
        ("x", show(X), ""),
        ("z₁ = W₁ · x", show(p.z1), ""),
        ("a₁ = σ(z₁)", show(p.a1), ""),
        ("ŷ = W₂ · a₁", show(p.prediction), ""),
        ("L = ½(ŷ − y)²", show(p.loss), ""),
    ];
    for (k, (name, value, _)) in nodes.iter().enumerate() {
        let ink = if k == 0 {
            Ink::Foreground
        } else {
            Ink::Series(1)
        };
        canvas.node(
            row.frame(k),
            ink,
            &[
                Label::new(*name).size(14.0),
                Label::new(value).size(17.0).bold().ink(ink),
            ],
        );
        if k > 0 {
            let (from, to) = row.between(k - 1);
            canvas.arrow(
                (from, row.middle() - 14.0),
                (to, row.middle() - 14.0),
                forward,
            );
        }
    }
    // Backward, one arrow below the other: the first would need dL/dx, which nobody asks for.
    for (k, gradient) in [(1, p.by_z1), (2, p.by_a1), (3, p.by_prediction)] {
        let (from, to) = row.between(k);
        canvas.arrow(
            (to, row.middle() + 16.0),
            (from, row.middle() + 16.0),
            backward,
        );
        let name = ["", "dL/dz₁", "dL/da₁", "dL/dŷ"][k];
        let (x, y) = (row.center(k), row.bottom() + 36.0);
        canvas.lines_of_text(
            (x, y),
            &[
                Label::new(name).size(15.0).ink(Ink::Series(2)),
                Label::new(show(gradient)).bold().ink(Ink::Series(2)),
            ],
        );
    }
    for (k, name, value, gradient) in [(1, "W₁", W1, p.by_w1), (3, "W₂", W2, p.by_w2)] {
        let (x, top) = (row.center(k), 62.0);
        canvas.round_node(
            (x, top),
            36.0,
            Ink::Series(3),
            &[
                Label::new(name).size(15.0),
                Label::new(show(value)).bold().ink(Ink::Series(3)),
            ],
        );
        canvas.arrow((x - 14.0, top + 36.0), (x - 14.0, row.top - 2.0), forward);
        canvas.arrow((x + 14.0, row.top), (x + 14.0, top + 38.0), backward);
        let name = if k == 1 { "dL/dW₁" } else { "dL/dW₂" };
        let text = [
            Label::new(name).size(15.0).ink(Ink::Series(2)).right(),
            Label::new(show(gradient))
                .bold()
                .ink(Ink::Series(2))
                .right(),
        ];
        canvas.lines_of_text((x - 44.0, top), &text);
    }
    let x = row.center(4);
    canvas.round_node(
        (x, 62.0),
        36.0,
        Ink::Foreground,
        &[Label::new("y").size(15.0), Label::new(show(Y)).bold()],
    );
    canvas.arrow((x, 98.0), (x, row.top - 2.0), forward);
    crate::kit::Legend::new()
        .arrow(forward, "values, forward")
        .arrow(backward, "gradients, backward")
        .row(&canvas, 150.0, 322.0, 560.0);
    canvas.finish(
        "backpropagation_graph",
        "Values forward, gradients backward",
        &format!(
            "A chain of five boxes. The input x = 2 is multiplied by the weight W₁ = 0.5 to z₁ = {}, the logistic function gives \
             a₁ = {:.4}, the weight W₂ = 0.8 gives ŷ = {:.4}, and the loss against y = 1 is {:.4}. Dashed arrows lead back: \
             the gradient is {:.4} at ŷ, {:.4} at a₁, {:.4} at z₁; it is {:.4} for W₂ and {:.4} for W₁.",
            p.z1, p.a1, p.prediction, p.loss, p.by_prediction, p.by_a1, p.by_z1, p.by_w2, p.by_w1
        ),
    )
}

/// Up to four decimals, without needless zeros.
fn show(value: f64) -> String {
    let text = crate::kit::scale::number(value, 4);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gradients_are_those_of_the_rules_worked_by_hand() {
        let p = pass();
        let error = p.prediction - Y;
        let by_hand = [
            error,
            error * p.a1,
            error * W2,
            error * W2 * p.a1 * (1.0 - p.a1),
            error * W2 * p.a1 * (1.0 - p.a1) * X,
        ];
        for (ours, theirs) in [p.by_prediction, p.by_w2, p.by_a1, p.by_z1, p.by_w1]
            .into_iter()
            .zip(by_hand)
        {
            assert!((ours - theirs).abs() < 1e-15, "{ours} {theirs}");
        }
    }

    #[test]
    fn the_numbers_of_the_course_stand_in_the_picture() {
        let svg = draw().svg;
        for number in [
            "0.7311",
            "0.5848",
            "0.0862",
            "−0.4152",
            "−0.3035",
            "−0.1306",
        ] {
            assert!(svg.contains(&format!(">{number}<")), "{number}");
        }
    }
}
