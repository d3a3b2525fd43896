//! How a line, a marker and a text look; and how that travels through `plotters`, which knows less.

use plotters::style::{
    Color, FontFamily, FontStyle, RGBAColor, ShapeStyle, TextStyle, text_anchor,
};

use super::canvas::{SCALE, TEXT, virtual_pixels};
use super::palette::Ink;

/// The pattern of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Dash {
    #[default]
    Solid,
    Dashed,
    Dotted,
    Mixed,
}

impl Dash {
    const ALL: [Self; 4] = [Self::Solid, Self::Dashed, Self::Dotted, Self::Mixed];

    /// The value of `stroke-dasharray`, if the line is not solid.
    pub(crate) fn pattern(self) -> Option<&'static str> {
        match self {
            Self::Solid => None,
            Self::Dashed => Some("8 6"),
            Self::Dotted => Some("0.5 5"),
            Self::Mixed => Some("11 5 0.5 5"),
        }
    }

    pub(crate) fn from_code(code: u8) -> Self {
        Self::ALL
            .get(usize::from(code))
            .copied()
            .unwrap_or_default()
    }
}

/// A line: colour, width in pixels of the picture, pattern and opacity.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stroke {
    pub(crate) ink: Ink,
    pub(crate) width: f64,
    pub(crate) dash: Dash,
    pub(crate) opacity: f64,
}

impl Stroke {
    pub(crate) const fn new(ink: Ink, width: f64) -> Self {
        Self {
            ink,
            width,
            dash: Dash::Solid,
            opacity: 1.0,
        }
    }

    /// A curve in categorical colour `k`.
    pub(crate) const fn series(k: u8) -> Self {
        Self::new(Ink::Series(k), 2.6)
    }

    /// A thin line in the colour of text: axes, leaders.
    pub(crate) const fn thin() -> Self {
        Self::new(Ink::Foreground, 1.2)
    }

    pub(crate) const fn dash(self, dash: Dash) -> Self {
        Self { dash, ..self }
    }

    pub(crate) const fn width(self, width: f64) -> Self {
        Self { width, ..self }
    }

    pub(crate) const fn opacity(self, opacity: f64) -> Self {
        Self { opacity, ..self }
    }

    /// As `plotters` sees it: the pattern hides in the green channel of the sentinel.
    pub(crate) fn shape(self) -> ShapeStyle {
        ShapeStyle {
            color: paint(self.ink, self.dash as u8, self.opacity),
            filled: false,
            stroke_width: virtual_pixels(self.width).unsigned_abs(),
        }
    }
}

/// A sentinel colour with its opacity.
pub(crate) fn paint(ink: Ink, extra: u8, opacity: f64) -> RGBAColor {
    ink.sentinel(extra).mix(opacity)
}

/// The shape of a point, so that points differ without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marker {
    Circle,
    /// A circle filled with paper: a point that does not belong.
    Open,
    Square,
    Diamond,
    TriangleUp,
    TriangleDown,
    Cross,
}

/// A piece of text.
#[derive(Clone)]
pub(crate) struct Label {
    pub(crate) text: String,
    pub(crate) size: f64,
    pub(crate) ink: Ink,
    pub(crate) across: text_anchor::HPos,
    pub(crate) down: text_anchor::VPos,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    pub(crate) halo: bool,
    /// Degrees, clockwise.
    pub(crate) angle: f64,
}

impl Label {
    /// Centred on its point, in the size and colour of running text.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            size: TEXT,
            ink: Ink::Foreground,
            across: text_anchor::HPos::Center,
            down: text_anchor::VPos::Center,
            bold: false,
            italic: false,
            halo: false,
            angle: 0.0,
        }
    }

    pub(crate) fn size(self, size: f64) -> Self {
        Self { size, ..self }
    }

    pub(crate) fn ink(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }

    pub(crate) fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(crate) fn italic(self) -> Self {
        Self {
            italic: true,
            ..self
        }
    }

    /// A rim in the colour of the paper, so that lines behind the text do not touch it.
    pub(crate) fn halo(self) -> Self {
        Self { halo: true, ..self }
    }

    pub(crate) fn angle(self, angle: f64) -> Self {
        Self { angle, ..self }
    }

    /// The text begins at its point.
    pub(crate) fn left(self) -> Self {
        Self {
            across: text_anchor::HPos::Left,
            ..self
        }
    }

    /// The text ends at its point.
    pub(crate) fn right(self) -> Self {
        Self {
            across: text_anchor::HPos::Right,
            ..self
        }
    }

    /// What `plotters` cannot say rides in the name of the font family; see [`Extras`].
    pub(crate) fn family(&self) -> String {
        format!(
            "{}{};{:.1}",
            u8::from(self.halo),
            u8::from(self.italic),
            self.angle
        )
    }

    /// As `plotters` sees it; `family` is what [`Label::family`] gave.
    pub(crate) fn text_style<'a>(&self, family: &'a str) -> TextStyle<'a> {
        let weight = if self.bold {
            FontStyle::Bold
        } else {
            FontStyle::Normal
        };
        let font = (FontFamily::Name(family), self.size * SCALE, weight);
        let mut style = TextStyle::from(font);
        style.color = paint(self.ink, 0, 1.0).to_backend_color();
        style.pos = text_anchor::Pos::new(self.across, self.down);
        style
    }

    /// About how wide the text will be; nobody knows before the reader's font is known.
    pub(crate) fn width(&self) -> f64 {
        text_width(&self.text, self.size)
    }
}

/// What a font family's name carries: halo, italics, angle in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Extras {
    pub(crate) halo: bool,
    pub(crate) italic: bool,
    pub(crate) angle: f64,
}

impl Extras {
    pub(crate) fn from_family(family: &str) -> Self {
        let (flags, angle) = family.split_once(';').unwrap_or((family, "0"));
        let mut flags = flags.chars().map(|flag| flag == '1');
        Self {
            halo: flags.next().unwrap_or(false),
            italic: flags.next().unwrap_or(false),
            angle: angle.parse().unwrap_or(0.0),
        }
    }
}

/// An estimate of a text's width from the widths of a common sans-serif, a little on the wide side.
pub(crate) fn text_width(text: &str, size: f64) -> f64 {
    let em: f64 = text
        .chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '′' | 'I' => 0.29,
            'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '/' | ' ' | '-' | '·' => 0.36,
            'm' | 'w' | 'M' | 'W' | '→' => 0.9,
            'A'..='Z' | 'Δ' | '∇' | '∂' => 0.64,
            '−' | '+' | '=' | '<' | '>' | '≈' => 0.8,
            '⁰'..='⁹' | '²' | '³' | '¹' | '₀'..='₉' | '⁻' | 'ˣ' | 'ⁿ' => 0.38,
            _ => 0.57,
        })
        .sum();
    em * size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halo_italics_and_angle_survive_the_way_through_plotters() {
        let label = Label::new("x").halo().italic().angle(-37.25);
        let extras = Extras::from_family(&label.family());
        assert!(extras.halo && extras.italic);
        assert!((extras.angle + 37.25).abs() < 0.06);
        assert!(!Extras::from_family(&Label::new("x").family()).halo);
    }

    #[test]
    fn a_dash_survives_the_way_through_plotters() {
        for dash in Dash::ALL {
            assert_eq!(Dash::from_code(dash as u8), dash);
        }
    }

    #[test]
    fn a_longer_text_is_wider() {
        assert!(text_width("slope 3", 16.0) < text_width("slope 3 at 1.5", 16.0));
        assert!(text_width("ill", 16.0) < text_width("www", 16.0));
    }
}
