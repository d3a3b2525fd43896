//! The SVG under construction: elements in drawing order, neighbours of one look sharing their attributes.

use core::fmt::Write;
use std::collections::BTreeSet;

use super::palette::Ink;

/// A point in tenths of a pixel.
pub(crate) type Tenths = (i32, i32);

/// What has been drawn so far.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    runs: Vec<Run>,
    inks: BTreeSet<Ink>,
}

/// Consecutive elements with the same attributes.
#[derive(Debug)]
struct Run {
    attributes: String,
    elements: Elements,
}

#[derive(Debug)]
enum Elements {
    /// Strokes, drawn as one path.
    Path(String),
    /// Each entry is one element up to where its attributes go, and the rest.
    Many(Vec<(String, String)>),
}

impl Sheet {
    /// Draws a line through `points`.
    pub(crate) fn stroke(&mut self, points: &[Tenths], look: &Look) {
        let data = path_data(points);
        if points.len() < 2 {
            return;
        }
        let attributes = self.stroke_attributes(look);
        match self.runs.last_mut() {
            Some(Run {
                attributes: last,
                elements: Elements::Path(path),
            }) if *last == attributes => path.push_str(&data),
            _ => self.runs.push(Run {
                attributes,
                elements: Elements::Path(data),
            }),
        }
    }

    /// Fills the inside of `points` by the even-odd rule. A `rim` in the same colour closes the hairline between neighbours.
    pub(crate) fn fill(&mut self, points: &[Tenths], ink: Ink, opacity: f64, rim: bool) {
        if points.len() < 3 {
            return;
        }
        let attributes = self.fill_attributes(ink, opacity, rim);
        self.push(
            attributes,
            format!("<path d=\"{}z\"", path_data(points)),
            "/>".into(),
        );
    }

    /// Draws a circle, filled or as an outline.
    pub(crate) fn circle(&mut self, (x, y): Tenths, radius: u32, look: &Look, filled: bool) {
        let attributes = if filled {
            self.fill_attributes(look.ink, look.opacity, false)
        } else {
            self.stroke_attributes(look)
        };
        let radius = i32::try_from(radius).unwrap_or(i32::MAX);
        let element = format!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"",
            tenths(x),
            tenths(y),
            tenths(radius)
        );
        self.push(attributes, element, "/>".into());
    }

    /// Writes a text whose baseline begins, ends or is centred at a point.
    pub(crate) fn text(&mut self, (x, y): Tenths, text: &str, look: &TextLook) {
        let mut attributes = format!(
            "fill=\"{}\" font-size=\"{}\" text-anchor=\"{}\"",
            self.css(look.ink),
            tenths(look.size),
            look.anchor
        );
        if look.bold {
            attributes.push_str(" font-weight=\"600\"");
        }
        if look.italic {
            attributes.push_str(" font-style=\"italic\"");
        }
        if look.halo {
            let paper = self.css(Ink::Background);
            write!(
                attributes,
                " stroke=\"{paper}\" stroke-width=\"4\" paint-order=\"stroke\""
            )
            .expect("a string grows");
        }
        let (x, y) = (tenths(x), tenths(y));
        let turn = look
            .turn
            .as_ref()
            .map_or_else(String::new, |turn| format!(" transform=\"{turn}\""));
        self.push(
            attributes,
            format!("<text x=\"{x}\" y=\"{y}\"{turn}"),
            format!(">{}</text>", escape(text)),
        );
    }

    /// All elements as SVG, and the inks they use.
    pub(crate) fn finish(&self) -> (String, &BTreeSet<Ink>) {
        let mut svg = String::new();
        for run in &self.runs {
            let attributes = &run.attributes;
            match &run.elements {
                Elements::Path(data) => writeln!(svg, "<path {attributes} d=\"{data}\"/>"),
                Elements::Many(elements) => match elements.as_slice() {
                    [(open, close)] => writeln!(svg, "{open} {attributes}{close}"),
                    many => {
                        let inner: String = many
                            .iter()
                            .map(|(open, close)| format!("{open}{close}\n"))
                            .collect();
                        writeln!(svg, "<g {attributes}>\n{inner}</g>")
                    }
                },
            }
            .expect("a string grows");
        }
        (svg, &self.inks)
    }

    fn push(&mut self, attributes: String, open: String, close: String) {
        match self.runs.last_mut() {
            Some(Run {
                attributes: last,
                elements: Elements::Many(elements),
            }) if *last == attributes => {
                elements.push((open, close));
            }
            _ => self.runs.push(Run {
                attributes,
                elements: Elements::Many(vec![(open, close)]),
            }),
        }
    }

    fn css(&mut self, ink: Ink) -> String {
        self.inks.insert(ink);
        ink.css()
    }

    fn stroke_attributes(&mut self, look: &Look) -> String {
        let mut attributes = format!(
            "stroke=\"{}\" stroke-width=\"{}\"",
            self.css(look.ink),
            tenths(look.width)
        );
        if let Some(pattern) = look.dashes {
            write!(attributes, " stroke-dasharray=\"{pattern}\"").expect("a string grows");
        }
        if look.opacity < 1.0 {
            write!(attributes, " opacity=\"{:.2}\"", look.opacity).expect("a string grows");
        }
        attributes
    }

    fn fill_attributes(&mut self, ink: Ink, opacity: f64, rim: bool) -> String {
        let css = self.css(ink);
        let mut attributes = format!("fill=\"{css}\"");
        if rim {
            write!(attributes, " stroke=\"{css}\"").expect("a string grows");
        }
        if opacity < 1.0 {
            write!(attributes, " opacity=\"{opacity:.2}\"").expect("a string grows");
        }
        attributes
    }
}

