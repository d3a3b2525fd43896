//! The gradient with its true length: long where the function is steep.

use calc_multi::gradient;
use calc_scalar::Real;
use support::functions::saddle;

use super::gradient_field::{map, points};
use crate::Figure;
use crate::kit::{Canvas, Ink, Label, Stroke};

/// Units of the plot to one unit of slope.
const SCALE: f64 = 0.04;

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(610.0);
    let panel = map(&canvas);
    // An arrow stands on its point with its middle, so that the longest stay inside.
    let arrows: Vec<_> = points()
        .map(|[x, y]| {
            let [u, v] = gradient(saddle, [x, y]).map(|slope| SCALE * slope);
            ((x - u / 2.0, y - v / 2.0), (u, v))
        })
        .collect();
    panel.quiver(&arrows, Stroke::new(Ink::Foreground, 1.7));
    let [u, v] = gradient(saddle, [2.0, 2.0]);
    let steepest = Real::hypot(u, v);
    panel.canvas.text(
        (panel.frame.center().0, 18.0),
        &Label::new(format!(
            "Arrows: ∇f times {SCALE}; the longest is {steepest:.1}"
        )),
    );
    canvas.finish(
        "gradient_lengths",
        "The gradient in its true length",
        &format!(
            "The same contour lines and points with arrows as long as the gradient, times {SCALE}. They are long in the two high \
             corners, up to {steepest:.1}, where the contour lines crowd, and shrink to almost nothing around the saddle in the middle."
        ),
    )
}
