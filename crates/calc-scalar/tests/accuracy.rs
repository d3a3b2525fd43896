//! The accuracy contract: every function, in both precisions, over its whole range, within the bounds
//! of the table in the documentation.

mod common;

use calc_scalar::{Dual, Float, Jet};
use common::{BINARY, UNARY, binary, ulps, ulps_single, unary};

/// The table as it is published.
const TABLE: &str = include_str!("../src/accuracy.md");

/// Written by `data/make_range_truth.py` with 700 digits, at points of each precision.
const DOUBLE: &str = include_str!("data/range_double.txt");
const SINGLE: &str = include_str!("data/range_single.txt");

/// Places where a search over strides of all floats found more ulps than the table allowed.
const ONCE_OFF: [&str; 2] = [
    include_str!("data/once_off_double.txt"),
    include_str!("data/once_off_single.txt"),
];

/// Functions without a line: exact, another name, or made of two operations (see below the table).
const WITHOUT: [&str; 14] = [
    "abs",
    "max",
    "min",
    "clamp",
    "copysign",
    "relu",
    "leaky_relu",
    "fdim",
    "fmod",
    "fract",
    "rem_euclid",
    "log1pexp",
    "mul_add",
    "quotient",
];

/// One line of the published table.
#[derive(Debug, PartialEq)]
struct Bound {
    name: &'static str,
    value: u64,
    slope: u64,
    /// Below these, ulps are those of these.
    value_floor: f64,
    slope_floor: f64,
    /// Only there.
    left_of_zero: bool,
}

fn bounds() -> Vec<Bound> {
    TABLE
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let [_, name, value, slope, except, _] = cells[..] else {
                panic!("four columns: {line}");
            };
            let floor = except
                .split([' ', ','])
                .find_map(|word| word.parse().ok())
                .unwrap_or(0.0);
            let of = |what: &str| if except.contains(what) { floor } else { 0.0 };
            Bound {
                name: name.trim_matches('`'),
                value: value.parse().expect("a number of ulps"),
                slope: slope.parse().expect("a number of ulps"),
                value_floor: of("value"),
                slope_floor: of("slope"),
                left_of_zero: except.contains("left of 0"),
            }
        })
        .collect()
}

/// The name without its parameter.
fn family(name: &str) -> &str {
    name.split(':').next().unwrap_or(name)
}

/// What one precision needs for the comparison.
trait Precision: Float + core::str::FromStr<Err: core::fmt::Debug> {
    /// The distance in ulps.
    fn apart(self, other: Self) -> u64;

    /// Value and slopes at a point of one or two arguments, by duals and by jets.
    fn evaluate(name: &str, point: &[Self]) -> [Vec<Self>; 2];
}

macro_rules! precision {
    ($F:ident, $ulps:ident) => {
        impl Precision for $F {
            fn apart(self, other: Self) -> u64 {
                $ulps(self, other)
            }

            fn evaluate(name: &str, point: &[Self]) -> [Vec<Self>; 2] {
                match *point {
                    [x] => {
                        let dual: Dual<$F> = unary(name, Dual::variable(x));
                        let jet: Jet<$F, 4> = unary(name, Jet::variable(x));
                        [
                            vec![dual.value, dual.slope()],
                            vec![jet.value(), jet.coefficient(1)],
                        ]
                    }
                    [x, y] => {
                        let dual: Dual<$F, 2> =
                            binary(name, Dual::variable_at(x, 0), Dual::variable_at(y, 1));
                        let by_x: Jet<$F, 4> = binary(name, Jet::variable(x), Jet::lift(y));
                        let by_y: Jet<$F, 4> = binary(name, Jet::lift(x), Jet::variable(y));
                        let [a, b] = dual.partials;
                        [
                            vec![dual.value, a, b],
                            vec![by_x.value(), by_x.coefficient(1), by_y.coefficient(1)],
                        ]
                    }
                    _ => panic!("one or two arguments: {name}"),
                }
            }
        }
    };
}

precision!(f64, ulps);
precision!(f32, ulps_single);

/// The distance in ulps, below `floor` in those of `floor`.
fn distance<F: Precision>(found: F, truth: F, floor: F) -> u64 {
    let ulps = found.apart(truth);
    if truth.magnitude() >= floor || !(found - truth).is_finite() {
        return ulps;
    }
    let unit = (floor.next_above() - floor).to_f64();
    let ratio = ((found - truth).magnitude().to_f64() / unit).ceil();
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small whole number"
    )]
    ulps.min(ratio as u64)
}

