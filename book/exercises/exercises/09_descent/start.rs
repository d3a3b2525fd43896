//! Gradient descent.
//!
//! Fill in the gap, then: `cargo run -p calc-exercises --example descent`

#![allow(clippy::todo, reason = "the gap that the reader fills")]

use std::process::ExitCode;

use calc_exercises::{check_descent, tell};

/// Where `steps` steps of gradient descent lead from `start`.
fn descend(slope: &dyn Fn(f64) -> f64, start: f64, rate: f64, steps: usize) -> f64 {
    todo!(
        "{steps} steps from {start} with rate {rate}; the slope there is {}",
        slope(start)
    )
}

fn main() -> ExitCode {
    tell(check_descent(descend))
}
