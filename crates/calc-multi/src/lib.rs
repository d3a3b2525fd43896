//! Exact derivatives of functions of several real variables.

#![no_std]
#![cfg_attr(
    test,
    allow(clippy::float_cmp, reason = "tests assert exact values on purpose")
)]

#[cfg(test)]
extern crate std;

// In reading order.
mod strong;
mod gradient;
mod jacobian;
mod dual2;
mod hessian;
mod field;
mod reverse;

#[cfg(test)]
mod zoo;

pub use dual2::Dual2;
pub use field::{curl, divergence, laplacian};
pub use gradient::{directional_derivative, gradient, partial, value_and_gradient};
pub use hessian::{hessian, hessian_vector_product, value_gradient_and_hessian};
pub use jacobian::{jacobian, jvp, vjp};
pub use reverse::{Tape, TapeFull, Var};
