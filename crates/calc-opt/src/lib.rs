//! Roots, critical points, descent and update rules.
//!
//! Hand over a function, get a point, and an honest word on how the search ended:
//!
//! ```
//! use calc_opt::minimize::{Options, gradient_descent};
//! use calc_opt::root;
//! use calc_scalar::Real;
//!
//! // Where does cos x = x?
//! let root = root::find(|x| Real::cos(x) - x, 0.0, 1.0)?;
//! assert!((root.x - 0.739_085_133_215_160_6_f64).abs() < 1e-15);
//!
//! // Where is this bowl lowest?
//! fn bowl<R: Real>([x, y]: [R; 2]) -> R {
//!     (x - 1.0).powi(2) + 2.0 * (y + 3.0).powi(2)
//! }
//! let minimum = gradient_descent(bowl, [5.0_f64, 5.0], Options::new(0.2));
//! assert!(minimum.stopped.is_solution());
//! assert!((minimum.x[1] + 3.0).abs() < 1e-8);
//! # Ok::<(), root::RootError<f64>>(())
//! ```
//!
//! # Where to look
//!
//! | to …                                              | go to                                   |
//! |---------------------------------------------------|-----------------------------------------|
//! | find where a function is zero                     | [`root::find`], [`root::newton`]        |
//! | solve several equations at once                   | [`root::system()`]                      |
//! | find all roots, with a proof that these are all   | [`root::all`], [`root::polynomial`]     |
//! | find all its minima, maxima and inflections       | [`critical_points()`], with proof [`certified_critical_points`] |
//! | find a saddle, or any flat place, of several variables | [`stationary_point`]               |
//! | find where it is lowest between two ends          | [`minimize_scalar::find`]               |
//! | fit a model to data                               | [`least_squares::fit`]                  |
//! | find where a function of several variables is lowest | [`minimize::bfgs`], [`minimize::newton`] |
//! | the same between bounds                           | [`minimize::lbfgsb`]                    |
//! | walk downhill                                     | [`minimize::gradient_descent`]          |
//! | walk downhill with momentum, Adam …               | [`minimize::with_rule`], [`rule`]       |
//! | move parameters when the gradient is already known | [`rule::Rule::update`]                  |
//! | change the learning rate on the way               | [`schedule`]                            |
//! | shorten gradients that are too long               | [`clip`]                                |
//! | search one evaluation at a time                   | [`root::Search`], [`minimize::Descent`] |
//! | watch a search, keep its history, stop it         | [`root::observed`], [`minimize::observed`] |
//! | run a function that may fail                      | [`root::try_find`], [`root::try_all`], [`try_critical_points`], [`minimize::try_run`] |
//! | ask every report the same questions               | [`Report`]                              |
//! | know why a search ended                           | [`Stopped`]                             |
//!
//! # Habits
//!
//! - A search for a root can fail: the error says what to do and carries the best point. A descent
//!   always has an answer: a report with the point, the counts, and why it stopped.
//! - Every search is a machine that asks for one evaluation and is told the answer; the functions
//!   are loops over it. No closure is stored and every machine is a plain struct.
//! - Budgets are finite, and counted in runs of `f`; the counts reported are the runs made.
//!
//! # Features
//!
//! The crate is `no_std`, does not allocate, has no `unsafe` code and does not panic.
//!
//! | feature      | default | what it does                                                          |
//! |--------------|---------|-----------------------------------------------------------------------|
//! | `num-traits` | off     | the numbers are `num_traits::Float`; see `calc-scalar`                |
//! | `serde`      | off     | reports, errors, and rules with what they remember can be stored |
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
mod norm;
mod sphere;
mod stopped;
mod machine;
mod triangle;
mod isolate;
pub mod root;
mod critical_points;
pub mod minimize_scalar;
pub mod minimize;
pub mod least_squares;
mod report;
pub mod rule;
pub mod clip;
pub mod schedule;

pub use critical_points::{
    CertifiedPoint, CertifiedPoints, Completeness, CriticalKind, CriticalPoint, CriticalPoints,
    NotAnInterval, StationaryKind, StationaryPoint, StationarySearch, certified_critical_points,
    certified_critical_points_within, critical_points, stationary_point,
    try_certified_critical_points, try_certified_critical_points_within, try_critical_points,
    try_stationary_point,
};
pub use isolate::{Enclosure, Proof};
pub use report::{Counts, Report};
pub use stopped::Stopped;

/// The examples of the README, run as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
