//! Critical points and their kinds.
//!
//! Fill in the gap, then: `cargo run -p calc-exercises --example critical_points`

#![allow(clippy::todo, reason = "the gap that the reader fills")]

use std::process::ExitCode;

use calc_exercises::{check_critical_points, tell};
use calc_opt::CriticalKind;

/// All critical points of `f(x) = 3x⁵ − 5x³`, from left to right, each with its kind.
fn critical_points() -> Vec<(f64, CriticalKind)> {
    todo!("where is the slope zero, and what is there?")
}

fn main() -> ExitCode {
    tell(check_critical_points(&critical_points()))
}
