//! Which digit was taken for which.

use crate::Figure;
use crate::digits::train;
use crate::kit::{Canvas, Frame, Ink, Label, Stroke};

/// The side of a cell.
const CELL: f64 = 42.0;

/// Where the table begins.
const LEFT: f64 = 170.0;
const TOP: f64 = 64.0;

pub(crate) fn draw() -> Figure {
    let confusion = &train().confusion;
    let canvas = Canvas::new(520.0);
    let place = |k: usize| (k as f64 + 0.5) * CELL;
    for (truth, row) in confusion.counts.iter().enumerate() {
        let y = TOP + place(truth);
        for (chosen, &count) in row.iter().enumerate() {
            let x = LEFT + place(chosen);
            let half = CELL / 2.0 - 1.0;
            let cell = Frame::new(x - half, y - half, x + half, y + half);
            if count > 0 {
                let (ink, opacity) = if truth == chosen {
                    (Ink::Series(1), 0.30)
                } else {
                    (Ink::Series(2), 0.45)
                };
                canvas.fill(&corners(cell), ink, opacity);
                canvas.text((x, y), &Label::new(count.to_string()).bold().size(17.0));
            }
            let mut border = corners(cell).to_vec();
            border.push((cell.left, cell.top));
            canvas.line(&border, Stroke::new(Ink::Foreground, 0.8).opacity(0.25));
        }
        canvas.text((LEFT - 16.0, y), &Label::new(truth.to_string()).size(17.0));
        canvas.text(
            (LEFT + place(truth), TOP - 16.0),
            &Label::new(truth.to_string()).size(17.0),
        );
    }
    canvas.text(
        (LEFT + 5.0 * CELL, TOP - 42.0),
        &Label::new("taken for").bold(),
    );
    canvas.text(
        (LEFT - 48.0, TOP + 5.0 * CELL),
        &Label::new("true digit").bold().angle(-90.0),
    );
    let wrong = confusion.total() - confusion.right();
    canvas.finish(
        "digits_confusion",
        "What the test digits were taken for",
        &format!(
            "A table of ten rows, the true digits, and ten columns, what the network took them for. Nearly all of the {} test digits stand \
             on the diagonal. The {wrong} mistakes are scattered over single cells beside it.",
            confusion.total()
        ),
    )
}

fn corners(f: Frame) -> [(f64, f64); 4] {
    [
        (f.left, f.top),
        (f.right, f.top),
        (f.right, f.bottom),
        (f.left, f.bottom),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mistakes_are_few_and_scattered_as_the_description_says() {
        let confusion = &train().confusion;
        assert!(confusion.accuracy() >= 0.97, "{confusion}");
        for (truth, row) in confusion.counts.iter().enumerate() {
            let others = row
                .iter()
                .enumerate()
                .filter(|(chosen, _)| *chosen != truth);
            assert!(
                others.map(|(_, &count)| count).max() < Some(4),
                "{confusion}"
            );
        }
    }
}
