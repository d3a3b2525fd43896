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
//! | a tolerance, a budget, a measured `f`       | [`Search`], [`Newton`], [`Secant`]          |
//! | a function that may fail                    | [`try_find`], [`try_run`]                   |
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
mod brent;
mod chandrupatla;
mod expansion;
mod false_position;
mod from_guess;
mod itp;
mod modab;
mod model;
mod newton;
pub mod polynomial;
mod report;
mod ridders;
mod search;
mod secant;
mod steffensen;
pub mod system;
mod toms748;

use core::convert::Infallible;

use calc_scalar::{Dual, Float, Jet, value_and_derivative};

pub use adaptive::Adaptive;
pub use all::{AllRoots, all};
pub use bisection::{Bisection, BitBisection};
pub use brent::Brent;
pub use chandrupatla::Chandrupatla;
pub use expansion::Expansion;
pub use false_position::{FalsePosition, Weight};
pub use from_guess::{bracket, find_from};
pub use itp::Itp;
pub use modab::ModAb;
pub use newton::{BracketedNewton, Newton};
pub use report::{Root, RootError, SignChange};
pub use ridders::Ridders;
pub use search::{Bracket, Method, Point, Search};
pub use secant::Secant;
pub use steffensen::Steffensen;
pub use toms748::Toms748;

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
    run(f, Search::new(a, b, Adaptive::new()))
}

/// [`find`] of a function that may fail: the first error ends the search.
///
/// A value that is NaN is not an error of `f`, but one of the search.
///
/// # Errors
///
/// Outside those of `f`, inside those of the search: `try_find(f, a, b)??`. Where the best point before a
/// failure is wanted, or the search is to go on, use [`try_run`].
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
    try_run(&mut Search::new(a, b, Adaptive::new()), f)
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
    run(f, Search::new(a, b, Bisection))
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
    run(f, Search::new(a, b, Brent::new()))
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
    run(f, Search::new(a, b, Chandrupatla))
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
    run(f, Search::new(a, b, Itp::new()))
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
    run(f, Search::new(a, b, Toms748::new()))
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
/// See [`BracketedNewton`].
pub fn newton_bracketed<T: Float>(
    mut f: impl FnMut(Dual<T>) -> Dual<T>,
    a: T,
    b: T,
) -> Result<Root<T>, RootError<T>> {
    let mut search = Search::new(a, b, BracketedNewton::new());
    while let Some(x) = search.next() {
        let (value, slope) = value_and_derivative(&mut f, x);
        search.method.slope = slope;
        search.tell(value);
    }
    search.result()
}

/// `x ← x − f(x)/f′(x)`: Newton's method from `x0`, which doubles the right digits in each step near
/// a simple root.
///
/// `f` is run on dual numbers, which carry the slope along. A step that does not lower `|f|` is
/// halved. There is no bracket and so no proof: the result says that the last step was short.
///
/// # Errors
///
/// [`RootError::Flat`] where the slope is zero or no step lowers `|f|`, [`RootError::NotFinite`]
/// where the start or the next point is not finite, [`RootError::OutOfEvaluations`] after 100 runs.
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
    let mut newton = Newton::new(x0);
    while let Some(x) = newton.next() {
        let (value, slope) = value_and_derivative(&mut f, x);
        newton.tell(value, slope);
    }
    newton.result()
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
pub fn secant<T: Float>(mut f: impl FnMut(T) -> T, x0: T, x1: T) -> Result<Root<T>, RootError<T>> {
    let mut secant = Secant::new(x0, x1);
    while let Some(x) = secant.next() {
        secant.tell(f(x));
    }
    secant.result()
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
    const {
        assert!(
            N >= 2,
            "Householder's method needs the slope: N is at least 2"
        );
    }
    let mut newton = Newton::new(x0);
    while let Some(x) = newton.next() {
        let y = f(Jet::variable(x));
        let inverse = Jet::lift(T::ONE) / y;
        let step = inverse.coefficient(N - 2) / inverse.coefficient(N - 1);
        // Near a root all methods agree. Where `f` is lowest or highest, this step may be zero.
        let first = -y.value() / y.coefficient(1);
        let agrees = step.magnitude() >= T::literal(1.0 / 16.0) * first.magnitude();
        if agrees && y.coefficient(1).is_finite() {
            newton.tell_step(y.value(), step);
        } else {
            newton.tell(y.value(), y.coefficient(1));
        }
    }
    newton.result()
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
pub fn steffensen<T: Float>(mut f: impl FnMut(T) -> T, x0: T) -> Result<Root<T>, RootError<T>> {
    let mut steffensen = Steffensen::new(x0);
    while let Some(x) = steffensen.next() {
        steffensen.tell(f(x));
    }
    steffensen.result()
}

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
        let mut i = 0;
        let rows = f(x.map(|value| {
            i += 1;
            Dual::variable_at(value, i - 1)
        }))?;
        search.tell(rows.map(|row| row.value), rows.map(|row| row.partials));
    }
    Ok(search.result())
}

/// The root that `search` finds when `f`, which may fail, answers it: the first error ends it.
///
/// # Errors
///
/// Outside those of `f`, inside those of the search. Nothing is lost: `search.result()` has the best point so
/// far, and another [`try_run`] goes on where the first ended.
///
/// # Examples
///
/// ```
/// use calc_opt::root::{Brent, Search, try_run};
///
/// let mut battery = 5;
/// let mut sensor = |x: f64| {
///     battery -= 1;
///     if battery >= 0 { Ok(x * x - 2.0) } else { Err("no answer") }
/// };
/// let mut search = Search::new(0.0, 2.0, Brent::new());
/// assert_eq!(try_run(&mut search, &mut sensor), Err("no answer"));
/// let best = search.result().unwrap_err().best().unwrap();
/// assert_eq!(best.evaluations, 5);
/// // Another sensor goes on.
/// let root = try_run(&mut search, |x| Ok::<_, ()>(x * x - 2.0)).unwrap()?;
/// assert!((root.x - 2.0_f64.sqrt()).abs() < 1e-15);
/// # Ok::<(), calc_opt::root::RootError<f64>>(())
/// ```
pub fn try_run<T: Float, M: Method<T>, E>(
    search: &mut Search<T, M>,
    mut f: impl FnMut(T) -> Result<T, E>,
) -> Result<Result<Root<T>, RootError<T>>, E> {
    while let Some(x) = search.next() {
        search.tell(f(x)?);
    }
    Ok(search.result())
}

/// The loop that all bracketing functions share.
fn run<T: Float, M: Method<T>>(
    mut f: impl FnMut(T) -> T,
    mut search: Search<T, M>,
) -> Result<Root<T>, RootError<T>> {
    let Ok(result) = try_run(&mut search, |x| Ok::<_, Infallible>(f(x)));
    result
}
