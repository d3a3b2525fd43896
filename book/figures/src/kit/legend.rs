//! The key to lines and markers, in rows over the plot, where it covers no data.

use super::canvas::{Canvas, Pixel};
use super::palette::Ink;
use super::style::{Label, Marker, Stroke};

/// The entries, in order.
#[derive(Clone, Default)]
pub(crate) struct Legend {
    entries: Vec<(Sign, Label)>,
}

#[derive(Debug, Clone, Copy)]
enum Sign {
    Line(Stroke),
    Marker(Marker, Ink),
    Both(Stroke, Marker),
    Arrow(Stroke),
}

impl Legend {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn line(self, stroke: Stroke, text: impl Into<String>) -> Self {
        self.add(Sign::Line(stroke), text)
    }

    pub(crate) fn marker(self, marker: Marker, ink: Ink, text: impl Into<String>) -> Self {
        self.add(Sign::Marker(marker, ink), text)
    }

    /// A line with a marker on it.
    pub(crate) fn path(self, stroke: Stroke, marker: Marker, text: impl Into<String>) -> Self {
        self.add(Sign::Both(stroke, marker), text)
    }

    pub(crate) fn arrow(self, stroke: Stroke, text: impl Into<String>) -> Self {
        self.add(Sign::Arrow(stroke), text)
    }

    fn add(mut self, sign: Sign, text: impl Into<String>) -> Self {
        self.entries
            .push((sign, Label::new(text).size(15.0).left()));
        self
    }

    /// Draws the entries from `left` on, in as many rows as `width` asks for; the first row is centred on `top`.
    pub(crate) fn row(&self, canvas: &Canvas, left: f64, top: f64, width: f64) {
        let (mut x, mut y) = (left, top);
        for (sign, label) in &self.entries {
            let wide = sign.width() + label.width();
            if x > left && x + wide > left + width {
                (x, y) = (left, y + LINE);
            }
            sign.draw(canvas, (x, y));
            canvas.text((x + sign.width(), y), label);
            x += wide + 22.0;
        }
    }
}

/// The height of a row.
const LINE: f64 = 23.0;

impl Sign {
    /// The space it takes before its text begins.
    fn width(self) -> f64 {
        if matches!(self, Self::Marker(..)) {
            20.0
        } else {
            44.0
        }
    }

    fn draw(self, canvas: &Canvas, (x, y): Pixel) {
        let (end, middle) = (x + 35.0, x + 17.5);
        match self {
            Self::Line(stroke) => canvas.line(&[(x, y), (end, y)], stroke),
            Self::Marker(marker, ink) => canvas.marker((x + 7.0, y), marker, 11.0, ink),
            Self::Both(stroke, marker) => {
                canvas.line(&[(x, y), (end, y)], stroke);
                canvas.marker((middle, y), marker, 9.0, stroke.ink);
            }
            Self::Arrow(stroke) => canvas.arrow((x, y), (end, y), stroke),
        }
    }
}
