//! What an author must not do: numbers typed by hand, code blocks without a language.

use super::fences;
use super::scan::{Piece, pieces};

/// From this many decimals on, a number is a result, and results come from listings.
const DECIMALS_OF_A_RESULT: usize = 3;

/// A mistake and the line, counted from 1, it stands on.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) line: usize,
    pub(super) message: String,
}

/// Looks through the file as its author wrote it.
pub(super) fn lint(raw: &str) -> Vec<Problem> {
    let line = |offset: usize| raw[..offset].matches('\n').count() + 1;
    let mut problems = Vec::new();
    for (offset, piece) in pieces(raw) {
        let Piece::Text(text) = piece else { continue };
        for (index, word) in words(text) {
            if let Some(number) = typed_result(word) {
                problems.push(Problem {
                    line: line(offset + index),
                    message: format!(
                        "`{number}` is typed by hand — a result comes from a listing: `{{{{#value NAME: label}}}}`; an input stands in code or a formula"
                    ),
                });
            }
        }
    }
    for block in fences::blocks(raw) {
        let message = match block.info.as_deref() {
            None => {
                "an indented code block would be compiled as Rust — use a fence with a language, or unindent"
            }
            Some(info) if info.trim().is_empty() => {
                "a code fence without a language would be compiled as Rust — write ```text"
            }
            Some(_) => continue,
        };
        problems.push(Problem {
            line: line(block.range.start),
            message: message.to_owned(),
        });
    }
    problems.extend(headings(raw).map(|(offset, heading)| Problem {
        line: line(offset),
        message: format!(
            "a formula in a heading would spoil its link and the sidebar — write it in words or Unicode: {heading}"
        ),
    }));
    problems
}

/// The headings with a formula in them.
fn headings(raw: &str) -> impl Iterator<Item = (usize, &str)> {
    pieces(raw).into_iter().filter_map(|(offset, piece)| {
        let Piece::Maths { .. } = piece else {
            return None;
        };
        let start = raw[..offset].rfind('\n').map_or(0, |index| index + 1);
        let heading = raw[start..].lines().next()?;
        heading.starts_with('#').then_some((offset, heading))
    })
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace()
        .map(move |word| (word.as_ptr().addr() - text.as_ptr().addr(), word))
}

/// The number in this word that has too many decimals. Addresses (anything with a slash) and
/// citation numbers are not results.
fn typed_result(word: &str) -> Option<&str> {
    if word.contains('/') || word.to_ascii_lowercase().contains("arxiv") {
        return None;
    }
    let bytes = word.as_bytes();
    let mut start = 0;
    while start < bytes.len() {
        if !bytes[start].is_ascii_digit() {
            start += 1;
            continue;
        }
        let digits = |from: usize| {
            bytes[from..]
                .iter()
                .take_while(|b| b.is_ascii_digit())
                .count()
        };
        let mut end = start + digits(start);
        if bytes.get(end) == Some(&b'.') {
            let decimals = digits(end + 1);
            if decimals >= DECIMALS_OF_A_RESULT {
                return Some(&word[start..end + 1 + decimals]);
            }
            end += 1 + decimals;
        }
        start = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(raw: &str) -> Vec<usize> {
        lint(raw).into_iter().map(|problem| problem.line).collect()
    }

    #[test]
    fn a_result_typed_by_hand_is_found_with_its_line() {
        assert_eq!(lines("a\n\nthe error is 0.00413, small\n"), [3]);
        assert_eq!(lines("(−1.884520)"), [1]);
    }

    #[test]
    fn few_decimals_code_formulas_values_versions_and_addresses_are_allowed() {
        let fine = "0.1 and 2.56, Rust 1.88.0, `0.12345`, $0.12345$, {{#value a: b}}, \
                    [x](https://doi.org/10.1145/3.14159), arXiv:2401.01257\n\n```text\n0.12345\n```\n";
        assert_eq!(lint(fine), []);
    }

    #[test]
    fn a_code_block_needs_a_language() {
        assert_eq!(lines("```\nx\n```\n"), [1]);
        assert_eq!(lines("a\n\n    x\n"), [3]);
        assert_eq!(lines("```rust\nx\n```\n"), [0; 0]);
    }

    #[test]
    fn a_heading_has_no_formula() {
        assert_eq!(lines("## The slope of $x^2$\n"), [1]);
        assert_eq!(lines("## The slope of x²\n\n$x^2$\n"), [0; 0]);
    }
}
