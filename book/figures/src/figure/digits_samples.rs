//! Some of the digits, pixel by pixel.

use support::digits;

use crate::Figure;
use crate::kit::{Canvas, Frame, Ink, Label, Stroke};

const COLUMNS: usize = 10;
const ROWS: usize = 3;

/// The side of a pixel, and the room between two pictures.
const PIXEL: f64 = 7.5;
const GAP: f64 = 10.5;

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(252.0);
    let side = 8.0 * PIXEL;
    for (number, (pixels, label)) in digits::all::<f64>()
        .into_iter()
        .enumerate()
        .take(COLUMNS * ROWS)
    {
        let (row, column) = (number / COLUMNS, number % COLUMNS);
        let left = 12.0 + column as f64 * (side + GAP);
        let top = 12.0 + row as f64 * (side + GAP + 8.0);
        for (place, ink) in pixels.into_iter().enumerate().filter(|p| p.1 > 0.0) {
            let (x, y) = ((place % 8) as f64, (place / 8) as f64);
            let (x, y) = (left + PIXEL * x, top + PIXEL * y);
            canvas.fill(
                &[
                    (x, y),
                    (x + PIXEL, y),
                    (x + PIXEL, y + PIXEL),
                    (x, y + PIXEL),
                ],
                Ink::Foreground,
                ink,
            );
        }
        let frame = Frame::new(left, top, left + side, top + side);
        canvas.line(
            &[
                (frame.left, frame.top),
                (frame.right, frame.top),
                (frame.right, frame.bottom),
                (frame.left, frame.bottom),
                (frame.left, frame.top),
            ],
            Stroke::thin(),
        );
        canvas.text(
            (frame.center().0, frame.bottom + 9.0),
            &Label::new(label.to_string()).size(13.0),
        );
    }
    canvas.finish(
        "digits_samples",
        "The first thirty digits",
        "Three rows of ten small pictures of 8 by 8 pixels, from paper to full ink, each with the digit that it shows below. \
         The digits are written by hand, and no two of a kind are alike.",
    )
}
