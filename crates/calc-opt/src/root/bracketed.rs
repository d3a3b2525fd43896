//! Roots between two ends: the recommended function, and the classics.

use calc_scalar::{Dual, Float, try_value_and_derivative, value_and_derivative};

use super::adaptive::Adaptive;
use super::bisection::Bisection;
use super::brent::Brent;
use super::chandrupatla::Chandrupatla;
use super::itp::Itp;
use super::report::{Root, RootError};
use super::search::Search;
use super::slope_search::SlopeSearch;
use super::toms748::Toms748;
use crate::machine::{run, try_run};

/// `f(x) = 0` with `x` between `a` and `b`: the recommended method, for any continuous `f`.
///
/// That is [`Adaptive`]: 8 to 10 runs of `f` for a smooth function, about 12 for a bracket that is far too
/// wide, some 20 for a multiple root, never more than 130 (66 in `f32`). `f(a)` and `f(b)` must differ in
/// sign.
///
/// Of the runs of Brent's method that is about a half where functions or brackets are difficult, four fifths
/// for equations of every day in a sensible bracket, and nineteen twentieths for smooth functions in a
/// narrow one, where two runs go to the ends, two close the bracket, and little can be saved in between.
///
/// # Accuracy
///
/// The sign of the computed `f` changes within `4ε·|x|` of the result. Where `f` is flat, rounding in
/// `f` itself may change its sign away from the root.
///
/// # Edge cases
///
/// The ends may be swapped, and infinite: then the search begins at the largest number, and draws
/// nearer while `f` is NaN there. A root at an end costs at most two runs.
///
/// A jump across zero is no error, but said in [`sign_change`](Root::sign_change); so is a pole that grows as slowly as
/// `|x|^(−0.1)`, see [`SignChange::Jump`](super::SignChange::Jump).
///
/// # Errors
///
/// See [`RootError`]: no sign change, a pole, NaN, ends that are equal or NaN. The best point
/// seen is inside.
///
/// # Examples
///
/// ```
/// use calc_opt::root::{self, RootError};
///
/// let root = root::find(|x| x * x * x - 2.0, 0.0, 2.0)?;
/// assert!((root.x * root.x * root.x - 2.0_f64).abs() < 1e-14);
///
/// let none = root::find(|x| x * x + 1.0, -1.0, 1.0_f64);
/// assert!(matches!(none, Err(RootError::NoSignChange { .. })));
///
/// let pole = root::find(|x| 1.0 / (x - 0.3), 0.0, 1.0_f64);
/// assert!(matches!(pole, Err(RootError::Pole { .. })));
/// # Ok::<(), RootError<f64>>(())
/// ```
pub fn find<T: Float>(f: impl FnMut(T) -> T, a: T, b: T) -> Result<Root<T>, RootError<T>> {
    run(Search::new(a, b, Adaptive::new()), f)
}

/// [`find`] of a function that may fail: the first error ends the search.
///
/// A value that is NaN is not an error of `f`, but one of the search.
///
/// # Errors
///
/// Outside those of `f`, inside those of the search: `try_find(f, a, b)??`. Where the best point before a
/// failure is wanted, or the search is to go on, use [`try_run`](crate::root::try_run).
///
/// # Examples
///
/// ```
/// use calc_opt::root::try_find;
///
/// let read = |x: f64| if x > 5.0 { Err("the sensor is off") } else { Ok(x - 1.0) };
/// assert_eq!(try_find(read, 0.0, 3.0)??.x, 1.0);
/// assert_eq!(try_find(read, 0.0, 9.0).unwrap_err(), "the sensor is off");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn try_find<T: Float, E>(
    f: impl FnMut(T) -> Result<T, E>,
    a: T,
    b: T,
) -> Result<Result<Root<T>, RootError<T>>, E> {
    try_run(Search::new(a, b, Adaptive::new()), f)
}

/// `f(x) = 0` by halving `[a, b]`: one bit of `x` per run of `f`.
///
/// # Errors
///
/// As for [`find`].
///
/// # Examples
///
/// ```
/// use calc_opt::root::bisection;
///
/// let root = bisection(|x| x * x - 2.0, 1.0, 2.0_f64)?;
/// assert!((root.x - 1.414_213_562_373_095).abs() < 1e-15);
/// assert!(root.evaluations > 50);
/// # Ok::<(), calc_opt::root::RootError<f64>>(())
/// ```
///
/// # References
///
/// See [`Bisection`].
pub fn bisection<T: Float>(f: impl FnMut(T) -> T, a: T, b: T) -> Result<Root<T>, RootError<T>> {
    run(Search::new(a, b, Bisection), f)
}

/// [`bisection`] of a function that may fail: the first error ends the search, as in [`try_find`].
///
/// # Errors
///
/// Outside those of `f`, inside those of [`bisection`].
pub fn try_bisection<T: Float, E>(
    f: impl FnMut(T) -> Result<T, E>,
    a: T,
    b: T,
) -> Result<Result<Root<T>, RootError<T>>, E> {
    try_run(Search::new(a, b, Bisection), f)
}

