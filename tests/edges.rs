//! The battery: 51 places where automatic differentiation is known to go wrong, with every number type
//! and in both precisions. `tests/peers` asks other libraries the same.

use calc_multi::{Dual2, Tape};
use calc_scalar::{Dual, Float, Jet, Number};

/// Written by `peers/data/make_edges.py`: operation, constant, point, value, slope.
const DOUBLE: &str = include_str!("peers/data/edges_f64.txt");
const SINGLE: &str = include_str!("peers/data/edges_f32.txt");

/// The largest distance of a value or slope from the truth.
const ULPS: u64 = 2;

/// `xˣ·(ln x + 1)` at 0.5 subtracts 0.69 from 1, which triples the relative error.
const ULPS_OF_SELF_POWER: u64 = 8;

/// The operation with this name.
fn operation<R: Number>(name: &str, c: f64, x: R) -> R {
    let literal = R::Literal::from_f64(c);
    let k = R::constant(literal);
    match name {
        "powf" => x.powf(literal),
        #[allow(clippy::cast_possible_truncation, reason = "a whole number of 32 bits")]
        "powi" => x.powi(c as i32),
        "c^x" => k.pow(x),
        "x^x" => x.pow(x),
        "sqrt" => x.sqrt(),
        "sqrt(c) + x" => k.sqrt() + x,
        "exp(ln c) + x" => k.ln().exp() + x,
        "cbrt" => x.cbrt(),
        "abs" => x.abs(),
        "tanh" => x.tanh(),
        "sinh" => x.sinh(),
        "exp_m1" => x.exp_m1(),
        "ln_1p" => x.ln_1p(),
        "asin" => x.asin(),
        "acos" => x.acos(),
        "atan" => x.atan(),
        "acosh" => x.acosh(),
        "asinh" => x.asinh(),
        "atanh" => x.atanh(),
        "c / x" => literal / x,
        "atan2(x, c)" => x.atan2(k),
        "atan2(c, x)" => k.atan2(x),
        "hypot" => x.hypot(k),
        "1 / (1 + exp(-x))" => R::ONE / (R::ONE + (-x).exp()),
        "max(x, c)" => x.max(k),
        "min(c, x)" => k.min(x),
        "ln" => x.ln(),
        "log2" => x.log2(),
        "log10" => x.log10(),
        "exp2" => x.exp2(),
        "fract" => x.fract(),
        "tan" => x.tan(),
        _ => panic!("no operation {name}"),
    }
}

macro_rules! battery {
    ($module:ident, $F:ident, $cases:expr) => {
        mod $module {
            use super::*;

            /// How many of the cases are right, and which are wrong.
            fn score(evaluate: impl Fn(&str, f64, $F) -> ($F, $F)) -> (usize, Vec<String>) {
                let mut right = 0;
                let mut wrong = Vec::new();
                for line in $cases.lines().filter(|line| !line.starts_with('#')) {
                    let [name, c, x, value, slope] = line.split(" | ").collect::<Vec<_>>()[..]
                    else {
                        panic!("five columns: {line}");
                    };
                    let c = if c == "-" {
                        0.0
                    } else {
                        c.parse().expect("a number")
                    };
                    let [x, value, slope] =
                        [x, value, slope].map(|n| n.parse::<$F>().expect("a number"));
                    let found = evaluate(name, c, x);
                    let allowed = if name == "x^x" {
                        ULPS_OF_SELF_POWER
                    } else {
                        ULPS
                    };
                    if apart(found.0, value) <= ULPS && apart(found.1, slope) <= allowed {
                        right += 1;
                    } else {
                        wrong.push(format!("{line}: found {found:?}"));
                    }
                }
                (right, wrong)
            }

            /// How many floats lie between two numbers; NaN is next to NaN only.
            fn apart(a: $F, b: $F) -> u64 {
                let ordered = |x: $F| {
                    let size = i64::from(x.abs().to_bits().cast_signed());
                    if x.is_sign_negative() { -size } else { size }
                };
                match (a.is_nan(), b.is_nan()) {
                    (true, true) => 0,
                    (false, false) => ordered(a).abs_diff(ordered(b)),
                    _ => u64::MAX,
                }
            }

            #[test]
            fn every_number_type_is_right_in_all_51_places() {
                let all_right = (51, Vec::new());
                let dual = score(|name, c, x| {
                    let y: Dual<$F> = operation(name, c, Dual::variable(x));
                    (y.value, y.slope())
                });
                assert_eq!(dual, all_right, "Dual");
                let jet = score(|name, c, x| {
                    let y: Jet<$F, 4> = operation(name, c, Jet::variable(x));
                    (y.value(), y.coefficient(1))
                });
                assert_eq!(jet, all_right, "Jet");
                let nested = score(|name, c, x| {
                    let x = Dual::variable(Dual::variable(x));
                    let y: Dual<Dual<$F>> = operation(name, c, x);
                    (y.value.value, y.slope().value)
                });
                assert_eq!(nested, all_right, "nested Dual");
                let second = score(|name, c, x| {
                    let y: Dual2<$F, 2, 2> = operation(name, c, Dual2::variable_at(x, 1));
                    (y.value, y.gradient[1])
                });
                assert_eq!(second, all_right, "Dual2");
                let tape = score(|name, c, x| {
                    let mut tape = Tape::<$F, 16>::new();
                    let (value, [slope]) = tape
                        .value_and_gradient(|[x]| operation(name, c, x), [x])
                        .expect("a tape long enough");
                    (value, slope)
                });
                assert_eq!(tape, all_right, "tape");
            }

            #[test]
            fn the_battery_sees_a_slope_that_is_off() {
                let (right, wrong) = score(|name, c, x| {
                    let y: Dual<$F> = operation(name, c, Dual::variable(x));
                    (y.value, y.slope() * (1.0 + 20.0 * $F::EPSILON))
                });
                // Zeros and infinities stay what they are.
                assert_eq!(right + wrong.len(), 51);
                assert!(wrong.len() > 25, "{right} right");
            }
        }
    };
}

battery!(double, f64, DOUBLE);
battery!(single, f32, SINGLE);
