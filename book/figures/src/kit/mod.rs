//! The drawing kit: panels, curves, contours, arrows and surfaces, written as theme-aware SVG.
//!
//! Everything goes through `plotters` elements into our own backend ([`backend`]), which knows three
//! things `plotters` does not: colours are CSS variables ([`palette`]), coordinates keep a tenth of a
//! pixel ([`canvas`]), and a line that leaves its panel is cut at the frame instead of bent along it
//! ([`clip`]).

pub(crate) mod palette;
pub(crate) mod style;
pub(crate) mod backend;
pub(crate) mod sheet;
pub(crate) mod canvas;
pub(crate) mod clip;
pub(crate) mod simplify;
pub(crate) mod scale;
pub(crate) mod panel;
pub(crate) mod axes;
pub(crate) mod legend;
pub(crate) mod annotate;
pub(crate) mod grid;
pub(crate) mod isoline;
pub(crate) mod contour;
pub(crate) mod quiver;
pub(crate) mod colour_bar;
pub(crate) mod surface;
pub(crate) mod diagram;
pub(crate) mod math;
#[cfg(test)]
pub(crate) mod probe;

pub(crate) use canvas::{Canvas, TEXT};
pub(crate) use legend::Legend;
pub(crate) use palette::Ink;
pub(crate) use panel::{Frame, Panel};
pub(crate) use scale::Scale;
pub(crate) use style::{Dash, Label, Marker, Stroke};
