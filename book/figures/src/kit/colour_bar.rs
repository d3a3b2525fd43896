//! The key to a colour ramp: a bar with numbers and the name of what it shows.

use super::axes::NUMBERS;
use super::canvas::Canvas;
use super::palette::Ink;
use super::panel::Frame;
use super::scale::Scale;
use super::style::{Label, Stroke};

/// Steps of the ramp that are drawn.
const STEPS: u8 = 33;

/// Draws a bar that runs upward from `scale.from` to `scale.to`, its name above.
pub(crate) fn colour_bar(canvas: &Canvas, frame: Frame, scale: &Scale, name: &str) {
    let height = frame.height() / f64::from(STEPS);
    for step in 0..STEPS {
        // Each step reaches to the top, so that no hairline shows between two of them.
        let rest = Frame {
            bottom: frame.bottom - height * f64::from(step),
            ..frame
        };
        canvas.fill(&corners(rest), Ink::Ramp(step), 1.0);
    }
    finish(canvas, frame, scale, name);
}

fn finish(canvas: &Canvas, frame: Frame, scale: &Scale, name: &str) {
    let mut border = corners(frame).to_vec();
    border.push((frame.left, frame.top));
    canvas.line(&border, Stroke::new(Ink::Foreground, 1.0).opacity(0.55));
    for tick in scale.ticks() {
        let y = frame.bottom - scale.position(tick.value) * frame.height();
        canvas.line(&[(frame.right, y), (frame.right + 5.0, y)], Stroke::thin());
        canvas.text(
            (frame.right + 9.0, y),
            &Label::new(tick.label).size(NUMBERS).left(),
        );
    }
    canvas.text(
        (frame.center().0, frame.top - 14.0),
        &Label::new(name).italic(),
    );
}

fn corners(f: Frame) -> [(f64, f64); 4] {
    [
        (f.left, f.top),
        (f.right, f.top),
        (f.right, f.bottom),
        (f.left, f.bottom),
    ]
}
