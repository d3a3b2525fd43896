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
//! step lowers `‖f‖`, which leaves rounding as the reason. A small `‖f‖` alone is never taken for a root,
//! nor is a search that is stuck. A root at which the Jacobian is singular cannot be proved in this way:
//! it is returned inside [`SystemError::Stuck`], or found to within [`Tolerance::x_abs`].

mod dogleg;
mod newton;
mod place;
mod quasi_newton;
mod report;
mod search;

use calc_multi::value_and_jacobian;
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
    let mut search = Newton::new(x0);
    while let Some(x) = search.next() {
        let (values, jacobian) = value_and_jacobian(&mut f, x);
        search.tell(values, jacobian);
    }
    search.result()
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
    f: impl FnMut([T; N]) -> [T; N],
    x0: [T; N],
) -> Result<Solution<T, N>, SystemError<T, N>> {
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
    f: impl FnMut([T; N]) -> [T; N],
    x0: [T; N],
) -> Result<Solution<T, N>, SystemError<T, N>> {
    from_values(f, QuasiNewton::broyden(x0))
}

/// The loop that the functions without derivatives share.
fn from_values<T: Float, const N: usize, S: place::Steps<T, N> + Copy>(
    mut f: impl FnMut([T; N]) -> [T; N],
    mut search: QuasiNewton<T, N, S>,
) -> Result<Solution<T, N>, SystemError<T, N>> {
    while let Some(x) = search.next() {
        search.tell(f(x));
    }
    search.result()
}
