//! The paper: 720 pixels wide, drawn on in floating pixels from the top left corner.

use core::cell::RefCell;
use core::fmt::Write;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Text};

use super::backend::{Backend, RIM};
use super::palette::Ink;
use super::sheet::{Sheet, escape};
use super::simplify::simplify;
use super::style::{Label, Marker, Stroke, paint};
use crate::Figure;

/// The width of every picture in pixels; a page scales it to its column.
pub(crate) const WIDTH: f64 = 720.0;
/// The size of running text in a picture: still legible when a phone halves it.
pub(crate) const TEXT: f64 = 16.0;
/// Virtual pixels of `plotters` to a pixel of the picture.
pub(crate) const SCALE: f64 = 10.0;

/// A point of the paper.
pub(crate) type Pixel = (f64, f64);

/// The paper and what is on it.
pub(crate) struct Canvas {
    sheet: Rc<RefCell<Sheet>>,
    area: DrawingArea<Backend, Shift>,
    height: f64,
}

impl Canvas {
    /// Blank paper of the given height.
    pub(crate) fn new(height: f64) -> Self {
        let sheet = Rc::new(RefCell::new(Sheet::default()));
        let size = (
            virtual_pixels(WIDTH).unsigned_abs(),
            virtual_pixels(height).unsigned_abs(),
        );
        let area = Backend {
            sheet: Rc::clone(&sheet),
            size,
        }
        .into_drawing_area();
        Self {
            sheet,
            area,
            height,
        }
    }

    /// Draws a line through `points`; points that change less than a tenth of a pixel are left out.
    pub(crate) fn line(&self, points: &[Pixel], stroke: Stroke) {
        let points: Vec<_> = simplify(points, TOLERANCE)
            .into_iter()
            .map(virtual_point)
            .collect();
        self.draw(&PathElement::new(points, stroke.shape()));
    }

    /// Fills the inside of `points`.
    pub(crate) fn fill(&self, points: &[Pixel], ink: Ink, opacity: f64) {
        let points: Vec<_> = simplify(points, TOLERANCE)
            .into_iter()
            .map(virtual_point)
            .collect();
        self.draw(&Polygon::new(points, paint(ink, 0, opacity)));
    }

    /// Fills the inside of `points` and half a pixel around, so that neighbours leave no hairline.
    pub(crate) fn tile(&self, points: &[Pixel], ink: Ink) {
        let points: Vec<_> = simplify(points, TOLERANCE)
            .into_iter()
            .map(virtual_point)
            .collect();
        self.draw(&Polygon::new(points, paint(ink, RIM, 1.0)));
    }

    /// Draws the outline of a circle.
    pub(crate) fn ring(&self, center: Pixel, radius: f64, stroke: Stroke) {
        self.draw(&Circle::new(
            virtual_point(center),
            virtual_pixels(radius),
            stroke.shape(),
        ));
    }

    /// Fills a circle.
    pub(crate) fn disc(&self, center: Pixel, radius: f64, ink: Ink) {
        self.draw(&Circle::new(
            virtual_point(center),
            virtual_pixels(radius),
            Stroke::new(ink, 1.0).shape().filled(),
        ));
    }

    /// Writes a text at a point.
    pub(crate) fn text(&self, at: Pixel, label: &Label) {
        let family = label.family();
        self.draw(&Text::new(
            label.text.clone(),
            virtual_point(at),
            label.text_style(&family),
        ));
    }

    /// Draws a marker about `size` pixels across, with a rim of paper so that it stands off the lines under it.
    pub(crate) fn marker(&self, at: Pixel, marker: Marker, size: f64, ink: Ink) {
        let r = size / 2.0;
        if matches!(marker, Marker::Circle | Marker::Open) {
            self.disc(at, r + 1.5, Ink::Background);
            return match marker {
                Marker::Open => self.ring(at, r - 1.0, Stroke::new(ink, 2.2)),
                _ => self.disc(at, r, ink),
            };
        }
        self.fill(&outline(at, marker, r + 2.0), Ink::Background, 1.0);
        self.fill(&outline(at, marker, r), ink, 1.0);
    }

    /// Draws an arrow: a shaft and a filled head whose tip is at `to`.
    pub(crate) fn arrow(&self, from: Pixel, to: Pixel, stroke: Stroke) {
        let shape = super::quiver::arrow_shape(from, to, stroke.width);
        self.line(&shape.shaft, stroke);
        self.fill(&shape.head, stroke.ink, stroke.opacity);
    }

