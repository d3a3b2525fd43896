//! Roots from a guess: first a bracket, then the search in it.

use core::convert::Infallible;

use calc_scalar::Float;

use super::adaptive::Adaptive;
use super::bracket::Point;
use super::expansion::Expansion;
use super::report::{Root, RootError, changed};
use super::search::Search;
use crate::machine::{run, try_run};

/// Two points around `x0` between which `f` changes its sign: the first look goes to `x0 + step`, every
/// further one twice as far, on the side where `|f|` is smaller.
///
/// # Errors
///
/// See [`Expansion::result`].
///
/// # Examples
///
/// ```
/// use calc_opt::root::bracket;
///
/// let (low, high) = bracket(|x: f64| x * x * x - 1000.0, 0.0, 1.0)?;
/// assert!(low.value < 0.0 && high.value > 0.0);
/// assert!(low.x < 10.0 && 10.0 < high.x);
/// # Ok::<(), calc_opt::root::RootError<f64>>(())
/// ```
pub fn bracket<T: Float>(
    f: impl FnMut(T) -> T,
    x0: T,
    step: T,
) -> Result<(Point<T>, Point<T>), RootError<T>> {
    run(Expansion::new(x0, step), f)
}

/// [`bracket`] of a function that may fail: the first error ends the search.
///
/// # Errors
///
/// Outside those of `f`, inside those of [`bracket`].
#[allow(clippy::type_complexity, reason = "an outcome within an outcome")]
pub fn try_bracket<T: Float, E>(
    f: impl FnMut(T) -> Result<T, E>,
    x0: T,
    step: T,
) -> Result<Result<(Point<T>, Point<T>), RootError<T>>, E> {
    try_run(Expansion::new(x0, step), f)
}

/// `f(x) = 0` from a guess: [`bracket`], then the method of [`find`](super::find).
///
/// # Errors
///
/// See [`Expansion::result`] and [`RootError`].
///
/// # Examples
///
/// ```
/// use calc_opt::root::find_from;
///
/// let root = find_from(|x: f64| x * x * x - 1000.0, 0.0, 1.0)?;
/// assert!((root.x - 10.0).abs() < 1e-14);
/// # Ok::<(), calc_opt::root::RootError<f64>>(())
/// ```
pub fn find_from<T: Float>(
    mut f: impl FnMut(T) -> T,
    x0: T,
    step: T,
) -> Result<Root<T>, RootError<T>> {
    let Ok(found) = try_find_from(|x| Ok::<_, Infallible>(f(x)), x0, step);
    found
}

/// [`find_from`] of a function that may fail: the first error ends the search.
///
/// # Errors
///
/// Outside those of `f`, inside those of [`find_from`].
pub fn try_find_from<T: Float, E>(
    mut f: impl FnMut(T) -> Result<T, E>,
    x0: T,
    step: T,
) -> Result<Result<Root<T>, RootError<T>>, E> {
    let mut expansion = Expansion::new(x0, step);
    let (low, high) = match try_run(&mut expansion, &mut f)? {
        Ok(ends) => ends,
        Err(error) => return Ok(Err(error)),
    };
    let found = try_run(Search::between(low, high, Adaptive::new()), f)?;
    Ok(changed(found, |best| {
        best.evaluations = best.evaluations.saturating_add(expansion.evaluations());
    }))
}
