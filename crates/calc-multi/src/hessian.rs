//! Second derivatives of scalar functions of several variables.

use core::array;

use calc_scalar::{Dual, Jet, Number};

use crate::dual2::Dual2;
use crate::size::{Diagonals, Size};

/// `Hᵢⱼ = ∂²f/∂xᵢ∂xⱼ(x)`: how the gradient of `f` changes at `x`.
///
/// `f` is run once, on [`Dual2`] numbers: each multiplication costs about `3.5N²` operations, each
/// elementary function is evaluated once. Exact up to rounding, and symmetric to the last bit. When
/// only a product with the matrix is wanted, [`hessian_vector_product`] costs `N` times less.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝ`; `N` rows of `N` columns. Entry `(i, j)` has the unit of `f` by those of `xᵢ` and `xⱼ`.
/// A number takes about `1 + N + N²/2` floats of stack, see [`Dual2`]; `N ≤ 64`, see [`Size`].
///
/// # Edge cases
///
/// As for [`gradient`](crate::gradient()). At a kink the result is that of the function without it.
///
/// # Examples
///
/// ```
/// use calc_multi::hessian;
/// use calc_scalar::Real;
///
/// let matrix = hessian(|[x, y]| x.powi(2) + 3.0 * x * y + y.powi(2), [1.0, 1.0]);
/// assert_eq!(matrix, [[2.0, 3.0], [3.0, 2.0]]);
/// ```
///
/// # References
///
/// A. Griewank and A. Walther, *Evaluating Derivatives*, 2nd ed., SIAM 2008, chapter 13.
#[must_use]
#[inline]
pub fn hessian<T: Number, const N: usize, const D: usize>(
    f: impl FnOnce([Dual2<T, N, D>; N]) -> Dual2<T, N, D>,
    x: [T; N],
) -> [[T; N]; N]
where
    Size<N>: Diagonals<D>,
{
    value_gradient_and_hessian(f, x).2
}

/// `(f(x), ∇f(x), H(x))`: what a step of Newton's method needs, for the price of [`hessian`].
///
/// # Examples
///
/// ```
/// use calc_multi::value_gradient_and_hessian;
/// use calc_scalar::Real;
///
/// let (value, gradient, hessian) = value_gradient_and_hessian(|[x, y]| x * y.powi(2), [2.0, 3.0]);
/// assert_eq!(value, 18.0);
/// assert_eq!(gradient, [9.0, 12.0]);
/// assert_eq!(hessian, [[0.0, 6.0], [6.0, 4.0]]);
/// ```
#[must_use]
#[inline]
pub fn value_gradient_and_hessian<T: Number, const N: usize, const D: usize>(
    f: impl FnOnce([Dual2<T, N, D>; N]) -> Dual2<T, N, D>,
    x: [T; N],
) -> (T, [T; N], [[T; N]; N])
where
    Size<N>: Diagonals<D>,
{
    let y = f(second_order_variables(x));
    (y.value, y.gradient, y.hessian())
}

/// `H(x)·v`: how the gradient of `f` changes when `x` moves with velocity `v`.
///
/// `f` is run once, on duals of duals: about twice the price of [`gradient`](crate::gradient()). The
/// matrix is never formed.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝ`, `v` and the result in ℝᴺ.
///
/// # Examples
///
/// ```
/// use calc_multi::hessian_vector_product;
/// use calc_scalar::Real;
///
/// let change = hessian_vector_product(|[x, y]| x * y.powi(2), [2.0, 3.0], [1.0, 10.0]);
/// assert_eq!(change, [60.0, 46.0]); // H = [[0, 6], [6, 4]]
/// ```
///
/// # References
///
/// B. A. Pearlmutter, "Fast Exact Multiplication by the Hessian", *Neural Computation* 6(1), 1994,
/// pp. 147–160.
#[must_use]
#[inline]
pub fn hessian_vector_product<T: Number, const N: usize>(
    f: impl FnOnce([Dual<Dual<T>, N>; N]) -> Dual<Dual<T>, N>,
    x: [T; N],
    v: [T; N],
) -> [T; N] {
    f(moving_variables(x, v)).partials.map(Dual::slope)
}

/// `(f(x), ∇f(x), H(x)·v)`: what a step of Newton's method by conjugate gradients needs, for the price
/// of [`hessian_vector_product`].
///
/// # Examples
///
/// ```
/// use calc_multi::value_gradient_and_hessian_vector_product;
/// use calc_scalar::Real;
///
/// let (value, slopes, change) =
///     value_gradient_and_hessian_vector_product(|[x, y]| x * y.powi(2), [2.0, 3.0], [1.0, 10.0]);
/// assert_eq!((value, slopes, change), (18.0, [9.0, 12.0], [60.0, 46.0]));
/// ```
#[must_use]
#[inline]
pub fn value_gradient_and_hessian_vector_product<T: Number, const N: usize>(
    f: impl FnOnce([Dual<Dual<T>, N>; N]) -> Dual<Dual<T>, N>,
    x: [T; N],
    v: [T; N],
) -> (T, [T; N], [T; N]) {
    value_gradient_and_product(f(moving_variables(x, v)))
}

