//! The few routines for small matrices that optimisers need: solve, factor, classify.
//!
//! Matrices are arrays of rows `[[T; N]; N]`, vectors arrays `[T; N]`. Everything works on any
//! [`Number`], so a solution can be differentiated with respect to the matrix.

use calc_scalar::{Float, Number};

mod cholesky;
mod eigenvalues;
mod lu;

pub use cholesky::{Cholesky, NotPositiveDefinite};
pub use eigenvalues::{symmetric_eigen, symmetric_eigenvalues};
pub use lu::{Lu, Singular, solve};

/// `a·b = ∑ aᵢbᵢ`: the scalar product of two vectors.
///
/// # Examples
///
/// ```
/// use calc_multi::linalg::dot;
///
/// assert_eq!(dot(&[1.0, 2.0, 3.0], &[4.0, 5.0, 6.0]), 32.0);
/// ```
#[must_use]
#[inline]
pub fn dot<T: Number, const N: usize>(a: &[T; N], b: &[T; N]) -> T {
    let mut sum = T::ZERO;
    for (&a, &b) in a.iter().zip(b) {
        sum += a * b;
    }
    sum
}

/// `‖a‖ = √(∑ aᵢ²)`: the length of a vector.
///
/// # Edge cases
///
/// Neither overflows nor underflows on the way. Infinite if a component is infinite and none is NaN.
/// At the origin its slopes are 0.
///
/// # Examples
///
/// ```
/// use calc_multi::linalg::norm;
///
/// assert_eq!(norm(&[3.0, 4.0]), 5.0);
/// assert_eq!(norm(&[0.0, 4e200]), 4e200);
/// ```
#[must_use]
#[inline]
pub fn norm<T: Number, const N: usize>(a: &[T; N]) -> T {
    let square = dot(a, a);
    let size = square.primal();
    let least = T::Literal::MIN_POSITIVE / T::Literal::EPSILON;
    if size >= least && size <= T::Literal::MAX {
        square.sqrt()
    } else {
        let sum = a.iter().fold(T::ZERO, |length, &a| length.hypot(a));
        if a.iter().any(|a| a.primal().not_a_number()) {
            T::constant(T::Literal::NAN)
        } else {
            sum
        }
    }
}

/// `A·x`: a matrix times a vector.
///
/// # Examples
///
/// ```
/// use calc_multi::linalg::product;
///
/// assert_eq!(product(&[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], &[1.0, 10.0]), [21.0, 43.0, 65.0]);
/// ```
#[must_use]
#[inline]
pub fn product<T: Number, const N: usize, const M: usize>(a: &[[T; N]; M], x: &[T; N]) -> [T; M] {
    a.each_ref().map(|row| dot(row, x))
}

/// The symmetric matrix of which `lower` holds the entries on and below the diagonal.
#[inline]
pub(crate) fn mirrored<T: Number, const N: usize>(lower: [[T; N]; N]) -> [[T; N]; N] {
    let mut whole = lower;
    for (i, row) in lower.iter().enumerate() {
        for (above, &entry) in whole.iter_mut().zip(row).take(i) {
            if let Some(slot) = above.get_mut(i) {
                *slot = entry;
            }
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradient;
    use crate::zoo::assert_close;

    #[test]
    fn lengths_are_right_at_both_ends_of_the_range() {
        assert_eq!(norm(&[0.0, 0.0]), 0.0);
        assert_close(&[norm(&[3e-300, -4e-300]) * 1e300], &[5.0], 4.0);
        assert_eq!(norm(&[3e30_f32, 4e30]), 5e30);
        assert_eq!(norm(&[f64::INFINITY, 1.0]), f64::INFINITY);
        assert!(norm(&[f64::INFINITY, f64::NAN]).is_nan());
        let empty: [f64; 0] = [];
        assert_eq!(norm(&empty), 0.0);
    }

    #[test]
    fn the_slope_of_a_length_is_the_unit_vector() {
        assert_close(&gradient(|x| norm(&x), [3.0, 4.0]), &[0.6, 0.8], 2.0);
        assert_eq!(gradient(|x| norm(&x), [0.0, 0.0]), [0.0, 0.0]);
    }
}
