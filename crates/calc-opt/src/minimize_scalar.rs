//! Minimisation of functions of one variable: where `f` is lowest between two ends.
//!
//! ```
//! use calc_opt::minimize_scalar;
//!
//! let minimum = minimize_scalar::find(|x: f64| x * x.ln(), 0.0, 2.0)?;
//! assert!((minimum.x - (-1.0_f64).exp()).abs() < 1e-8);
//! assert!(minimum.stopped.is_solution() && !minimum.at_end);
//! # Ok::<(), calc_opt::NotAnInterval<f64>>(())
//! ```
//!
//! # Which one
//!
//! | you have …                                             | go to                            |
//! |--------------------------------------------------------|----------------------------------|
//! | two ends                                               | [`find`]                         |
//! | the same, and a function that autodiff reads           | [`with_derivative`]              |
//! | a start, no ends                                       | [`find_from`], [`bracket`]       |
//! | the wish to compare the classics                       | [`golden`], [`brent`]            |
//! | a tolerance, a budget, a measured `f`                  | [`Search`] with [`Quartic`], [`Brent`], [`Golden`] |
//! | a measured `f` and its slope                           | [`SlopeSearch`]                  |
//! | an `f` that may fail                                   | [`try_find`], [`try_brent`] …, [`try_run`] |
//! | the wish to watch, to keep the history, to stop        | [`observed`], [`record`]         |
//! | the wish to see *all* minima, with proof               | [`critical_points()`](crate::critical_points()) |
//!
//! # What to expect
//!
//! A search ends in *a* minimum: the only one where `f` falls and then rises. Near a minimum values
//! change by the square of the distance, so they tell its place to half of the digits, about `√ε·|x|`.
//! The slope tells all of them.

mod brent;
mod descent;
mod golden;
mod quartic;
mod report;
mod search;
mod sloped;

use core::convert::Infallible;

use calc_scalar::{Dual, Float, try_value_and_derivative, value_and_derivative};

pub use brent::Brent;
pub use descent::Downhill;
pub use golden::Golden;
pub use quartic::Quartic;
pub use report::Minimum;
pub use search::{Bracket, Method, Search};
pub use sloped::SlopeSearch;

pub use crate::machine::{Machine, Observed, Step, observed, record, run, try_run};

use crate::critical_points::NotAnInterval;
use crate::root::Point;

/// `min f(x)` for `x` between `a` and `b`: the recommended method where there is no derivative.
///
/// That is [`Quartic`]: about 10 runs of `f` for a smooth function, and never more than 150 (75 in
/// `f32`).
///
/// # Accuracy
///
/// `2·√ε·|x|`, where `f` falls and then rises; values tell no more. Where the values around `x` differ by
/// rounding only, the search ends before that.
///
/// # Edge cases
///
/// The ends may be swapped. `f` is not run at them, unless the search comes to one of them: then the report
/// says [`at_end`](Minimum::at_end). NaN and `+∞` are higher than every number; `−∞` ends the search.
/// A function that is the same everywhere is a [`Plateau`](crate::Stopped::Plateau), not a solution.
/// By values alone a pole to `−∞`, as of `ln |x|`, looks like a minimum as sharp as floats can show, and is taken for
/// one: [`with_derivative`] tells them apart.
///
/// # Errors
///
/// [`NotAnInterval`] when an end is not finite or the ends are equal.
///
/// # Examples
///
/// ```
/// use calc_opt::minimize_scalar::find;
///
/// let minimum = find(|x: f64| x.exp() - 2.0 * x, -1.0, 3.0)?;
/// assert!((minimum.x - core::f64::consts::LN_2).abs() < 1e-7);
/// assert!(minimum.evaluations <= 15);
///
/// let falling = find(|x: f64| -x, 0.0, 1.0)?;
/// assert_eq!((falling.x, falling.at_end), (1.0, true));
/// # Ok::<(), calc_opt::NotAnInterval<f64>>(())
/// ```
pub fn find<T: Float>(f: impl FnMut(T) -> T, a: T, b: T) -> Result<Minimum<T>, NotAnInterval<T>> {
    Ok(run(Search::new(a, b, Quartic::new())?, f))
}

