//! The golden file: lines `name: bits bits … | bits bits … ~ digits hash`, the points of the table between
//! bars and, behind the wave, a hash over points near these with two digits of it for each; and where two
//! sets of such lines differ.

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
    let ((expected, expected_near), (found, found_near)) = (parts(expected), parts(bits));
    if expected == found {
        return Some(format!(
            "{name}: at {}",
            first_near(expected_near, found_near)
        ));
    }
    let (expected, found) = (points(expected), points(found));
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

/// The points of the table, and the hash over those near by.
pub(crate) fn parts(bits: &str) -> (&str, &str) {
    bits.split_once(" ~ ").unwrap_or((bits, ""))
}

/// At how many points a line was computed.
pub(crate) fn count(bits: &str) -> usize {
    let (table, near) = parts(bits);
    let digits = near.split(' ').next().unwrap_or_default();
    points(table).len() + digits.len() / 2
}

/// The first point near by that differs.
fn first_near(expected: &str, found: &str) -> String {
    let digits = |text: &str| text.split(' ').next().unwrap_or_default().to_owned();
    let (expected, found) = (digits(expected), digits(found));
    let pairs = expected
        .as_bytes()
        .chunks(2)
        .zip(found.as_bytes().chunks(2));
    match pairs.into_iter().position(|(a, b)| a != b) {
        Some(i) => format!("point {} of those near the table", i + 1),
        None => "one of the points near the table".to_owned(),
    }
}

/// The lines that differ at points near the table and not at those of it: what is not said there is
/// written by programs that are compiled for it, in lines `name, near`.
pub(crate) fn differ_near(golden: &Lines, found: &Lines) -> Vec<String> {
    let differs = |(name, bits): &(&String, &String)| {
        golden
            .get(*name)
            .is_some_and(|expected| expected != *bits && parts(expected).0 == parts(bits).0)
    };
    let names = found.iter().filter(differs);
    names.map(|(name, _)| format!("{name}, near")).collect()
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
    fn a_point_near_the_table_is_named() {
        let golden = read("a f64: 1 | 2 ~ aabbcc 0000000000000001\n");
        let found = read("a f64: 1 | 2 ~ aab1c2 0000000000000002\n");
        assert_eq!(
            differences(&golden, &found),
            ["a f64: at point 2 of those near the table"]
        );
        assert_eq!(differ_near(&golden, &found), ["a f64, near"]);
        assert!(differ_near(&golden, &golden).is_empty());
        // Where the table differs, that is enough.
        let table = read("a f64: 1 | 3 ~ aab1c2 0000000000000002\n");
        assert!(differ_near(&golden, &table).is_empty());
        let unlucky = read("a f64: 1 | 2 ~ aabbcc 0000000000000002\n");
        assert_eq!(
            differences(&golden, &unlucky),
            ["a f64: at one of the points near the table"]
        );
    }

    #[test]
    fn points_are_counted_with_those_near_by() {
        assert_eq!(count("1 2 | 2 2 ~ aabbcc 0000000000000001"), 5);
        assert_eq!(count("1 2 | 2 2"), 2);
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
