//! The exercises of the course: each has a starting point, a solution and a check.
//!
//! A starting point `exercises/NN_name/start.rs` is a program with a gap. Fill it in and run it:
//!
//! ```text
//! cargo run -p calc-exercises --example polynomial
//! ```
//!
//! It says whether your answer is right, and if not, where it is wrong. A solution stands beside it in
//! `solution.rs`. `cargo test -p calc-exercises` shows that every check accepts its solution and
//! rejects the typical mistakes.

mod outcome;
mod one_variable;
mod several_variables;
mod search;
mod network;

pub use network::{Weights, check_xor};
pub use one_variable::{check_difference, check_exponential, check_leaky_relu, check_polynomial};
pub use outcome::{Outcome, Wrong, tell};
pub use search::{check_critical_points, check_descent, check_momentum};
pub use several_variables::{check_neuron, check_partials, check_steepest};
