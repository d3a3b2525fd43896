//! x² + 3xy + y² as a surface.

use support::functions::saddle;

use crate::Figure;
use crate::kit::colour_bar::colour_bar;
use crate::kit::grid::Grid;
use crate::kit::surface::Surface;
use crate::kit::{Canvas, Frame, Scale};

pub(crate) fn draw() -> Figure {
    let canvas = Canvas::new(490.0);
    let grid = Grid::sample((-2.0, 2.0), (-2.0, 2.0), (50, 50), |x, y| saddle([x, y]));
    let (low, high) = grid.range();
    let (x, z) = (
        Scale::linear(-2.0, 2.0).ticks_about(4),
        Scale::linear(low, high),
    );
    let surface = Surface {
        grid: &grid,
        x: x.clone(),
        y: x,
        z: z.clone(),
        azimuth: -62.0,
        elevation: 24.0,
        mesh: 7,
    };
    surface.draw(
        &canvas,
        Frame::new(56.0, 40.0, 600.0, 444.0),
        ["x", "y", "f(x, y)"],
    );
    colour_bar(
        &canvas,
        Frame::new(640.0, 80.0, 660.0, 400.0),
        &z,
        "f(x, y)",
    );
    canvas.finish(
        "partial_surface",
        "x² + 3xy + y² as a surface",
        &format!(
            "A saddle-shaped sheet over the square from −2 to 2 in x and y, coloured by height from {low} to {high}. \
             It rises steeply to two opposite corners, (2, 2) and (−2, −2), and falls towards the other two; \
             in the middle it is level."
        ),
    )
}
