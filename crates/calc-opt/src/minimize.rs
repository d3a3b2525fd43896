//! Minimisation: from a start, downhill.
//!
//! ```
//! use calc_opt::minimize::{self, Options};
//! use calc_opt::Stopped;
//! use calc_scalar::Real;
//!
//! fn bowl<R: Real>([x, y]: [R; 2]) -> R {
//!     (x - 1.0).powi(2) + 2.0 * (y + 3.0).powi(2)
//! }
//!
//! let minimum = minimize::gradient_descent(bowl, [5.0_f64, 5.0], Options::new(0.2));
//!
//! assert_eq!(minimum.stopped, Stopped::GradientSmall);
//! assert!((minimum.x[0] - 1.0).abs() < 1e-8 && (minimum.x[1] + 3.0).abs() < 1e-8);
//! ```
//!
//! # Which one
//!
//! | you have …                                   | go to                                             |
//! |----------------------------------------------|---------------------------------------------------|
//! | a function, and want to see it go down       | [`gradient_descent`]                              |
//! | a function, and a rule such as Adam          | [`with_rule`]                                     |
//! | the wish to watch, record or stop            | [`observed`], [`record`]; [`gradient_descent_observed`], [`with_rule_observed`] |
//! | a value and a gradient of your own           | [`with_gradient`], [`run`] with any method        |
//! | an evaluation that may fail                  | [`try_run`] with any method                       |
//! | few variables, and want few runs             | [`newton`]                                        |
//! | the same, and products of Hessians with vectors | [`newton_cg`]                                  |
//! | up to some hundred variables                 | [`bfgs`]                                          |
//! | many variables                               | [`lbfgs`], [`conjugate_gradient`]                 |
//! | values alone                                 | [`nelder_mead`]; smooth ones [`powell`]           |
//! | bounds of the variables                      | [`lbfgsb`]                                        |
//! | gradient descent without a rate to choose    | [`steepest_descent`], [`barzilai_borwein`], [`polyak`] |
//! | a direction or a line search of your choice  | [`LineDescent`], [`direction`], [`line_search`]   |
//! | one evaluation per tick of a control loop    | [`Descent`], [`LineDescent`], [`TrustRegion`]     |

mod by_curvature;
mod descent;
pub mod direction;
mod line_descent;
mod look_around;
pub mod line_search;
mod machine;
mod nelder_mead;
mod newton_cg;
mod options;
mod powell;
mod report;
mod simplex;
mod trust_region;

use core::ops::ControlFlow;

use calc_multi::value_and_gradient;
use calc_scalar::{Dual, Float};

pub use by_curvature::{dogleg, newton, newton_cg};
pub use descent::Descent;
pub use line_descent::LineDescent;
pub use machine::{Minimizer, Observed, observed, run, try_run};
pub use nelder_mead::{NelderMead, nelder_mead};
pub use newton_cg::NewtonCg;
pub use options::{Limits, Options};
pub use powell::{Powell, powell};
pub use report::{Minimum, Step, record};
pub use trust_region::{Dogleg, MoreSorensen, Subproblem, TrustRegion};

use self::direction::{ConjugateGradient, Direction, Formula};
use self::line_search::{Backtracking, FirstTrial, LineSearch, MoreThuente};
use crate::rule::{Rule, Sgd};

/// `x ← x − η·∇f(x)`: gradient descent with a fixed rate, from `x0`.
///
/// Runs `f` once for each step, and once at the start, on numbers that carry their gradient.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝ`, `x0: ℝᴺ`. The rate has the unit of `x²/f`.
///
/// # Accuracy
///
/// Near a minimum where the second derivatives lie between `m` and `L`, the error falls by the
/// factor `max(|1 − ηm|, |1 − ηL|)` per step; above `η = 2/L` it grows.
///
/// # Edge cases
///
/// Always returns a report. With a rate too large the points run away and the reason is
/// [`NotFinite`](crate::Stopped::NotFinite) or
/// [`OutOfIterations`](crate::Stopped::OutOfIterations); the point returned is then the best seen.
/// A saddle point also has a small gradient.
///
/// # Examples
///
/// ```
/// use calc_opt::minimize::{Options, gradient_descent};
/// use calc_scalar::Real;
///
/// let options = Options::new(0.1).max_iterations(20);
/// let minimum = gradient_descent(|[x]| x.powi(2), [5.0_f64], options);
/// assert!((minimum.x[0] - 0.057_646).abs() < 1e-6);
/// assert!((minimum.value - 0.003_323).abs() < 1e-6);
/// assert_eq!(minimum.evaluations, 21);
/// ```
///
/// # References
///
/// J. Nocedal and S. J. Wright, *Numerical Optimization*, 2nd ed., Springer 2006, chapter 3.
pub fn gradient_descent<T: Float, const N: usize>(
    f: impl FnMut([Dual<T, N>; N]) -> Dual<T, N>,
    x0: [T; N],
    options: Options<T>,
) -> Minimum<T, N> {
    gradient_descent_observed(f, x0, options, |_| ControlFlow::Continue(()))
}

