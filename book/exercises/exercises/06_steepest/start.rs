//! The way down.
//!
//! Fill in the gap, then: `cargo run -p calc-exercises --example steepest`

#![allow(clippy::todo, reason = "the gap that the reader fills")]

use std::process::ExitCode;

use calc_exercises::{check_steepest, tell};

/// The direction, as a vector of length 1, in which `x² + 3xy + y²` falls most steeply.
///
/// Write `Real::sqrt(t)` for the root.
fn direction(x: f64, y: f64) -> [f64; 2] {
    todo!("which way is down at ({x}, {y})?")
}

fn main() -> ExitCode {
    tell(check_steepest(direction))
}