/// How a line looks, in tenths of a pixel.
#[derive(Debug, Clone)]
pub(crate) struct Look {
    pub(crate) ink: Ink,
    pub(crate) width: i32,
    pub(crate) dashes: Option<&'static str>,
    pub(crate) opacity: f64,
}

/// How a text looks, its size in tenths of a pixel.
#[derive(Debug, Clone)]
pub(crate) struct TextLook {
    pub(crate) ink: Ink,
    pub(crate) size: i32,
    pub(crate) anchor: &'static str,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    pub(crate) halo: bool,
    pub(crate) turn: Option<String>,
}

/// A path through `points`: the first absolute, the others relative to the one before.
fn path_data(points: &[Tenths]) -> String {
    let mut data = String::new();
    let mut last: Option<Tenths> = None;
    for &(x, y) in points {
        let (a, b) = match last {
            None => (x, y),
            Some((px, py)) => (x - px, y - py),
        };
        data.push_str(match last {
            None => "M",
            Some(_) if data.contains('l') && a >= 0 => " ",
            Some(_) if data.contains('l') => "",
            Some(_) => "l",
        });
        data.push_str(&tenths(a));
        if b >= 0 {
            data.push(' ');
        }
        data.push_str(&tenths(b));
        last = Some((x, y));
    }
    data
}

/// `123` as `12.3`, without a needless `.0`.
pub(crate) fn tenths(n: i32) -> String {
    let (whole, part) = (n.unsigned_abs() / 10, n.unsigned_abs() % 10);
    let sign = if n < 0 { "-" } else { "" };
    if part == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{part}")
    }
}

/// Text as XML content.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenths_are_written_without_needless_digits() {
        assert_eq!(
            [0, 5, -5, 10, -123].map(tenths),
            ["0", "0.5", "-0.5", "1", "-12.3"]
        );
    }

    #[test]
    fn a_path_is_written_with_relative_steps() {
        assert_eq!(
            path_data(&[(10, 20), (15, 10), (5, 12)]),
            "M1 2l0.5-1-1 0.2"
        );
    }

    #[test]
    fn neighbours_of_one_look_share_their_attributes() {
        let look = Look {
            ink: Ink::Series(1),
            width: 20,
            dashes: None,
            opacity: 1.0,
        };
        let mut sheet = Sheet::default();
        sheet.stroke(&[(0, 0), (10, 10)], &look);
        sheet.stroke(&[(20, 0), (30, 10)], &look);
        sheet.stroke(
            &[(20, 0), (30, 10)],
            &Look {
                ink: Ink::Grid,
                ..look
            },
        );
        let (svg, inks) = sheet.finish();
        assert_eq!(svg.lines().count(), 2, "{svg}");
        assert_eq!(inks.len(), 2);
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(escape("a < b & \"c\""), "a &lt; b &amp; &quot;c&quot;");
    }
}
