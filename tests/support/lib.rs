//! Test functions and tolerances shared by the tests and the book.

pub mod counted;
pub mod functions;
pub mod tolerance;

/// The README's examples, run as documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}
