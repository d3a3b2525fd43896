//! Colours by role: each is a CSS variable that the book's theme sets, with a value of its own for a picture opened alone.

use plotters::style::RGBColor;

/// One CSS variable of the figures, with its value on light and on dark paper.
#[derive(Debug, Clone, Copy)]
pub struct Variable {
    /// The name, with its two hyphens.
    pub name: &'static str,
    /// The value on white paper; also the fallback inside the pictures.
    pub light: &'static str,
    /// The value on dark paper.
    pub dark: &'static str,
}

/// Every variable the figures use, in a fixed order.
///
/// Categorical colours start from Okabe and Ito's set, darkened or lightened until each keeps a
/// contrast of 3:1 with its paper; the ramp is viridis without the end that vanishes in the paper.
pub const VARIABLES: [Variable; 20] = [
    variable("--fig-fg", "#24292f", "#c8cbd9"),
    variable("--fig-bg", "#ffffff", "#161923"),
    variable("--fig-grid", "#dfe3e8", "#2e3446"),
    variable("--fig-1", "#0072b2", "#5cb8f0"),
    variable("--fig-2", "#d55e00", "#ff9350"),
    variable("--fig-3", "#008462", "#35cc9c"),
    variable("--fig-4", "#b8478f", "#ef9acb"),
    variable("--fig-5", "#a87400", "#f0c24a"),
    variable("--fig-6", "#6b4fbb", "#b7a2f7"),
    variable("--fig-7", "#c2293f", "#ff7d8c"),
    variable("--fig-8", "#667080", "#98a2b8"),
    variable("--ramp-0", "#440154", "#3f4f9d"),
    variable("--ramp-1", "#472878", "#35659e"),
    variable("--ramp-2", "#404688", "#2e7ba2"),
    variable("--ramp-3", "#33628d", "#2690a4"),
    variable("--ramp-4", "#297b8e", "#24a69c"),
    variable("--ramp-5", "#20928c", "#3abb85"),
    variable("--ramp-6", "#23a983", "#6fcf62"),
    variable("--ramp-7", "#46c06f", "#b2de3c"),
    variable("--ramp-8", "#78d152", "#fde737"),
];

/// Steps between two neighbouring stops of the ramp.
const STEPS: u8 = 4;
/// The last step of the ramp, whose first is 0.
const LAST: u8 = 8 * STEPS;

/// The colour of a stroke, an area or a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ink {
    /// Text, axes, frames.
    Foreground,
    /// The paper.
    Background,
    /// Grid lines.
    Grid,
    /// A categorical colour, 1 to 8.
    Series(u8),
    /// A place on the sequential ramp, in steps of 1/32; made by [`Ink::ramp`].
    Ramp(u8),
}

impl Ink {
    /// The colour at `t` of the ramp, `0` the lowest and `1` the highest value.
    pub(crate) fn ramp(t: f64) -> Self {
        let step = (t.clamp(0.0, 1.0) * f64::from(LAST)).round();
        Self::Ramp((0..=LAST).find(|&s| f64::from(s) >= step).unwrap_or(LAST))
    }

    /// The colour as CSS, for an attribute of an element.
    pub(crate) fn css(self) -> String {
        match self {
            Self::Ramp(step) if !step.is_multiple_of(STEPS) => format!("var(--mix-{step})"),
            _ => reference(self.index()),
        }
    }

    /// What `var(--mix-…)` stands for, if this ink lies between two stops of the ramp.
    pub(crate) fn mixture(self) -> Option<(String, String)> {
        let Self::Ramp(step) = self else { return None };
        let (stop, rest) = (usize::from(step / STEPS), step % STEPS);
        (rest > 0).then(|| {
            let share = 100 - 100 * u32::from(rest) / u32::from(STEPS);
            let (low, high) = (
                reference(FIRST_RAMP + stop),
                reference(FIRST_RAMP + stop + 1),
            );
            (
                format!("--mix-{step}"),
                format!("color-mix(in srgb,{low} {share}%,{high})"),
            )
        })
    }

