//! What the integration tests share: every function by name, and distances in ulps.
#![allow(dead_code, reason = "each test binary uses its own part")]

use calc_scalar::{Float, Number};

/// Every function of one argument.
pub(crate) const UNARY: [&str; 62] = [
    "recip",
    "powi:0",
    "powi:1",
    "powi:2",
    "powi:3",
    "powi:7",
    "powi:13",
    "powi:-1",
    "powi:-20",
    "powf:0.5",
    "powf:2.5",
    "powf:3",
    "powf:-1.5",
    "sqrt",
    "cbrt",
    "exp",
    "exp2",
    "exp10",
    "exp_m1",
    "ln",
    "ln_1p",
    "log2",
    "log10",
    "sin",
    "cos",
    "tan",
    "asin",
    "acos",
    "atan",
    "sinh",
    "cosh",
    "tanh",
    "asinh",
    "acosh",
    "atanh",
    "abs",
    "erf",
    "erfc",
    "logistic",
    "softplus",
    "log1pexp",
    "logit",
    "sinpi",
    "cospi",
    "sinc",
    "lgamma",
    "tgamma",
    "digamma",
    "polygamma:1",
    "polygamma:4",
    "gelu",
    "silu",
    "elu:1",
    "elu:0.5",
    "leaky_relu:0.01",
    "relu",
    "log:3",
    "to_degrees",
    "to_radians",
    "clamp",
    "fract",
    "mul_add",
];

/// Every function of one argument that is constant in pieces.
pub(crate) const STEPS: [&str; 6] = [
    "signum",
    "floor",
    "ceil",
    "round",
    "round_ties_even",
    "trunc",
];

/// Every function of two arguments.
pub(crate) const BINARY: [&str; 12] = [
    "pow",
    "hypot",
    "atan2",
    "max",
    "min",
    "copysign",
    "rem_euclid",
    "fmod",
    "fdim",
    "logaddexp",
    "xlogy",
    "quotient",
];

/// The function of one argument with this name.
pub(crate) fn unary<R: Number>(name: &str, x: R) -> R {
    if let Some((name, parameter)) = name.split_once(':') {
        let whole = || parameter.parse::<i32>().expect("a whole number");
        let number = R::Literal::from_f64(parameter.parse().expect("a number"));
        return match name {
            "powi" => x.powi(whole()),
            "powf" => x.powf(number),
            "log" => x.log(number),
            "polygamma" => x.polygamma(whole().unsigned_abs()),
            "elu" => x.elu(number),
            "leaky_relu" => x.leaky_relu(number),
            _ => panic!("no function named {name}"),
        };
    }
    match name {
        "recip" => x.recip(),
        "sqrt" => x.sqrt(),
        "cbrt" => x.cbrt(),
        "exp" => x.exp(),
        "exp2" => x.exp2(),
        "exp10" => x.exp10(),
        "exp_m1" => x.exp_m1(),
        "ln" => x.ln(),
        "ln_1p" => x.ln_1p(),
        "log2" => x.log2(),
        "log10" => x.log10(),
        "sin" => x.sin(),
        "cos" => x.cos(),
        "tan" => x.tan(),
        "asin" => x.asin(),
        "acos" => x.acos(),
        "atan" => x.atan(),
        "sinh" => x.sinh(),
        "cosh" => x.cosh(),
        "tanh" => x.tanh(),
        "asinh" => x.asinh(),
        "acosh" => x.acosh(),
        "atanh" => x.atanh(),
        "abs" => x.abs(),
        "erf" => x.erf(),
        "erfc" => x.erfc(),
        "logistic" => x.logistic(),
        "softplus" => x.softplus(),
        "log1pexp" => x.log1pexp(),
        "logit" => x.logit(),
        "sinpi" => x.sinpi(),
        "cospi" => x.cospi(),
        "sinc" => x.sinc(),
        "lgamma" => x.lgamma(),
        "tgamma" => x.tgamma(),
        "digamma" => x.digamma(),
        "gelu" => x.gelu(),
        "silu" => x.silu(),
        "to_degrees" => x.to_degrees(),
        "to_radians" => x.to_radians(),
        "round_ties_even" => x.round_ties_even(),
        "relu" => x.relu(),
        "clamp" => x.clamp(R::Literal::from_f64(-0.5), R::Literal::from_f64(0.75)),
        "fract" => x.fract(),
        "mul_add" => x.mul_add(x, x),
        "signum" => x.signum(),
        "floor" => x.floor(),
        "ceil" => x.ceil(),
        "round" => x.round(),
        "trunc" => x.trunc(),
        _ => panic!("no function named {name}"),
    }
}

/// The function of two arguments with this name.
pub(crate) fn binary<R: Number>(name: &str, x: R, y: R) -> R {
    match name {
        "pow" => x.pow(y),
        "hypot" => x.hypot(y),
        "atan2" => x.atan2(y),
        "max" => x.max(y),
        "min" => x.min(y),
        "copysign" => x.copysign(y),
        "rem_euclid" => x.rem_euclid(y),
        "fmod" => x.fmod(y),
        "fdim" => x.fdim(y),
        "logaddexp" => x.logaddexp(y),
        "xlogy" => x.xlogy(y),
        "quotient" => x / y,
        _ => panic!("no function named {name}"),
    }
}

/// How many floats lie between two numbers; 0 for NaN against NaN, the maximum for NaN against a
/// number.
pub(crate) fn ulps(a: f64, b: f64) -> u64 {
    match (a.is_nan(), b.is_nan()) {
        (true, true) => 0,
        (false, false) => ordered(a).abs_diff(ordered(b)),
        _ => u64::MAX,
    }
}

/// The same in single precision.
pub(crate) fn ulps_single(a: f32, b: f32) -> u64 {
    match (a.is_nan(), b.is_nan()) {
        (true, true) => 0,
        (false, false) => ordered_single(a).abs_diff(ordered_single(b)),
        _ => u64::MAX,
    }
}

/// A whole number that grows with the float; equal for both zeros.
fn ordered(x: f64) -> i64 {
    let bits = x.to_bits().cast_signed();
    if bits < 0 {
        i64::MIN.wrapping_sub(bits)
    } else {
        bits
    }
}

/// A whole number that grows with the float; equal for both zeros.
fn ordered_single(x: f32) -> i64 {
    let bits = x.to_bits().cast_signed();
    i64::from(if bits < 0 {
        i32::MIN.wrapping_sub(bits)
    } else {
        bits
    })
}
