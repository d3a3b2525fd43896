//! What the integration tests share: every function by name, and distances in ulps.
#![allow(dead_code, reason = "each test binary uses its own part")]

use calc_scalar::{Float, Number};

/// Every function of one argument.
pub(crate) const UNARY: [&str; 44] = [
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
    "relu",
    "clamp",
    "fract",
    "mul_add",
];

/// Every function of one argument that is constant in pieces.
pub(crate) const STEPS: [&str; 5] = ["signum", "floor", "ceil", "round", "trunc"];

/// Every function of two arguments.
pub(crate) const BINARY: [&str; 8] = [
    "pow",
    "hypot",
    "atan2",
    "max",
    "min",
    "copysign",
    "rem_euclid",
    "quotient",
];

/// The function of one argument with this name.
pub(crate) fn unary<R: Number>(name: &str, x: R) -> R {
    if let Some(n) = name.strip_prefix("powi:") {
        return x.powi(n.parse().expect("a whole number"));
    }
    if let Some(p) = name.strip_prefix("powf:") {
        return x.powf(R::Literal::from_f64(p.parse().expect("a number")));
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
