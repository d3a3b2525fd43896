//! Roots of systems: where `f(x) = 0` for `f: ℝᴺ → ℝᴺ`.
//!
//! ```
//! use calc_opt::root;
//! use calc_scalar::Real;
//!
//! // A circle meets a parabola.
//! let root = root::system(|[x, y]| [x.powi(2) + y.powi(2) - 2.0, y - x.powi(2)], [2.0, 0.5])?;
//! assert!((root.x[0] - 1.0_f64).abs() < 1e-15 && (root.x[1] - 1.0).abs() < 1e-15);
//! # Ok::<(), root::system::SystemError<f64, 2>>(())
//! ```
//!
//! # Which one
//!
//! | you have …                                     | go to                              |
//! |------------------------------------------------|------------------------------------|
//! | a function that autodiff reads                 | [`root::system`](super::system())  |
//! | the wish to see Newton's method as in the book | [`newton`]                         |
//! | values alone: a measurement, a simulation      | [`powell_hybrid`], [`broyden`]     |
//! | a Jacobian of your own, a tolerance, a budget  | [`Search`], [`Dogleg`], [`Newton`] |
//! | one run of `f` per tick of a control loop      | [`Search`], [`QuasiNewton`]        |
//! | more equations than unknowns                   | [`least_squares`](crate::least_squares) |
//!
//! # What is claimed
//!
//! A root is claimed where every residual is exactly zero; where Newton's step, with a Jacobian of that
//! very point, is as short as asked; or where Newton's step is short, the Jacobian is regular, and yet no
//! step lowers `‖f‖`, which leaves rounding as the reason. In both of the latter each residual by itself has to be
//! small, beside its terms and beside what it was at the start, whatever its unit. A small `‖f‖` alone is never taken
//! for a root, nor is a search that is stuck. A root at which the Jacobian is singular cannot be proved in this way:
//! it is returned inside [`SystemError::Stuck`], or found to within [`Tolerance::x_abs`].
//!
//! What is exactly zero as computed is a root, also where it is none of the formula: `e⁻ˣ` from `x = 746` on. And
//! where equations differ in size by as much as `1/ε`, `‖f‖` shows the largest alone: a search may then be stuck. Units
//! in which all are of one size help, and starts that are not zero.

mod dogleg;
mod newton;
mod place;
mod quasi_newton;
mod report;
mod search;

use core::convert::Infallible;

use calc_scalar::{Dual, Float};

pub use dogleg::Dogleg;
pub use newton::Newton;
pub use place::Tolerance;
pub use quasi_newton::{Broyden, PowellHybrid, QuasiNewton};
pub use report::{Solution, SystemError};
pub use search::Search;

/// `x ← x − t·J⁻¹·f(x)`: Newton's method for systems with a line search, from `x0`.
///
/// `f` is run once per trial, on numbers that carry their slopes. Near a root with a regular Jacobian the
/// right digits double in each step.
///
/// # Errors
///
/// See [`SystemError`].
///
/// # Examples
///
/// ```
/// use calc_opt::root::system::newton;
/// use calc_scalar::Real;
///
/// let root = newton(|[x, y]| [x.exp() - y, x + y - 1.0], [1.0, 1.0])?;
/// assert!(root.x[0].abs() < 1e-15 && (root.x[1] - 1.0_f64).abs() < 1e-15);
/// assert!(root.evaluations < 10);
/// # Ok::<(), calc_opt::root::system::SystemError<f64, 2>>(())
/// ```
///
/// # References
///
/// See [`Newton`].
pub fn newton<T: Float, const N: usize>(
    mut f: impl FnMut([Dual<T, N>; N]) -> [Dual<T, N>; N],
    x0: [T; N],
) -> Result<Solution<T, N>, SystemError<T, N>> {
    let Ok(result) = try_newton(|x| Ok::<_, Infallible>(f(x)), x0);
    result
}

/// [`newton`] of a function that may fail: the first error ends the search, as in
/// [`try_system`](super::try_system).
///
/// # Errors
///
/// Outside those of `f`, inside those of [`newton`].
pub fn try_newton<T: Float, const N: usize, E>(
    mut f: impl FnMut([Dual<T, N>; N]) -> Result<[Dual<T, N>; N], E>,
    x0: [T; N],
) -> Result<Result<Solution<T, N>, SystemError<T, N>>, E> {
    let mut search = Newton::new(x0);
    while let Some(x) = search.next() {
        let (values, jacobian) = rows(f(variables(x))?);
        search.tell(values, jacobian);
    }
    Ok(search.result())
}

