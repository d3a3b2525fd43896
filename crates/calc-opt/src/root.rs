//! Roots of functions of one variable: where `f(x) = 0`.
//!
//! ```
//! use calc_opt::root;
//! use calc_scalar::Real;
//!
//! let root = root::find(|x| Real::cos(x) - x, 0.0, 1.0)?;
//! assert!((root.x - 0.739_085_133_215_160_6_f64).abs() < 1e-15);
//! # Ok::<(), root::RootError<f64>>(())
//! ```
//!
//! # Which one
//!
//! | you have …                                  | go to                                       |
//! |---------------------------------------------|---------------------------------------------|
//! | two ends with values of opposite sign       | [`find`]                                    |
//! | the same, and a function that autodiff reads | [`newton_bracketed`]                        |
//! | a guess, no bracket                         | [`find_from`], [`bracket`]                  |
//! | the wish to see all roots, with proof       | [`all`]                                     |
//! | a polynomial                                | [`polynomial::real_roots`], [`polynomial::complex_roots`] |
//! | a good guess                                | [`newton`], [`halley`], [`householder`]; without derivative [`secant`], [`steffensen`] |
//! | several equations in as many unknowns       | [`system()`]                                |
//! | the wish to compare the classics            | [`bisection`], [`brent`], [`chandrupatla`], [`itp`], [`toms748`] |
//! | … and those without a function of their own | [`Search`] with [`FalsePosition`], [`ModAb`], [`Ridders`], [`BitBisection`] |
//! | a tolerance, a budget, a measured `f`       | [`Search`], [`SlopeSearch`], [`Newton`], [`Secant`] |
//! | a function that may fail                    | [`try_find`], [`try_newton`] …, [`try_run`] |
//! | the wish to watch, to keep the history, to stop | [`observed`], [`record`]                |
//!
//! # What is guaranteed
//!
//! A bracketing search ends after at most 130 runs of `f` in `f64` and 66 in `f32`, whatever the
//! function and the ends. It stops by the width of the bracket alone: a small `|f|` says nothing
//! about the distance to the root. A sign change at a pole is an error, at a jump it is labelled
//! (see [`SignChange`]). `±∞` counts as a sign; NaN is an error that names its `x`.

mod adaptive;
mod all;
mod bisection;
mod bits;
mod bracket;
mod bracketed;
mod brent;
mod chandrupatla;
mod expansion;
mod false_position;
mod from_guess;
mod householder;
mod itp;
mod modab;
mod model;
mod newton;
mod open;
pub mod polynomial;
mod report;
mod ridders;
mod search;
mod secant;
mod slope_search;
mod steffensen;
pub mod system;
mod toms748;

use core::convert::Infallible;

use calc_scalar::{Dual, Float};

pub use adaptive::Adaptive;
pub use all::{AllRoots, all, all_within, try_all, try_all_within};
pub use bisection::{Bisection, BitBisection};
pub use bracket::{Bracket, Point};
pub use bracketed::{
    bisection, brent, chandrupatla, find, itp, newton_bracketed, toms748, try_bisection, try_brent,
    try_chandrupatla, try_find, try_itp, try_newton_bracketed, try_toms748,
};
pub use brent::Brent;
pub use chandrupatla::Chandrupatla;
pub use expansion::Expansion;
pub use false_position::{FalsePosition, Weight};
pub use from_guess::{bracket, find_from, try_bracket, try_find_from};
pub use householder::Householder;
pub use itp::Itp;
pub use modab::ModAb;
pub use newton::{BracketedNewton, Newton};
pub use open::{
    halley, householder, newton, secant, steffensen, try_halley, try_householder, try_newton,
    try_secant, try_steffensen,
};
pub use report::{Root, RootError, SignChange};
pub use ridders::Ridders;
pub use search::{Method, Search};
pub use secant::Secant;
pub use slope_search::SlopeSearch;
pub use steffensen::Steffensen;
pub use toms748::Toms748;

pub use crate::machine::{Machine, Observed, Step, observed, record, run, try_run};

/// `f(x) = 0` for a system `f: ℝᴺ → ℝᴺ`, from `x0`: the recommended method.
///
/// That is [`system::Search`]: Newton's method in a region of trust, and with a line search where that is
/// stuck. `f` is run once per trial, on numbers that carry their slopes; a step costs about `5·N³`
/// multiplications.
///
/// # Shapes and units
///
/// As many equations as unknowns. Equations and unknowns may have any units; in a system of which one
/// equation is a million times longer than another, the short one is solved last.
///
/// # Accuracy
///
/// Newton's step at the point returned changes it by less than `4ε`, or rounding in `f` allows no better.
///
/// # Edge cases
///
/// A trial that is not finite makes the step shorter. A singular Jacobian is no obstacle on the way; at
/// the root, see [`system`](mod@system).
///
/// # Errors
///
/// See [`SystemError`](system::SystemError). The best point seen is inside.
///
/// # Examples
///
/// ```
/// use calc_opt::root::{self, system::SystemError};
/// use calc_scalar::Real;
///
/// let root = root::system(|[x, y]| [x.cos() - y, x - y.cos()], [0.5, 0.5])?;
/// assert!((root.x[0] - 0.739_085_133_215_160_6_f64).abs() < 1e-15);
/// assert!(root.evaluations < 8);
///
/// // Two circles that do not meet.
/// let none = root::system(
///     |[x, y]| [x.powi(2) + y.powi(2) - 1.0, (x - 3.0).powi(2) + y.powi(2) - 1.0],
///     [1.0, 1.0_f64],
/// );
/// assert!(matches!(none, Err(SystemError::Stuck { .. })));
/// # Ok::<(), SystemError<f64, 2>>(())
/// ```
///
/// # References
///
/// See [`system::Dogleg`] and [`system::Newton`].
pub fn system<T: Float, const N: usize>(
    mut f: impl FnMut([Dual<T, N>; N]) -> [Dual<T, N>; N],
    x0: [T; N],
) -> Result<system::Solution<T, N>, system::SystemError<T, N>> {
    let Ok(result) = try_system(|x| Ok::<_, Infallible>(f(x)), x0);
    result
}

/// [`system()`] of a function that may fail: the first error ends the search.
///
/// # Errors
///
/// Outside those of `f`, inside those of the search: `try_system(f, x0)??`. Where the best point before a
/// failure is wanted, use [`system::Search`].
///
/// # Examples
///
/// ```
/// use calc_opt::root::try_system;
///
/// let f = |[x, y]: [_; 2]| {
///     if x > 10.0 { Err("out of range") } else { Ok([x * y - 1.0, x - 4.0 * y]) }
/// };
/// assert_eq!(try_system(f, [3.0, 1.0])??.x, [2.0, 0.5]);
/// assert_eq!(try_system(f, [30.0, 1.0]).unwrap_err(), "out of range");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn try_system<T: Float, const N: usize, E>(
    mut f: impl FnMut([Dual<T, N>; N]) -> Result<[Dual<T, N>; N], E>,
    x0: [T; N],
) -> Result<Result<system::Solution<T, N>, system::SystemError<T, N>>, E> {
    let mut search = system::Search::new(x0);
    while let Some(x) = search.next() {
        let (values, jacobian) = system::rows(f(system::variables(x))?);
        search.tell(values, jacobian);
    }
    Ok(search.result())
}
