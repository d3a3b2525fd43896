//! No input makes a function panic, and no number type changes a value.
#![allow(clippy::float_cmp, reason = "zeros are meant exactly")]

mod common;

use calc_scalar::{Dual, Jet, Number, Real, check_derivative, derivatives, difference, taylor};
use common::{BINARY, STEPS, UNARY, binary, unary};

/// Zeros, subnormals, the ends of the range, infinities and NaN, with a few ordinary numbers.
const CORNERS: [f64; 31] = [
    0.0,
    -0.0,
    5e-324,
    -5e-324,
    1e-310,
    f64::MIN_POSITIVE,
    -f64::MIN_POSITIVE,
    1e-160,
    -1e-160,
    1e-8,
    0.5,
    -0.5,
    0.75,
    1.0,
    -1.0,
    1.0 + f64::EPSILON,
    1.5,
    2.0,
    -2.0,
    3.0,
    -7.25,
    40.0,
    709.0,
    750.0,
    -750.0,
    1e16,
    -1e160,
    1e300,
    f64::MAX,
    f64::INFINITY,
    f64::NEG_INFINITY,
];

fn names() -> impl Iterator<Item = &'static str> {
    UNARY.into_iter().chain(STEPS)
}

/// Equal bits, or both NaN.
fn same(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan())
}

#[test]
fn every_number_type_has_the_value_of_the_plain_float_on_every_corner() {
    for name in names() {
        for x in CORNERS.into_iter().chain([f64::NAN]) {
            let plain = unary(name, x);
            let dual: Dual = unary(name, Dual::variable(x));
            let constant: Dual = unary(name, Dual::lift(x));
            let jet: Jet<f64, 5> = unary(name, Jet::variable(x));
            let nested: Dual<Dual> = unary(name, Dual::variable(Dual::variable(x)));
            for value in [dual.value, constant.value, jet.value(), nested.value.value] {
                assert!(same(plain, value), "{name} at {x:e}: {plain:e}, {value:e}");
            }
            // A constant has no slope, whatever happens to its value.
            assert_eq!(constant.slope(), 0.0, "{name} at {x:e}");
        }
    }
    for name in BINARY {
        for x in CORNERS {
            for y in CORNERS {
                let plain = binary(name, x, y);
                let dual: Dual<f64, 2> =
                    binary(name, Dual::variable_at(x, 0), Dual::variable_at(y, 1));
                let jet: Jet<f64, 4> = binary(name, Jet::variable(x), Jet::variable(y));
                for value in [dual.value, jet.value()] {
                    assert!(
                        same(plain, value),
                        "{name} at {x:e}, {y:e}: {plain:e}, {value:e}"
                    );
                }
            }
        }
    }
}

/// The sign of a zero decides between +∞ and −∞ later on.
#[test]
fn products_quotients_and_sums_keep_the_sign_of_a_zero() {
    fn all<R: Number>(x: R, y: R) -> [R; 8] {
        let sum = [x].into_iter().sum::<R>();
        let product = [x, y].into_iter().product::<R>();
        [x * y, x / y, x + y, x - y, sum, product, x.powi(3) * y, -x]
    }
    let points = [0.0, -0.0, 1.0, -1.0, f64::INFINITY, f64::NAN];
    for x in points {
        for y in points {
            let plain = all(x, y);
            let dual = all::<Dual>(Dual::variable(x), Dual::lift(y)).map(|r| r.value);
            let jet = all::<Jet>(Jet::variable(x), Jet::lift(y)).map(|r| r.value());
            for (k, plain) in plain.into_iter().enumerate() {
                for value in [dual[k], jet[k]] {
                    assert!(same(plain, value), "{k} of {x}, {y}: {plain}, {value}");
                }
            }
        }
    }
}

/// The same in single precision, whose rules run through other code in libm.
#[test]
#[allow(
    clippy::cast_possible_truncation,
    reason = "corners of single precision are wanted"
)]
fn single_precision_keeps_its_values_too() {
    for name in names() {
        for x in CORNERS.map(|x| x as f32) {
            let plain = unary(name, x);
            let dual: Dual<f32> = unary(name, Dual::variable(x));
            let jet: Jet<f32, 4> = unary(name, Jet::variable(x));
            for value in [dual.value, jet.value()] {
                let same = plain.to_bits() == value.to_bits() || plain.is_nan() && value.is_nan();
                assert!(same, "{name} at {x:e}: {plain:e}, {value:e}");
            }
        }
    }
}