/// [`find`] for a function that may fail: the first error ends the search.
///
/// # Errors
///
/// The error of `f`, or [`NotAnInterval`] turned into it.
///
/// # Examples
///
/// ```
/// use calc_opt::NotAnInterval;
/// use calc_opt::minimize_scalar::try_find;
///
/// #[derive(Debug, PartialEq)]
/// enum Trouble { Sensor, Interval }
/// impl From<NotAnInterval<f64>> for Trouble {
///     fn from(_: NotAnInterval<f64>) -> Self { Trouble::Interval }
/// }
///
/// let read = |x: f64| if x < 0.9 { Ok(-x) } else { Err(Trouble::Sensor) };
/// assert_eq!(try_find(read, 0.0, 1.0), Err(Trouble::Sensor));
/// ```
pub fn try_find<T: Float, E: From<NotAnInterval<T>>>(
    f: impl FnMut(T) -> Result<T, E>,
    a: T,
    b: T,
) -> Result<Minimum<T>, E> {
    try_run(Search::new(a, b, Quartic::new())?, f)
}

/// `min f(x)` between `a` and `b` by the golden section: each run of `f` shrinks the bracket by the factor
/// 0.618.
///
/// # Errors
///
/// As for [`find`].
///
/// # References
///
/// See [`Golden`].
pub fn golden<T: Float>(f: impl FnMut(T) -> T, a: T, b: T) -> Result<Minimum<T>, NotAnInterval<T>> {
    Ok(run(Search::new(a, b, Golden)?, f))
}

/// [`golden`] of a function that may fail: the first error ends the search, as in [`try_find`].
///
/// # Errors
///
/// As for [`try_find`].
pub fn try_golden<T: Float, E: From<NotAnInterval<T>>>(
    f: impl FnMut(T) -> Result<T, E>,
    a: T,
    b: T,
) -> Result<Minimum<T>, E> {
    try_run(Search::new(a, b, Golden)?, f)
}

/// `min f(x)` between `a` and `b` by Brent's method: parabolas, with the golden section as a guard.
///
/// # Errors
///
/// As for [`find`].
///
/// # Examples
///
/// ```
/// use calc_opt::minimize_scalar::brent;
///
/// let minimum = brent(|x: f64| (x - 1.0).powi(2), -3.0, 2.0)?;
/// assert!((minimum.x - 1.0).abs() < 1e-8);
/// # Ok::<(), calc_opt::NotAnInterval<f64>>(())
/// ```
///
/// # References
///
/// See [`Brent`].
pub fn brent<T: Float>(f: impl FnMut(T) -> T, a: T, b: T) -> Result<Minimum<T>, NotAnInterval<T>> {
    Ok(run(Search::new(a, b, Brent::new())?, f))
}

/// [`brent`] of a function that may fail: the first error ends the search, as in [`try_find`].
///
/// # Errors
///
/// As for [`try_find`].
pub fn try_brent<T: Float, E: From<NotAnInterval<T>>>(
    f: impl FnMut(T) -> Result<T, E>,
    a: T,
    b: T,
) -> Result<Minimum<T>, E> {
    try_run(Search::new(a, b, Brent::new())?, f)
}

