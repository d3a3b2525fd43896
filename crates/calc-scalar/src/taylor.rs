//! Derivatives of every order, and Taylor polynomials.

use crate::jet::Jet;
use crate::real::Number;

/// `[f(x), f′(x), f″(x), …]`: the value and the first `N − 1` derivatives.
///
/// `N` is taken from the array asked for. `f` is run once, on a [`Jet`]; the cost of each step grows
/// with `N²`.
///
/// # Edge cases
///
/// As for [`derivative`](crate::derivative). Derivatives of order `k` grow like `k!`; beyond the
/// range they are `±∞`.
///
/// # Examples
///
/// ```
/// use calc_scalar::{Real, derivatives};
///
/// let [value, velocity, acceleration] = derivatives(|t| 3.0 * t.powi(2) + t, 2.0);
/// assert_eq!([value, velocity, acceleration], [14.0, 13.0, 6.0]);
/// ```
///
/// # References
///
/// A. Griewank and A. Walther, *Evaluating Derivatives*, 2nd ed., SIAM 2008, chapter 13.
#[must_use]
#[inline]
pub fn derivatives<T: Number, const N: usize>(
    f: impl FnOnce(Jet<T, N>) -> Jet<T, N>,
    x: T,
) -> [T; N] {
    f(Jet::variable(x)).derivatives()
}

/// `[a₀, a₁, a₂, …]` with `f(x + t) = a₀ + a₁t + a₂t² + …`: the Taylor polynomial of `f` at `x`.
///
/// `aₖ = f⁽ᵏ⁾(x)/k!`, the true coefficients, without the factorials that overflow. `f` is run once.
///
/// # Examples
///
/// ```
/// use calc_scalar::{Real, taylor};
///
/// let [a0, a1, a2, a3] = taylor(|x| x.exp(), 0.0_f64);
/// assert_eq!([a0, a1, a2, a3], [1.0, 1.0, 0.5, 1.0 / 6.0]);
/// ```
#[must_use]
#[inline]
pub fn taylor<T: Number, const N: usize>(f: impl FnOnce(Jet<T, N>) -> Jet<T, N>, x: T) -> [T; N] {
    f(Jet::variable(x)).coefficients
}
