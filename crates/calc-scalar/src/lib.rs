//! Exact derivatives of functions of one real variable.
//!
//! Write a function once, over any [`Real`], and ask for its value, its slope or its Taylor
//! polynomial:
//!
//! ```
//! use calc_scalar::{Real, derivative, derivatives};
//!
//! fn f<R: Real>(x: R) -> R {
//!     x * x.sin()
//! }
//!
//! let slope = derivative(f, 2.0);
//! let [value, first, second] = derivatives(f, 2.0);
//! assert_eq!(value, f(2.0));
//! assert_eq!(first, slope);
//! ```
//!
//! # Where to look
//!
//! | to …                                        | go to                                        |
//! |---------------------------------------------|----------------------------------------------|
//! | write a function for all of this            | [`Real`], [`Number`]                         |
//! | differentiate exactly                       | [`derivative`](derivative()), [`value_and_derivative`], [`second_derivative`] |
//! | get derivatives of every order              | [`derivatives`], [`taylor`](taylor())        |
//! | … of a function that may fail or returns more | [`try_derivative`], [`try_value_and_derivative`], [`try_derivatives`] |
//! | differentiate a black box, with an error bound | [`difference::derivative`], [`difference::nth_derivative`], [`difference::Options`] |
//! | use a difference quotient with a step       | [`difference::central`], [`difference::forward`], [`difference::weights`](difference::weights()) |
//! | prove a bound on a whole interval           | [`certified`], [`Interval`]                  |
//! | check a derivative written by hand          | [`check_derivative`], [`taylor_test`]        |
//! | have the speed of the formula by hand        | [`Ieee`]                                     |
//! | turn scores into shares                     | [`softmax`](softmax()), [`logsumexp`]        |
//! | find kinks, and the slopes on both sides    | [`kinks`](kinks())                           |
//! | see how it works                            | [`Dual`], [`Jet`]                            |
//! | read the table of derivatives               | [`rules`]                                    |
//!
//! # Accuracy
//!
//! Each function has a bound in ulps for value and slope, in one table: at most 4 for every elementary
//! function, to the ends of the range, in both precisions. See [`rules`]. Taylor coefficients up to
//! order 20 are within a relative 10⁻¹² at all stored test points, which lie away from the ends of the
//! range: beside them coefficients may underflow.
//!
//! # Features
//!
//! The crate is `no_std`, does not allocate, has no `unsafe` code and does not panic. All elementary
//! functions come from `libm`, so that every target computes the same bits; those that `libm` computes in
//! double precision even for `f32` are computed in single precision here, for processors that have no
//! other.
//!
//! | feature      | default | what it does                                                          |
//! |--------------|---------|-----------------------------------------------------------------------|
//! | `num-traits` | off     | the numbers are `num_traits::Float`: functions written over it can be differentiated |
//! | `serde`      | off     | numbers, intervals and results can be stored; for arrays of any length in structs of your own there is `calc_scalar::arrays` |
//! | `defmt`      | off     | the same can be logged by `defmt`                                     |
//! | `std`        | off     | `sin`, `exp`, … come from the platform: on a desktop exponentials are faster, sines may be slower; bits may differ from target to target, and from compiler to compiler |
//!
//! None but `std` changes a bit of any result. An interval is no `num_traits::Float`: questions such as
//! `is_nan` and constants such as `PI` have no answer that is right for all numbers in it.

#![no_std]
#![cfg_attr(
    test,
    allow(clippy::float_cmp, reason = "tests assert exact values on purpose")
)]

#[cfg(any(test, feature = "std"))]
extern crate std;

/// The examples of the README, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

// In reading order.
mod real;
mod block;
mod imply;
mod number;
mod float;
mod ieee;
mod math;
pub mod rules;
#[doc(hidden)]
pub mod strong;
#[doc(hidden)]
pub mod terms;
mod dual;
mod jet;
mod recurrence;
mod derivative;
mod taylor;
pub mod interval;
mod outputs;
pub mod certified;
mod softmax;
pub mod difference;
mod check;
mod kinks;
#[doc(hidden)]
pub mod interop;

pub use block::Block;
pub use check::{Check, TaylorTest, Verdict, check_derivative, taylor_test};
pub use derivative::{derivative, second_derivative, value_and_derivative};
pub use dual::Dual;
pub use float::Float;
pub use ieee::Ieee;
#[cfg(feature = "serde")]
pub use interop::arrays;
pub use interval::Interval;
pub use jet::Jet;
pub use kinks::{Germ, Kink, Kinks, Side, kinks, kinks_within};
#[doc(hidden)]
pub use kinks::{Start, kinks_from};
pub use number::Number;
pub use outputs::{Aux, Outputs, try_derivative, try_derivatives, try_value_and_derivative};
pub use real::Real;
pub use softmax::{logsumexp, softmax};
pub use taylor::{derivatives, taylor};
