//! The slope of a black box.
//!
//! Fill in the gap, then: `cargo run -p calc-exercises --example difference`

#![allow(clippy::todo, reason = "the gap that the reader fills")]

use std::process::ExitCode;

use calc_exercises::{check_difference, tell};

/// `f′(x)` from values of `f` alone, to eight digits.
///
/// Choose the kind of difference and its step.
fn slope(f: &dyn Fn(f64) -> f64, x: f64) -> f64 {
    todo!("near {x} the values are like {}", f(x))
}

fn main() -> ExitCode {
    tell(check_difference(slope))
}
