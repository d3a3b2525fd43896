//! What the trained network answers at every point of the plane.

use crate::Figure;
use crate::kit::colour_bar::colour_bar;
use crate::kit::grid::Grid;
use crate::kit::{Canvas, Frame, Ink, Label, Legend, Marker, Panel, Scale, Stroke};
use crate::xor::{DATA, train};

const RANGE: (f64, f64) = (-0.5, 1.5);

pub(crate) fn draw() -> Figure {
    let network = train();
    let canvas = Canvas::new(576.0);
    let side = Scale::linear(RANGE.0, RANGE.1).ticks_about(4);
    let panel = Panel::equal(
        &canvas,
        Frame::new(84.0, 48.0, 556.0, 520.0),
        side.clone(),
        side,
    );
    panel.axes("x₁", "x₂");
    let grid = Grid::sample(RANGE, RANGE, (101, 101), |x, y| network.predict([x, y]));
    let levels: Vec<f64> = (1..16).map(|k| f64::from(k) / 16.0).collect();
    panel.bands(&grid, &levels, |k| Ink::ramp((k as f64 + 0.5) / 16.0));
    panel.border();
    panel.contour_line(&grid, 0.5, Stroke::new(Ink::Background, 5.0));
    panel.contour_line(&grid, 0.5, Stroke::new(Ink::Foreground, 2.4));
    for (x, [answer]) in DATA {
        let (marker, ink) = if answer > 0.5 {
            (Marker::Square, Ink::Series(2))
        } else {
            (Marker::Circle, Ink::Series(1))
        };
        panel.marker((x[0], x[1]), marker, 20.0, ink);
        let (px, py) = panel.at((x[0], x[1]));
        let chip = Frame::new(px - 26.0, py + 16.0, px + 26.0, py + 40.0);
        let answer = Label::new(format!("{:.2}", network.predict(x))).bold();
        canvas.node(chip, Ink::Foreground, &[answer]);
    }
    colour_bar(
        &canvas,
        Frame::new(612.0, 96.0, 634.0, 472.0),
        &Scale::linear(0.0, 1.0),
        "ŷ",
    );
    Legend::new()
        .marker(Marker::Circle, Ink::Series(1), "should be 0")
        .marker(Marker::Square, Ink::Series(2), "should be 1")
        .line(Stroke::new(Ink::Foreground, 2.4), "ŷ = ½")
        .row(&canvas, 84.0, 24.0, 560.0);
    canvas.finish(
        "training_decision",
        "What the network has learned",
        "The square from −0.5 to 1.5 coloured by the network's answer, from 0 to 1. A diagonal band of answers near 0 contains the points \
         (0, 0) and (1, 1), marked by circles; the corners on both sides of it answer near 1 and contain (0, 1) and (1, 0), marked by squares. \
         A line marks the border where the answer is one half.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_four_answers_are_right() {
        let network = train();
        for (x, [answer]) in DATA {
            assert!((network.predict(x) - answer).abs() < 0.1, "{x:?}");
        }
    }

    #[test]
    fn the_band_between_the_two_zeros_answers_0_as_the_description_says() {
        let network = train();
        for k in 0..=20 {
            let along = f64::from(k) / 20.0;
            assert!(network.predict([along, along]) < 0.5, "{along}");
        }
        assert!(network.predict([-0.4, 1.4]) > 0.5 && network.predict([1.4, -0.4]) > 0.5);
    }
}
