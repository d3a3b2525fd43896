//! Every picture of the course, in the order of its chapters.

use crate::Figure;

mod welcome_hero;
mod layers;
mod derivative_tangent;
mod derivative_secants;
mod taylor_polynomials;
mod finite_differences_error;
mod finite_differences_bounds;
mod rules_panels;
mod partial_surface;
mod partial_contours;
mod partial_slices;
mod gradient_field;
mod gradient_lengths;
mod chain_rule;
mod backpropagation_graph;
mod gradient_cost;
mod roots_methods;
mod roots_traps;
mod critical_points;
mod critical_kinds;
mod descent_path;
mod descent_rates;
mod descent_valley;
mod optimisers_paths;
mod optimisers_loss;
mod optimisers_failure;
mod minimise_paths;
mod training_network;
mod training_loss;
mod training_decision;
mod digits_samples;
mod digits_moons;
mod digits_loss;
mod digits_confusion;

/// Names each picture once and finds its function.
macro_rules! list {
    ($($name:ident)*) => { &[$((stringify!($name), $name::draw as fn() -> Figure)),*] };
}

/// A name and the function that draws the picture of that name.
type Entry = (&'static str, fn() -> Figure);

const FIGURES: &[Entry] = list! {
    welcome_hero
    layers
    derivative_tangent
    derivative_secants
    taylor_polynomials
    finite_differences_error
    finite_differences_bounds
    rules_panels
    partial_surface
    partial_contours
    partial_slices
    gradient_field
    gradient_lengths
    chain_rule
    backpropagation_graph
    gradient_cost
    roots_methods
    roots_traps
    critical_points
    critical_kinds
    descent_path
    descent_rates
    descent_valley
    optimisers_paths
    optimisers_loss
    optimisers_failure
    minimise_paths
    training_network
    training_loss
    training_decision
    digits_samples
    digits_moons
    digits_loss
    digits_confusion
};

/// Draws every picture, in the order of the chapters.
#[must_use]
pub fn all() -> Vec<Figure> {
    FIGURES.iter().map(|(_, draw)| draw()).collect()
}

/// Draws the picture with this name, if there is one.
#[must_use]
pub fn draw(name: &str) -> Option<Figure> {
    FIGURES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, draw)| draw())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::VARIABLES;
    use std::collections::BTreeSet;

    /// The drawing without its stylesheet, which holds the dark colours of a picture opened alone.
    fn without_style(svg: &str) -> String {
        svg.lines()
            .filter(|line| !line.starts_with("<style>"))
            .map(|line| format!("{line}\n"))
            .collect()
    }

    /// The values of all attributes with this name.
    fn values<'s>(svg: &'s str, attribute: &str) -> Vec<&'s str> {
        let opening = format!(" {attribute}=\"");
        svg.split(&opening)
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect()
    }

    #[test]
    fn every_file_is_a_picture_and_every_picture_has_its_name() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/figure");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .expect("the sources are there")
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter_map(|file| file.strip_suffix(".rs").map(str::to_owned))
            .filter(|name| name != "mod")
            .collect();
        let known: BTreeSet<String> = FIGURES.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(files, known);
        for (name, draw) in FIGURES {
            assert_eq!(draw().name, *name);
        }
        assert!(draw("derivative_tangent").is_some() && draw("no such picture").is_none());
    }

    #[test]
    fn drawing_twice_gives_the_same_bytes() {
        assert_eq!(all(), all());
    }

    #[test]
    fn every_picture_says_what_it_shows() {
        for figure in all() {
            let name = figure.name;
            assert!(
                figure.title.len() > 8 && figure.description.len() > 80,
                "{name}"
            );
            for part in ["title", "desc"] {
                assert!(
                    figure
                        .svg
                        .contains(&format!("<{part} id=\"{name}-{part}\">")),
                    "{name}"
                );
            }
            assert!(figure.svg.contains(&format!(
                "role=\"img\" aria-labelledby=\"{name}-title {name}-desc\""
            )));
            let ids = values(&figure.svg, "id");
            assert!(
                ids.iter().all(|id| id.starts_with(&format!("{name}-"))),
                "{name}: {ids:?}"
            );
        }
    }

    #[test]
    fn every_colour_is_a_variable_of_the_theme() {
        for figure in all() {
            let svg = without_style(&figure.svg);
            let mut used = BTreeSet::new();
            for attribute in ["fill", "stroke"] {
                for value in values(&svg, attribute) {
                    let variable = value
                        .strip_prefix("var(--")
                        .is_some_and(|v| v.ends_with(')'));
                    assert!(
                        variable || value == "none",
                        "{}: {attribute}={value}",
                        figure.name
                    );
                    used.extend(
                        value
                            .strip_prefix("var(")
                            .and_then(|v| v.split([',', ')']).next()),
                    );
                }
            }
            for name in used {
                let known = VARIABLES.iter().any(|v| v.name == name);
                let defined = figure.svg.contains(&format!("{name}:color-mix("));
                assert!(known || defined, "{}: {name}", figure.name);
            }
        }
    }

    #[test]
    fn a_picture_can_stand_in_markdown_and_in_any_font() {
        for Figure { name, svg, .. } in all() {
            assert!(
                svg.starts_with("<svg ") && svg.ends_with("</svg>\n"),
                "{name}"
            );
            assert!(
                svg.lines().all(|line| !line.trim().is_empty()),
                "{name}: a blank line ends the HTML"
            );
            for word in [
                "NaN",
                "2147483",
                "2147483",
                "font-family",
                "http://",
                "https://",
                "<script",
            ] {
                let body = without_style(&svg).replacen("http://www.w3.org/2000/svg", "", 1);
                assert!(!body.contains(word), "{name}: {word}");
            }
            assert!(
                svg.contains("viewBox=\"0 0 720 ") && !svg.contains("<svg width"),
                "{name}"
            );
        }
    }

    #[test]
    fn no_text_is_smaller_than_twelve_pixels() {
        for Figure { name, svg, .. } in all() {
            for size in values(&svg, "font-size") {
                assert!(
                    size.parse::<f64>().is_ok_and(|size| size >= 12.0),
                    "{name}: {size}"
                );
            }
        }
    }

    /// Text is measured with the kit's own estimate, which is a little wide.
    #[test]
    fn no_text_leaves_the_picture() {
        for Figure { name, svg, .. } in all() {
            let mut anchor = "middle";
            let mut size = 16.0;
            for line in svg.lines() {
                if let Some(found) = values(line, "text-anchor").first() {
                    anchor = match *found {
                        "start" => "start",
                        "end" => "end",
                        _ => "middle",
                    };
                }
                if let Some(found) = values(line, "font-size").first() {
                    size = found.parse().expect("a number");
                }
                if !line.starts_with("<text") || line.contains("rotate") {
                    continue;
                }
                let x: f64 = values(line, "x")[0].parse().expect("a number");
                let text = line
                    .split_once('>')
                    .map_or("", |(_, rest)| rest)
                    .trim_end_matches("</text>");
                let text = text
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&amp;", "&");
                let width = crate::kit::style::text_width(&text, size);
                let left = match anchor {
                    "start" => x,
                    "end" => x - width,
                    _ => x - width / 2.0,
                };
                assert!(
                    left > -1.0 && left + width < 720.0,
                    "{name}: {text} from {left} to {}",
                    left + width
                );
            }
        }
    }
}
