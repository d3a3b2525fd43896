//! Roots from a guess, without a bracket.

use calc_scalar::{Dual, Float, Jet, try_value_and_derivative, value_and_derivative};

use super::householder::Householder;
use super::newton::Newton;
use super::report::{Root, RootError};
use super::secant::Secant;
use super::steffensen::Steffensen;
use crate::machine::{run, try_run};

/// `x ← x − f(x)/f′(x)`: Newton's method from `x0`, which doubles the right digits in each step near
/// a simple root.
///
/// `f` is run on dual numbers, which carry the slope along. A step that does not lower `|f|` is
/// halved. There is no bracket and so no proof: the result says that the last step was short.
///
/// # Errors
///
/// [`RootError::Flat`] where the slope is zero or no step lowers `|f|`, [`RootError::NotFinite`]
/// where the start or the next point is not finite, [`RootError::OutOfEvaluations`] after 100 runs. Where `f` is a
/// small difference of large terms, `4ε` may be less than its rounding allows: the error then holds the root as
/// best point, and [`Newton`] takes a wider `x_rel`.
///
/// # Examples
///
/// ```
/// use calc_opt::root::newton;
/// use calc_scalar::Real;
///
/// let root = newton(|x| x.powi(2) - 2.0, 1.0_f64)?;
/// assert!((root.x - 1.414_213_562_373_095).abs() < 1e-15);
/// assert!(root.evaluations <= 7);
///
/// assert!(newton(|x| x.powi(2) + 1.0, 0.5_f64).is_err());
/// # Ok::<(), calc_opt::root::RootError<f64>>(())
/// ```
///
/// # References
///
/// P. Deuflhard, *Newton Methods for Nonlinear Problems*, Springer 2004, chapter 3 (damping).
pub fn newton<T: Float>(
    mut f: impl FnMut(Dual<T>) -> Dual<T>,
    x0: T,
) -> Result<Root<T>, RootError<T>> {
    run(Newton::new(x0), |x| value_and_derivative(&mut f, x))
}

/// [`newton`] of a function that may fail: the first error ends the search, as in [`try_find`](super::try_find).
///
/// # Errors
///
/// Outside those of `f`, inside those of [`newton`].
///
/// # Examples
///
/// ```
/// use calc_opt::root::try_newton;
/// use calc_scalar::{Dual, Real};
///
/// let f = |x: Dual<f64>| if x > 0.0 { Ok(x.ln() - 1.0) } else { Err("no logarithm") };
/// assert!((try_newton(f, 2.0)??.x - core::f64::consts::E).abs() < 1e-14);
/// assert_eq!(try_newton(f, 20.0).unwrap_err(), "no logarithm");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn try_newton<T: Float, E>(
    mut f: impl FnMut(Dual<T>) -> Result<Dual<T>, E>,
    x0: T,
) -> Result<Result<Root<T>, RootError<T>>, E> {
    try_run(Newton::new(x0), |x| try_value_and_derivative(&mut f, x))
}

/// `x ← x − f(x)/s`, where `s` is the slope of the line through the last two points, from `x0` and
/// `x1`.
///
/// Needs no derivative; the number of right digits grows by the factor 1.6 per step. As with
/// [`newton`] there is no bracket and no proof.
///
/// # Errors
///
/// As for [`newton`]; [`RootError::BadInterval`] when `x0` and `x1` are equal or not finite.
///
/// # Examples
///
/// ```
/// use calc_opt::root::secant;
///
/// let root = secant(|x| x * x - 2.0, 1.0, 2.0_f64)?;
/// assert!((root.x - 1.414_213_562_373_095).abs() < 1e-15);
/// # Ok::<(), calc_opt::root::RootError<f64>>(())
/// ```
pub fn secant<T: Float>(f: impl FnMut(T) -> T, x0: T, x1: T) -> Result<Root<T>, RootError<T>> {
    run(Secant::new(x0, x1), f)
}

/// [`secant`] of a function that may fail: the first error ends the search, as in [`try_find`](super::try_find).
///
/// # Errors
///
/// Outside those of `f`, inside those of [`secant`].
pub fn try_secant<T: Float, E>(
    f: impl FnMut(T) -> Result<T, E>,
    x0: T,
    x1: T,
) -> Result<Result<Root<T>, RootError<T>>, E> {
    try_run(Secant::new(x0, x1), f)
}

