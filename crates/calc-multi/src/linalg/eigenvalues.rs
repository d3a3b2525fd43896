//! Eigenvalues of a symmetric matrix, by Jacobi's rotations.

use calc_scalar::Float;

use super::mirrored;

/// Sweeps before giving up; up to `N = 100` fewer than ten are seen, since convergence is quadratic.
const SWEEPS: usize = 32;

/// `λ₁ ≤ λ₂ ≤ … ≤ λ_N`: the eigenvalues of a symmetric matrix, the curvatures of `½xᵀAx` along its
/// axes.
///
/// Their signs tell a minimum (all positive) from a maximum (all negative) and a saddle (both). Cyclic
/// rotations that zero one pair of entries after the other; about `12·N³` multiplications per sweep,
/// six to ten sweeps. Only the entries on and below the diagonal are read.
///
/// # Accuracy
///
/// Absolute: a few roundings of the largest entry.
///
/// # Edge cases
///
/// All NaN if an entry is NaN or infinite.
///
/// # Examples
///
/// ```
/// use calc_multi::linalg::symmetric_eigenvalues;
///
/// // The saddle x² + 3xy + y²: it falls along one diagonal, and rises along the other.
/// assert_eq!(symmetric_eigenvalues([[2.0, 3.0], [3.0, 2.0]]), [-1.0, 5.0]);
/// ```
///
/// # References
///
/// G. H. Golub and C. F. Van Loan, *Matrix Computations*, 4th ed., Johns Hopkins 2013, chapter 8.
#[must_use]
pub fn symmetric_eigenvalues<T: Float, const N: usize>(a: [[T; N]; N]) -> [T; N] {
    let mut values = diagonalised(a, |_, _, _, _| {});
    sort(&mut values, |_, _| {});
    values
}

/// `λ₁ ≤ … ≤ λ_N` and unit vectors `v₁, …, v_N` with `A·vᵢ = λᵢ·vᵢ`: how a symmetric matrix stretches, and
/// along which axes.
///
/// The vectors are the rows of the second matrix and orthogonal to each other. About twice the price of
/// [`symmetric_eigenvalues`].
///
/// # Accuracy
///
/// Values as there; the vectors belong to a matrix that is some roundings away, so vectors of values that
/// lie close together may turn among themselves.
///
/// # Edge cases
///
/// All values NaN if an entry is NaN or infinite.
///
/// # Examples
///
/// ```
/// use calc_multi::linalg::symmetric_eigen;
///
/// let (values, vectors) = symmetric_eigen([[2.0_f64, 3.0], [3.0, 2.0]]);
/// assert_eq!(values, [-1.0, 5.0]);
/// let [x, y] = vectors[1];
/// assert!((x - y).abs() < 1e-15); // the axis of 5 is the diagonal
/// ```
///
/// # References
///
/// As for [`symmetric_eigenvalues`].
#[must_use]
pub fn symmetric_eigen<T: Float, const N: usize>(a: [[T; N]; N]) -> ([T; N], [[T; N]; N]) {
    let mut vectors = [[T::ZERO; N]; N];
    for (i, row) in vectors.iter_mut().enumerate() {
        if let Some(diagonal) = row.get_mut(i) {
            *diagonal = T::ONE;
        }
    }
    let mut values = diagonalised(a, |p, q, cosine, sine| {
        if let Ok([first, second]) = vectors.get_disjoint_mut([p, q]) {
            for (x, y) in first.iter_mut().zip(second) {
                (*x, *y) = (cosine * *x - sine * *y, sine * *x + cosine * *y);
            }
        }
    });
    sort(&mut values, |i, j| {
        if let Ok([first, second]) = vectors.get_disjoint_mut([i, j]) {
            core::mem::swap(first, second);
        }
    });
    (values, vectors)
}

/// The diagonal after all rotations, each shown to `turned` as `(p, q, cos, sin)`.
fn diagonalised<T: Float, const N: usize>(
    a: [[T; N]; N],
    mut turned: impl FnMut(usize, usize, T, T),
) -> [T; N] {
    let mut a = mirrored(a);
    if !a.as_flattened().iter().all(|entry| entry.is_finite()) {
        return [T::NAN; N];
    }
    for _ in 0..SWEEPS {
        let mut any = false;
        for p in 0..N {
            for q in p + 1..N {
                if let Some((cosine, sine)) = rotate(&mut a, p, q) {
                    turned(p, q, cosine, sine);
                    any = true;
                }
            }
        }
        if !any {
            break;
        }
    }
    let mut values = [T::ZERO; N];
    for (i, (value, row)) in values.iter_mut().zip(&a).enumerate() {
        *value = row.get(i).copied().unwrap_or(T::NAN);
    }
    values
}

/// Turns the axes `p` and `q` so that their mixed entry becomes 0; `None` if it was negligible, else the
/// cosine and the sine.
fn rotate<T: Float, const N: usize>(a: &mut [[T; N]; N], p: usize, q: usize) -> Option<(T, T)> {
    if p >= N || q >= N {
        return None;
    }
    let mixed = a[p][q];
    let (at_p, at_q) = (a[p][p], a[q][q]);
    // Too small to change either of its neighbours on the diagonal.
    let small = T::literal(0.5) * T::EPSILON * at_p.abs().min(at_q.abs());
    if mixed.abs() <= small {
        a[p][q] = T::ZERO;
        a[q][p] = T::ZERO;
        return None;
    }
    // tan of the smaller of the two angles with cot 2φ = θ.
    let theta = (at_q * T::literal(0.5) - at_p * T::literal(0.5)) / mixed;
    let tangent = T::ONE.copysign(theta) / (theta.abs() + theta.hypot(T::ONE));
    let cosine = T::ONE / tangent.hypot(T::ONE);
    let sine = tangent * cosine;
    a[p][p] = at_p - tangent * mixed;
    a[q][q] = at_q + tangent * mixed;
    a[p][q] = T::ZERO;
    a[q][p] = T::ZERO;
    #[allow(
        clippy::needless_range_loop,
        reason = "two rows and two columns change together"
    )]
    for k in 0..N {
        if k != p && k != q {
            let (x, y) = (a[k][p], a[k][q]);
            let (turned_x, turned_y) = (cosine * x - sine * y, sine * x + cosine * y);
            a[k][p] = turned_x;
            a[p][k] = turned_x;
            a[k][q] = turned_y;
            a[q][k] = turned_y;
        }
    }
    Some((cosine, sine))
}

