//! Words in a plot, with a thin line to what they speak of.

use super::canvas::Pixel;
use super::math;
use super::panel::Panel;
use super::style::{Label, Stroke};

impl Panel<'_> {
    /// Writes `label` so many pixels from a point, with a leader line that ends short of the point.
    pub(crate) fn note(&self, at: Pixel, (dx, dy): Pixel, label: Label) {
        let (x, y) = self.at(at);
        let length = math::hypot(dx, dy);
        if length > GAP_AT_POINT + GAP_AT_TEXT {
            let (near, far) = (GAP_AT_POINT / length, 1.0 - GAP_AT_TEXT / length);
            let leader = [(x + near * dx, y + near * dy), (x + far * dx, y + far * dy)];
            self.canvas.line(&leader, Stroke::thin().opacity(0.8));
        }
        self.canvas.text((x + dx, y + dy), &label.halo());
    }
}

/// How far, in pixels, the leader stays away from the point …
const GAP_AT_POINT: f64 = 9.0;
/// … and from the anchor of the text.
const GAP_AT_TEXT: f64 = 11.0;
