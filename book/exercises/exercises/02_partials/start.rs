//! Two partial derivatives.
//!
//! Fill in the gap, then: `cargo run -p calc-exercises --example partials`

#![allow(clippy::todo, reason = "the gap that the reader fills")]

use std::process::ExitCode;

use calc_exercises::{check_partials, tell};

/// `[∂f/∂x, ∂f/∂y]` for `f(x, y) = x³y² + 2xy − y³`.
fn gradient(x: f64, y: f64) -> [f64; 2] {
    todo!("the two slopes at ({x}, {y})")
}

fn main() -> ExitCode {
    tell(check_partials(gradient))
}
