//! The loss on the digits that are learned from, and on those that are not.

use crate::Figure;
use crate::digits::{EPOCHS, train};
use crate::kit::{Canvas, Frame, Legend, Marker, Panel, Scale, Stroke};

pub(crate) fn draw() -> Figure {
    let losses = &train().losses;
    let canvas = Canvas::new(440.0);
    let panel = Panel::new(
        &canvas,
        Frame::new(78.0, 60.0, 690.0, 386.0),
        Scale::linear(0.0, f64::from(EPOCHS)).ticks_about(6),
        Scale::decades(-3, 1, 1),
    );
    panel.axes("epoch", "loss");
    let mut legend = Legend::new();
    for (series, name, marker) in [
        (1, "digits to learn from", Marker::Circle),
        (2, "digits it has not seen", Marker::Square),
    ] {
        let points: Vec<_> = losses
            .iter()
            .enumerate()
            .map(|(epoch, loss)| (epoch as f64, loss[usize::from(series) - 1]))
            .collect();
        let stroke = Stroke::series(series);
        panel.line(&points, stroke);
        for &point in points.iter().step_by(5) {
            panel.marker(point, marker, 10.0, stroke.ink);
        }
        legend = legend.path(stroke, marker, name);
    }
    legend.row(&canvas, 78.0, 24.0, 612.0);
    canvas.finish(
        "digits_loss",
        "The loss on known and on new digits",
        "Two curves against the epoch, on a logarithmic axis. Both begin above 2 and fall steeply in the first epochs. Then the loss on the \
         digits to learn from keeps falling, below one hundredth, while the loss on the digits that the network has not seen falls more slowly \
         and ends more than ten times as high.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curves_part_as_the_description_says() {
        let losses = &train().losses;
        assert!(losses[0].iter().all(|&loss| loss > 2.0));
        let [training, test] = losses[30];
        assert!(
            training < 0.01 && (0.04..0.25).contains(&test),
            "{training} {test}"
        );
        assert!(test > 10.0 * training);
    }
}
