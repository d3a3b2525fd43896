//! Exact derivatives of functions of several real variables.

#![no_std]
#![cfg_attr(
    test,
    allow(clippy::float_cmp, reason = "tests assert exact values on purpose")
)]

#[cfg(test)]
extern crate std;

// In reading order.
mod gradient;
mod jacobian;

#[cfg(test)]
mod zoo;

pub use gradient::{directional_derivative, gradient, partial, value_and_gradient};
pub use jacobian::{jacobian, jvp, vjp};
