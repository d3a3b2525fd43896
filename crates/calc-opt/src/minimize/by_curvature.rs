//! Newton's method in a region of trust, with Hessians and with their products.

use calc_multi::{
    Diagonals, Dual2, Size, value_gradient_and_hessian, value_gradient_and_hessian_vector_product,
};
use calc_scalar::{Dual, Float};

use super::machine::run;
use super::newton_cg::NewtonCg;
use super::options::Limits;
use super::report::Minimum;
use super::trust_region::{Dogleg, TrustRegion};

/// `x ← x − H⁻¹·∇f(x)` in a region of trust: Newton's method that does not run away, with exact Hessians.
///
/// Runs `f` once per trial step, on numbers that carry gradient and Hessian; a run is one count of
/// [`Minimum::evaluations`]. Near a minimum with a positive definite Hessian the right digits double in
/// each step.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝ`, for up to some twenty variables: a run costs about `½N²` plain runs, a step `10·N³`
/// multiplications.
///
/// # Edge cases
///
/// Always returns a report. A point with a small gradient is a minimum or a saddle that was met exactly;
/// with a negative curvature the search goes on unless the gradient is zero there. A trial that is not
/// finite shortens the step.
///
/// # Examples
///
/// ```
/// use calc_opt::minimize::{Limits, newton};
/// use calc_scalar::Real;
///
/// fn rosenbrock<R: Real>([x, y]: [R; 2]) -> R {
///     100.0 * (y - x.powi(2)).powi(2) + (1.0 - x).powi(2)
/// }
///
/// let minimum = newton(rosenbrock, [-1.2, 1.0], Limits::new());
/// assert!(minimum.stopped.is_solution());
/// assert!((minimum.x[0] - 1.0_f64).abs() < 1e-10);
/// assert!(minimum.evaluations < 30);
/// ```
///
/// # References
///
/// See [`TrustRegion`].
pub fn newton<T: Float, const N: usize, const D: usize>(
    mut f: impl FnMut([Dual2<T, N, D>; N]) -> Dual2<T, N, D>,
    x0: [T; N],
    limits: Limits<T>,
) -> Minimum<T, N>
where
    Size<N>: Diagonals<D>,
{
    run(TrustRegion::new(x0, limits), |x| {
        value_gradient_and_hessian(&mut f, x)
    })
}

/// [`newton`] with cheaper steps: along Powell's dogleg instead of exactly.
///
/// A step costs `N³/6` multiplications and may be a little shorter than it could be. For functions that are
/// convex near the path it takes about as many runs.
///
/// # Edge cases
///
/// As for [`newton`].
///
/// # Examples
///
/// ```
/// use calc_opt::minimize::{Limits, dogleg};
/// use calc_scalar::Real;
///
/// let minimum = dogleg(|[x, y]| (x - y).powi(2) + y.cosh(), [3.0_f64, -2.0], Limits::new());
/// assert!(minimum.stopped.is_solution());
/// assert!((minimum.value - 1.0).abs() < 1e-15);
/// ```
///
/// # References
///
/// See [`Dogleg`].
pub fn dogleg<T: Float, const N: usize, const D: usize>(
    mut f: impl FnMut([Dual2<T, N, D>; N]) -> Dual2<T, N, D>,
    x0: [T; N],
    limits: Limits<T>,
) -> Minimum<T, N>
where
    Size<N>: Diagonals<D>,
{
    run(TrustRegion::with(x0, limits, Dogleg), |x| {
        value_gradient_and_hessian(&mut f, x)
    })
}

/// `H·p ≈ −∇f(x)`, `x ← x + p`: Newton's method by conjugate gradients in a region of trust, from products of
/// the Hessian with vectors.
///
/// For more variables than [`newton`] can bear. A run of `f`, on dual numbers over dual numbers, gives value,
/// gradient and one product; a step takes some runs, at most `N`, each counted in
/// [`Minimum::evaluations`].
///
/// # Edge cases
///
/// As for [`newton`]. Variables should have comparable units. For an `f` that may fail or steps that are to be
/// watched there is [`NewtonCg`].
///
/// # Examples
///
/// ```
/// use calc_opt::minimize::{Limits, newton_cg};
/// use calc_scalar::{Dual, Real};
///
/// type D = Dual<Dual<f64>, 30>;
/// let f = |x: [D; 30]| x.windows(2).map(|w| (w[1] - w[0]).cosh() + w[0].powi(2)).sum();
/// let minimum = newton_cg(f, [3.0_f64; 30], Limits::new());
/// assert!(minimum.stopped.is_solution());
/// assert!((minimum.value - 29.0).abs() < 1e-12);
/// ```
///
/// # References
///
/// See [`NewtonCg`].
pub fn newton_cg<T: Float, const N: usize>(
    mut f: impl FnMut([Dual<Dual<T>, N>; N]) -> Dual<Dual<T>, N>,
    x0: [T; N],
    limits: Limits<T>,
) -> Minimum<T, N> {
    run(NewtonCg::new(x0, limits), |(x, v)| {
        value_gradient_and_hessian_vector_product(&mut f, x, v)
    })
}
