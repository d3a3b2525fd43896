//! The functions, the truth about them, and where they are written.

use core::ops::Range;

use calc_scalar::Real;

use crate::tally::{Tally, pairs, singles};

/// A function of single precision with everything that is to be known about it.
#[derive(Debug)]
pub struct Function {
    /// As a method of `Real`.
    pub name: &'static str,
    /// As an error in ulps, never to be exceeded.
    pub bound: f64,
    /// How many arguments are tried: all there are or, of two numbers, a sample.
    pub inputs: u64,
    /// Tries a range of them, every so-manyth.
    pub tally: fn(Range<u64>, u64) -> Tally,
    /// The files it is computed by, below `crates/calc-scalar/src/math`.
    pub sources: &'static [&'static str],
}

const ALL: u64 = 1 << 32;

const EXPONENTIAL: &[&str] = &["single.rs", "single/exponential.rs"];
const SINE: &[&str] = &["single.rs", "single/turns.rs", "single/sine.rs"];
const TANGENT: &[&str] = &["single.rs", "single/turns.rs", "single/tangent.rs"];
const ROOTS: &[&str] = &["single.rs", "single/roots.rs"];

/// All of them.
pub const FUNCTIONS: [Function; 11] = [
    Function {
        name: "exp",
        bound: 0.9,
        inputs: ALL,
        tally: |range, step| singles(range, step, Real::exp, libm::exp),
        sources: EXPONENTIAL,
    },
    Function {
        name: "exp2",
        bound: 0.9,
        inputs: ALL,
        tally: |range, step| singles(range, step, Real::exp2, libm::exp2),
        sources: EXPONENTIAL,
    },
    Function {
        name: "logistic",
        bound: 2.5,
        inputs: ALL,
        tally: |range, step| singles(range, step, Real::logistic, logistic),
        sources: EXPONENTIAL,
    },
    Function {
        name: "sin",
        bound: 0.9,
        inputs: ALL,
        tally: |range, step| singles(range, step, Real::sin, libm::sin),
        sources: SINE,
    },
    Function {
        name: "cos",
        bound: 0.9,
        inputs: ALL,
        tally: |range, step| singles(range, step, Real::cos, libm::cos),
        sources: SINE,
    },
    Function {
        name: "sin_cos.0",
        bound: 0.9,
        inputs: ALL,
        tally: |range, step| singles(range, step, |x| Real::sin_cos(x).0, libm::sin),
        sources: SINE,
    },
    Function {
        name: "sin_cos.1",
        bound: 0.9,
        inputs: ALL,
        tally: |range, step| singles(range, step, |x| Real::sin_cos(x).1, libm::cos),
        sources: SINE,
    },
    Function {
        name: "tan",
        bound: 0.9,
        inputs: ALL,
        tally: |range, step| singles(range, step, Real::tan, libm::tan),
        sources: TANGENT,
    },
    Function {
        name: "asin",
        bound: 0.8,
        inputs: ALL,
        tally: |range, step| singles(range, step, Real::asin, libm::asin),
        sources: &["single.rs", "single/arcsine.rs"],
    },
    Function {
        name: "cbrt",
        bound: 0.52,
        inputs: ALL,
        tally: |range, step| singles(range, step, Real::cbrt, libm::cbrt),
        sources: ROOTS,
    },
    Function {
        name: "hypot",
        bound: 0.76,
        inputs: ALL,
        tally: |range, step| pairs(range, step, Real::hypot, libm::hypot),
        sources: ROOTS,
    },
];

/// `1/(1 + e⁻ˣ)` in double precision, from the exponential that is small.
fn logistic(x: f64) -> f64 {
    let small = libm::exp(-x.abs());
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
