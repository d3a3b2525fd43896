//! One function body, several number types; four crates, each on top of the one before.

use crate::Figure;
use crate::kit::diagram::Row;
use crate::kit::{Canvas, Frame, Ink, Label, Stroke};

/// What a number type yields, and the colour of the crate it lives in.
const TYPES: [(&str, &str, u8); 5] = [
    ("f64, f32", "value", 1),
    ("Dual", "slope", 1),
    ("Jet", "Taylor series", 1),
    ("Dual<_, N>", "gradient", 3),
    ("Var", "reverse mode", 3),
];

const CRATES: [(&str, [&str; 2], u8); 4] = [
    ("calc-scalar", ["numbers and", "derivatives"], 1),
    ("calc-multi", ["gradients,", "Jacobians"], 3),
    ("calc-opt", ["roots, minima,", "update rules"], 5),
    ("calc-nn", ["layers, losses,", "training"], 4),
];

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(446.0);
    let source = Frame::new(170.0, 14.0, 550.0, 78.0);
    canvas.node(
        source,
        Ink::Foreground,
        &[
            Label::new("one function body").size(14.5),
            Label::new("fn f<R: Real>(x: R) -> R").bold(),
        ],
    );
    let types = Row {
        left: 10.0,
        width: 132.0,
        gap: 10.0,
        top: 134.0,
        height: 76.0,
    };
    let arrow = Stroke::new(Ink::Foreground, 1.6);
    for (k, (name, yields, ink)) in TYPES.into_iter().enumerate() {
        let from = source.left + 30.0 + (source.width() - 60.0) * k as f64 / 4.0;
        canvas.arrow(
            (from, source.bottom + 2.0),
            (types.center(k), types.top - 3.0),
            arrow,
        );
        canvas.node(
            types.frame(k),
            Ink::Series(ink),
            &[Label::new(name).bold(), Label::new(yields).size(15.0)],
        );
    }
    canvas.text(
        (360.0, 250.0),
        &Label::new("four crates, each uses those to its left").size(14.5),
    );
    let crates = Row {
        left: 10.0,
        width: 144.0,
        gap: 41.0,
        top: 274.0,
        height: 116.0,
    };
    for (k, (name, holds, ink)) in CRATES.into_iter().enumerate() {
        let mut lines = vec![Label::new(name).bold().ink(Ink::Series(ink))];
        lines.extend(holds.map(|line| Label::new(line).size(15.0)));
        canvas.node(crates.frame(k), Ink::Series(ink), &lines);
        if k > 0 {
            let (left, right) = crates.between(k - 1);
            canvas.arrow((right, crates.middle()), (left, crates.middle()), arrow);
        }
    }
    canvas.text(
        (360.0, 420.0),
        &Label::new("no_std  ·  no allocator  ·  no unsafe").size(15.0),
    );
    canvas.finish(
        "layers",
        "One function body, four crates",
        "Above, a function written once over any number type. Run on f64 or f32 it gives its value, on Dual its slope, on Jet its \
         Taylor series, on Dual with N parts its gradient, and on Var the gradient in reverse mode. Below, four crates in a row, \
         each with an arrow to the one it builds on: calc-nn on calc-opt on calc-multi on calc-scalar.",
    )
}
