//! One plot: a frame on the paper, a scale to each side, and everything drawn in its coordinates.

use super::canvas::{Canvas, Pixel};
use super::clip;
use super::palette::Ink;
use super::scale::Scale;
use super::style::{Label, Marker, Stroke};

/// A rectangle of the paper.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Frame {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Frame {
    pub(crate) const fn new(left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self {
            left,
            top,
            right,
            bottom,
        }
    }

    pub(crate) fn width(self) -> f64 {
        self.right - self.left
    }

    pub(crate) fn height(self) -> f64 {
        self.bottom - self.top
    }

    pub(crate) fn center(self) -> Pixel {
        (
            (self.left + self.right) / 2.0,
            (self.top + self.bottom) / 2.0,
        )
    }

    /// The same rectangle, smaller by `margin` on every side.
    pub(crate) fn inset(self, margin: f64) -> Self {
        Self::new(
            self.left + margin,
            self.top + margin,
            self.right - margin,
            self.bottom - margin,
        )
    }

    pub(crate) fn contains(self, (x, y): Pixel) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }
}

/// A frame with coordinates.
#[derive(Clone)]
pub(crate) struct Panel<'c> {
    pub(crate) canvas: &'c Canvas,
    pub(crate) frame: Frame,
    pub(crate) x: Scale,
    pub(crate) y: Scale,
}

impl<'c> Panel<'c> {
    pub(crate) fn new(canvas: &'c Canvas, frame: Frame, x: Scale, y: Scale) -> Self {
        Self {
            canvas,
            frame,
            x,
            y,
        }
    }

    /// As [`Panel::new`], with the frame made smaller until a unit in x is as long as a unit in y: right angles look right.
    pub(crate) fn equal(canvas: &'c Canvas, frame: Frame, x: Scale, y: Scale) -> Self {
        let unit = (frame.width() / (x.to - x.from)).min(frame.height() / (y.to - y.from));
        let (width, height) = (unit * (x.to - x.from), unit * (y.to - y.from));
        let (center, _) = frame.center();
        let frame = Frame::new(
            center - width / 2.0,
            frame.top,
            center + width / 2.0,
            frame.top + height,
        );
        Self {
            canvas,
            frame,
            x,
            y,
        }
    }

    /// Where a point of the plot lies on the paper, inside the frame or out.
    pub(crate) fn at(&self, (x, y): Pixel) -> Pixel {
        let f = self.frame;
        (
            f.left + self.x.position(x) * f.width(),
            f.bottom - self.y.position(y) * f.height(),
        )
    }

    /// The graph of `f`, one sample to each half pixel, broken where `f` is not finite or jumps across the frame.
    pub(crate) fn curve(&self, f: impl Fn(f64) -> f64, stroke: Stroke) {
        self.curve_on(self.x.from, self.x.to, f, stroke);
    }

    /// As [`Panel::curve`], on a part of the axis.
    pub(crate) fn curve_on(&self, from: f64, to: f64, f: impl Fn(f64) -> f64, stroke: Stroke) {
        let points: Vec<_> = sample(from, to).map(|x| (x, f(x))).collect();
        let height = (self.y.to - self.y.from).abs();
        let mut part: Vec<Pixel> = Vec::new();
        for point in points {
            let pole = part
                .last()
                .is_some_and(|last| jumps(last.1, point.1, &self.y, height));
            if pole {
                self.line(&core::mem::take(&mut part), stroke);
            }
            part.push(point);
        }
        self.line(&part, stroke);
    }

    /// A line through points of the plot, cut at the frame.
    pub(crate) fn line(&self, points: &[Pixel], stroke: Stroke) {
        let pixels: Vec<_> = points.iter().map(|&p| self.at(p)).collect();
        for part in clip::polyline(&pixels, self.frame) {
            self.canvas.line(&part, stroke);
        }
    }

    /// An area of the plot, cut at the frame.
    pub(crate) fn area(&self, points: &[Pixel], ink: Ink, opacity: f64) {
        let pixels: Vec<_> = points
            .iter()
            .map(|&p| self.at(p))
            .filter(|p| p.0.is_finite() && p.1.is_finite())
            .collect();
        let inside = clip::polygon(&pixels, self.frame);
        if inside.len() > 2 {
            self.canvas.fill(&inside, ink, opacity);
        }
    }

    /// A marker at a point of the plot; nothing if the point lies outside.
    pub(crate) fn marker(&self, at: Pixel, marker: Marker, size: f64, ink: Ink) {
        let pixel = self.at(at);
        if self.frame.inset(-1.0).contains(pixel) {
            self.canvas.marker(pixel, marker, size, ink);
        }
    }

    /// A text beside a point of the plot, moved by so many pixels.
    pub(crate) fn text(&self, at: Pixel, (dx, dy): Pixel, label: &Label) {
        let (x, y) = self.at(at);
        self.canvas.text((x + dx, y + dy), label);
    }
}

/// Samples of an interval, both ends among them.
const SAMPLES: u32 = 1200;

fn sample(from: f64, to: f64) -> impl Iterator<Item = f64> {
    (0..=SAMPLES).map(move |i| {
        let t = f64::from(i) / f64::from(SAMPLES);
        from * (1.0 - t) + to * t
    })
}

/// Two neighbouring samples on opposite sides of the frame, far apart: a pole lies between them.
fn jumps(a: f64, b: f64, y: &Scale, height: f64) -> bool {
    let outside = |v: f64| v < y.from.min(y.to) || v > y.from.max(y.to);
    outside(a) && outside(b) && (a - b).abs() > height
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panel(canvas: &Canvas) -> Panel<'_> {
        Panel::new(
            canvas,
            Frame::new(0.0, 0.0, 200.0, 100.0),
            Scale::linear(-1.0, 1.0),
            Scale::linear(-2.0, 2.0),
        )
    }

    fn paths(svg: &str) -> usize {
        svg.matches('M').count()
    }

    #[test]
    fn a_pole_is_not_joined_by_a_vertical_line() {
        let canvas = Canvas::new(100.0);
        panel(&canvas).curve(|x| 1.0 / x, Stroke::series(1));
        assert_eq!(paths(&canvas.finish("pole", "t", "d").svg), 2);
        let canvas = Canvas::new(100.0);
        panel(&canvas).curve(|x| 10.0 * x, Stroke::series(1));
        assert_eq!(paths(&canvas.finish("steep", "t", "d").svg), 1);
    }

    #[test]
    fn a_jump_inside_the_frame_is_joined_unless_a_nan_breaks_it() {
        let canvas = Canvas::new(100.0);
        panel(&canvas).curve(|x| if x > 0.0 { f64::NAN } else { x }, Stroke::series(1));
        let svg = canvas.finish("hole", "t", "d").svg;
        assert_eq!(paths(&svg), 1);
        assert!(!svg.contains("NaN"));
    }

    #[test]
    fn equal_means_a_unit_is_as_long_both_ways() {
        let canvas = Canvas::new(100.0);
        let frame = Frame::new(0.0, 0.0, 700.0, 300.0);
        let panel = Panel::equal(
            &canvas,
            frame,
            Scale::linear(-2.0, 2.0),
            Scale::linear(0.0, 3.0),
        );
        let (o, x, y) = (
            panel.at((0.0, 0.0)),
            panel.at((1.0, 0.0)),
            panel.at((0.0, 1.0)),
        );
        assert!(((x.0 - o.0) - (o.1 - y.1)).abs() < 1e-9);
    }
}
