//! Roots from a guess: first a bracket, then the search in it.

use calc_scalar::Float;

use super::adaptive::Adaptive;
use super::expansion::Expansion;
use super::report::{Root, RootError, with_runs_before};
use super::run;
use super::search::{Point, Search};

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
    mut f: impl FnMut(T) -> T,
    x0: T,
    step: T,
) -> Result<(Point<T>, Point<T>), RootError<T>> {
    let mut expansion = Expansion::new(x0, step);
    while let Some(x) = expansion.next() {
        expansion.tell(f(x));
    }
    expansion.result()
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
    let mut expansion = Expansion::new(x0, step);
    while let Some(x) = expansion.next() {
        expansion.tell(f(x));
    }
    let (low, high) = expansion.result()?;
    let outcome = run(f, Search::between(low, high, Adaptive::new()));
    with_runs_before(outcome, expansion.evaluations())
}
