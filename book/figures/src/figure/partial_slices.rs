//! Two cuts through the saddle at (1, 1): a partial derivative is the slope of such a cut.

use calc_multi::partial;
use support::functions::saddle;

use crate::Figure;
use crate::kit::{Canvas, Dash, Frame, Ink, Label, Legend, Marker, Panel, Scale, Stroke};

const POINT: [f64; 2] = [1.0, 1.0];

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(416.0);
    let (curve, tangent) = (Stroke::series(1), Stroke::series(2).dash(Dash::Dashed));
    let value = saddle(POINT);
    let slopes = [0, 1].map(|i| partial(saddle, POINT, i));
    let cuts = [
        (
            52.0,
            "y stays 1",
            "x",
            (|x| saddle([x, POINT[1]])) as fn(f64) -> f64,
        ),
        (412.0, "x stays 1", "y", |y| saddle([POINT[0], y])),
    ];
    for ((left, title, name, cut), slope) in cuts.into_iter().zip(slopes) {
        let frame = Frame::new(left, 70.0, left + 296.0, 362.0);
        let panel = Panel::new(
            &canvas,
            frame,
            Scale::linear(-2.0, 2.0).ticks_about(4),
            Scale::linear(-4.0, 12.0).ticks_about(4),
        );
        panel.axes(name, "");
        panel.zero_lines();
        panel.title(title);
        panel.curve(cut, curve);
        panel.curve(|t| value + slope * (t - 1.0), tangent);
        panel.marker((1.0, value), Marker::Circle, 13.0, Ink::Series(7));
        panel.note(
            (1.0, value),
            (8.0, 48.0),
            Label::new(format!("slope {slope}")).left(),
        );
    }
    Legend::new()
        .line(curve, "f along the cut")
        .line(tangent, "tangent at (1, 1)")
        .row(&canvas, 52.0, 22.0, 640.0);
    canvas.finish(
        "partial_slices",
        "Two cuts through x² + 3xy + y² at (1, 1)",
        &format!(
            "Two plots side by side. Left, y stays 1 and x runs from −2 to 2; right, x stays 1 and y runs. Both cuts are \
             the same parabola through height {value} at 1, where the dashed tangent has slope {} on the left and {} on the right: \
             the two partial derivatives.",
            slopes[0], slopes[1]
        ),
    )
}