/// [`gradient_descent`] that shows every step, the start included, to `observer`.
///
/// # Examples
///
/// ```
/// use std::ops::ControlFlow;
///
/// use calc_opt::minimize::{Options, gradient_descent_observed};
/// use calc_scalar::Real;
///
/// let mut path = Vec::new();
/// gradient_descent_observed(
///     |[x]| x.powi(2),
///     [5.0_f64],
///     Options::new(0.1).max_iterations(3),
///     |step| {
///         path.push(step.x[0]);
///         ControlFlow::Continue(())
///     },
/// );
/// assert_eq!(path, [5.0, 4.0, 3.2, 2.56]);
/// ```
pub fn gradient_descent_observed<T: Float, const N: usize>(
    mut f: impl FnMut([Dual<T, N>; N]) -> Dual<T, N>,
    x0: [T; N],
    options: Options<T>,
    observer: impl FnMut(&Step<T, N>) -> ControlFlow<()>,
) -> Minimum<T, N> {
    let descent = Descent::new(x0, Sgd::new(options.rate), options.limits).memoryless();
    run(observed(descent, observer), |x| {
        value_and_gradient(&mut f, x)
    })
}

/// Descent from `x0`, every step made by `rule`.
///
/// Runs `f` once for each step, and once at the start.
///
/// # Edge cases
///
/// As for [`gradient_descent`]. Rules such as [`Adam`](crate::rule::Adam) with a fixed rate circle
/// around the minimum in steps of about `η` and seldom meet a small tolerance.
///
/// # Examples
///
/// ```
/// use calc_opt::minimize::{Limits, with_rule};
/// use calc_opt::rule::Momentum;
/// use calc_scalar::Real;
///
/// fn rosenbrock<R: Real>([x, y]: [R; 2]) -> R {
///     100.0 * (y - x.powi(2)).powi(2) + (1.0 - x).powi(2)
/// }
///
/// let limits = Limits::new().max_iterations(10_000);
/// let minimum = with_rule(rosenbrock, [-1.2, 1.0], Momentum::new(1e-3, 0.9), limits);
/// assert!(minimum.stopped.is_solution());
/// assert!((minimum.x[0] - 1.0_f64).abs() < 1e-7);
/// ```
pub fn with_rule<T: Float, const N: usize>(
    f: impl FnMut([Dual<T, N>; N]) -> Dual<T, N>,
    x0: [T; N],
    rule: impl Rule<T, N>,
    limits: Limits<T>,
) -> Minimum<T, N> {
    with_rule_observed(f, x0, rule, limits, |_| ControlFlow::Continue(()))
}

/// [`with_rule`] that shows every step, the start included, to `observer`.
///
/// # Examples
///
/// ```
/// use calc_opt::minimize::{Limits, Step, record, with_rule_observed};
/// use calc_opt::rule::Adam;
/// use calc_scalar::Real;
///
/// let mut history = [Step::blank(); 11];
/// let minimum = with_rule_observed(
///     |[x]| x.powi(2),
///     [5.0],
///     Adam::new(0.5),
///     Limits::new().max_iterations(10),
///     record(&mut history),
/// );
/// assert_eq!(history[0].x, [5.0]);
/// assert_eq!(history[10].iteration, minimum.iterations);
/// ```
pub fn with_rule_observed<T: Float, const N: usize>(
    mut f: impl FnMut([Dual<T, N>; N]) -> Dual<T, N>,
    x0: [T; N],
    rule: impl Rule<T, N>,
    limits: Limits<T>,
    observer: impl FnMut(&Step<T, N>) -> ControlFlow<()>,
) -> Minimum<T, N> {
    let descent = Descent::new(x0, rule, limits);
    run(observed(descent, observer), |x| {
        value_and_gradient(&mut f, x)
    })
}