/// What an `f` of [`moving_variables`] says.
#[inline]
pub(crate) fn value_gradient_and_product<T: Number, const N: usize>(
    y: Dual<Dual<T>, N>,
) -> (T, [T; N], [T; N]) {
    (
        y.value.value,
        y.partials.map(|partial| partial.value),
        y.partials.map(Dual::slope),
    )
}

/// `Hₖᵢⱼ = ∂²fₖ/∂xᵢ∂xⱼ(x)`: the Hessian of each component of a vector-valued function.
///
/// `f` is run once, on [`Dual2`] numbers, at the price of [`hessian`].
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝᴹ`; `M` matrices of `N` rows and `N` columns.
///
/// # Edge cases
///
/// As for [`hessian`].
///
/// # Examples
///
/// ```
/// use calc_multi::vector_hessian;
///
/// let matrices = vector_hessian(|[x, y]| [x * y, x * x - y], [2.0, 3.0]);
/// assert_eq!(matrices, [[[0.0, 1.0], [1.0, 0.0]], [[2.0, 0.0], [0.0, 0.0]]]);
/// ```
#[must_use]
#[inline]
pub fn vector_hessian<T: Number, const N: usize, const M: usize, const D: usize>(
    f: impl FnOnce([Dual2<T, N, D>; N]) -> [Dual2<T, N, D>; M],
    x: [T; N],
) -> [[[T; N]; N]; M]
where
    Size<N>: Diagonals<D>,
{
    f(second_order_variables(x)).map(Dual2::hessian)
}

/// `∂²f/∂xᵢ²(x)` for each `i`: the diagonal of the Hessian.
///
/// `f` is run `N` times, on jets of three coefficients. Exact up to rounding; needs no memory that grows
/// with `N²`. Up to some ten variables one run of [`hessian`] is as fast.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝ`; the result has the shape of `x`.
///
/// # Edge cases
///
/// As for [`hessian`].
///
/// # Examples
///
/// ```
/// use calc_multi::hessian_diagonal;
/// use calc_scalar::Real;
///
/// assert_eq!(hessian_diagonal(|[x, y]| x.powi(2) * y.powi(3), [2.0, 3.0]), [54.0, 72.0]);
/// ```
#[must_use]
#[inline]
pub fn hessian_diagonal<T: Number, const N: usize>(
    f: impl Fn([Jet<T, 3>; N]) -> Jet<T, 3>,
    x: [T; N],
) -> [T; N] {
    array::from_fn(|i| {
        let mut j = 0;
        let y = f(x.map(|value| {
            let number = if i == j {
                Jet::variable(value)
            } else {
                Jet::lift(value)
            };
            j += 1;
            number
        }));
        let half = y.coefficient(2);
        half + half
    })
}

/// The coordinates of `x + εv` as variables.
#[inline]
pub(crate) fn moving_variables<T: Number, const N: usize>(
    x: [T; N],
    v: [T; N],
) -> [Dual<Dual<T>, N>; N] {
    let mut velocities = v.into_iter();
    let mut i = 0;
    x.map(|value| {
        let variable = Dual {
            value: Dual {
                value,
                partials: [velocities.next().unwrap_or(T::ZERO)],
            },
            partials: array::from_fn(|j| Dual::lift(if i == j { T::ONE } else { T::ZERO })),
        };
        i += 1;
        variable
    })
}

/// The coordinates of `x` as variables that carry second derivatives.
#[inline]
pub(crate) fn second_order_variables<T: Number, const N: usize, const D: usize>(
    x: [T; N],
) -> [Dual2<T, N, D>; N] {
    let mut i = 0;
    x.map(|value| {
        let variable = Dual2::variable_at(value, i);
        i += 1;
        variable
    })
}

#[cfg(test)]
mod tests {
    use calc_scalar::Real;
    use proptest::prelude::*;

    use super::*;
    use crate::gradient;
    use crate::zoo::{self, assert_close};

    #[test]
    fn hessians_are_those_found_on_paper() {
        for x in zoo::points() {
            let pairs = [
                (hessian(zoo::rosenbrock, x), zoo::rosenbrock_hessian(x)),
                (hessian(zoo::himmelblau, x), zoo::himmelblau_hessian(x)),
                (hessian(zoo::beale, x), zoo::beale_hessian(x)),
                (hessian(zoo::wave, x), zoo::wave_hessian(x)),
            ];
            for (actual, expected) in pairs {
                assert_close(actual.as_flattened(), expected.as_flattened(), 64.0);
            }
        }
    }

