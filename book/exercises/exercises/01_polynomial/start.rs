//! The slope of a polynomial.
//!
//! Fill in the gap, then: `cargo run -p calc-exercises --example polynomial`

#![allow(clippy::todo, reason = "the gap that the reader fills")]

use std::process::ExitCode;

use calc_exercises::{check_polynomial, tell};

/// `f′(x)` for `f(x) = 3x³ − 2x² + x − 5`.
fn slope(x: f64) -> f64 {
    todo!("the slope at {x}")
}

fn main() -> ExitCode {
    tell(check_polynomial(slope))
}