/// Descent where `value_and_gradient` computes both together, by whatever means.
///
/// For gradients by reverse mode, from a measurement, or written by hand.
///
/// # Examples
///
/// ```
/// use std::ops::ControlFlow;
///
/// use calc_opt::minimize::{Limits, with_gradient};
/// use calc_opt::rule::Sgd;
///
/// let minimum = with_gradient(
///     |[x]: [f64; 1]| (x * x, [2.0 * x]),
///     [5.0],
///     Sgd::new(0.5),
///     Limits::new(),
///     |_| ControlFlow::Continue(()),
/// );
/// assert_eq!((minimum.x, minimum.iterations), ([0.0], 1));
/// ```
pub fn with_gradient<T: Float, const N: usize>(
    value_and_gradient: impl FnMut([T; N]) -> (T, [T; N]),
    x0: [T; N],
    rule: impl Rule<T, N>,
    limits: Limits<T>,
    observer: impl FnMut(&Step<T, N>) -> ControlFlow<()>,
) -> Minimum<T, N> {
    run(
        observed(Descent::new(x0, rule, limits), observer),
        value_and_gradient,
    )
}

/// `x ← x − α·H·∇f(x)`: the quasi-Newton method BFGS, which learns the inverse Hessian `H` on its way.
///
/// The recommended one where gradients are cheap and Hessians are not, for up to some hundred variables. Runs
/// `f` once per trial, on numbers that carry the gradient, most often once per step. Near a minimum the
/// right digits grow faster and faster.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝ`. Keeps `N²` numbers; a step takes `4N²` multiplications beside `f`.
///
/// # Edge cases
///
/// Always returns a report. A trial that is not finite shortens the step; a start that is not finite is
/// [`NotFinite`](crate::Stopped::NotFinite), a value of `−∞` [`Unbounded`](crate::Stopped::Unbounded). Where the
/// tolerance cannot be met the reason is [`RoundingFloor`](crate::Stopped::RoundingFloor) or
/// [`NoProgress`](crate::Stopped::NoProgress), and the point the best one seen.
///
/// # Examples
///
/// ```
/// use calc_opt::minimize::{Limits, bfgs};
/// use calc_scalar::Real;
///
/// fn rosenbrock<R: Real>([x, y]: [R; 2]) -> R {
///     100.0 * (y - x.powi(2)).powi(2) + (1.0 - x).powi(2)
/// }
///
/// let minimum = bfgs(rosenbrock, [-1.2, 1.0], Limits::new());
/// assert!(minimum.stopped.is_solution());
/// assert!((minimum.x[0] - 1.0_f64).abs() < 1e-9);
/// assert!(minimum.evaluations < 50);
/// ```
///
/// # References
///
/// See [`direction::Bfgs`] and [`line_search::MoreThuente`].
pub fn bfgs<T: Float, const N: usize>(
    f: impl FnMut([Dual<T, N>; N]) -> Dual<T, N>,
    x0: [T; N],
    limits: Limits<T>,
) -> Minimum<T, N> {
    let (direction, search) = (direction::Bfgs::new(), MoreThuente::new());
    along_lines(f, LineDescent::new(x0, direction, search, limits))
}

