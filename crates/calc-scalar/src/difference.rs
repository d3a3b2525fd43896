//! Finite differences: derivatives of black boxes, from values alone.
//!
//! They are the independent witness for every exact derivative, and the only choice when a function
//! can be run but not rewritten: a measurement, a simulation, foreign code.
//!
//! | you have …                                      | take                                      |
//! |-------------------------------------------------|-------------------------------------------|
//! | a function and no idea of its scale or noise     | [`derivative`](derivative()): picks the step, bounds the error |
//! | … and you want a higher derivative               | [`nth_derivative`]                        |
//! | … and you know its noise, domain or scale, or each run is dear | [`Options`]                 |
//! | a step, and two or three runs to spend           | [`central`], else [`forward`], [`backward`] |
//! | two more runs                                    | [`richardson`]                            |
//! | a step to begin with, and runs to spare          | [`ridders`]                               |
//! | a formula of some order and accuracy in mind     | [`Stencil`], [`on_offsets`]               |
//! | a function written over [`Real`](crate::Real)    | [`complex_step`], or better the exact [`derivative`](crate::derivative()) |
//! | samples at given nodes                           | [`weights`](weights()), at compile time [`weights_f64`], [`weights_f32`] |

mod quotient;
mod weights;
mod stencil;
mod estimate;
mod options;
mod probe;
mod table;
mod ladder;
mod ridders;
mod complex;

pub use complex::{Complex, complex_step};
pub use estimate::{Estimate, derivative, nth_derivative};
pub use options::Options;
pub use quotient::{backward, central, forward, richardson, step_central, step_forward};
pub use ridders::ridders;
pub use stencil::{Stencil, on_offsets};
pub use weights::{weights, weights_f32, weights_f64};
