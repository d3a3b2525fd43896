//! Finite differences in several variables: gradients of black boxes, each with an error bound.
//!
//! They need nothing but values, so they serve where a function can be run but not rewritten, and as
//! the independent witness for every exact derivative (see [`check_gradient`](crate::check_gradient)).

use core::array;

use calc_scalar::difference::derivative;
use calc_scalar::{Float, difference::Estimate};

/// `∇f(x) ± error`: the gradient of a black box, by extrapolated differences along each coordinate.
///
/// Each component is found by [`calc_scalar::difference::derivative`], which picks the steps and
/// bounds the error: about 30 runs of `f` per coordinate.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝ`, any closure, also one that counts or measures.
///
/// # Accuracy
///
/// Per component as for the derivative of one variable: 10⁻¹¹ to 10⁻¹⁴ relative to the size of `f`
/// for smooth functions in double precision. The bound is in the estimate.
///
/// # Examples
///
/// ```
/// use calc_multi::difference;
///
/// let [along_x, along_y] = difference::gradient(|[x, y]| x * x + 3.0 * x * y, [1.0_f64, 1.0]);
/// assert!((along_x.value - 5.0).abs() <= along_x.error);
/// assert!((along_y.value - 3.0).abs() <= along_y.error);
/// assert!(along_x.error < 1e-10);
/// ```
#[must_use]
pub fn gradient<T: Float, const N: usize>(
    mut f: impl FnMut([T; N]) -> T,
    x: [T; N],
) -> [Estimate<T>; N] {
    along_each(x, |i, at| derivative(|t| f(replaced(x, i, t)), at))
}

/// `∂fᵢ/∂xⱼ(x) ± error`: the Jacobian of a black box, entry by entry.
///
/// About `30·M·N` runs of `f`. The Hessian of a function whose gradient is known is the Jacobian of
/// that gradient.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝᴹ`; `M` rows of `N` columns.
///
/// # Examples
///
/// ```
/// use calc_multi::difference;
///
/// let [[a, b], [c, d]] = difference::jacobian(|[x, y]| [x * y, x - y], [2.0_f64, 3.0]);
/// for (estimate, exact) in [(a, 3.0), (b, 2.0), (c, 1.0), (d, -1.0)] {
///     assert!((estimate.value - exact).abs() <= estimate.error);
/// }
/// ```
#[must_use]
pub fn jacobian<T: Float, const N: usize, const M: usize>(
    mut f: impl FnMut([T; N]) -> [T; M],
    x: [T; N],
) -> [[Estimate<T>; N]; M] {
    array::from_fn(|row| gradient(|x| f(x).get(row).copied().unwrap_or(<T as Float>::NAN), x))
}

/// `found(i, xᵢ)` for each coordinate.
pub(crate) fn along_each<T: Float, R, const N: usize>(
    x: [T; N],
    mut found: impl FnMut(usize, T) -> R,
) -> [R; N] {
    let mut i = 0;
    x.map(|at| {
        let result = found(i, at);
        i += 1;
        result
    })
}

/// The point `x` with coordinate `i` at `t`.
#[inline]
pub(crate) fn replaced<T: Float, const N: usize>(mut x: [T; N], i: usize, t: T) -> [T; N] {
    if let Some(coordinate) = x.get_mut(i) {
        *coordinate = t;
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::zoo;

    #[track_caller]
    fn covers(estimates: &[Estimate], exact: &[f64]) {
        for (i, (estimate, exact)) in estimates.iter().zip(exact).enumerate() {
            // The exact one is rounded, too.
            let rounding = 1e-13 * exact.abs().max(100.0);
            let off = (estimate.value - exact).abs();
            assert!(
                off <= estimate.error + rounding,
                "{i}: {estimate:?} {exact}"
            );
            assert!(
                estimate.error <= 1e-6 * exact.abs().max(100.0),
                "{i}: {estimate:?}"
            );
        }
    }

    #[test]
    fn differences_are_the_exact_gradients_within_their_bounds() {
        for x in zoo::points() {
            covers(
                &gradient(zoo::rosenbrock, x),
                &crate::gradient(zoo::rosenbrock, x),
            );
            covers(
                &gradient(zoo::himmelblau, x),
                &crate::gradient(zoo::himmelblau, x),
            );
            covers(&gradient(zoo::beale, x), &crate::gradient(zoo::beale, x));
            covers(&gradient(zoo::wave, x), &crate::gradient(zoo::wave, x));
        }
    }

    #[test]
    fn a_hessian_is_the_jacobian_of_a_gradient() {
        let x = [0.4, -1.3];
        let differences = jacobian(|x| crate::gradient(zoo::wave, x), x);
        let exact = zoo::wave_hessian(x);
        covers(differences.as_flattened(), exact.as_flattened());
    }

    #[test]
    fn a_wrong_gradient_is_not_covered() {
        let [along_x, _] = gradient(zoo::beale, [1.2, -0.7]);
        let wrong = zoo::beale_gradient([1.2, -0.7])[0] * (1.0 + 1e-6);
        assert!((along_x.value - wrong).abs() > along_x.error);
    }

    #[test]
    fn a_black_box_may_count() {
        let mut runs = 0;
        let estimates = gradient(
            |[x, y]| {
                runs += 1;
                x * y
            },
            [2.0_f32, 3.0],
        );
        assert_eq!(runs, estimates[0].evaluations + estimates[1].evaluations);
        assert!((estimates[0].value - 3.0).abs() < 1e-3);
    }
}