/// `x ← x − α·H·∇f(x)`: L-BFGS, where `H` follows from the last ten steps.
///
/// For many variables: keeps `20N` numbers and takes `40N` multiplications beside `f`. Another memory is
/// [`direction::Lbfgs`] in a [`LineDescent`]; for very many variables, a gradient by reverse mode and [`run`].
///
/// # Edge cases
///
/// As for [`bfgs`].
///
/// # Examples
///
/// ```
/// use calc_opt::minimize::{Limits, lbfgs};
/// use calc_scalar::{Dual, Real};
///
/// type D = Dual<f64, 30>;
/// let f = |x: [D; 30]| x.windows(2).map(|w| (w[1] - w[0]).cosh() + w[0].powi(2)).sum();
/// let minimum = lbfgs(f, [3.0_f64; 30], Limits::new());
/// assert!(minimum.stopped.is_solution());
/// assert!((minimum.value - 29.0).abs() < 1e-12);
/// ```
///
/// # References
///
/// See [`direction::Lbfgs`] and [`line_search::MoreThuente`].
pub fn lbfgs<T: Float, const N: usize>(
    f: impl FnMut([Dual<T, N>; N]) -> Dual<T, N>,
    x0: [T; N],
    limits: Limits<T>,
) -> Minimum<T, N> {
    let (direction, search) = (direction::Lbfgs::<T, N, 10>::new(), MoreThuente::new());
    along_lines(f, LineDescent::new(x0, direction, search, limits))
}

/// `min f(x)` with `lowᵢ ≤ xᵢ ≤ highᵢ`: L-BFGS-B, with a memory of ten steps.
///
/// `f` is never run outside the bounds. Another memory is [`direction::Lbfgsb`] in a [`LineDescent`].
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝ`. Keeps `40N` numbers.
///
/// # Edge cases
///
/// As for [`bfgs`]. The bounds of a variable are taken in either order; an infinite one, or NaN, is none. A
/// start outside is moved to the nearest point between them. [`Minimum::gradient_norm`] is the length of
/// `x − P(x − ∇f)`, where `P` puts a point on the bounds: at a minimum on a bound it is zero though the
/// gradient is not.
///
/// # Examples
///
/// ```
/// use calc_opt::minimize::{Limits, lbfgsb};
/// use calc_scalar::Real;
///
/// fn rosenbrock<R: Real>([x, y]: [R; 2]) -> R {
///     100.0 * (y - x.powi(2)).powi(2) + (1.0 - x).powi(2)
/// }
///
/// // The lowest point with x ≤ ½ is on that bound.
/// let (low, high) = ([-2.0, f64::NEG_INFINITY], [0.5, f64::INFINITY]);
/// let minimum = lbfgsb(rosenbrock, [-1.2, 1.0], low, high, Limits::new());
/// assert!(minimum.stopped.is_solution());
/// assert!(minimum.x[0] == 0.5 && (minimum.x[1] - 0.25).abs() < 1e-9);
/// ```
///
/// # References
///
/// See [`direction::Lbfgsb`] and [`line_search::MoreThuente`].
pub fn lbfgsb<T: Float, const N: usize>(
    f: impl FnMut([Dual<T, N>; N]) -> Dual<T, N>,
    x0: [T; N],
    low: [T; N],
    high: [T; N],
    limits: Limits<T>,
) -> Minimum<T, N> {
    let direction = direction::Lbfgsb::<T, N, 10>::new(low, high);
    along_lines(
        f,
        LineDescent::new(x0, direction, MoreThuente::new(), limits),
    )
}

/// `d ← −∇f(x) + β·d`, `x ← x + α·d`: nonlinear conjugate gradients, by Polak and Ribière.
///
/// Keeps three vectors. Needs twice as many runs of `f` as [`lbfgs`] on the problems of Moré, Garbow and
/// Hillstrom.
///
/// # Edge cases
///
/// As for [`bfgs`].
///
/// # Examples
///
/// ```
/// use calc_opt::minimize::{Limits, conjugate_gradient};
/// use calc_scalar::Real;
///
/// fn bowl<R: Real>([x, y]: [R; 2]) -> R {
///     (x - 1.0).cosh() + y.powi(2)
/// }
///
/// let minimum = conjugate_gradient(bowl, [4.0_f64, 9.0], Limits::new());
/// assert!(minimum.stopped.is_solution());
/// assert!((minimum.x[0] - 1.0).abs() < 1e-7);
/// ```
///
/// # References
///
/// See [`direction::ConjugateGradient`] and [`line_search::MoreThuente`].
pub fn conjugate_gradient<T: Float, const N: usize>(
    f: impl FnMut([Dual<T, N>; N]) -> Dual<T, N>,
    x0: [T; N],
    limits: Limits<T>,
) -> Minimum<T, N> {
    let direction = ConjugateGradient::new(Formula::PolakRibierePlus);
    let search = MoreThuente::new().c2(T::literal(0.1));
    along_lines(f, LineDescent::new(x0, direction, search, limits))
}

