//! The numbers the course promises, each on its page with the digits given here.

use super::Site;
use crate::report::Report;

/// Page and text. The texts are numbers, or a number with the words before it where the number
/// alone could stand there by chance.
const PROMISED: &[(&str, &[&str])] = &[
    (
        "finite-differences.html",
        &["4", "4.0000100000", "1.00e-05"],
    ),
    ("partial-derivatives.html", &["= 5"]),
    (
        "chain-rule.html",
        &["-1.8845208682", "-1.8845621632", "4.13e-05"],
    ),
    (
        "backpropagation.html",
        &[
            "1", "0.7311", "0.5848", "0.0862", "-0.4152", "-0.3035", "0.1966", "-0.1306",
        ],
    ),
    (
        "critical-points.html",
        &["minimum", "maximum", "0", "1", "2", "8", "-4"],
    ),
    (
        "gradient-descent.html",
        &[
            "3.2", "2.56", "2.048", "1.6384", "0.057646", "0.003323", "0.144115",
        ],
    ),
];

/// Looks each number up in the text of its page.
pub(super) fn check(site: &Site, report: &mut Report) {
    for (name, numbers) in PROMISED {
        let Some(page) = site.pages.get(*name) else {
            report.problems.push(format!("there is no page {name}"));
            continue;
        };
        // A minus sign may be typeset as such.
        let text = page.text.replace('−', "-");
        for number in *numbers {
            let missing = !contains_number(&text, number);
            report.count(missing.then(|| format!("{name} does not show {number}")));
        }
    }
}

/// Whether the number stands there by itself: `2.5` is not in `12.5` and not in `2.56`.
fn contains_number(text: &str, number: &str) -> bool {
    text.match_indices(number).any(|(index, _)| {
        let before = text[..index].chars().next_back();
        let mut after = text[index + number.len()..].chars();
        let (next, second) = (after.next(), after.next());
        let starts = !before.is_some_and(|c| c.is_ascii_digit() || c == '.');
        let ends = match next {
            Some(c) if c.is_ascii_digit() => false,
            Some('.') => !second.is_some_and(|c| c.is_ascii_digit()),
            _ => true,
        };
        starts && ends
    })
}

#[cfg(test)]
mod tests {
    use super::super::page::Page;
    use super::*;

    #[test]
    fn a_number_stands_by_itself() {
        assert!(contains_number("is 2.56.", "2.56"));
        assert!(contains_number("(2.56)", "2.56"));
        assert!(!contains_number("12.56", "2.56"));
        assert!(!contains_number("2.561", "2.56"));
        assert!(!contains_number("y = 5.5", "= 5"));
        assert!(contains_number("y = 5", "= 5"));
    }

    #[test]
    fn negative_control_an_empty_page_fails() {
        let mut site = Site::default();
        site.pages
            .insert("chain-rule.html".to_owned(), Page::parse("<main></main>"));
        let mut report = Report::of("numbers");
        check(&site, &mut report);
        assert!(
            report
                .problems
                .iter()
                .any(|p| p == "chain-rule.html does not show -1.8845208682")
        );
        assert!(
            report
                .problems
                .iter()
                .any(|p| p == "there is no page gradient-descent.html")
        );
    }
}