/// Ascending, by insertion; every swap is shown to `swapped`.
fn sort<T: Float, const N: usize>(values: &mut [T; N], mut swapped: impl FnMut(usize, usize)) {
    for end in 1..N {
        for i in (0..end).rev() {
            // Not by index: the compiler cannot exclude a place outside the array.
            if let Ok([low, high]) = values.get_disjoint_mut([i, i + 1])
                && *low > *high
            {
                core::mem::swap(low, high);
                swapped(i, i + 1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use calc_scalar::Real;
    use proptest::prelude::*;

    use super::*;
    use crate::linalg::Lu;
    use crate::zoo::assert_close;

    proptest! {
        /// Trace, sum of squares and determinant are those of the matrix.
        #[test]
        fn the_invariants_are_those_of_the_matrix(
            b in prop::array::uniform5(prop::array::uniform5(-1.0..1.0_f64)),
        ) {
            let a: [[f64; 5]; 5] =
                core::array::from_fn(|i| core::array::from_fn(|j| b[i.max(j)][i.min(j)]));
            let values = symmetric_eigenvalues(a);
            prop_assert!(values.is_sorted());
            let trace: f64 = (0..5).map(|i| a[i][i]).sum();
            assert_close(&[values.iter().sum()], &[trace], 32.0);
            let squares: f64 = a.as_flattened().iter().map(|x| x * x).sum();
            assert_close(&[values.iter().map(|x| x * x).sum()], &[squares], 64.0);
            if let Ok(lu) = Lu::new(a) {
                assert_close(&[values.iter().product()], &[lu.determinant()], 256.0);
            }
        }

        /// `A·v = λ·v`, vectors of length 1, orthogonal to each other.
        #[test]
        fn axes_are_stretched_and_nothing_else(
            b in prop::array::uniform5(prop::array::uniform5(-1.0..1.0_f64)),
        ) {
            let a: [[f64; 5]; 5] =
                core::array::from_fn(|i| core::array::from_fn(|j| b[i.max(j)][i.min(j)]));
            let (values, vectors) = symmetric_eigen(a);
            prop_assert_eq!(values, symmetric_eigenvalues(a));
            let product = |p: &[f64; 5], q: &[f64; 5]| -> f64 {
                p.iter().zip(q).map(|(p, q)| p * q).sum()
            };
            for (i, v) in vectors.iter().enumerate() {
                for row in 0..5 {
                    prop_assert!((product(&a[row], v) - values[i] * v[row]).abs() < 1e-14);
                }
                for (j, w) in vectors.iter().enumerate() {
                    let expected = if i == j { 1.0 } else { 0.0 };
                    prop_assert!((product(v, w) - expected).abs() < 1e-14);
                }
            }
        }

        /// The closed form for two rows.
        #[test]
        fn two_rows_follow_the_formula(x in -1.0..1.0_f64, y in -1.0..1.0_f64, m in -1.0..1.0_f64) {
            let middle = (x + y) / 2.0;
            let radius = Real::hypot((x - y) / 2.0, m);
            let values = symmetric_eigenvalues([[x, m], [m, y]]);
            assert_close(&values, &[middle - radius, middle + radius], 8.0);
        }
    }

    #[test]
    fn known_spectra_are_found() {
        assert_eq!(
            symmetric_eigenvalues([[3.0, 0.0], [0.0, -1.0]]),
            [-1.0, 3.0]
        );
        assert_eq!(symmetric_eigenvalues([[1.0_f32; 2]; 2]), [0.0, 2.0]);
        // The chain of springs: 2 − 2·cos(kπ/(N + 1)).
        let chain: [[f64; 12]; 12] = core::array::from_fn(|i| {
            core::array::from_fn(|j| match i.abs_diff(j) {
                0 => 2.0,
                1 => -1.0,
                _ => 0.0,
            })
        });
        let expected: [f64; 12] = core::array::from_fn(|k| {
            let angle = (f64::from(u8::try_from(k).unwrap()) + 1.0) * core::f64::consts::PI / 13.0;
            2.0 - 2.0 * Real::cos(angle)
        });
        assert_close(&symmetric_eigenvalues(chain), &expected, 32.0);
    }

    #[test]
    fn sizes_do_not_matter_and_nonsense_is_not_a_number() {
        assert_eq!(
            symmetric_eigenvalues([[2e300, 3e300], [3e300, 2e300]]),
            [-1e300, 5e300]
        );
        let tiny = symmetric_eigenvalues([[2e-300, 3e-300], [3e-300, 2e-300]]);
        assert_close(&tiny.map(|x| x * 1e300), &[-1.0, 5.0], 4.0);
        assert!(
            symmetric_eigenvalues([[1.0, f64::NAN], [f64::NAN, 1.0]])
                .iter()
                .all(|x| x.is_nan())
        );
        let empty: [f64; 0] = symmetric_eigenvalues([]);
        assert!(empty.is_empty());
    }
}