    /// The finished picture.
    pub(crate) fn finish(self, name: &'static str, title: &str, description: &str) -> Figure {
        let sheet = self.sheet.borrow();
        let (body, inks) = sheet.finish();
        let mut mixtures = String::new();
        for (property, value) in inks.iter().filter_map(|ink| ink.mixture()) {
            write!(mixtures, "{property}:{value};").expect("a string grows");
        }
        let style = if mixtures.is_empty() {
            String::new()
        } else {
            format!(" style=\"{mixtures}\"")
        };
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
             aria-labelledby=\"{name}-title {name}-desc\" fill=\"none\" fill-rule=\"evenodd\" stroke-linecap=\"round\" \
             stroke-linejoin=\"round\"{style}>\n\
             <title id=\"{name}-title\">{title}</title>\n<desc id=\"{name}-desc\">{description}</desc>\n\
             {standalone}\n{body}</svg>\n",
            height = self.height,
            title = escape(title),
            description = escape(description),
            standalone = standalone_style(inks.iter().copied()),
        );
        Figure {
            name,
            title: title.to_owned(),
            description: description.to_owned(),
            svg,
        }
    }

    fn draw<'a, E>(&self, element: &'a E)
    where
        &'a E: plotters::element::PointCollection<'a, (i32, i32)>,
        E: plotters::element::Drawable<Backend>,
    {
        self.area
            .draw(element)
            .expect("drawing in memory does not fail");
    }
}

/// How far, in pixels, a left-out point may lie from the line.
const TOLERANCE: f64 = 0.06;

/// Pixels as the virtual pixels of `plotters`; what is not a number goes to the corner, where tests look for it.
#[allow(
    clippy::cast_possible_truncation,
    reason = "a float cast saturates, and no picture is that large"
)]
pub(crate) fn virtual_pixels(pixels: f64) -> i32 {
    (pixels * SCALE).round() as i32
}

fn virtual_point((x, y): Pixel) -> (i32, i32) {
    debug_assert!(
        x.is_finite() && y.is_finite(),
        "a point of the picture is not a number"
    );
    (virtual_pixels(x), virtual_pixels(y))
}

fn outline((x, y): Pixel, marker: Marker, r: f64) -> Vec<Pixel> {
    let corners: &[Pixel] = match marker {
        Marker::Circle | Marker::Open => &[],
        Marker::Square => &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
        Marker::Diamond => &[(0.0, -1.25), (1.1, 0.0), (0.0, 1.25), (-1.1, 0.0)],
        Marker::TriangleUp => &[(0.0, -1.2), (1.15, 0.9), (-1.15, 0.9)],
        Marker::TriangleDown => &[(0.0, 1.2), (1.15, -0.9), (-1.15, -0.9)],
        Marker::Cross => &[
            (-1.0, -0.6),
            (-0.6, -1.0),
            (0.0, -0.4),
            (0.6, -1.0),
            (1.0, -0.6),
            (0.4, 0.0),
            (1.0, 0.6),
            (0.6, 1.0),
            (0.0, 0.4),
            (-0.6, 1.0),
            (-1.0, 0.6),
            (-0.4, 0.0),
        ],
    };
    corners
        .iter()
        .map(|(a, b)| (x + a * r, y + b * r))
        .collect()
}

/// Paper and dark colours for a picture that is the document itself (an image, a file opened alone).
/// Inlined in a page, `svg:root` matches nothing and the page's own variables hold.
fn standalone_style(inks: impl Iterator<Item = Ink>) -> String {
    let used = inks.chain([Ink::Background]).flat_map(Ink::variables);
    let dark: std::collections::BTreeMap<_, _> = used.map(|v| (v.name, v.dark)).collect();
    let dark: String = dark
        .iter()
        .map(|(name, value)| format!("{name}:{value};"))
        .collect();
    let Some(paper) = super::palette::VARIABLES
        .iter()
        .find(|v| v.name == "--fig-bg")
    else {
        return String::new();
    };
    format!(
        "<style>svg:root{{background:var({},{});font:16px system-ui,sans-serif}}\
         @media(prefers-color-scheme:dark){{svg:root{{{dark}}}}}</style>",
        paper.name, paper.light
    )
}
