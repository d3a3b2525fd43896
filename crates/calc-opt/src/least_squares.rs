//! Least squares: parameters that make many residuals small at once.
//!
//! ```
//! use calc_opt::least_squares::{self, Settings};
//! use calc_scalar::Real;
//!
//! // Decay: y = a·e^(−b·t), measured four times.
//! let data: [(f64, f64); 4] = [(0.0, 2.0), (1.0, 1.21), (2.0, 0.74), (3.0, 0.45)];
//! let fit = least_squares::fit(
//!     |[a, b], i| {
//!         let (t, y) = data[i];
//!         a * (-b * t).exp() - y
//!     },
//!     data.len(),
//!     [1.0, 1.0],
//!     Settings::new(),
//! );
//! assert!(fit.stopped.is_solution());
//! assert!((fit.x[0] - 2.0_f64).abs() < 0.01 && (fit.x[1] - 0.5).abs() < 0.01);
//! let [of_a, of_b] = fit.standard_errors();
//! assert!(of_a < 0.01 && of_b < 0.01);
//! ```
//!
//! # Which one
//!
//! | you have …                                        | go to                    |
//! |---------------------------------------------------|--------------------------|
//! | data, and a model of one measurement              | [`fit`]                  |
//! | a function that returns all residuals             | [`levenberg_marquardt`]  |
//! | the same, and good starts                         | [`gauss_newton`]         |
//! | a model that may fail                             | [`try_fit`], [`try_levenberg_marquardt`], [`try_gauss_newton`] |
//! | one evaluation per tick, slopes of your own, a rule of your own to stop by | [`LevenbergMarquardt`], [`GaussNewton`] |
//! | bounds, outliers, a tolerance                     | [`Settings`], [`Loss`]   |

mod gauss_newton;
mod loss;
mod machine;
mod options;
mod place;
mod report;

use core::convert::Infallible;

use calc_scalar::{Dual, Float};

pub use gauss_newton::GaussNewton;
pub use loss::Loss;
pub use machine::LevenbergMarquardt;
pub use options::Settings;
pub use report::Fit;

/// `min ½∑ᵢ r(x, i)²` over `x`: a fit of `rows` residuals, each computed alone.
///
/// Runs all residuals once per trial step, on numbers that carry their slopes; a run is one count of
/// [`Fit::evaluations`]. No row is stored.
///
/// # Shapes and units
///
/// `r: ℝᴺ × {0, …, rows − 1} → ℝ`. Residuals have one unit, parameters any: the steps do not change when a
/// parameter is measured in another unit.
///
/// # Accuracy
///
/// Ends near rounding: parameters of a well-posed fit have some eleven right digits in `f64`.
///
/// # Edge cases
///
/// A trial at which a residual or a slope is not finite is a failed step: the next one is shorter. At a start that is
/// not finite, or where they are not, the fit ends as [`NotFinite`](crate::Stopped::NotFinite). Without rows there is
/// nothing to fit: it ends at the start as a [`Plateau`](crate::Stopped::Plateau).
/// Where the squares of all residuals are too small for a float, below some 10⁻²² in `f32`, it ends as
/// [`RoundingFloor`](crate::Stopped::RoundingFloor): another unit helps.
/// Parameters that the data do not determine stay where they are; [`Fit::rank`] says so. It may be less than `N`
/// at a solution.
///
/// A solution is a minimum near the point, as far as rounding lets tell. No solution is a
/// [`Plateau`](crate::Stopped::Plateau), where no parameter changes anything, or the cost is as low some way off: a
/// model that fits best with infinite parameters, or a start too far away. At a
/// [`RoundingFloor`](crate::Stopped::RoundingFloor) steps no longer lower the cost though some promise to. Both hold
/// the best point: another start, bounds, fewer parameters, or `f64` help, and a wider tolerance where the
/// parameters are as good as is wanted.
///
/// # Examples
///
/// See the [module](self).
///
/// # References
///
/// See [`LevenbergMarquardt`].
pub fn fit<T: Float, const N: usize>(
    mut residual: impl FnMut([Dual<T, N>; N], usize) -> Dual<T, N>,
    rows: usize,
    x0: [T; N],
    settings: Settings<T, N>,
) -> Fit<T, N> {
    let residual = |x, row| Ok::<_, Infallible>(residual(x, row));
    let Ok(fit) = try_fit(residual, rows, x0, settings);
    fit
}

/// [`fit`] of a model that may fail: the first error ends the fit.
///
/// A residual that is NaN is none: it shortens the step.
///
/// # Errors
///
/// Those of `residual`. Where the best parameters so far are wanted, or the fit is to go on later, use
/// [`LevenbergMarquardt`]: a point that was not finished can be told again.
///
/// # Examples
///
/// ```
/// use calc_opt::least_squares::{Settings, try_fit};
///
/// let data: [Option<(f64, f64)>; 3] = [Some((0.0, 1.0)), Some((1.0, 3.0)), None];
/// let line = |[a, b]: [_; 2], i: usize| {
///     let (t, y) = data[i].ok_or("the sensor did not answer")?;
///     Ok(a + b * t - y)
/// };
/// let fit = try_fit(line, 3, [0.0, 0.0], Settings::new());
/// assert_eq!(fit.unwrap_err(), "the sensor did not answer");
/// assert_eq!(try_fit(line, 2, [0.0, 0.0], Settings::new())?.x, [1.0, 2.0]);
/// # Ok::<(), &str>(())
/// ```
pub fn try_fit<T: Float, const N: usize, E>(
    mut residual: impl FnMut([Dual<T, N>; N], usize) -> Result<Dual<T, N>, E>,
    rows: usize,
    x0: [T; N],
    settings: Settings<T, N>,
) -> Result<Fit<T, N>, E> {
    let mut machine = LevenbergMarquardt::new(x0, settings);
    while let Some(x) = machine.next() {
        let x = variables(x);
        for row in 0..rows {
            let r = residual(x, row)?;
            machine.row(r.value, r.partials);
        }
        machine.finish();
    }
    Ok(machine.fit())
}

