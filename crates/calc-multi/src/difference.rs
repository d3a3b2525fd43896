//! Finite differences in several variables: derivatives of black boxes, each with an error bound.
//!
//! They need nothing but values, so they serve where a function can be run but not rewritten, and as
//! the independent witness for every exact derivative (see [`check_gradient`](crate::check_gradient)).
//!
//! | you want …                        | take                                                    |
//! |-----------------------------------|---------------------------------------------------------|
//! | a gradient, a Jacobian, a Hessian | [`gradient`], [`jacobian`], [`hessian`]                 |
//! | a slope, or what the Hessian does, along a direction | [`directional_derivative`], [`hessian_vector_product`] |
//! | to say what you know of the function | [`Options`]                                          |
//! | slices instead of arrays          | [`gradient_into`], [`jacobian_into`], [`hessian_into`]  |

mod options;
mod slices;

use calc_scalar::{Float, difference::Estimate};

pub use options::Options;
pub(crate) use slices::expect;
pub use slices::{LengthMismatch, gradient_into, hessian_into, jacobian_into};

/// `∇f(x) ± error`: the gradient of a black box, by extrapolated differences along each coordinate.
///
/// Each component is found by [`calc_scalar::difference::derivative`], which picks the steps and
/// bounds the error: about 32 runs of `f` per coordinate.
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
    f: impl FnMut([T; N]) -> T,
    x: [T; N],
) -> [Estimate<T>; N] {
    Options::new().gradient(f, x)
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
    f: impl FnMut([T; N]) -> [T; M],
    x: [T; N],
) -> [[Estimate<T>; N]; M] {
    Options::new().jacobian(f, x)
}

/// `∂f/∂v(x) ± error`: the slope of a black box along `v`, in about 32 runs of `f`.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝ`; `v` of length 1 gives the slope per unit of length. Steps begin with a quarter of `v`:
/// its length should be that over which `f` changes.
///
/// # Examples
///
/// ```
/// use calc_multi::difference;
///
/// let slope = difference::directional_derivative(|[x, y]| x * y, [2.0_f64, 3.0], [0.6, 0.8]);
/// assert!((slope.value - 3.4).abs() <= slope.error && slope.error < 1e-10);
/// ```
#[must_use]
pub fn directional_derivative<T: Float, const N: usize>(
    f: impl FnMut([T; N]) -> T,
    x: [T; N],
    v: [T; N],
) -> Estimate<T> {
    Options::new().directional_derivative(f, x, v)
}

/// `∂²f/∂xᵢ∂xⱼ(x) ± error`: the Hessian of a black box, about `35·N²` runs of `f`.
///
/// Second derivatives along each coordinate, and for the rest along both diagonals of each pair:
/// `4·f_xy = f_(x+y)(x+y) − f_(x−y)(x−y)`. The result is symmetric.
///
/// # Accuracy
///
/// Per entry as for [`calc_scalar::difference::nth_derivative`] of order 2, about 10⁻⁹ of the largest
/// entries of its row in double precision. Where the gradient is known, the [`jacobian`] of it is
/// sharper.
///
/// # Examples
///
/// ```
/// use calc_multi::difference;
///
/// let [[xx, xy], [_, yy]] = difference::hessian(|[x, y]| x * x * y + y * y, [1.0_f64, 2.0]);
/// for (estimate, exact) in [(xx, 4.0), (xy, 2.0), (yy, 2.0)] {
///     assert!((estimate.value - exact).abs() <= estimate.error && estimate.error < 1e-6);
/// }
/// ```
#[must_use]
pub fn hessian<T: Float, const N: usize>(
    f: impl FnMut([T; N]) -> T,
    x: [T; N],
) -> [[Estimate<T>; N]; N] {
    Options::new().hessian(f, x)
}

/// `∇²f(x)·v ± error`: what the Hessian of a black box does to `v`, about `70·N` runs of `f`.
///
/// # Shapes and units
///
/// As for [`directional_derivative`].
///
/// # Examples
///
/// ```
/// use calc_multi::difference;
///
/// let product = difference::hessian_vector_product(|[x, y]| x * x * y, [1.0_f64, 2.0], [1.0, -1.0]);
/// for (estimate, exact) in product.iter().zip([2.0, 2.0]) {
///     assert!((estimate.value - exact).abs() <= estimate.error && estimate.error < 1e-6);
/// }
/// ```
#[must_use]
pub fn hessian_vector_product<T: Float, const N: usize>(
    f: impl FnMut([T; N]) -> T,
    x: [T; N],
    v: [T; N],
) -> [Estimate<T>; N] {
    Options::new().hessian_vector_product(f, x, v)
}

/// A function along a line: of one type for all functions and lines, so that the search for its slope, which is
/// long, is in a program once.
pub(crate) type Along<'f, T> = &'f mut dyn FnMut(T) -> T;

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

/// Over which distance a coordinate is taken to change: its own size, or 1 at 0.
fn natural<T: Float>(x: T) -> T {
    if x.is_zero() || !x.is_finite() {
        T::ONE
    } else {
        x.power_of_two()
    }
}

/// `(plus − minus)/by`, with the errors of both.
fn difference_of<T: Float>(plus: Estimate<T>, minus: Estimate<T>, by: T) -> Estimate<T> {
    Estimate {
        value: (plus.value - minus.value) / by,
        error: (plus.error + minus.error) / by.abs(),
        step: plus.step.min(minus.step),
        evaluations: plus.evaluations.saturating_add(minus.evaluations),
    }
}

