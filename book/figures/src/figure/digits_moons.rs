//! Two moons, and the border that a network has drawn between them.

use crate::Figure;
use crate::digits::{Border, points};
use crate::kit::colour_bar::colour_bar;
use crate::kit::grid::Grid;
use crate::kit::{Canvas, Frame, Ink, Legend, Marker, Panel, Scale, Stroke};

const X: (f64, f64) = (-1.5, 2.5);
const Y: (f64, f64) = (-1.1, 1.6);

pub(crate) fn draw() -> Figure {
    let border = Border::train();
    let canvas = Canvas::new(500.0);
    let panel = Panel::equal(
        &canvas,
        Frame::new(70.0, 48.0, 610.0, 440.0),
        Scale::linear(X.0, X.1).ticks_about(5),
        Scale::linear(Y.0, Y.1).ticks_about(5),
    );
    panel.axes("x₁", "x₂");
    let grid = Grid::sample(X, Y, (121, 81), |x, y| border.predict([x, y]));
    let levels: Vec<f64> = (1..16).map(|k| f64::from(k) / 16.0).collect();
    panel.bands(&grid, &levels, |k| Ink::ramp((k as f64 + 0.5) / 16.0));
    panel.border();
    panel.contour_line(&grid, 0.5, Stroke::new(Ink::Background, 5.0));
    panel.contour_line(&grid, 0.5, Stroke::new(Ink::Foreground, 2.4));
    for ([x, y], [moon]) in points() {
        let (marker, ink) = if moon > 0.5 {
            (Marker::Square, Ink::Series(2))
        } else {
            (Marker::Circle, Ink::Series(1))
        };
        panel.marker((x, y), marker, 7.0, ink);
    }
    colour_bar(
        &canvas,
        Frame::new(640.0, 96.0, 660.0, 400.0),
        &Scale::linear(0.0, 1.0),
        "p",
    );
    Legend::new()
        .marker(Marker::Circle, Ink::Series(1), "upper moon")
        .marker(Marker::Square, Ink::Series(2), "lower moon")
        .line(Stroke::new(Ink::Foreground, 2.4), "p = ½")
        .row(&canvas, 70.0, 24.0, 560.0);
    canvas.finish(
        "digits_moons",
        "Two moons and the border between them",
        "Four hundred points in the shape of two half moons that reach into each other, the upper one as circles, the lower one as squares. \
         The plane is coloured by the network's probability for the lower moon. The border, where it is one half, winds between the moons \
         and has all four hundred points on their right sides.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three crossings of the horizontal line in the middle, and no point on the wrong side.
    #[test]
    fn the_border_winds_between_the_moons() {
        let border = Border::train();
        let wrong = points()
            .into_iter()
            .filter(|(x, [moon])| (border.predict(*x) > 0.5) != (*moon > 0.5))
            .count();
        assert_eq!(wrong, 0);
        let along = |k: i32| border.predict([f64::from(k) / 100.0, 0.25]) > 0.5;
        let crossings = (-150..250).filter(|&k| along(k) != along(k + 1)).count();
        assert_eq!(crossings, 3);
    }
}