/// `f(x) = 0` by Brent's method: interpolation, with bisection as a guard.
///
/// # Errors
///
/// As for [`find`].
///
/// # References
///
/// See [`Brent`].
pub fn brent<T: Float>(f: impl FnMut(T) -> T, a: T, b: T) -> Result<Root<T>, RootError<T>> {
    run(Search::new(a, b, Brent::new()), f)
}

/// [`brent`] of a function that may fail: the first error ends the search, as in [`try_find`].
///
/// # Errors
///
/// Outside those of `f`, inside those of [`brent`].
pub fn try_brent<T: Float, E>(
    f: impl FnMut(T) -> Result<T, E>,
    a: T,
    b: T,
) -> Result<Result<Root<T>, RootError<T>>, E> {
    try_run(Search::new(a, b, Brent::new()), f)
}

/// `f(x) = 0` by Chandrupatla's method: inverse quadratic interpolation where it can be trusted.
///
/// # Errors
///
/// As for [`find`].
///
/// # References
///
/// See [`Chandrupatla`].
pub fn chandrupatla<T: Float>(f: impl FnMut(T) -> T, a: T, b: T) -> Result<Root<T>, RootError<T>> {
    run(Search::new(a, b, Chandrupatla), f)
}

/// [`chandrupatla`] of a function that may fail: the first error ends the search, as in [`try_find`].
///
/// # Errors
///
/// Outside those of `f`, inside those of [`chandrupatla`].
pub fn try_chandrupatla<T: Float, E>(
    f: impl FnMut(T) -> Result<T, E>,
    a: T,
    b: T,
) -> Result<Result<Root<T>, RootError<T>>, E> {
    try_run(Search::new(a, b, Chandrupatla), f)
}

/// `f(x) = 0` by the ITP method: hardly ever more steps than bisection, usually far fewer.
///
/// # Errors
///
/// As for [`find`].
///
/// # References
///
/// See [`Itp`].
pub fn itp<T: Float>(f: impl FnMut(T) -> T, a: T, b: T) -> Result<Root<T>, RootError<T>> {
    run(Search::new(a, b, Itp::new()), f)
}

/// [`itp`] of a function that may fail: the first error ends the search, as in [`try_find`].
///
/// # Errors
///
/// Outside those of `f`, inside those of [`itp`].
pub fn try_itp<T: Float, E>(
    f: impl FnMut(T) -> Result<T, E>,
    a: T,
    b: T,
) -> Result<Result<Root<T>, RootError<T>>, E> {
    try_run(Search::new(a, b, Itp::new()), f)
}

/// `f(x) = 0` by Algorithm 748: inverse cubic interpolation, closing in from both sides.
///
/// # Errors
///
/// As for [`find`].
///
/// # References
///
/// See [`Toms748`].
pub fn toms748<T: Float>(f: impl FnMut(T) -> T, a: T, b: T) -> Result<Root<T>, RootError<T>> {
    run(Search::new(a, b, Toms748::new()), f)
}

/// [`toms748`] of a function that may fail: the first error ends the search, as in [`try_find`].
///
/// # Errors
///
/// Outside those of `f`, inside those of [`toms748`].
pub fn try_toms748<T: Float, E>(
    f: impl FnMut(T) -> Result<T, E>,
    a: T,
    b: T,
) -> Result<Result<Root<T>, RootError<T>>, E> {
    try_run(Search::new(a, b, Toms748::new()), f)
}

/// `f(x) = 0` by Newton's method inside `[a, b]`: the tangent where it leads in, else halving.
///
/// `f` is run on dual numbers, which carry the slope along.
///
/// # Errors
///
/// As for [`find`].
///
/// # Examples
///
/// ```
/// use calc_opt::root::newton_bracketed;
/// use calc_scalar::Real;
///
/// let root = newton_bracketed(|x| x.exp() - 2.0, -10.0, 10.0_f64)?;
/// assert!((root.x - core::f64::consts::LN_2).abs() < 1e-15);
/// # Ok::<(), calc_opt::root::RootError<f64>>(())
/// ```
///
/// # References
///
/// See [`BracketedNewton`](super::BracketedNewton).
pub fn newton_bracketed<T: Float>(
    mut f: impl FnMut(Dual<T>) -> Dual<T>,
    a: T,
    b: T,
) -> Result<Root<T>, RootError<T>> {
    run(SlopeSearch::new(a, b), |x| value_and_derivative(&mut f, x))
}

/// [`newton_bracketed`] of a function that may fail: the first error ends the search, as in [`try_find`].
///
/// # Errors
///
/// Outside those of `f`, inside those of [`newton_bracketed`].
pub fn try_newton_bracketed<T: Float, E>(
    mut f: impl FnMut(Dual<T>) -> Result<Dual<T>, E>,
    a: T,
    b: T,
) -> Result<Result<Root<T>, RootError<T>>, E> {
    try_run(SlopeSearch::new(a, b), |x| {
        try_value_and_derivative(&mut f, x)
    })
}
