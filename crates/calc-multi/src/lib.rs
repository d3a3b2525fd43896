//! Exact derivatives of functions of several real variables.
//!
//! Write a function once, over any [`Real`](calc_scalar::Real), and ask for its gradient, its Hessian
//! or the Jacobian of several such functions:
//!
//! ```
//! use calc_multi::{gradient, hessian};
//! use calc_scalar::Real;
//!
//! fn f<R: Real>([x, y]: [R; 2]) -> R {
//!     x.powi(2) + 3.0 * x * y + y.powi(2)
//! }
//!
//! assert_eq!(f([1.0, 1.0]), 5.0);
//! assert_eq!(gradient(f, [1.0, 1.0]), [5.0, 5.0]);
//! assert_eq!(hessian(f, [1.0, 1.0]), [[2.0, 3.0], [3.0, 2.0]]);
//!
//! // Closures capture.
//! let k = 3.0;
//! assert_eq!(gradient(|[x, y]| k * x * y, [2.0, 5.0]), [15.0, 6.0]);
//! ```
//!
//! # Where to look
//!
//! | to …                                             | go to                                                    |
//! |--------------------------------------------------|----------------------------------------------------------|
//! | differentiate ℝᴺ → ℝ, up to some twenty variables | [`gradient`](gradient()), [`value_and_gradient`]         |
//! | … with more variables                            | [`Tape`]; in memory of your own [`SliceTape`]            |
//! | … of several outputs after one run               | [`Tape::record`]                                         |
//! | … at many points without running `f` again       | [`Program`]                                              |
//! | … through thousands of steps in little memory    | [`Tape::backpropagate`]                                  |
//! | … with more, some at a time                      | [`gradient_chunked`]                                     |
//! | … that is a sum of small terms                   | [`separable`]                                            |
//! | have the speed of the formula by hand            | these at points of [`Ieee`](calc_scalar::Ieee) numbers   |
//! | get one slope only                               | [`partial`], [`directional_derivative`]                  |
//! | differentiate ℝᴺ → ℝᴹ                            | [`jacobian`](jacobian()), [`jvp`], [`vjp`]               |
//! | … several products, or the values too            | [`jvps`], [`vjps`], [`value_and_jacobian`], [`value_and_jvp`], [`value_and_vjp`] |
//! | get second derivatives                           | [`hessian`](hessian()), [`hessian_vector_product`], [`hessian_diagonal`], [`vector_hessian`] |
//! | … with more variables                            | [`Tape::hessian_vector_products`], [`Tape::hessian`]     |
//! | get derivatives of any order along a line        | [`directional_derivatives`]                              |
//! | get any mixed partial, a Taylor polynomial       | [`mixed_partial`], [`taylor_polynomial`]                 |
//! | differentiate a function that may fail, or returns tuples | [`try_gradient`], [`try_value_and_gradient`], [`try_hessian`], … |
//! | keep everything in slices of run-time length     | [`gradient_into`], [`jacobian_into`], [`hessian_into`]   |
//! | get third derivatives                            | [`third_directional_derivative`], [`third_order_product`] |
//! | differentiate a field                            | [`laplacian`], [`biharmonic`], [`divergence`], [`curl`], [`curl_2d`] |
//! | differentiate a root, a solution or a minimum    | [`implicit_derivative`], [`implicit_jacobian`], [`implicit_vjp`], [`stationary_point_derivative`] |
//! | differentiate a black box                        | [`difference`]                                           |
//! | check a gradient written by hand                 | [`check_gradient`]; of many parameters [`check_gradient_slice`] |
//! | check a Jacobian, a Hessian                      | [`check_jacobian`], [`check_hessian`]                    |
//! | find kinks, and the slopes on both sides         | [`kinks`](kinks())                                        |
//! | solve, factor or classify a small matrix         | [`linalg`]                                               |
//! | see how it works                                 | [`Dual`](calc_scalar::Dual), [`Dual2`], [`Var`]          |
//!
//! # Beside `calc-scalar`
//!
//! Both crates have a module `difference` and functions `kinks` and `kinks_within`. After `use calc_scalar::*`
//! and `use calc_multi::*` say which is meant: a name in full wins against a `*`.
//!
//! ```
//! use calc_multi::*;
//! use calc_scalar::*;
//!
//! use calc_multi::{difference, kinks};
//! use calc_scalar::difference as difference_1d;
//!
//! let [along_x, _] = difference::gradient(|[x, y]| x * y, [2.0_f64, 3.0]);
//! assert!((along_x.value - 3.0).abs() <= along_x.error);
//! let slope = difference_1d::derivative(|x| x * x, 3.0_f64);
//! assert!((slope.value - 6.0).abs() <= slope.error);
//! let cone: Kinks = kinks(|[x, y]| x.hypot(y), [0.0, 0.0], [0.6, 0.8]);
//! assert_eq!(cone.right.slope, 1.0);
//! ```
//!
//! # Features
//!
//! The crate is `no_std`, does not allocate, has no `unsafe` code and does not panic. Shapes are
//! arrays, checked by the compiler.
//!
//! | feature      | default | what it does                                                          |
//! |--------------|---------|-----------------------------------------------------------------------|
//! | `nalgebra`   | off     | `calc_multi::nalgebra`: gradients, Jacobians and Hessians of functions of its vectors and matrices |
//! | `num-traits` | off     | [`Dual2`], [`MultiJet`], [`Var`], [`Symbol`] are `num_traits::Float`; see `calc-scalar` |
//! | `serde`      | off     | numbers, errors and results can be stored                             |
//! | `defmt`      | off     | the same can be logged by `defmt`                                     |
//! | `std`        | off     | the platform's elementary functions; see `calc-scalar`                |

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
mod dual2;
mod size;
mod hessian;
mod directional;
mod multijet;
mod mixed;
mod field;
mod implicit;
mod outputs;
mod chunked;
mod reverse;
pub mod separable;
pub mod difference;
mod check;
mod kinks;
pub mod linalg;
#[cfg(feature = "nalgebra")]
pub mod nalgebra;

