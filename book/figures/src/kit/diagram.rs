//! Boxes, circles and arrows: computation graphs and networks.

use super::canvas::{Canvas, Pixel};
use super::math;
use super::palette::Ink;
use super::panel::Frame;
use super::style::{Label, Stroke};

/// Corners of the boxes, in pixels.
const RADIUS: f64 = 9.0;

impl Canvas {
    /// A box with rounded corners around one or more centred lines of text.
    pub(crate) fn node(&self, frame: Frame, ink: Ink, lines: &[Label]) {
        let outline = rounded(frame, RADIUS);
        self.fill(&outline, Ink::Background, 1.0);
        self.fill(&outline, ink, 0.12);
        self.line(&outline, Stroke::new(ink, 2.0));
        self.lines_of_text(frame.center(), lines);
    }

    /// A circle around one or more centred lines of text.
    pub(crate) fn round_node(&self, center: Pixel, radius: f64, ink: Ink, lines: &[Label]) {
        let frame = Frame::new(
            center.0 - radius,
            center.1 - radius,
            center.0 + radius,
            center.1 + radius,
        );
        let outline = rounded(frame, radius);
        self.fill(&outline, Ink::Background, 1.0);
        self.fill(&outline, ink, 0.12);
        self.ring(center, radius, Stroke::new(ink, 2.0));
        self.lines_of_text(center, lines);
    }

    /// Lines of text centred around a point.
    pub(crate) fn lines_of_text(&self, (x, y): Pixel, lines: &[Label]) {
        let spacing = 1.3;
        let height: f64 = lines.iter().map(|label| spacing * label.size).sum();
        let mut top = y - height / 2.0;
        for label in lines {
            self.text((x, top + spacing * label.size / 2.0), label);
            top += spacing * label.size;
        }
    }
}

/// Boxes of one size side by side.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub(crate) left: f64,
    pub(crate) width: f64,
    pub(crate) gap: f64,
    pub(crate) top: f64,
    pub(crate) height: f64,
}

impl Row {
    /// Box number `k`, from 0.
    pub(crate) fn frame(&self, k: usize) -> Frame {
        let left = self.left + k as f64 * (self.width + self.gap);
        Frame::new(left, self.top, left + self.width, self.bottom())
    }

    pub(crate) fn center(&self, k: usize) -> f64 {
        self.frame(k).center().0
    }

    pub(crate) fn middle(&self) -> f64 {
        self.top + self.height / 2.0
    }

    pub(crate) fn bottom(&self) -> f64 {
        self.top + self.height
    }

    /// Where an arrow from box `k` to the next begins and ends.
    pub(crate) fn between(&self, k: usize) -> (f64, f64) {
        let from = self.frame(k).right;
        (from + 2.0, from + self.gap - 2.0)
    }
}

/// The outline of a box, closed.
fn rounded(f: Frame, radius: f64) -> Vec<Pixel> {
    let r = radius.min(f.width() / 2.0).min(f.height() / 2.0);
    let corners = [
        (f.right - r, f.top + r, -90.0_f64),
        (f.right - r, f.bottom - r, 0.0),
        (f.left + r, f.bottom - r, 90.0),
        (f.left + r, f.top + r, 180.0),
    ];
    let steps = if r > 20.0 { 12 } else { 5 };
    let mut outline: Vec<Pixel> = corners
        .into_iter()
        .flat_map(|(x, y, start)| {
            (0..=steps).map(move |k| (x, y, start + 90.0 * f64::from(k) / f64::from(steps)))
        })
        .map(|(x, y, angle)| {
            let (sin, cos) = math::sin_cos_degrees(angle);
            (x + r * cos, y + r * sin)
        })
        .collect();
    outline.extend(outline.first().copied());
    outline
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rounded_box_touches_its_four_sides_and_is_closed() {
        let frame = Frame::new(10.0, 20.0, 110.0, 60.0);
        let outline = rounded(frame, 9.0);
        assert_eq!(outline.first(), outline.last());
        let touches = |pick: fn(&Pixel) -> f64, side: f64| {
            outline.iter().any(|p| (pick(p) - side).abs() < 1e-9)
        };
        assert!(
            touches(|p| p.0, 10.0)
                && touches(|p| p.0, 110.0)
                && touches(|p| p.1, 20.0)
                && touches(|p| p.1, 60.0)
        );
        assert!(outline.iter().all(|&p| frame.inset(-1e-9).contains(p)));
    }
}
