//! Backpropagation through one neuron.
//!
//! Fill in the gap, then: `cargo run -p calc-exercises --example neuron`

#![allow(clippy::todo, reason = "the gap that the reader fills")]

use std::process::ExitCode;

use calc_exercises::{check_neuron, tell};

/// `[dL/dw, dL/db]` for `L = ½(σ(w·x + b) − y)²`, by walking back from the loss.
///
/// Write `Real::logistic(z)` for `σ(z)`.
fn slopes([w, b]: [f64; 2], x: f64, y: f64) -> [f64; 2] {
    todo!("w = {w}, b = {b}, x = {x}, y = {y}")
}

fn main() -> ExitCode {
    tell(check_neuron(slopes))
}
