//! Every function of `libm` and of num-traits' `Float` is here, or there is a reason why not, and it
//! is the same function.

#![allow(
    clippy::disallowed_methods,
    reason = "the functions of the platform are what is compared with"
)]

mod common;

use common::{BINARY, STEPS, UNARY, binary, unary};

/// How a function of another library is found here.
enum Here {
    /// By this name in `common`; the two give the same numbers up to a few ulps.
    One(&'static str, fn(f64) -> f64),
    Two(&'static str, fn(f64, f64) -> f64),
    /// Under another form, or not, and why.
    Otherwise(&'static str),
}
use Here::{One, Otherwise, Two};

/// The functions that `libm` 0.2 exports for `f64`.
fn libm_functions() -> Vec<(&'static str, Here)> {
    let digits = "takes the digits of a float apart or puts them together; has no slope";
    let bessel = "a Bessel function: not elementary";
    vec![
        ("acos", One("acos", libm::acos)),
        ("acosh", One("acosh", libm::acosh)),
        ("asin", One("asin", libm::asin)),
        ("asinh", One("asinh", libm::asinh)),
        ("atan", One("atan", libm::atan)),
        ("atan2", Two("atan2", libm::atan2)),
        ("atanh", One("atanh", libm::atanh)),
        ("cbrt", One("cbrt", libm::cbrt)),
        ("ceil", One("ceil", libm::ceil)),
        ("copysign", Two("copysign", libm::copysign)),
        ("cos", One("cos", libm::cos)),
        ("cosh", One("cosh", libm::cosh)),
        ("erf", One("erf", libm::erf)),
        ("erfc", One("erfc", libm::erfc)),
        ("exp", One("exp", libm::exp)),
        ("exp10", One("exp10", libm::exp10)),
        ("exp2", One("exp2", libm::exp2)),
        ("expm1", One("exp_m1", libm::expm1)),
        ("fabs", One("abs", libm::fabs)),
        ("fdim", Two("fdim", libm::fdim)),
        ("floor", One("floor", libm::floor)),
        ("fma", Otherwise("`mul_add`, rounded after each step")),
        ("fmax", Two("max", libm::fmax)),
        ("fmaximum", Otherwise("`max` ignores NaN")),
        ("fmaximum_num", Two("max", libm::fmaximum_num)),
        ("fmin", Two("min", libm::fmin)),
        ("fminimum", Otherwise("`min` ignores NaN")),
        ("fminimum_num", Two("min", libm::fminimum_num)),
        ("fmod", Two("fmod", libm::fmod)),
        ("frexp", Otherwise(digits)),
        ("hypot", Two("hypot", libm::hypot)),
        ("ilogb", Otherwise(digits)),
        ("j0", Otherwise(bessel)),
        ("j1", Otherwise(bessel)),
        ("jn", Otherwise(bessel)),
        ("ldexp", Otherwise("a product with a literal")),
        ("lgamma", One("lgamma", libm::lgamma)),
        ("lgamma_r", Otherwise("`lgamma` and the sign of `tgamma`")),
        ("log", One("ln", libm::log)),
        ("log10", One("log10", libm::log10)),
        ("log1p", One("ln_1p", libm::log1p)),
        ("log2", One("log2", libm::log2)),
        ("modf", Otherwise("`trunc` and `fract`")),
        ("nextafter", Otherwise(digits)),
        ("pow", Two("pow", libm::pow)),
        ("remainder", Otherwise("`x − y·(x/y).round_ties_even()`")),
        ("remquo", Otherwise("see `remainder`")),
        ("rint", One("round_ties_even", libm::rint)),
        ("round", One("round", libm::round)),
        ("roundeven", One("round_ties_even", libm::roundeven)),
        ("scalbn", Otherwise("a product with a literal")),
        ("sin", One("sin", libm::sin)),
        ("sincos", Otherwise("`sin_cos`")),
        ("sinh", One("sinh", libm::sinh)),
        ("sqrt", One("sqrt", libm::sqrt)),
        ("tan", One("tan", libm::tan)),
        ("tanh", One("tanh", libm::tanh)),
        ("tgamma", One("tgamma", libm::tgamma)),
        ("trunc", One("trunc", libm::trunc)),
        ("y0", Otherwise(bessel)),
        ("y1", Otherwise(bessel)),
        ("yn", Otherwise(bessel)),
    ]
}

/// The functions of `num_traits::Float` (0.2) that return a number, by the method of `f64` they call.
fn float_functions() -> Vec<(&'static str, Here)> {
    vec![
        ("floor", One("floor", f64::floor)),
        ("ceil", One("ceil", f64::ceil)),
        ("round", One("round", f64::round)),
        ("trunc", One("trunc", f64::trunc)),
        ("fract", One("fract", f64::fract)),
        ("abs", One("abs", f64::abs)),
        ("signum", One("signum", f64::signum)),
        ("mul_add", One("mul_add", |x| x.mul_add(x, x))),
        ("recip", One("recip", f64::recip)),
        ("powi", One("powi:7", |x| x.powi(7))),
        ("powf", One("powf:2.5", |x| x.powf(2.5))),
        ("sqrt", One("sqrt", f64::sqrt)),
        ("exp", One("exp", f64::exp)),
        ("exp2", One("exp2", f64::exp2)),
        ("ln", One("ln", f64::ln)),
        ("log", One("log:3", |x| x.log(3.0))),
        ("log2", One("log2", f64::log2)),
        ("log10", One("log10", f64::log10)),
        ("to_degrees", One("to_degrees", f64::to_degrees)),
        ("to_radians", One("to_radians", f64::to_radians)),
        ("max", Two("max", f64::max)),
        ("min", Two("min", f64::min)),
        ("clamp", One("clamp", |x| x.clamp(-0.5, 0.75))),
        ("abs_sub", Two("fdim", libm::fdim)),
        ("cbrt", One("cbrt", f64::cbrt)),
        ("hypot", Two("hypot", f64::hypot)),
        ("sin", One("sin", f64::sin)),
        ("cos", One("cos", f64::cos)),
        ("tan", One("tan", f64::tan)),
        ("asin", One("asin", f64::asin)),
        ("acos", One("acos", f64::acos)),
        ("atan", One("atan", f64::atan)),
        ("atan2", Two("atan2", f64::atan2)),
        ("sin_cos", Otherwise("`sin_cos`")),
        ("exp_m1", One("exp_m1", f64::exp_m1)),
        ("ln_1p", One("ln_1p", f64::ln_1p)),
        ("sinh", One("sinh", f64::sinh)),
        ("cosh", One("cosh", f64::cosh)),
        ("tanh", One("tanh", f64::tanh)),
        ("asinh", One("asinh", f64::asinh)),
        ("acosh", One("acosh", f64::acosh)),
        ("atanh", One("atanh", f64::atanh)),
        ("copysign", Two("copysign", f64::copysign)),
        ("rem_euclid", Two("rem_euclid", f64::rem_euclid)),
    ]
}

/// Ordinary numbers, halves, and the ends.
const POINTS: [f64; 19] = [
    0.0,
    -0.0,
    1e-300,
    -1e-9,
    0.3,
    -0.5,
    0.75,
    1.0,
    -1.0,
    1.5,
    2.5,
    -2.5,
    3.7,
    -7.25,
    30.0,
    1e9,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
];

/// The formulas of the standard library lose digits where ours do not; this is about names.
const RELATIVE: f64 = 1e-9;

fn same(a: f64, b: f64) -> bool {
    let close = (a - b).abs() <= RELATIVE * b.abs();
    close || a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan()
}

/// What differs, in words.
fn differences(functions: &[(&'static str, Here)]) -> Vec<String> {
    let mut differences = Vec::new();
    for (theirs, here) in functions {
        match here {
            One(name, f) => {
                assert!(UNARY.contains(name) || STEPS.contains(name), "{name}");
                for x in POINTS {
                    let (ours, other) = (unary(name, x), f(x));
                    if !same(ours, other) {
                        differences.push(format!("{theirs}({x}): {ours} and {other}"));
                    }
                }
            }
            Two(name, f) => {
                assert!(BINARY.contains(name), "{name}");
                for x in POINTS {
                    for y in POINTS {
                        let (ours, other) = (binary(name, x, y), f(x, y));
                        // Which of two zeros is larger is not laid down.
                        let zeros = ours == 0.0 && other == 0.0;
                        if !zeros && !same(ours, other) {
                            differences.push(format!("{theirs}({x}, {y}): {ours} and {other}"));
                        }
                    }
                }
            }
            Otherwise(reason) => assert!(!reason.is_empty(), "{theirs}"),
        }
    }
    differences
}

#[test]
fn every_function_of_libm_is_here_or_has_a_reason_not_to_be() {
    let functions = libm_functions();
    assert_eq!(functions.len(), 62);
    let differences = differences(&functions);
    assert!(differences.is_empty(), "{differences:#?}");
}

#[test]
fn every_function_of_num_traits_float_is_here() {
    let differences = differences(&float_functions());
    assert!(differences.is_empty(), "{differences:#?}");
}

#[test]
fn the_comparison_sees_another_function() {
    assert!(!differences(&[("sin", One("sin", f64::cos))]).is_empty());
    assert!(!differences(&[("max", Two("max", f64::min))]).is_empty());
}