#[cfg(test)]
mod zoo;

/// The examples of the README, run as documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

pub use check::{
    GradientCheck, GradientVerdict, MatrixCheck, SliceCheck, check_gradient, check_gradient_slice,
    check_hessian, check_jacobian,
};
pub use chunked::{
    CHUNK, Chunk, LengthMismatch, gradient_chunked, gradient_into, hessian_into, jacobian_into,
    value_and_gradient_chunked,
};
pub use directional::{
    directional_derivatives, second_directional_derivative, third_directional_derivative,
    third_order_product,
};
pub use dual2::Dual2;
pub use field::{biharmonic, curl, curl_2d, divergence, laplacian};
pub use gradient::{directional_derivative, gradient, partial, value_and_gradient};
pub use hessian::{
    hessian, hessian_diagonal, hessian_vector_product, value_gradient_and_hessian,
    value_gradient_and_hessian_vector_product, vector_hessian,
};
pub use implicit::{
    Undetermined, implicit_derivative, implicit_jacobian, implicit_vjp, stationary_point_derivative,
};
pub use jacobian::{
    jacobian, jvp, jvps, value_and_jacobian, value_and_jvp, value_and_vjp, vjp, vjps,
};
pub use kinks::{kinks, kinks_within};
pub use mixed::{TaylorPolynomial, TooManyTerms, mixed_partial, taylor_polynomial};
pub use multijet::MultiJet;
pub use outputs::{
    try_directional_derivative, try_gradient, try_hessian, try_value_and_gradient,
    try_value_gradient_and_hessian, try_value_gradient_and_hessian_vector_product,
};
pub use reverse::{
    Backpropagated, Branched, Checkpoint, Node, Program, Recorded, Recurrence, SliceTape, Symbol,
    Tape, TapeError, TapeFull, Var, Variables, fewest_advances,
};
pub use size::{Diagonals, Size};
