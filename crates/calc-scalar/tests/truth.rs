//! Every rule against high-precision truth: value, slope and second derivative, to the tails.

mod common;

use calc_scalar::{Dual, Jet};
use common::{binary, ulps, unary};

/// Written by `data/make_truth.py` with 1200 digits.
const TRUTH: &str = include_str!("data/truth.txt");

/// What no line says otherwise: value, slope and second derivative in ulps.
const USUAL: [u64; 3] = [1, 2, 3];

/// Where more is allowed, and why. Measured; each entry is the worst case seen.
const TOLERANCES: [(&str, [u64; 3], &str); 10] = [
    ("powi:5", [2, 2, 3], "two roundings before the last"),
    ("log:3", [2, 2, 3], "a logarithm over a logarithm"),
    ("logit", [1, 2, 13], "the second derivative is 0 at ½"),
    ("sinc", [1, 2, 10], "the second derivative is 0 at 2.08"),
    ("gelu", [2, 2, 4], "the second derivative is 0 at √2"),
    ("silu", [1, 3, 3], "the slope is 0 at −1.28"),
    ("lgamma", [2, 2, 3], "libm's lgamma left of 0"),
    ("tgamma", [3, 3, 4], "libm's tgamma"),
    ("polygamma:1", [2, 2, 3], "a sum of up to a dozen terms"),
    ("polygamma:4", [4, 4, 3], "a sum of up to twenty terms"),
];

/// One line of the table: a name, the point, and three numbers.
struct Line<'a> {
    text: &'a str,
    name: &'a str,
    numbers: Vec<f64>,
}

fn lines() -> impl Iterator<Item = Line<'static>> {
    TRUTH
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|text| {
            let mut words = text.split(' ');
            let name = words.next().expect("a name");
            let numbers = words.map(|n| n.parse().expect("a number")).collect();
            Line {
                text,
                name,
                numbers,
            }
        })
}

fn tolerance(name: &str) -> [u64; 3] {
    TOLERANCES
        .iter()
        .find(|t| t.0 == name)
        .map_or(USUAL, |t| t.1)
}

/// The lines on which `evaluate` is off by more than the table allows.
fn failures(evaluate: impl Fn(&Line<'_>) -> Vec<[f64; 3]>) -> Vec<String> {
    let mut failures = Vec::new();
    for line in lines() {
        let truth = &line.numbers[line.numbers.len() - 3..];
        for found in evaluate(&line) {
            let allowed = tolerance(line.name);
            let off = (0..3).any(|i| ulps(found[i], truth[i]) > allowed[i]);
            if off {
                failures.push(format!("{}: found {found:?}", line.text));
            }
        }
    }
    failures
}

/// Value, slope and second derivative of one argument, or both slopes of two, by every number type.
fn by_all_types(line: &Line<'_>) -> Vec<[f64; 3]> {
    let name = line.name;
    match line.numbers[..] {
        [x, _, _, _] => {
            let dual: Dual = unary(name, Dual::variable(x));
            let jet: Jet<f64, 3> = unary(name, Jet::variable(x));
            let second = 2.0 * jet.coefficient(2);
            vec![
                [dual.value, dual.slope(), second],
                [jet.value(), jet.coefficient(1), second],
                [unary(name, x), dual.slope(), second],
            ]
        }
        [x, y, _, _, _] => {
            let dual: Dual<f64, 2> = binary(name, Dual::variable_at(x, 0), Dual::variable_at(y, 1));
            let by_x: Jet<f64, 4> = binary(name, Jet::variable(x), Jet::lift(y));
            let by_y: Jet<f64, 4> = binary(name, Jet::lift(x), Jet::variable(y));
            vec![
                [dual.value, dual.partials[0], dual.partials[1]],
                [by_x.value(), by_x.coefficient(1), by_y.coefficient(1)],
            ]
        }
        _ => panic!("four or five numbers: {}", line.text),
    }
}

#[test]
fn every_rule_is_right_to_the_last_digits_even_in_the_tails() {
    let failures = failures(by_all_types);
    assert!(
        failures.is_empty(),
        "{} lines: {failures:#?}",
        failures.len()
    );
}

#[test]
fn the_check_against_truth_sees_four_ulps() {
    let shifted = |line: &Line<'_>, place: usize| {
        let mut all = by_all_types(line);
        for found in &mut all {
            found[place] *= 1.0 + 8.0 * f64::EPSILON;
        }
        all
    };
    let lines = lines().count();
    for place in 0..3 {
        assert!(
            failures(|line| shifted(line, place)).len() > lines,
            "place {place}"
        );
    }
}

#[test]
fn the_table_covers_every_function_and_every_tolerance_is_used() {
    for name in common::UNARY {
        // Exact, or made of the others.
        let simple = [
            "relu",
            "leaky_relu:0.01",
            "clamp",
            "fract",
            "mul_add",
            "powi:0",
            "powi:1",
            "powf:3",
            "log1pexp",
            "elu:0.5",
            "to_degrees",
            "to_radians",
        ];
        let found = lines().any(|line| line.name == name);
        assert!(found || simple.contains(&name), "{name} has no truth");
    }
    for (name, allowed, _) in TOLERANCES {
        assert!(lines().any(|line| line.name == name));
        assert!(
            (0..3).any(|i| allowed[i] > USUAL[i]),
            "{name} needs no entry"
        );
    }
}
