//! First derivatives of vector-valued functions.

use core::array;

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
    pulled_back(&f(variables(x)), w)
}

/// `(f(x), J(x))`: values and Jacobian together, for the price of [`jacobian`].
///
/// # Examples
///
/// ```
/// use calc_multi::value_and_jacobian;
///
/// let (value, matrix) = value_and_jacobian(|[x, y]| [x * y, x + y], [2.0, 3.0]);
/// assert_eq!((value, matrix), ([6.0, 5.0], [[3.0, 2.0], [1.0, 1.0]]));
/// ```
#[must_use]
#[inline]
pub fn value_and_jacobian<T: Number, const N: usize, const M: usize>(
    f: impl FnOnce([Dual<T, N>; N]) -> [Dual<T, N>; M],
    x: [T; N],
) -> ([T; M], [[T; N]; M]) {
    let y = f(variables(x));
    (y.map(|y| y.value), y.map(|y| y.partials))
}

/// `(f(x), J(x)·v)`: values and the velocities of the outputs together, for the price of [`jvp`].
///
/// # Examples
///
/// ```
/// use calc_multi::value_and_jvp;
///
/// let (value, velocity) = value_and_jvp(|[x, y]| [x * y, x + y], [2.0, 3.0], [1.0, 10.0]);
/// assert_eq!((value, velocity), ([6.0, 5.0], [23.0, 11.0]));
/// ```
#[must_use]
#[inline]
pub fn value_and_jvp<T: Number, const N: usize, const M: usize>(
    f: impl FnOnce([Dual<T>; N]) -> [Dual<T>; M],
    x: [T; N],
    v: [T; N],
) -> ([T; M], [T; M]) {
    let y = f(moving(x, v));
    (y.map(|y| y.value), y.map(Dual::slope))
}

/// `(f(x), wᵀ·J(x))`: values and the gradient of `w·f` together, for the price of [`vjp`].
///
/// # Examples
///
/// ```
/// use calc_multi::value_and_vjp;
///
/// let (value, slopes) = value_and_vjp(|[x, y]| [x * y, x + y], [2.0, 3.0], [1.0, 10.0]);
/// assert_eq!((value, slopes), ([6.0, 5.0], [13.0, 12.0]));
/// ```
#[must_use]
#[inline]
pub fn value_and_vjp<T: Number, const N: usize, const M: usize>(
    f: impl FnOnce([Dual<T, N>; N]) -> [Dual<T, N>; M],
    x: [T; N],
    w: [T; M],
) -> ([T; M], [T; N]) {
    let y = f(variables(x));
    (y.map(|y| y.value), pulled_back(&y, w))
}

/// `J(x)·v₁, …, J(x)·v_K`: several products at once.
///
/// `f` is run once, on numbers with `K` slopes: each multiplication costs `2K + 1`, each elementary
/// function is evaluated once. With the columns of a unit matrix it is a block of the Jacobian.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝᴹ`, `K` vectors in ℝᴺ; `K` results in ℝᴹ.
///
/// # Examples
///
/// ```
/// use calc_multi::jvps;
///
/// let [along, across] = jvps(|[x, y]| [x * y, x + y], [2.0, 3.0], [[1.0, 10.0], [1.0, 0.0]]);
/// assert_eq!((along, across), ([23.0, 11.0], [3.0, 1.0]));
/// ```
#[must_use]
#[inline]
pub fn jvps<T: Number, const N: usize, const M: usize, const K: usize>(
    f: impl FnOnce([Dual<T, K>; N]) -> [Dual<T, K>; M],
    x: [T; N],
    vectors: [[T; N]; K],
) -> [[T; M]; K] {
    let mut i = 0;
    let y = f(x.map(|value| {
        let partials = vectors.map(|v| v.get(i).copied().unwrap_or(T::ZERO));
        i += 1;
        Dual { value, partials }
    }));
    array::from_fn(|k| y.map(|y| y.partials.get(k).copied().unwrap_or(T::ZERO)))
}

/// `w₁ᵀ·J(x), …, w_Kᵀ·J(x)`: several products at once.
///
/// `f` is run once, forward, at the price of [`jacobian`], whatever `K` is.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝᴹ`, `K` vectors of weights in ℝᴹ; `K` results in ℝᴺ.
///
/// # Edge cases
///
/// As for [`vjp`].
///
/// # Examples
///
/// ```
/// use calc_multi::vjps;
///
/// let rows = vjps(|[x, y]| [x * y, x + y], [2.0, 3.0], [[1.0, 10.0], [0.0, 1.0]]);
/// assert_eq!(rows, [[13.0, 12.0], [1.0, 1.0]]);
/// ```
#[must_use]
#[inline]
pub fn vjps<T: Number, const N: usize, const M: usize, const K: usize>(
    f: impl FnOnce([Dual<T, N>; N]) -> [Dual<T, N>; M],
    x: [T; N],
    weights: [[T; M]; K],
) -> [[T; N]; K] {
    let y = f(variables(x));
    weights.map(|w| pulled_back(&y, w))
}

/// `∑ wᵢ·∇yᵢ`.
#[inline]
fn pulled_back<T: Number, const N: usize, const M: usize>(
    y: &[Dual<T, N>; M],
    w: [T; M],
) -> [T; N] {
    let mut sum = [T::ZERO; N];
    for (y, weight) in y.iter().zip(w) {
        for (total, &slope) in sum.iter_mut().zip(&y.partials) {
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
                array::from_fn(|j| w[0] * matrix[0][j] + w[1] * matrix[1][j]);
            assert_close(&vjp(spiral, x, w), &backward, 64.0);

            let (value, same) = value_and_jacobian(spiral, x);
            prop_assert_eq!((value, same), (spiral(x), matrix));
            prop_assert_eq!(value_and_jvp(spiral, x, v), (value, jvp(spiral, x, v)));
            prop_assert_eq!(value_and_vjp(spiral, x, w), (value, vjp(spiral, x, w)));
            let twice = v.map(|v| -2.0 * v);
            prop_assert_eq!(
                jvps(spiral, x, [v, twice]),
                [jvp(spiral, x, v), jvp(spiral, x, twice)]
            );
            let other = [w[1], -w[0]];
            prop_assert_eq!(
                vjps(spiral, x, [w, other]),
                [vjp(spiral, x, w), vjp(spiral, x, other)]
            );
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
