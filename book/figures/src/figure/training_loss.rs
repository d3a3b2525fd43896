//! The loss of the XOR network, epoch by epoch.

use crate::Figure;
use crate::kit::{Canvas, Frame, Label, Panel, Scale, Stroke};
use crate::xor::{EPOCHS, train};

pub(crate) fn draw() -> Figure {
    let losses = train().losses;
    let canvas = Canvas::new(420.0);
    let panel = Panel::new(
        &canvas,
        Frame::new(78.0, 20.0, 690.0, 366.0),
        Scale::linear(0.0, f64::from(EPOCHS)).ticks_about(5),
        Scale::decades(-3, 0, 1),
    );
    panel.axes("epoch", "loss");
    let points: Vec<_> = losses
        .iter()
        .enumerate()
        .map(|(k, &loss)| (k as f64 + 1.0, loss))
        .collect();
    panel.line(&points, Stroke::series(1));
    let guess = core::f64::consts::LN_2;
    panel.line(&[(0.0, guess), (f64::from(EPOCHS), guess)], Stroke::thin());
    panel.text(
        (f64::from(EPOCHS), guess),
        (-8.0, 16.0),
        &Label::new("ln 2: answering ½ to everything").right(),
    );
    canvas.finish(
        "training_loss",
        "The loss of the XOR network",
        "The mean loss over the four examples against the epoch, on a logarithmic axis. It starts near ln 2, the loss of a network that \
         answers one half to everything, then falls quickly and afterwards ever more slowly.",
    )
}
