//! First derivatives of vector-valued functions.

use calc_scalar::{Dual, Number, strong};

use crate::gradient::{moving, variables};

/// `Jᵢⱼ = ∂fᵢ/∂xⱼ(x)`: the linear map that `f` is close to `x`, one row per output.
///
/// `f` is run once, on numbers that carry all `N` slopes: each arithmetic operation costs up to
/// `2N + 1` of its kind. Exact up to the rounding of `f`. When only a product with the matrix is
/// wanted, [`jvp`] and [`vjp`] are cheaper.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝᴹ`; `M` rows of `N` columns. Row `i` is the gradient of `fᵢ`.
///
/// # Edge cases
///
/// As for [`gradient`](crate::gradient()).
///
/// # Examples
///
/// ```
/// use calc_multi::jacobian;
/// use calc_scalar::Real;
///
/// // Polar coordinates (r, φ) to x and y: a turn by φ, stretched by r across.
/// let matrix = jacobian(|[r, phi]| [r * phi.cos(), r * phi.sin()], [2.0, 0.0]);
/// assert_eq!(matrix, [[1.0, 0.0], [0.0, 2.0]]);
/// ```
#[must_use]
#[inline]
pub fn jacobian<T: Number, const N: usize, const M: usize>(
    f: impl FnOnce([Dual<T, N>; N]) -> [Dual<T, N>; M],
    x: [T; N],
) -> [[T; N]; M] {
    f(variables(x)).map(|y| y.partials)
}

/// `J(x)·v`: how the outputs of `f` move when `x` moves with velocity `v` (Jacobian–vector product).
///
/// `f` is run once, on numbers with a single slope: about the price of two plain runs, whatever the
/// shapes. The matrix is never formed.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝᴹ`, `v` in ℝᴺ, the result in ℝᴹ.
///
/// # Examples
///
/// ```
/// use calc_multi::jvp;
///
/// let velocity = jvp(|[x, y]| [x * y, x + y, x - y], [2.0, 3.0], [1.0, 10.0]);
/// assert_eq!(velocity, [23.0, 11.0, -9.0]);
/// ```
///
/// # References
///
/// A. Griewank and A. Walther, *Evaluating Derivatives*, 2nd ed., SIAM 2008, chapter 3.
#[must_use]
#[inline]
pub fn jvp<T: Number, const N: usize, const M: usize>(
    f: impl FnOnce([Dual<T>; N]) -> [Dual<T>; M],
    x: [T; N],
    v: [T; N],
) -> [T; M] {
    f(moving(x, v)).map(Dual::slope)
}

/// `wᵀ·J(x)`: the gradient of `w·f`, which is what backpropagation passes on (vector–Jacobian product).
///
/// `f` is run once, forward, at the price of [`jacobian`]. With many inputs and few outputs,
/// [`Tape::vjp`](crate::Tape::vjp) does it in one run and one sweep, whatever `N` is.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝᴹ`, `w` in ℝᴹ (one weight per output), the result in ℝᴺ.
///
/// # Edge cases
///
/// As for [`gradient`](crate::gradient()). An output of weight 0 does not take part, also where its
/// slopes are infinite.
///
/// # Examples
///
/// ```
/// use calc_multi::vjp;
///
/// let pulled_back = vjp(|[x, y]| [x * y, x + y, x - y], [2.0, 3.0], [1.0, 10.0, 100.0]);
/// assert_eq!(pulled_back, [113.0, -88.0]);
/// ```
///
/// # References
///
/// A. Griewank and A. Walther, *Evaluating Derivatives*, 2nd ed., SIAM 2008, chapter 3.
#[must_use]
#[inline]
pub fn vjp<T: Number, const N: usize, const M: usize>(
    f: impl FnOnce([Dual<T, N>; N]) -> [Dual<T, N>; M],
    x: [T; N],
    w: [T; M],
) -> [T; N] {
    let mut sum = [T::ZERO; N];
    for (y, weight) in f(variables(x)).into_iter().zip(w) {
        for (total, slope) in sum.iter_mut().zip(y.partials) {
            *total += strong::product(weight, slope);
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::zoo::{assert_close, spiral, spiral_jacobian};

    #[test]
    fn the_jacobian_is_the_one_found_on_paper() {
        let x = [0.3, -1.2, 0.8];
        for (row, expected) in jacobian(spiral, x).iter().zip(&spiral_jacobian(x)) {
            assert_close(row, expected, 16.0);
        }
    }

    proptest! {
        #[test]
        fn both_products_agree_with_the_matrix(
            x in prop::array::uniform3(-2.0..2.0_f64),
            v in prop::array::uniform3(-2.0..2.0_f64),
            w in prop::array::uniform2(-2.0..2.0_f64),
        ) {
            let matrix = jacobian(spiral, x);
            let forward = matrix.map(|row| row[0] * v[0] + row[1] * v[1] + row[2] * v[2]);
            assert_close(&jvp(spiral, x, v), &forward, 64.0);
            let backward: [f64; 3] =
                core::array::from_fn(|j| w[0] * matrix[0][j] + w[1] * matrix[1][j]);
            assert_close(&vjp(spiral, x, w), &backward, 64.0);
        }
    }

    #[test]
    fn an_output_of_weight_zero_does_not_take_part() {
        let f = |[x]: [Dual; 1]| {
            use calc_scalar::Real;
            [x.sqrt(), x + 1.0]
        };
        assert_eq!(vjp(f, [0.0], [0.0, 3.0]), [3.0]);
    }
}
