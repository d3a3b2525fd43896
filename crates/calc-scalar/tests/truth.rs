//! Every rule against high-precision truth: value, slope and second derivative, to the tails.

mod common;

use calc_scalar::{Dual, Jet};
use common::{binary, ulps, ulps_single, unary};

/// Written by `data/make_truth.py` with 1200 digits.
const TRUTH: &str = include_str!("data/truth.txt");

/// What no line says otherwise: value, slope and second derivative in ulps.
const USUAL: [u64; 3] = [1, 2, 3];

/// Where more is allowed, and why. Measured; each entry is the worst case seen, none is above 3.
const TOLERANCES: [(&str, [u64; 3], &str); 4] = [
    ("exp10", [2, 3, 3], "libm's exp10 is not correctly rounded"),
    (
        "powi:5",
        [2, 2, 3],
        "two roundings of products before the last",
    ),
    (
        "powi:8",
        [2, 3, 3],
        "squared three times, each time doubling the error",
    ),
    (
        "powi:7",
        [2, 2, 3],
        "two roundings of products before the last",
    ),
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
        let simple = [
            "relu", "clamp", "fract", "mul_add", "powi:0", "powi:1", "powf:3",
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

/// Single precision has its own code in libm: it has to agree with double precision, rounded.
#[test]
#[allow(
    clippy::cast_possible_truncation,
    reason = "rounds to single precision"
)]
fn single_precision_agrees_with_double_precision() {
    /// libm's single-precision functions are good to 1 ulp, an eighth power takes three products;
    /// slopes take three roundings more.
    const VALUE: u64 = 3;
    const SLOPE: u64 = 4;
    let mut failures = Vec::new();
    let mut compared = 0;
    // A third is another number in single precision.
    for line in lines().filter(|line| !line.name.starts_with("powf:0.333")) {
        let (found, truth): ([f32; 3], [f64; 3]) = match line.numbers[..] {
            [x, _, _, _] => {
                let x = x as f32;
                let single: Dual<f32> = unary(line.name, Dual::variable(x));
                let double: Dual = unary(line.name, Dual::variable(f64::from(x)));
                let flat = [single.value, single.slope(), single.slope()];
                (flat, [double.value, double.slope(), double.slope()])
            }
            [x, y, _, _, _] => {
                let (x, y) = (x as f32, y as f32);
                let single: Dual<f32, 2> =
                    binary(line.name, Dual::variable_at(x, 0), Dual::variable_at(y, 1));
                let (x, y) = (f64::from(x), f64::from(y));
                let double: Dual<f64, 2> =
                    binary(line.name, Dual::variable_at(x, 0), Dual::variable_at(y, 1));
                let [a, b] = single.partials;
                let [c, d] = double.partials;
                ([single.value, a, b], [double.value, c, d])
            }
            _ => panic!("four or five numbers: {}", line.text),
        };
        compared += 1;
        let allowed = [VALUE, SLOPE, SLOPE];
        if (0..3).any(|i| ulps_single(found[i], truth[i] as f32) > allowed[i]) {
            failures.push(format!("{}: {found:?} instead of {truth:?}", line.text));
        }
    }
    assert!(compared > 1000);
    assert!(
        failures.is_empty(),
        "{} lines: {failures:#?}",
        failures.len()
    );
}