/// `min ½‖r(x)‖²` over `x`: a fit of residuals that are computed together.
///
/// Runs `r` once per trial step, on numbers that carry their slopes.
///
/// # Shapes and units
///
/// `r: ℝᴺ → ℝᴹ`.
///
/// # Edge cases
///
/// As for [`fit`].
///
/// # Examples
///
/// ```
/// use calc_opt::least_squares::{Settings, levenberg_marquardt};
///
/// // Rosenbrock's valley as residuals.
/// let valley = |[x, y]: [_; 2]| [10.0 * (y - x * x), 1.0 - x];
/// let fit = levenberg_marquardt(valley, [-1.2, 1.0_f64], Settings::new());
/// assert_eq!(fit.x, [1.0, 1.0]);
/// ```
///
/// # References
///
/// See [`LevenbergMarquardt`].
pub fn levenberg_marquardt<T: Float, const N: usize, const M: usize>(
    mut residuals: impl FnMut([Dual<T, N>; N]) -> [Dual<T, N>; M],
    x0: [T; N],
    settings: Settings<T, N>,
) -> Fit<T, N> {
    let residuals = |x| Ok::<_, Infallible>(residuals(x));
    let Ok(fit) = try_levenberg_marquardt(residuals, x0, settings);
    fit
}

/// [`levenberg_marquardt`] of residuals that may fail: the first error ends the fit.
///
/// # Errors
///
/// Those of `residuals`. Where the best parameters so far are wanted, use [`LevenbergMarquardt`].
pub fn try_levenberg_marquardt<T: Float, const N: usize, const M: usize, E>(
    mut residuals: impl FnMut([Dual<T, N>; N]) -> Result<[Dual<T, N>; M], E>,
    x0: [T; N],
    settings: Settings<T, N>,
) -> Result<Fit<T, N>, E> {
    let mut machine = LevenbergMarquardt::new(x0, settings);
    while let Some(x) = machine.next() {
        for r in residuals(variables(x))? {
            machine.row(r.value, r.partials);
        }
        machine.finish();
    }
    Ok(machine.fit())
}

/// `x ← x − t·J⁺·r(x)`: Gauss's and Newton's method with a line search, for residuals that are computed
/// together.
///
/// Runs `r` once per trial step, on numbers that carry their slopes. The classic method, and the fastest from
/// a good start where the residuals end small; [`levenberg_marquardt`] comes home from farther away.
///
/// # Shapes and units
///
/// `r: ℝᴺ → ℝᴹ`.
///
/// # Edge cases
///
/// As for [`fit`]. Where no part of a step lowers the cost the reason is
/// [`NoProgress`](crate::Stopped::NoProgress).
///
/// # Examples
///
/// ```
/// use calc_opt::least_squares::{Settings, gauss_newton};
/// use calc_scalar::{Dual, Real};
///
/// let data: [(f64, f64); 3] = [(0.0, 2.0), (1.0, 1.0), (2.0, 0.5)];
/// let decay = |[a, b]: [Dual<f64, 2>; 2]| data.map(|(t, y)| a * (-b * t).exp() - y);
/// let fit = gauss_newton(decay, [1.0, 0.5], Settings::new());
/// assert!(fit.stopped.is_solution());
/// assert!((fit.x[0] - 2.0).abs() < 1e-14 && (fit.x[1] - 2.0_f64.ln()).abs() < 1e-14);
/// ```
///
/// # References
///
/// See [`GaussNewton`].
pub fn gauss_newton<T: Float, const N: usize, const M: usize>(
    mut residuals: impl FnMut([Dual<T, N>; N]) -> [Dual<T, N>; M],
    x0: [T; N],
    settings: Settings<T, N>,
) -> Fit<T, N> {
    let residuals = |x| Ok::<_, Infallible>(residuals(x));
    let Ok(fit) = try_gauss_newton(residuals, x0, settings);
    fit
}

/// [`gauss_newton`] of residuals that may fail: the first error ends the fit.
///
/// # Errors
///
/// Those of `residuals`. Where the best parameters so far are wanted, use [`GaussNewton`].
pub fn try_gauss_newton<T: Float, const N: usize, const M: usize, E>(
    mut residuals: impl FnMut([Dual<T, N>; N]) -> Result<[Dual<T, N>; M], E>,
    x0: [T; N],
    settings: Settings<T, N>,
) -> Result<Fit<T, N>, E> {
    let mut machine = GaussNewton::new(x0, settings);
    while let Some(x) = machine.next() {
        for r in residuals(variables(x))? {
            machine.row(r.value, r.partials);
        }
        machine.finish();
    }
    Ok(machine.fit())
}

/// The coordinates as variables, each with slope 1 in its own slot.
fn variables<T: Float, const N: usize>(x: [T; N]) -> [Dual<T, N>; N] {
    let mut i = 0;
    x.map(|value| {
        let variable = Dual::variable_at(value, i);
        i += 1;
        variable
    })
}