#[test]
fn nan_in_is_nan_out_value_and_slope() {
    for name in names() {
        let dual: Dual = unary(name, Dual::variable(f64::NAN));
        let jet: Jet = unary(name, Jet::variable(f64::NAN));
        let constant = name == "powi:0";
        let kept = |what: &str, x: f64| assert!(x.is_nan() || constant, "{name}: {what} {x}");
        kept("value", dual.value);
        kept("value", jet.value());
        // Where the slope does not depend on the point it is known even there.
        if !matches!(
            name,
            "powi:1" | "fract" | "clamp" | "to_degrees" | "to_radians"
        ) {
            kept("slope", dual.slope());
            kept("coefficient", jet.coefficient(1));
        }
    }
    for name in BINARY {
        // max and min ignore a NaN, pow(1, NaN) and pow(NaN, 0) are 1 by IEEE.
        if matches!(name, "max" | "min") {
            continue;
        }
        let both = [(f64::NAN, 2.5), (2.5, f64::NAN), (f64::NAN, f64::NAN)];
        for (x, y) in both {
            let value = binary(name, x, y);
            let sign_only = name == "copysign" && !x.is_nan();
            assert!(value.is_nan() || sign_only, "{name} at {x}, {y}: {value}");
        }
    }
}

/// The NaN check above can fail: these functions do not keep a NaN.
#[test]
fn a_function_that_swallows_nan_is_visible() {
    assert!(!binary("max", f64::NAN, 1.0).is_nan());
    assert!(!unary("powi:0", f64::NAN).is_nan());
    assert!(!same(0.0, -0.0) && !same(1.0, f64::NAN) && same(f64::NAN, -f64::NAN));
}

#[test]
fn differences_and_checks_never_panic() {
    for name in names() {
        for x in CORNERS.into_iter().chain([f64::NAN]) {
            let f = |t: f64| unary(name, t);
            let found = difference::derivative(f, x);
            assert!(
                !found.error.is_nan() && found.error >= 0.0,
                "{name} at {x:e}: {found:?}"
            );
            assert!(found.value.is_nan() == found.error.is_infinite() || !found.value.is_nan());
            let check = check_derivative(f, |t| t, x);
            assert!(!check.to_string().is_empty());
            for h in [0.0, 1e-8, f64::NAN] {
                let _ = difference::forward(f, x, h) + difference::central(f, x, h);
                let _ = difference::backward(f, x, h) + difference::richardson(f, x, h);
            }
            let _: [f64; 8] = taylor(|t| unary(name, t), x);
            let _ = difference::complex_step(|t| unary(name, t), x, 1e-20);
        }
    }
}

#[test]
fn empty_and_one_term_jets_are_harmless() {
    for name in names() {
        let none: Jet<f64, 0> = unary(name, Jet::variable(0.3));
        assert_eq!(none.value(), 0.0);
        let one: Jet<f64, 1> = unary(name, Jet::variable(0.3));
        assert!(same(one.value(), unary(name, 0.3)), "{name}");
    }
    assert!(Jet::<f64, 2>::ZERO.value() == 0.0);
}

#[test]
fn outside_its_domain_a_logarithm_has_no_derivative_of_any_order() {
    type Function = fn(Jet<f64, 6>) -> Jet<f64, 6>;
    let functions: [(Function, f64); 8] = [
        (|x| x.ln(), -3.0),
        (|x| x.ln_1p(), -3.0),
        (|x| x.log2(), -3.0),
        (|x| x.log10(), -3.0),
        (|x| x.logit(), -3.0),
        (|x| x.atanh(), 3.0),
        (|x| x.asin(), 3.0),
        (|x| x.acosh(), 0.3),
    ];
    for (i, (f, x)) in functions.into_iter().enumerate() {
        let all: [f64; 6] = derivatives(f, x);
        assert!(all.iter().all(|c| c.is_nan()), "{i}: {all:?}");
        // A constant stays one.
        let constant = f(Jet::constant(x));
        assert!(constant.coefficients[1..].iter().all(|&c| c == 0.0), "{i}");
    }
}
