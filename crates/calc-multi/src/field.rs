//! Derivatives of fields: Laplacian, divergence and curl.

use core::array;

use calc_scalar::{Dual, Jet, Number};

use crate::gradient::variables;
use crate::hessian::hessian_diagonal;

/// `Δf(x) = ∑ ∂²f/∂xᵢ²`: how far `f` at `x` is below its average nearby.
///
/// `f` is run `N` times, on numbers with one first and one second derivative. Exact up to rounding;
/// needs no matrix, and no memory that grows with `N²`.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝ`, all coordinates in the same unit.
///
/// # Edge cases
///
/// As for [`hessian`](crate::hessian()).
///
/// # Examples
///
/// ```
/// use calc_multi::laplacian;
/// use calc_scalar::Real;
///
/// // The potential of a point charge is harmonic away from the charge.
/// let zero = laplacian(|[x, y, z]| 1.0 / (x * x + y * y + z * z).sqrt(), [2.0_f64, -1.0, 2.0]);
/// assert!(zero.abs() < 1e-16);
/// ```
#[must_use]
#[inline]
pub fn laplacian<T: Number, const N: usize>(
    f: impl Fn([Jet<T, 3>; N]) -> Jet<T, 3>,
    x: [T; N],
) -> T {
    let mut sum = T::ZERO;
    for curvature in hessian_diagonal(f, x) {
        sum += curvature;
    }
    sum
}

/// `Δ²f(x) = ΔΔf = ∑ᵢⱼ ∂⁴f/∂xᵢ²∂xⱼ²`: what bends a thin plate.
///
/// `f` is run `N(N + 1)/2` times, on jets of jets with nine coefficients. Exact up to rounding.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝ`, all coordinates in the same unit.
///
/// # Edge cases
///
/// As for [`hessian`](crate::hessian()).
///
/// # Examples
///
/// ```
/// use calc_multi::biharmonic;
/// use calc_scalar::Real;
///
/// assert_eq!(biharmonic(|[x, y]| x.powi(4) + x.powi(2) * y.powi(2), [0.3, 0.4]), 32.0); // 24 + 2·4
/// ```
#[must_use]
#[inline]
pub fn biharmonic<T: Number, const N: usize>(
    f: impl Fn([Jet<Jet<T, 3>, 3>; N]) -> Jet<Jet<T, 3>, 3>,
    x: [T; N],
) -> T {
    let mut sum = T::ZERO;
    for i in 0..N {
        for j in 0..=i {
            let mut k = 0;
            let y = f(x.map(|value| {
                let inner = if k == i {
                    Jet::variable(value)
                } else {
                    Jet::lift(value)
                };
                let slope = Jet::lift(if k == j { T::ONE } else { T::ZERO });
                k += 1;
                Jet {
                    coefficients: [inner, slope, Jet::lift(T::ZERO)],
                }
            }));
            // ∂⁴f/∂xᵢ²∂xⱼ² is 2!·2! times the coefficient.
            let [_, _, second] = y.coefficients;
            let quarter = second.coefficient(2);
            let half = quarter + quarter;
            let term = half + half;
            sum += if i == j { term } else { term + term };
        }
    }
    sum
}

/// `∇·F(x) = ∑ ∂Fᵢ/∂xᵢ`: how much more of the field `F` leaves the point `x` than enters it.
///
/// `F` is run once, at the price of its [`jacobian`](crate::jacobian()), whose trace it is.
///
/// # Shapes and units
///
/// `F: ℝᴺ → ℝᴺ`, all coordinates in the same unit.
///
/// # Examples
///
/// ```
/// use calc_multi::divergence;
///
/// let source = divergence(|[x, y]| [3.0 * x, x * y], [2.0, 5.0]);
/// assert_eq!(source, 5.0); // 3 + x
/// ```
#[must_use]
#[inline]
pub fn divergence<T: Number, const N: usize>(
    f: impl FnOnce([Dual<T, N>; N]) -> [Dual<T, N>; N],
    x: [T; N],
) -> T {
    let mut sum = T::ZERO;
    for (i, y) in f(variables(x)).into_iter().enumerate() {
        if let Some(&slope) = y.partials.get(i) {
            sum += slope;
        }
    }
    sum
}

/// `∇×F(x)`: axis and twice the angular velocity of the rotation that the field `F` makes at `x`.
///
/// `F` is run once, at the price of its [`jacobian`](crate::jacobian()).
///
/// # Shapes and units
///
/// `F: ℝ³ → ℝ³`, right-handed coordinates in the same unit.
///
/// # Examples
///
/// ```
/// use calc_multi::curl;
///
/// // A disc turning about the z axis with angular velocity 1.
/// assert_eq!(curl(|[x, y, _z]| [-y, x, 0.0 * x], [0.3, 0.4, 0.0]), [0.0, 0.0, 2.0]);
/// ```
#[must_use]
#[inline]
pub fn curl<T: Number>(f: impl FnOnce([Dual<T, 3>; 3]) -> [Dual<T, 3>; 3], x: [T; 3]) -> [T; 3] {
    let [fx, fy, fz] = f(variables(x)).map(|y| y.partials);
    let [_, x_by_y, x_by_z] = fx;
    let [y_by_x, _, y_by_z] = fy;
    let [z_by_x, z_by_y, _] = fz;
    array::from_fn(|i| match i {
        0 => z_by_y - y_by_z,
        1 => x_by_z - z_by_x,
        _ => y_by_x - x_by_y,
    })
}

