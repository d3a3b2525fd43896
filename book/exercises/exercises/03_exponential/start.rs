//! The slope of `e` to the power of `x²`.
//!
//! Fill in the gap, then: `cargo run -p calc-exercises --example exponential`

#![allow(clippy::todo, reason = "the gap that the reader fills")]

use std::process::ExitCode;

use calc_exercises::{check_exponential, tell};

/// `f′(x)` for `f(x) = e^(x²)`.
///
/// Write `Real::exp(t)` for `eᵗ`.
fn slope(x: f64) -> f64 {
    todo!("the slope at {x}")
}

fn main() -> ExitCode {
    tell(check_exponential(slope))
}
