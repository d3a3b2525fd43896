//! Roots, critical points, descent and update rules.

#![no_std]
#![cfg_attr(
    test,
    allow(clippy::float_cmp, reason = "tests assert exact values on purpose")
)]

#[cfg(test)]
extern crate std;

// In reading order.
pub mod rule;
pub mod schedule;
