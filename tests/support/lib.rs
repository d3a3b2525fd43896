//! Test functions, data and tolerances shared by the tests and the book.

#![cfg_attr(
    test,
    allow(clippy::float_cmp, reason = "tests assert exact values on purpose")
)]

pub mod counted;
pub mod digits;
pub mod functions;
pub mod moons;
pub mod tolerance;

/// The README's examples, run as documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}
