//! Four crates, one above the other, and what stands on them.

use crate::Figure;
use crate::kit::{Canvas, Frame, Ink, Label, Stroke};

/// Name, what goes in, what comes out, colour; from the top.
const LAYERS: [(&str, [&str; 2], Ink); 5] = [
    (
        "your program",
        [
            "and the book, the tests, the firmware",
            "everything below runs without std",
        ],
        Ink::Foreground,
    ),
    (
        "calc-nn",
        ["network and data", "layers, losses, training"],
        Ink::Series(4),
    ),
    (
        "calc-opt",
        ["values and gradients", "roots, minima, update rules"],
        Ink::Series(5),
    ),
    (
        "calc-multi",
        ["f run on Dual<_, N> or Var", "gradient, Jacobian, Hessian"],
        Ink::Series(3),
    ),
    (
        "calc-scalar",
        [
            "f run on f64, Dual or Jet",
            "value, slope, Taylor polynomial",
        ],
        Ink::Series(1),
    ),
];

const HEIGHT: f64 = 66.0;
const PITCH: f64 = 96.0;

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(588.0);
    let arrow = Stroke::new(Ink::Foreground, 1.8);
    for (k, (name, [takes, gives], ink)) in LAYERS.into_iter().enumerate() {
        let top = 14.0 + PITCH * k as f64;
        let frame = Frame::new(96.0, top, 624.0, top + HEIGHT);
        canvas.node(frame, ink, &[]);
        let (_, middle) = frame.center();
        canvas.text(
            (120.0, middle),
            &Label::new(name).size(18.0).bold().ink(ink).left(),
        );
        let lines = [
            Label::new(takes).size(15.0).left(),
            Label::new(gives).left(),
        ];
        canvas.lines_of_text((316.0, middle), &lines);
        if k > 0 {
            let gap = (top - PITCH + HEIGHT + 3.0, top - 3.0);
            canvas.arrow((360.0, gap.0), (360.0, gap.1), arrow);
        }
    }
    let top = 14.0 + PITCH * 5.0;
    canvas.arrow(
        (360.0, top + HEIGHT - PITCH + 3.0),
        (360.0, top - 3.0),
        arrow,
    );
    let source = Frame::new(180.0, top, 540.0, top + HEIGHT);
    let code = Label::new("fn f<R: Real>(x: R) -> R").size(17.0).bold();
    canvas.node(
        source,
        Ink::Foreground,
        &[
            Label::new("one function body, any number type").size(15.0),
            code,
        ],
    );
    canvas.finish(
        "layers",
        "Four crates, one above the other",
        "A stack of boxes with arrows downwards, each standing on the one below. On top your program, and the book, the tests and the firmware; everything below runs without std. \
         Then calc-nn, from network and data to layers, losses and training; calc-opt, from values and gradients to roots, minima and \
         update rules; calc-multi, which runs a function on Dual with N parts or on Var for gradients, Jacobians and Hessians; calc-scalar, \
         which runs it on f64, Dual or Jet for value, slope and Taylor polynomial. At the bottom the one function body, fn f over any Real R.",
    )
}
