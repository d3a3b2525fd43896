//! Finite differences: derivatives of black boxes, from values alone.
//!
//! They are the independent witness for every exact derivative, and the only choice when a function
//! can be run but not rewritten: a measurement, a simulation, foreign code.
//!
//! | you have …                                      | take                                      |
//! |-------------------------------------------------|-------------------------------------------|
//! | a function and no idea of its scale or noise     | [`derivative`](derivative()): picks the step, bounds the error |
//! | a step, and two or three runs to spend           | [`central`], else [`forward`], [`backward`] |
//! | two more runs                                    | [`richardson`]                            |
//! | a function written over [`Real`](crate::Real)    | [`complex_step`], or better the exact [`derivative`](crate::derivative()) |
//! | samples at given nodes                           | [`weights`](weights())                    |

mod quotient;
mod weights;
mod estimate;
mod ladder;
mod complex;

pub use complex::{Complex, complex_step};
pub use estimate::{Estimate, derivative};
pub use quotient::{backward, central, forward, richardson, step_central, step_forward};
pub use weights::weights;
