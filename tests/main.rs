//! Claims that need more than one crate to state.

#![allow(clippy::float_cmp, reason = "tests assert exact values on purpose")]

mod compile_errors;
mod descent;
mod digits;
mod edges;
mod gradients;
mod micrograd;
mod moons;
mod quantised;
mod readme;