/// `min f(x)` between `a` and `b` by value and slope: to all digits.
///
/// `f` is run on dual numbers, which carry the slope along: about 9 runs.
///
/// # Accuracy
///
/// The computed slope changes its sign within `4ε·|x|` of the result.
///
/// # Errors
///
/// As for [`find`].
///
/// # Examples
///
/// ```
/// use calc_opt::minimize_scalar::with_derivative;
/// use calc_scalar::Real;
///
/// let minimum = with_derivative(|x| x.exp() - 2.0 * x, -1.0, 3.0_f64)?;
/// assert!((minimum.x - core::f64::consts::LN_2).abs() < 1e-15);
/// # Ok::<(), calc_opt::NotAnInterval<f64>>(())
/// ```
pub fn with_derivative<T: Float>(
    mut f: impl FnMut(Dual<T>) -> Dual<T>,
    a: T,
    b: T,
) -> Result<Minimum<T>, NotAnInterval<T>> {
    Ok(run(SlopeSearch::new(a, b)?, |x| {
        value_and_derivative(&mut f, x)
    }))
}

/// [`with_derivative`] of a function that may fail: the first error ends the search, as in [`try_find`].
///
/// # Errors
///
/// As for [`try_find`].
pub fn try_with_derivative<T: Float, E: From<NotAnInterval<T>>>(
    mut f: impl FnMut(Dual<T>) -> Result<Dual<T>, E>,
    a: T,
    b: T,
) -> Result<Minimum<T>, E> {
    try_run(SlopeSearch::new(a, b)?, |x| {
        try_value_and_derivative(&mut f, x)
    })
}

/// Three points around a minimum, in ascending order: from `x0` downhill in growing steps, the first one
/// `step`.
///
/// # Errors
///
/// See [`Downhill::bracket`].
///
/// # Examples
///
/// ```
/// use calc_opt::minimize_scalar::bracket;
///
/// let [low, _, high] = bracket(|x: f64| (x - 40.0).powi(2), 0.0, 1.0)?;
/// assert!(low.x < 40.0 && 40.0 < high.x);
/// # Ok::<(), calc_opt::minimize_scalar::Minimum<f64>>(())
/// ```
pub fn bracket<T: Float>(
    f: impl FnMut(T) -> T,
    x0: T,
    step: T,
) -> Result<[Point<T>; 3], Minimum<T>> {
    run(Downhill::new(x0, step), f)
}

/// [`bracket`] of a function that may fail: the first error ends the search.
///
/// # Errors
///
/// Outside those of `f`, inside those of [`bracket`].
pub fn try_bracket<T: Float, E>(
    f: impl FnMut(T) -> Result<T, E>,
    x0: T,
    step: T,
) -> Result<Result<[Point<T>; 3], Minimum<T>>, E> {
    try_run(Downhill::new(x0, step), f)
}

/// A minimum of `f` from a start: [`bracket`], then the method of [`find`].
///
/// Always returns a report; where there is no bracket it says why (see [`Downhill::bracket`]).
///
/// # Examples
///
/// ```
/// use calc_opt::minimize_scalar::find_from;
/// use calc_opt::Stopped;
///
/// let minimum = find_from(|x: f64| (x - 40.0).powi(2), 0.0, 1.0);
/// assert!((minimum.x - 40.0).abs() < 1e-6);
///
/// let none = find_from(|x: f64| -x, 0.0, 1.0);
/// assert_eq!(none.stopped, Stopped::Unbounded);
/// ```
pub fn find_from<T: Float>(mut f: impl FnMut(T) -> T, x0: T, step: T) -> Minimum<T> {
    let Ok(minimum) = try_find_from(|x| Ok::<_, Infallible>(f(x)), x0, step);
    minimum
}

/// [`find_from`] of a function that may fail: the first error ends the search.
///
/// # Errors
///
/// Those of `f`.
pub fn try_find_from<T: Float, E>(
    mut f: impl FnMut(T) -> Result<T, E>,
    x0: T,
    step: T,
) -> Result<Minimum<T>, E> {
    let mut way = Downhill::new(x0, step);
    let found = try_run(&mut way, &mut f)?.and_then(|[low, best, high]| {
        Search::between(low, best, high, Quartic::new()).map_err(|_| way.lowest_seen())
    });
    Ok(match found {
        Ok(search) => try_run(search, f)?.with_runs_before(way.evaluations()),
        Err(minimum) => minimum,
    })
}
