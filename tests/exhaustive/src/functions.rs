//! The functions, the truth about them, and where they are written.

#![allow(
    clippy::disallowed_methods,
    reason = "the platform's functions in double precision are the truth here, to many more digits than are compared"
)]

use core::ops::Range;

use calc_scalar::Real;

use crate::tally::{Tally, even, odd, pairs, singles};

/// A function of single precision with everything that is to be known about it.
#[derive(Debug)]
pub struct Function {
    /// As a method of `Real`.
    pub name: &'static str,
    /// As an error in ulps, never to be exceeded.
    pub bound: f64,
    /// What is tried: numbers of these bits, with symmetry only the positive ones; or pairs.
    pub range: u64,
    /// Tries a part of the range, every so-manyth.
    pub tally: fn(Range<u64>, u64) -> Tally,
    /// The files it is computed by, below `crates/calc-scalar/src/math`.
    pub sources: &'static [&'static str],
}

impl Function {
    /// How many arguments that are: all there are or, of two numbers, a sample.
    #[must_use]
    pub const fn inputs(&self) -> u64 {
        if self.range == POSITIVE {
            ALL
        } else {
            self.range
        }
    }
}

const ALL: u64 = 1 << 32;
const POSITIVE: u64 = 1 << 31;
const PAIRS: u64 = 1 << 29;

const EXPONENTIAL: &[&str] = &["single.rs", "single/exponential.rs"];
const SINE: &[&str] = &["single.rs", "single/turns.rs", "single/sine.rs"];
const TANGENT: &[&str] = &["single.rs", "single/turns.rs", "single/tangent.rs"];
const ROOTS: &[&str] = &["single.rs", "single/roots.rs"];

/// All of them.
pub const FUNCTIONS: [Function; 9] = [
    Function {
        name: "exp",
        bound: 0.92,
        range: ALL,
        tally: |range, step| singles(range, step, Real::exp, f64::exp),
        sources: EXPONENTIAL,
    },
    Function {
        name: "exp2",
        bound: 0.92,
        range: ALL,
        tally: |range, step| singles(range, step, Real::exp2, f64::exp2),
        sources: EXPONENTIAL,
    },
    Function {
        name: "logistic",
        bound: 2.5,
        range: ALL,
        tally: |range, step| singles(range, step, Real::logistic, logistic),
        sources: EXPONENTIAL,
    },
    Function {
        name: "sin",
        bound: 0.92,
        range: POSITIVE,
        tally: |range, step| odd(range, step, sin, f64::sin),
        sources: SINE,
    },
    Function {
        name: "cos",
        bound: 0.92,
        range: POSITIVE,
        tally: |range, step| even(range, step, cos, f64::cos),
        sources: SINE,
    },
    Function {
        name: "tan",
        bound: 0.92,
        range: POSITIVE,
        tally: |range, step| odd(range, step, Real::tan, f64::tan),
        sources: TANGENT,
    },
    Function {
        name: "asin",
        bound: 0.8,
        range: POSITIVE,
        tally: |range, step| odd(range, step, Real::asin, f64::asin),
        sources: &["single.rs", "single/arcsine.rs"],
    },
    Function {
        name: "cbrt",
        bound: 0.52,
        range: POSITIVE,
        tally: |range, step| odd(range, step, Real::cbrt, f64::cbrt),
        sources: ROOTS,
    },
    Function {
        name: "hypot",
        bound: 0.76,
        range: PAIRS,
        tally: |range, step| pairs(range, step, Real::hypot, f64::hypot),
        sources: ROOTS,
    },
];

/// The sine, which must be the one that comes with the cosine.
fn sin(x: f32) -> f32 {
    same(Real::sin(x), Real::sin_cos(x).0)
}

/// The cosine, which must be the one that comes with the sine.
fn cos(x: f32) -> f32 {
    same(Real::cos(x), Real::sin_cos(x).1)
}

/// A number that is surely wrong, if the two are not the same.
fn same(one: f32, other: f32) -> f32 {
    if one.to_bits() == other.to_bits() || one.is_nan() && other.is_nan() {
        one
    } else {
        f32::MAX
    }
}

/// `1/(1 + e⁻ˣ)` in double precision, from the exponential that is small.
fn logistic(x: f64) -> f64 {
    let small = (-x.abs()).exp();
    if x < 0.0 {
        small / (1.0 + small)
    } else {
        1.0 / (1.0 + small)
    }
}

/// The pairs that the length of a vector is tried at: any two numbers, numbers of similar size, nearly
/// equal ones, and triangles of whole sides, each a quarter of them. Not at random in the sense that they are the
/// same each time.
#[must_use]
#[allow(
    clippy::cast_possible_truncation,
    reason = "parts of a word, and whole numbers that are small"
)]
pub fn hypot_arguments(index: u64) -> (f32, f32) {
    let word = mixed(index);
    let x = f32::from_bits(word as u32);
    let high = (word >> 32) as u32;
    let y = match index % 4 {
        0 => f32::from_bits(high),
        1 => {
            // Within a factor 2¹⁵, with fresh digits.
            let exponent = ((x.to_bits() >> 23) & 0xff) + (high >> 27) % 31;
            f32::from_bits(((exponent.clamp(15, 269) - 15) << 23) | (high & 0x007f_ffff))
        }
        2 => f32::from_bits(x.to_bits().wrapping_add(high % 64)),
        _ => {
            // m² − n² and 2mn.
            let (m, n) = ((word % 2048) as f32, (word / 2048 % 2048) as f32);
            return (m * m - n * n, 2.0 * m * n);
        }
    };
    (x, y)
}

/// The finaliser of the generator `SplitMix64`.
const fn mixed(index: u64) -> u64 {
    let z = index.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
