//! A network without training.
//!
//! Fill in the gap, then: `cargo run -p calc-exercises --example xor`

#![allow(clippy::todo, reason = "the gap that the reader fills")]

use std::process::ExitCode;

use calc_exercises::{Weights, check_xor, tell};

/// Weights with which the network of two `relu` neurons computes XOR exactly.
fn weights() -> Weights {
    todo!("think of the sum of the inputs")
}

fn main() -> ExitCode {
    tell(check_xor(&weights()))
}