/// `x ← x − α·∇f(x)`: gradient descent that finds its step by Armijo's condition.
///
/// Slow in a valley, as [`gradient_descent`] is, but it cannot run away.
///
/// # Edge cases
///
/// As for [`bfgs`].
///
/// # Examples
///
/// ```
/// use calc_opt::minimize::{Limits, steepest_descent};
///
/// // No rate to choose.
/// let minimum = steepest_descent(|[x, y]| x * x + 9.0 * y * y, [5.0_f64, 1.0], Limits::new());
/// assert!(minimum.stopped.is_solution());
/// ```
///
/// # References
///
/// See [`direction::Steepest`] and [`line_search::Backtracking`].
pub fn steepest_descent<T: Float, const N: usize>(
    f: impl FnMut([Dual<T, N>; N]) -> Dual<T, N>,
    x0: [T; N],
    limits: Limits<T>,
) -> Minimum<T, N> {
    let (direction, search) = (direction::Steepest::new(), Backtracking::new());
    along_lines(f, LineDescent::new(x0, direction, search, limits))
}

/// `x ← x − (sᵀs/sᵀy)·∇f(x)`: gradient descent with the step of Barzilai and Borwein.
///
/// As simple as [`steepest_descent`] and much faster in a valley; `f` may rise on the way.
///
/// # Edge cases
///
/// As for [`bfgs`].
///
/// # Examples
///
/// ```
/// use calc_opt::minimize::{Limits, barzilai_borwein, steepest_descent};
///
/// let narrow = |[x, y]: [_; 2]| x * x + 100.0 * y * y;
/// let fast = barzilai_borwein(narrow, [5.0_f64, 1.0], Limits::new());
/// let slow = steepest_descent(narrow, [5.0, 1.0], Limits::new());
/// assert!(fast.stopped.is_solution());
/// assert!(2 * fast.evaluations < slow.evaluations);
/// ```
///
/// # References
///
/// See [`direction::BarzilaiBorwein`] and [`line_search::Backtracking`].
pub fn barzilai_borwein<T: Float, const N: usize>(
    f: impl FnMut([Dual<T, N>; N]) -> Dual<T, N>,
    x0: [T; N],
    limits: Limits<T>,
) -> Minimum<T, N> {
    let (direction, search) = (direction::BarzilaiBorwein::new(), Backtracking::new());
    along_lines(f, LineDescent::new(x0, direction, search, limits))
}

/// `x ← x − (f(x) − f*)/‖∇f(x)‖²·∇f(x)`: gradient descent with Polyak's step, for a known lowest value `f*`.
///
/// One run of `f` per step. Good for convex functions, kinks included.
///
/// # Edge cases
///
/// As for [`bfgs`]; with an `f*` above the lowest value it ends where `f` is lower than that, with
/// [`NoProgress`](crate::Stopped::NoProgress).
///
/// # Examples
///
/// ```
/// use calc_opt::minimize::{Limits, polyak};
/// use calc_scalar::Real;
///
/// // |x| + 2·|y| has no gradient at its minimum.
/// let minimum = polyak(|[x, y]| x.abs() + 2.0 * y.abs(), [3.0_f64, 1.0], 0.0, Limits::new());
/// assert!(minimum.value < 1e-6);
/// ```
///
/// # References
///
/// See [`direction::Polyak`].
pub fn polyak<T: Float, const N: usize>(
    f: impl FnMut([Dual<T, N>; N]) -> Dual<T, N>,
    x0: [T; N],
    lowest: T,
    limits: Limits<T>,
) -> Minimum<T, N> {
    let (direction, search) = (direction::Polyak::new(lowest), FirstTrial::new());
    along_lines(f, LineDescent::new(x0, direction, search, limits))
}

/// The loop that those with a line search share.
fn along_lines<T: Float, const N: usize>(
    mut f: impl FnMut([Dual<T, N>; N]) -> Dual<T, N>,
    descent: LineDescent<T, N, impl Direction<T, N>, impl LineSearch<T>>,
) -> Minimum<T, N> {
    run(descent, |x| value_and_gradient(&mut f, x))
}
