//! Roots, critical points, descent and update rules.

#![no_std]
#![cfg_attr(
    test,
    allow(clippy::float_cmp, reason = "tests assert exact values on purpose")
)]

#[cfg(test)]
extern crate std;

// In reading order.
mod stopped;
pub mod root;
mod critical_points;
pub mod minimize;
pub mod rule;
pub mod schedule;

pub use critical_points::{
    Completeness, CriticalKind, CriticalPoint, CriticalPoints, NotAnInterval, critical_points,
};
pub use stopped::Stopped;