/// `f(x) = 0` for `f: ℝᴺ → ℝᴺ` by Powell's hybrid method, from values alone.
///
/// `N` runs of `f` for each Jacobian, and one per trial; see [`QuasiNewton`].
///
/// # Errors
///
/// See [`SystemError`].
///
/// # Examples
///
/// ```
/// use calc_opt::root::system::powell_hybrid;
///
/// let root = powell_hybrid(|[x, y]| [x * x - y, y * y - x], [2.0, 3.0])?;
/// assert!((root.x[0] - 1.0_f64).abs() < 1e-15 && (root.x[1] - 1.0).abs() < 1e-15);
/// # Ok::<(), calc_opt::root::system::SystemError<f64, 2>>(())
/// ```
///
/// # References
///
/// See [`Dogleg`] and [`QuasiNewton`].
pub fn powell_hybrid<T: Float, const N: usize>(
    mut f: impl FnMut([T; N]) -> [T; N],
    x0: [T; N],
) -> Result<Solution<T, N>, SystemError<T, N>> {
    let Ok(result) = try_powell_hybrid(|x| Ok::<_, Infallible>(f(x)), x0);
    result
}

/// [`powell_hybrid`] of a function that may fail: the first error ends the search, as in
/// [`try_system`](super::try_system).
///
/// # Errors
///
/// Outside those of `f`, inside those of [`powell_hybrid`].
pub fn try_powell_hybrid<T: Float, const N: usize, E>(
    f: impl FnMut([T; N]) -> Result<[T; N], E>,
    x0: [T; N],
) -> Result<Result<Solution<T, N>, SystemError<T, N>>, E> {
    from_values(f, QuasiNewton::powell(x0))
}

/// `f(x) = 0` for `f: ℝᴺ → ℝᴺ` by Broyden's method with a line search, from values alone.
///
/// `N` runs of `f` for each Jacobian, and one per trial; see [`QuasiNewton`].
///
/// # Errors
///
/// See [`SystemError`].
///
/// # Examples
///
/// ```
/// use calc_opt::root::system::broyden;
///
/// let root = broyden(|[x, y]| [x * x - y, y * y - x], [2.0, 3.0])?;
/// assert!((root.x[0] - 1.0_f64).abs() < 1e-15 && (root.x[1] - 1.0).abs() < 1e-15);
/// # Ok::<(), calc_opt::root::system::SystemError<f64, 2>>(())
/// ```
///
/// # References
///
/// See [`Newton`] and [`QuasiNewton`].
pub fn broyden<T: Float, const N: usize>(
    mut f: impl FnMut([T; N]) -> [T; N],
    x0: [T; N],
) -> Result<Solution<T, N>, SystemError<T, N>> {
    let Ok(result) = try_broyden(|x| Ok::<_, Infallible>(f(x)), x0);
    result
}

/// [`broyden`] of a function that may fail: the first error ends the search, as in
/// [`try_system`](super::try_system).
///
/// # Errors
///
/// Outside those of `f`, inside those of [`broyden`].
pub fn try_broyden<T: Float, const N: usize, E>(
    f: impl FnMut([T; N]) -> Result<[T; N], E>,
    x0: [T; N],
) -> Result<Result<Solution<T, N>, SystemError<T, N>>, E> {
    from_values(f, QuasiNewton::broyden(x0))
}

/// The loop that the functions without derivatives share.
fn from_values<T: Float, const N: usize, S: place::Steps<T, N> + Copy, E>(
    mut f: impl FnMut([T; N]) -> Result<[T; N], E>,
    mut search: QuasiNewton<T, N, S>,
) -> Result<Result<Solution<T, N>, SystemError<T, N>>, E> {
    while let Some(x) = search.next() {
        search.tell(f(x)?);
    }
    Ok(search.result())
}

/// The coordinates as variables, each with slope 1 in its own slot.
pub(super) fn variables<T: Float, const N: usize>(x: [T; N]) -> [Dual<T, N>; N] {
    let mut i = 0;
    x.map(|value| {
        i += 1;
        Dual::variable_at(value, i - 1)
    })
}

/// The values and the Jacobian, one row per residual.
pub(super) fn rows<T: Float, const N: usize>(y: [Dual<T, N>; N]) -> ([T; N], [[T; N]; N]) {
    (y.map(|row| row.value), y.map(|row| row.partials))
}
