//! x² + 3xy + y² as a map of contour lines.

use support::functions::saddle;

use crate::Figure;
use crate::kit::colour_bar::colour_bar;
use crate::kit::grid::Grid;
use crate::kit::{Canvas, Frame, Panel, Scale};

/// Twenty levels, 0 among them: the one that crosses itself.
fn levels() -> [f64; 20] {
    core::array::from_fn(|k| 1.2 * (k as f64 - 3.0))
}

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(596.0);
    // So fine that the lines of height 0 are seen to meet in the saddle.
    let grid = Grid::sample((-2.0, 2.0), (-2.0, 2.0), (601, 601), |x, y| saddle([x, y]));
    let (low, high) = grid.range();
    let side = Scale::linear(-2.0, 2.0);
    let panel = Panel::equal(
        &canvas,
        Frame::new(64.0, 24.0, 584.0, 544.0),
        side.clone(),
        side,
    );
    panel.axes("x", "y");
    panel.contour_map(&grid, &levels(), (low, high), 1, &[]);
    colour_bar(
        &canvas,
        Frame::new(636.0, 84.0, 656.0, 484.0),
        &Scale::linear(low, high),
        "f(x, y)",
    );
    canvas.finish(
        "partial_contours",
        "x² + 3xy + y² as a map",
        "Twenty contour lines over the square from −2 to 2, each with its height written into it. The lines are \
         hyperbolas around the middle; two straight lines of height 0 cross at the origin, the saddle. \
         Towards (2, 2) and (−2, −2) the lines crowd together: the slope is steepest there.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_levels_span_the_values_and_most_carry_their_number() {
        assert!(levels()[0] > -4.0 && levels()[19] < 20.0);
        let svg = draw().svg;
        let shown = levels()
            .iter()
            .filter(|l| svg.contains(&format!(">{}<", crate::kit::scale::number(**l, 1))))
            .count();
        assert!(shown >= 15, "{shown}");
    }
}
