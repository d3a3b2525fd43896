//! One step of momentum.
//!
//! Fill in the gap, then: `cargo run -p calc-exercises --example momentum`

#![allow(clippy::todo, reason = "the gap that the reader fills")]

use std::process::ExitCode;

use calc_exercises::{check_momentum, tell};

/// `[x, v]` after one step: `v ← μv + g`, then `x ← x − ηv`, with μ = 0.9 and η = 0.1.
fn step([x, v]: [f64; 2], gradient: f64) -> [f64; 2] {
    todo!("from x = {x} with velocity {v} and gradient {gradient}")
}

fn main() -> ExitCode {
    tell(check_momentum(step))
}