    #[test]
    fn the_hessian_of_rosenbrock_at_its_minimum_is_exact() {
        let h = hessian(zoo::rosenbrock, [1.0, 1.0, 1.0]);
        let expected = [
            [802.0, -400.0, 0.0],
            [-400.0, 1002.0, -400.0],
            [0.0, -400.0, 200.0],
        ];
        assert_eq!(h, expected);
    }

    #[test]
    fn hessians_are_the_differences_of_gradients() {
        let step = 1e-5;
        for x in zoo::points() {
            let h = hessian(zoo::wave, x);
            for i in 0..2 {
                let (mut above, mut below) = (x, x);
                above[i] += step;
                below[i] -= step;
                let (above, below) = (gradient(zoo::wave, above), gradient(zoo::wave, below));
                for j in 0..2 {
                    let difference = (above[j] - below[j]) / (2.0 * step);
                    // Truncation h²·f⁗/6 and rounding ε/h are both near 10⁻⁹ here.
                    assert!((difference - h[i][j]).abs() < 1e-7, "{x:?} {i} {j}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn products_with_the_hessian_need_no_matrix(
            x in prop::array::uniform4(-2.0..2.0_f64),
            v in prop::array::uniform4(-2.0..2.0_f64),
        ) {
            let h = zoo::rosenbrock_hessian(x);
            let expected = h.map(|row| row.iter().zip(v).map(|(h, v)| h * v).sum::<f64>());
            let actual = hessian_vector_product(zoo::rosenbrock, x, v);
            assert_close(&actual, &expected, 64.0);
        }

        #[test]
        fn value_and_gradient_come_along(x in prop::array::uniform2(-2.0..2.0_f64)) {
            let (value, slopes, _) = value_gradient_and_hessian(zoo::wave, x);
            assert_close(&[value], &[zoo::wave(x)], 16.0);
            assert_close(&slopes, &zoo::wave_gradient(x), 64.0);
        }
    }

    proptest! {
        #[test]
        fn diagonal_components_and_products_are_those_of_the_matrix(
            x in prop::array::uniform3(-1.0..1.0_f64),
            v in prop::array::uniform3(-1.0..1.0_f64),
        ) {
            let [first, second] = vector_hessian(zoo::spiral, x);
            let component = |k: usize| move |x| {
                let [a, b] = zoo::spiral(x);
                if k == 0 { a } else { b }
            };
            prop_assert_eq!(first, hessian(component(0), x));
            prop_assert_eq!(second, hessian(component(1), x));


            let matrix = hessian(zoo::rosenbrock, x);
            let diagonal = hessian_diagonal(zoo::rosenbrock, x);
            assert_close(&diagonal, &[matrix[0][0], matrix[1][1], matrix[2][2]], 32.0);

            let (value, slopes, change) =
                value_gradient_and_hessian_vector_product(zoo::rosenbrock, x, v);
            assert_close(&[value], &[zoo::rosenbrock(x)], 8.0);
            assert_close(&slopes, &zoo::rosenbrock_gradient(x), 32.0);
            assert_close(&change, &crate::linalg::product(&matrix, &v), 64.0);
        }
    }

    /// All sizes of the packing, odd and even: a quadratic form gives its matrix back.
    #[test]
    fn every_entry_is_found_again_whatever_the_size() {
        macro_rules! sizes {
            ($($n:literal)*) => {$({
                let entry = |i: usize, j: usize| (1 + i.min(j) + 100 * i.max(j)) as f64;
                let matrix = hessian(
                    |x: [Dual2<f64, $n, { $n / 2 + 1 }>; $n]| {
                        let mut sum = Dual2::lift(0.0);
                        for (i, &a) in x.iter().enumerate() {
                            for (j, &b) in x.iter().enumerate() {
                                sum += a * b * (0.5 * entry(i, j));
                            }
                        }
                        sum
                    },
                    [1.0; $n],
                );
                for (i, row) in matrix.iter().enumerate() {
                    for (j, &h) in row.iter().enumerate() {
                        assert_eq!(h, entry(i, j), "{i} {j} of {}", $n);
                    }
                }
            })*};
        }
        sizes!(1 2 3 4 5 6 7 8 9 10 11 12);
    }

    #[test]
    fn functions_of_no_variables_have_an_empty_hessian() {
        let nothing: [[f64; 0]; 0] = hessian(|[]| Dual2::lift(3.0), []);
        assert!(nothing.is_empty());
    }

    #[test]
    fn single_precision_works_with_its_own_literals() {
        let k = 2.0_f32;
        let h = hessian(|[x, y]| k * x * y.powi(2) + 1.0 / x, [1.0_f32, 3.0]);
        assert_eq!(h, [[2.0, 12.0], [12.0, 4.0]]);
    }
}
