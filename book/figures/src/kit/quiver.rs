//! Arrows: one shape for all of them, and a field of them.

use super::canvas::Pixel;
use super::math;
use super::panel::Panel;
use super::style::Stroke;

/// The two parts of an arrow.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Arrow {
    pub(crate) shaft: [Pixel; 2],
    pub(crate) head: [Pixel; 4],
}

/// An arrow whose tip is at `to`. The head grows with the line's width and never exceeds six tenths of the arrow.
pub(crate) fn arrow_shape(from: Pixel, to: Pixel, width: f64) -> Arrow {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = math::hypot(dx, dy);
    let (ux, uy) = if length > 0.0 {
        (dx / length, dy / length)
    } else {
        (0.0, 0.0)
    };
    let head = (5.0 + 3.2 * width).min(0.6 * length);
    let half = 0.42 * head;
    let back = |along: f64, across: f64| {
        (
            to.0 - along * ux - across * uy,
            to.1 - along * uy + across * ux,
        )
    };
    // The notch at the back of the head hides the end of the shaft.
    Arrow {
        shaft: [from, back(0.75 * head, 0.0)],
        head: [
            to,
            back(head, half),
            back(0.78 * head, 0.0),
            back(head, -half),
        ],
    }
}

impl Panel<'_> {
    /// Arrows from each tail along its vector (in units of the plot): all shafts, then all heads.
    pub(crate) fn quiver(&self, arrows: &[(Pixel, Pixel)], stroke: Stroke) {
        let shapes: Vec<_> = arrows
            .iter()
            .map(|&((x, y), (u, v))| (self.at((x, y)), self.at((x + u, y + v))))
            .filter(|(from, to)| self.frame.contains(*from) && self.frame.contains(*to))
            .map(|(from, to)| arrow_shape(from, to, stroke.width))
            .collect();
        for shape in &shapes {
            self.canvas.line(&shape.shaft, stroke);
        }
        for shape in &shapes {
            self.canvas.fill(&shape.head, stroke.ink, stroke.opacity);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dot(a: Pixel, b: Pixel) -> f64 {
        a.0 * b.0 + a.1 * b.1
    }

    fn minus(a: Pixel, b: Pixel) -> Pixel {
        (a.0 - b.0, a.1 - b.1)
    }

    #[test]
    fn the_tip_is_where_the_arrow_points_and_the_head_stands_across() {
        for to in [(30.0, 40.0), (-30.0, 5.0), (0.0, -20.0)] {
            let arrow = arrow_shape((0.0, 0.0), to, 1.5);
            let [tip, left, _, right] = arrow.head;
            assert_eq!(tip, to);
            assert!(
                dot(minus(left, right), to).abs() < 1e-9,
                "the base of the head is perpendicular to the shaft"
            );
            assert!(
                dot(minus(tip, left), to) > 0.0 && dot(minus(tip, right), to) > 0.0,
                "it points forward"
            );
            let [from, end] = arrow.shaft;
            assert!(
                (end.0 * to.1 - end.1 * to.0).abs() < 1e-9,
                "the shaft runs along the arrow"
            );
            assert!(dot(minus(end, from), to) > 0.0);
        }
    }

    #[test]
    fn a_short_arrow_has_a_short_head_and_none_at_all_no_nan() {
        let arrow = arrow_shape((0.0, 0.0), (2.0, 0.0), 3.0);
        assert!((arrow.head[1].0 - 0.8).abs() < 1e-9);
        let none = arrow_shape((1.0, 1.0), (1.0, 1.0), 3.0);
        assert!(none.head.iter().all(|p| p.0.is_finite() && p.1.is_finite()));
    }
}