/// The lines off by more than the table allows (which it widens by `found`), and how many there were.
fn failures<F: Precision>(data: &str, change: impl Fn(F) -> F) -> (Vec<String>, usize) {
    let bounds = bounds();
    let mut failures = Vec::new();
    let mut compared = 0;
    for line in data.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split(' ');
        let name = words.next().expect("a name");
        let numbers: Vec<F> = words.map(|n| n.parse().expect("a number")).collect();
        let bound = bounds
            .iter()
            .find(|b| b.name == family(name))
            .unwrap_or_else(|| panic!("{name} is not in the table"));
        let arguments = if BINARY.contains(&name) { 2 } else { 1 };
        let (point, truth) = numbers.split_at(arguments);
        compared += 1;
        for found in F::evaluate(name, point) {
            let off = found.iter().zip(truth).enumerate().any(|(k, (&f, &t))| {
                let (allowed, floor) = if k == 0 {
                    (bound.value, bound.value_floor)
                } else {
                    (bound.slope, bound.slope_floor)
                };
                let elsewhere = bound.left_of_zero && point.iter().all(|&x| x > F::ZERO);
                let floor = if elsewhere { 0.0 } else { floor };
                distance(change(f), t, F::from_f64(floor)) > allowed
            });
            if off {
                failures.push(format!("{line}: found {found:?}"));
            }
        }
    }
    (failures, compared)
}

#[test]
fn every_function_keeps_its_bound_over_the_whole_range_in_double_precision() {
    let (failures, compared) = failures::<f64>(DOUBLE, |found| found);
    assert!(compared > 4000, "{compared}");
    assert!(
        failures.is_empty(),
        "{} lines: {failures:#?}",
        failures.len()
    );
}

#[test]
fn every_function_keeps_its_bound_over_the_whole_range_in_single_precision() {
    let (failures, compared) = failures::<f32>(SINGLE, |found| found);
    assert!(compared > 4000, "{compared}");
    assert!(
        failures.is_empty(),
        "{} lines: {failures:#?}",
        failures.len()
    );
}

#[test]
fn where_a_function_was_once_off_it_keeps_its_bound() {
    let [double, single] = ONCE_OFF;
    let (double, single) = (
        failures::<f64>(double, |found| found),
        failures::<f32>(single, |found| found),
    );
    for (failures, compared) in [double, single] {
        assert!(compared > 10, "{compared}");
        assert!(failures.is_empty(), "{failures:#?}");
    }
}

#[test]
fn the_comparison_with_the_table_sees_ten_ulps() {
    let (seen, compared) = failures::<f64>(DOUBLE, |found| found * (1.0 + 20.0 * f64::EPSILON));
    assert!(seen.len() > compared, "{} of {compared}", seen.len());
    let (seen, compared) = failures::<f32>(SINGLE, |found| found * (1.0 + 20.0 * f32::EPSILON));
    assert!(seen.len() > compared, "{} of {compared}", seen.len());
}

/// No bound is above 4 ulps but that of the gamma function, and each line is needed by data.
#[test]
fn the_table_names_every_function_once_and_promises_four_ulps() {
    let bounds = bounds();
    for bound in &bounds {
        let same = bounds.iter().filter(|b| b.name == bound.name).count();
        assert_eq!(same, 1, "{}", bound.name);
        let most = if bound.name == "tgamma" { 8 } else { 4 };
        assert!(bound.value <= most && bound.slope <= most, "{bound:?}");
        for data in [DOUBLE, SINGLE] {
            let points = data
                .lines()
                .filter(|line| family(line.split(' ').next().unwrap_or_default()) == bound.name)
                .count();
            assert!(points >= 30, "{}: {points} points", bound.name);
        }
    }
    for name in UNARY.into_iter().chain(BINARY) {
        let listed = bounds.iter().any(|b| b.name == family(name));
        assert!(
            listed || WITHOUT.contains(&family(name)),
            "{name} has no bound"
        );
        assert!(!(listed && WITHOUT.contains(&name)), "{name} has a bound");
    }
}
