//! The golden file: lines `name: bits bits … | bits bits …`, the points between bars, and where two sets
//! of them differ.

use core::fmt::Write as _;
use std::collections::BTreeMap;

/// Lines by name.
pub(crate) type Lines = BTreeMap<String, String>;

/// At most so many differences are shown.
const SHOWN: usize = 10;

/// Reads lines; those that begin with `#` say what the others hold for.
pub(crate) fn read(text: &str) -> Lines {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(": "))
        .map(|(name, bits)| (name.to_owned(), bits.to_owned()))
        .collect()
}

/// What stands behind `# key: ` in the head.
pub(crate) fn header<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    text.lines()
        .take_while(|line| line.starts_with('#'))
        .find_map(|line| line.strip_prefix(&format!("# {key}: ")))
}

/// Which words are not those of the golden file; lines that are missing or new are left to the
/// caller.
pub(crate) fn differences(golden: &Lines, found: &Lines) -> Vec<String> {
    let mut problems = Vec::new();
    for (name, bits) in found {
        let Some(expected) = golden.get(name) else {
            continue;
        };
        if let Some(line) = first_difference(name, expected, bits) {
            problems.push(line);
        }
    }
    if problems.len() > SHOWN {
        let more = problems.len() - SHOWN;
        problems.truncate(SHOWN);
        problems.push(format!("… and {more} more lines"));
    }
    problems
}

fn first_difference(name: &str, expected: &str, bits: &str) -> Option<String> {
    if expected == bits {
        return None;
    }
    let (expected, found) = (points(expected), points(bits));
    if expected.len() != found.len() {
        return Some(format!(
            "{name}: {} points, golden {}",
            found.len(),
            expected.len()
        ));
    }
    let pairs = || expected.iter().zip(&found);
    for (i, (expected, found)) in pairs().enumerate() {
        if expected.len() != found.len() {
            return Some(format!(
                "{name}: at point {} {} numbers, golden {}",
                i + 1,
                found.len(),
                expected.len()
            ));
        }
    }
    let words = || {
        pairs().enumerate().flat_map(|(i, (expected, found))| {
            let words = expected.iter().zip(found).enumerate();
            words.map(move |(j, (expected, found))| (i + 1, j + 1, *expected, *found))
        })
    };
    let mut wrong = words().filter(|(_, _, expected, found)| expected != found);
    let (i, j, expected, found) = wrong.next()?;
    let mut line = format!(
        "{name}: at point {i} number {j} is {}, golden {}",
        shown(found),
        shown(expected)
    );
    let more = wrong.count();
    if more > 0 {
        let _ = write!(line, "; {} of {} numbers differ", more + 1, words().count());
    }
    Some(line)
}

/// The words at each point.
fn points(bits: &str) -> Vec<Vec<&str>> {
    bits.split('|')
        .map(|words| words.split_whitespace().collect())
        .collect()
}

/// The bits, and the number they stand for.
fn shown(word: &str) -> String {
    match (word.len(), u64::from_str_radix(word, 16)) {
        (16, Ok(bits)) => format!("{word} ({:e})", f64::from_bits(bits)),
        (8, Ok(bits)) => match u32::try_from(bits) {
            Ok(bits) => format!("{word} ({:e} if it is a float)", f32::from_bits(bits)),
            Err(_) => word.to_owned(),
        },
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_bit_is_named_with_its_place() {
        let golden = read("# libm: 0.2.16\nf64 sin: 3ff0000000000000 1 | 4000000000000000 1\n");
        let found = read("f64 sin: 3ff0000000000000 1 | 4000000000000001 1\n");
        assert_eq!(
            differences(&golden, &found),
            [
                "f64 sin: at point 2 number 1 is 4000000000000001 (2.0000000000000004e0), golden 4000000000000000 (2e0)"
            ]
        );
        assert!(differences(&golden, &golden).is_empty());
    }

    #[test]
    fn further_differences_are_counted() {
        let found = differences(&read("a b: 1 2 | 3 4\n"), &read("a b: 1 7 | 8 4\n"));
        assert_eq!(
            found,
            ["a b: at point 1 number 2 is 7, golden 2; 2 of 4 numbers differ"]
        );
    }

    #[test]
    fn a_number_or_a_point_more_or_less_is_a_difference() {
        let golden = read("a b: 1 2 | 3\n");
        assert_eq!(
            differences(&golden, &read("a b: 1 2 | 3 4\n")),
            ["a b: at point 2 2 numbers, golden 1"]
        );
        assert_eq!(
            differences(&golden, &read("a b: 1 2\n")),
            ["a b: 1 points, golden 2"]
        );
    }

    #[test]
    fn the_head_says_what_the_lines_hold_for() {
        assert_eq!(header("# libm: 0.2.16\na: 1\n", "libm"), Some("0.2.16"));
        assert_eq!(header("a: 1\n", "libm"), None);
    }
}