/// `f(x) = 0` by Halley's method from `x0`: three times as many right digits in each step near a simple
/// root.
///
/// `f` is run on [`Jet`]s, which carry `f′` and `f″` along. Guarded as [`newton`] is.
///
/// # Errors
///
/// As for [`newton`].
///
/// # Examples
///
/// ```
/// use calc_opt::root::halley;
/// use calc_scalar::Real;
///
/// let root = halley(|x| x.powi(2) - 2.0, 1.0_f64)?;
/// assert!((root.x - 1.414_213_562_373_095).abs() < 1e-15);
/// assert!(root.evaluations <= 5);
/// # Ok::<(), calc_opt::root::RootError<f64>>(())
/// ```
///
/// # References
///
/// J. F. Traub, *Iterative Methods for the Solution of Equations*, Prentice-Hall 1964.
pub fn halley<T: Float>(
    f: impl FnMut(Jet<T, 3>) -> Jet<T, 3>,
    x0: T,
) -> Result<Root<T>, RootError<T>> {
    householder(f, x0)
}

/// [`halley`] of a function that may fail: the first error ends the search, as in [`try_find`](super::try_find).
///
/// # Errors
///
/// Outside those of `f`, inside those of [`halley`].
pub fn try_halley<T: Float, E>(
    f: impl FnMut(Jet<T, 3>) -> Result<Jet<T, 3>, E>,
    x0: T,
) -> Result<Result<Root<T>, RootError<T>>, E> {
    try_householder(f, x0)
}

/// `f(x) = 0` by Householder's method from `x0`, on jets of `N` coefficients: near a simple root the
/// right digits grow by the factor `N` in each step.
///
/// The step is `g_{N−2}/g_{N−1}`, the last two Taylor coefficients of `1/f`: for `N = 2` that is
/// [`newton`], for 3 [`halley`]. Guarded as [`newton`] is. `N` must be at least 2.
///
/// # Errors
///
/// As for [`newton`].
///
/// # Examples
///
/// ```
/// use calc_opt::root::householder;
/// use calc_scalar::{Jet, Real};
///
/// let root = householder(|x: Jet<f64, 5>| x.exp() - 2.0, 1.0)?;
/// assert!((root.x - core::f64::consts::LN_2).abs() < 1e-15);
/// assert!(root.evaluations <= 4);
/// # Ok::<(), calc_opt::root::RootError<f64>>(())
/// ```
///
/// # References
///
/// A. S. Householder, *The Numerical Treatment of a Single Nonlinear Equation*, McGraw-Hill 1970.
pub fn householder<T: Float, const N: usize>(
    mut f: impl FnMut(Jet<T, N>) -> Jet<T, N>,
    x0: T,
) -> Result<Root<T>, RootError<T>> {
    run(Householder::new(x0), |x| f(Jet::variable(x)))
}

/// [`householder`] of a function that may fail: the first error ends the search, as in [`try_find`](super::try_find).
///
/// # Errors
///
/// Outside those of `f`, inside those of [`householder`].
pub fn try_householder<T: Float, const N: usize, E>(
    mut f: impl FnMut(Jet<T, N>) -> Result<Jet<T, N>, E>,
    x0: T,
) -> Result<Result<Root<T>, RootError<T>>, E> {
    try_run(Householder::new(x0), |x| f(Jet::variable(x)))
}

/// `f(x) = 0` by Steffensen's method from `x0`: as fast as [`newton`] without a derivative, with two
/// runs of `f` per step.
///
/// # Errors
///
/// As for [`newton`].
///
/// # Examples
///
/// ```
/// use calc_opt::root::steffensen;
///
/// let root = steffensen(|x| x * x - 2.0, 1.5_f64)?;
/// assert!((root.x - 1.414_213_562_373_095).abs() < 1e-15);
/// # Ok::<(), calc_opt::root::RootError<f64>>(())
/// ```
///
/// # References
///
/// See [`Steffensen`].
pub fn steffensen<T: Float>(f: impl FnMut(T) -> T, x0: T) -> Result<Root<T>, RootError<T>> {
    run(Steffensen::new(x0), f)
}

/// [`steffensen`] of a function that may fail: the first error ends the search, as in [`try_find`](super::try_find).
///
/// # Errors
///
/// Outside those of `f`, inside those of [`steffensen`].
pub fn try_steffensen<T: Float, E>(
    f: impl FnMut(T) -> Result<T, E>,
    x0: T,
) -> Result<Result<Root<T>, RootError<T>>, E> {
    try_run(Steffensen::new(x0), f)
}