/// `∂F_y/∂x − ∂F_x/∂y`: twice the angular velocity of the rotation that a field of the plane makes.
///
/// `F` is run once, at the price of its [`jacobian`](crate::jacobian()). Counter-clockwise is positive.
///
/// # Shapes and units
///
/// `F: ℝ² → ℝ²`, both coordinates in the same unit.
///
/// # Examples
///
/// ```
/// use calc_multi::curl_2d;
///
/// assert_eq!(curl_2d(|[x, y]| [-y, x], [0.3, 0.4]), 2.0);
/// ```
#[must_use]
#[inline]
pub fn curl_2d<T: Number>(f: impl FnOnce([Dual<T, 2>; 2]) -> [Dual<T, 2>; 2], x: [T; 2]) -> T {
    let [[_, x_by_y], [y_by_x, _]] = f(variables(x)).map(|y| y.partials);
    y_by_x - x_by_y
}

#[cfg(test)]
mod tests {
    use calc_scalar::Real;
    use proptest::prelude::*;

    use super::*;
    use crate::zoo::{self, assert_close};
    use crate::{gradient, hessian, jacobian};

    fn potential<R: Real>([x, y, z]: [R; 3]) -> R {
        (x * y).sin() + z * x.exp() - y.powi(3) * z
    }

    fn flow<R: Real>([x, y, z]: [R; 3]) -> [R; 3] {
        [x * y * z, (x + z).cos(), y.exp() * x]
    }

    proptest! {
        #[test]
        fn the_laplacian_is_the_trace_of_the_hessian(x in prop::array::uniform3(-2.0..2.0_f64)) {
            let h = hessian(potential, x);
            let trace = h[0][0] + h[1][1] + h[2][2];
            assert_close(&[laplacian(potential, x)], &[trace], 32.0);
        }

        #[test]
        fn the_laplacian_is_the_divergence_of_the_gradient(x in prop::array::uniform3(-2.0..2.0_f64)) {
            let nested = divergence(|x| gradient(potential, x), x);
            assert_close(&[laplacian(potential, x)], &[nested], 32.0);
        }

        #[test]
        fn the_biharmonic_is_the_laplacian_of_the_laplacian(x in prop::array::uniform3(-2.0..2.0_f64)) {
            let nested = laplacian(|x| laplacian(potential, x), x);
            assert_close(&[biharmonic(potential, x)], &[nested], 64.0);
        }

        #[test]
        fn the_curl_of_the_plane_is_the_third_component(x in prop::array::uniform2(-2.0..2.0_f64)) {
            let [_, _, expected] = curl(
                |[x, y, z]| [(x * y).sin(), x.exp() - y, z],
                [x[0], x[1], 0.0],
            );
            prop_assert_eq!(curl_2d(|[x, y]| [(x * y).sin(), x.exp() - y], x), expected);
        }

        #[test]
        fn a_gradient_has_no_curl(x in prop::array::uniform3(-2.0..2.0_f64)) {
            assert_close(&curl(|x| gradient(potential, x), x), &[0.0; 3], 32.0);
        }

        #[test]
        fn a_curl_has_no_divergence(x in prop::array::uniform3(-2.0..2.0_f64)) {
            assert_close(&[divergence(|x| curl(flow, x), x)], &[0.0], 32.0);
        }

        #[test]
        fn divergence_and_curl_are_read_off_the_jacobian(x in prop::array::uniform3(-2.0..2.0_f64)) {
            let j = jacobian(flow, x);
            assert_close(&[divergence(flow, x)], &[j[0][0] + j[1][1] + j[2][2]], 4.0);
            let expected = [j[2][1] - j[1][2], j[0][2] - j[2][0], j[1][0] - j[0][1]];
            assert_eq!(curl(flow, x), expected);
        }
    }

    /// The two that are zero above are not zero for every field.
    #[test]
    fn other_fields_have_curl_and_divergence() {
        let x = [0.4, -0.3, 1.1_f64];
        assert!(curl(flow, x).iter().all(|c| c.abs() > 0.1));
        assert!(divergence(|x| gradient(potential, x), x).abs() > 0.1);
    }

    #[test]
    fn the_laplacian_of_rosenbrock_is_the_one_found_on_paper() {
        let x = [0.7, -1.2, 2.0, 0.1];
        let h = zoo::rosenbrock_hessian(x);
        let trace = h[0][0] + h[1][1] + h[2][2] + h[3][3];
        assert_close(&[laplacian(zoo::rosenbrock, x)], &[trace], 16.0);
    }
}