/// Estimates that are not there.
fn nothing<T: Float>() -> Estimate<T> {
    Estimate {
        value: <T as Float>::NAN,
        error: T::INFINITY,
        step: T::ZERO,
        evaluations: 0,
    }
}

/// `rows` of estimates, from `entry(i, j)`, for `j ≥ i`; mirrored.
fn symmetric<T: Float, const N: usize>(
    mut entry: impl FnMut(usize, usize) -> Estimate<T>,
) -> [[Estimate<T>; N]; N] {
    let mut rows = [[nothing(); N]; N];
    for i in 0..N {
        for j in i..N {
            let found = entry(i, j);
            for (row, column) in [(i, j), (j, i)] {
                if let Some(slot) = rows.get_mut(row).and_then(|row| row.get_mut(column)) {
                    *slot = found;
                }
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::zoo;

    #[track_caller]
    fn covers(estimates: &[Estimate], exact: &[f64]) {
        covers_within(estimates, exact, 1e-6);
    }

    #[track_caller]
    fn covers_within(estimates: &[Estimate], exact: &[f64], relative: f64) {
        for (i, (estimate, exact)) in estimates.iter().zip(exact).enumerate() {
            // The exact one is rounded, too.
            let rounding = 1e-13 * exact.abs().max(100.0);
            let off = (estimate.value - exact).abs();
            assert!(
                off <= estimate.error + rounding,
                "{i}: {estimate:?} {exact}"
            );
            assert!(
                estimate.error <= relative * exact.abs().max(100.0),
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
    fn second_derivatives_are_the_exact_ones_within_their_bounds() {
        let v = [0.6, -0.8];
        for x in zoo::points() {
            let exact = crate::hessian(zoo::himmelblau, x);
            let found = hessian(zoo::himmelblau, x);
            covers_within(found.as_flattened(), exact.as_flattened(), 1e-4);
            assert_eq!(found[0][1], found[1][0]);
            let exact = crate::hessian(zoo::wave, x);
            covers_within(
                hessian(zoo::wave, x).as_flattened(),
                exact.as_flattened(),
                1e-4,
            );
            let exact = crate::hessian_vector_product(zoo::beale, x, v);
            covers_within(&hessian_vector_product(zoo::beale, x, v), &exact, 1e-3);
            let exact = crate::directional_derivative(zoo::beale, x, v);
            covers(&[directional_derivative(zoo::beale, x, v)], &[exact]);
        }
    }

    #[test]
    fn a_box_is_never_left_and_noise_is_believed() {
        let (low, high) = ([-1.0, 0.0], [1.0, 2.0]);
        let f = |x: [f64; 2]| {
            let inside = x
                .iter()
                .zip(low)
                .zip(high)
                .all(|((x, l), h)| l <= *x && *x <= h);
            assert!(inside, "{x:?}");
            zoo::himmelblau(x)
        };
        let options = Options::new().domain(low, high);
        for x in [
            [-1.0, 0.0],
            [1.0, 2.0],
            [0.3, 1.9],
            [-1.0, 1e-9],
            [0.0, 0.0],
        ] {
            covers_within(
                &options.gradient(f, x),
                &crate::gradient(zoo::himmelblau, x),
                1e-4,
            );
            let exact = crate::hessian(zoo::himmelblau, x);
            for (found, exact) in options
                .hessian(f, x)
                .as_flattened()
                .iter()
                .zip(exact.as_flattened())
            {
                assert!(
                    (found.value - exact).abs() <= found.error,
                    "{x:?}: {found:?}"
                );
            }
        }
        let noisy = |x: [f64; 2]| (zoo::himmelblau(x) * 1e4).round() / 1e4;
        let found = Options::new().noise(0.5e-4).gradient(noisy, [0.3, 1.1]);
        for (found, exact) in found
            .iter()
            .zip(crate::gradient(zoo::himmelblau, [0.3, 1.1]))
        {
            assert!((found.value - exact).abs() <= found.error && found.error < 0.1);
        }
        let few = Options::new().max_evaluations(12).scale([1.0; 2]);
        let found = few.gradient(zoo::himmelblau, [0.3, 1.1]);
        assert!(
            found
                .iter()
                .all(|found| found.evaluations <= 12 && found.error < 1e-3)
        );
    }

    #[test]
    fn slices_have_the_same_estimates_and_wrong_lengths_are_named() {
        let x = [0.4, -1.3];
        let slice = |x: &[f64]| zoo::himmelblau([x[0], x[1]]);
        let (mut scratch, mut two, mut four) = ([0.0; 2], [nothing(); 2], [nothing(); 4]);
        assert_eq!(gradient_into(slice, &x, &mut scratch, &mut two), Ok(()));
        assert_eq!(two, gradient(zoo::himmelblau, x));
        assert_eq!(hessian_into(slice, &x, &mut scratch, &mut four), Ok(()));
        let exact = crate::hessian(zoo::himmelblau, x);
        covers_within(&four, exact.as_flattened(), 1e-4);
        let field = |x: &[f64], y: &mut [f64]| {
            y[0] = x[0] * x[1];
            y[1] = x[0] - x[1];
        };
        let mut values = [0.0; 2];
        let done = jacobian_into(field, &x, &mut scratch, &mut values, &mut four);
        assert_eq!(done, Ok(()));
        assert_eq!(four[..2], jacobian(|[x, y]| [x * y, x - y], x)[0]);
        let short = gradient_into(slice, &x, &mut scratch, &mut four);
        let expected = LengthMismatch {
            what: "out",
            expected: 2,
            found: 4,
        };
        assert_eq!(short, Err(expected));
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