    /// The variables this ink refers to.
    pub(crate) fn variables(self) -> impl Iterator<Item = &'static Variable> {
        let last = match self {
            Self::Ramp(step) if !step.is_multiple_of(STEPS) => self.index() + 1,
            _ => self.index(),
        };
        VARIABLES.iter().take(last + 1).skip(self.index())
    }

    fn index(self) -> usize {
        match self {
            Self::Foreground => 0,
            Self::Background => 1,
            Self::Grid => 2,
            Self::Series(k) => 2 + usize::from(k.clamp(1, 8)),
            Self::Ramp(step) => FIRST_RAMP + usize::from(step / STEPS),
        }
    }

    /// The sentinel that carries this ink through `plotters`; `extra` rides along in the green channel.
    pub(crate) fn sentinel(self, extra: u8) -> RGBColor {
        let code = match self {
            Self::Foreground => 0,
            Self::Background => 1,
            Self::Grid => 2,
            Self::Series(k) => 10 + k,
            Self::Ramp(step) => 100 + step,
        };
        RGBColor(SENTINEL, extra, code)
    }

    /// The ink and the extra byte behind a sentinel. Any other colour is a mistake in the kit and shows as foreground.
    pub(crate) fn from_sentinel((_, extra, code): (u8, u8, u8)) -> (Self, u8) {
        let ink = match code {
            1 => Self::Background,
            2 => Self::Grid,
            11..=18 => Self::Series(code - 10),
            100..=132 => Self::Ramp(code - 100),
            _ => Self::Foreground,
        };
        (ink, extra)
    }
}

/// Marks a colour as one of ours in the red channel.
const SENTINEL: u8 = 1;
/// Where the ramp begins in [`VARIABLES`].
const FIRST_RAMP: usize = 11;

fn reference(index: usize) -> String {
    VARIABLES
        .get(index)
        .map_or_else(String::new, |v| format!("var({},{})", v.name, v.light))
}

const fn variable(name: &'static str, light: &'static str, dark: &'static str) -> Variable {
    Variable { name, light, dark }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inks() -> Vec<Ink> {
        let mut inks = vec![Ink::Foreground, Ink::Background, Ink::Grid];
        inks.extend((1..=8).map(Ink::Series));
        inks.extend((0..=32).map(Ink::Ramp));
        inks
    }

    #[test]
    fn an_ink_survives_the_way_through_plotters() {
        for ink in inks() {
            let RGBColor(r, g, b) = ink.sentinel(3);
            assert_eq!(Ink::from_sentinel((r, g, b)), (ink, 3));
        }
    }

    #[test]
    fn every_ink_is_a_variable_with_a_fallback() {
        for ink in inks() {
            let css = ink
                .mixture()
                .map_or_else(|| ink.css(), |(_, definition)| definition);
            for variable in ink.variables() {
                assert!(
                    css.contains(&format!("var({},{})", variable.name, variable.light)),
                    "{ink:?}: {css}"
                );
            }
        }
    }

    #[test]
    fn the_ramp_runs_from_its_first_to_its_last_stop() {
        assert_eq!(Ink::ramp(-1.0), Ink::Ramp(0));
        assert_eq!(Ink::ramp(0.5), Ink::Ramp(16));
        assert_eq!(Ink::ramp(2.0), Ink::Ramp(32));
        assert!(Ink::Ramp(32).css().starts_with("var(--ramp-8,"));
    }

    /// Relative luminance after WCAG 2.1.
    fn luminance(hex: &str) -> f64 {
        let channel = |from: usize| {
            let value = u8::from_str_radix(&hex[from..from + 2], 16).unwrap();
            let c = f64::from(value) / 255.0;
            if c <= 0.040_45 {
                c / 12.92
            } else {
                calc_scalar::Real::powf((c + 0.055) / 1.055, 2.4)
            }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn lines_can_be_told_from_the_paper() {
        let [foreground, paper, _, rest @ ..] = VARIABLES;
        assert!(contrast(foreground.light, paper.light) > 7.0);
        assert!(contrast(foreground.dark, paper.dark) > 7.0);
        for v in &rest[..8] {
            assert!(
                contrast(v.light, paper.light) > 3.0,
                "{} {:.2}",
                v.name,
                contrast(v.light, paper.light)
            );
            assert!(
                contrast(v.dark, paper.dark) > 3.0,
                "{} {:.2}",
                v.name,
                contrast(v.dark, paper.dark)
            );
        }
        for v in &rest[8..] {
            assert!(
                contrast(v.light, paper.light) > 1.8,
                "{} {:.2}",
                v.name,
                contrast(v.light, paper.light)
            );
            assert!(
                contrast(v.dark, paper.dark) > 1.8,
                "{} {:.2}",
                v.name,
                contrast(v.dark, paper.dark)
            );
        }
    }

    #[test]
    fn the_measure_of_contrast_tells_black_from_white() {
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
        assert!((contrast("#777777", "#777777") - 1.0).abs() < 1e-9);
    }
}
