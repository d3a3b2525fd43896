//! Finite differences: derivatives of black boxes, from values alone.
//!
//! They are the independent witness for every exact derivative, and the only choice when a function
//! can be run but not rewritten: a measurement, a simulation, foreign code.

mod complex;

pub use complex::{Complex, complex_step};
