//! `A = L·Lᵀ`: the square root of a symmetric positive definite matrix.

use core::fmt;

use calc_scalar::Number;

/// `A = L·Lᵀ`: a symmetric positive definite matrix as a product, ready to solve with.
///
/// `N³/6` multiplications, half of [`Lu`](super::Lu), and no exchanges. That it exists is the test of
/// positive definiteness: at a critical point with such a Hessian there is a minimum.
///
/// # Examples
///
/// ```
/// use calc_multi::linalg::Cholesky;
///
/// let factor = Cholesky::new([[4.0, 2.0], [2.0, 10.0]])?;
/// assert_eq!(factor.lower(), [[2.0, 0.0], [1.0, 3.0]]);
/// assert_eq!(factor.solve([8.0, 22.0]), [1.0, 2.0]);
/// # Ok::<(), calc_multi::linalg::NotPositiveDefinite>(())
/// ```
///
/// # References
///
/// G. H. Golub and C. F. Van Loan, *Matrix Computations*, 4th ed., Johns Hopkins 2013, chapter 4.
#[derive(Clone, Copy, Debug)]
pub struct Cholesky<T, const N: usize> {
    lower: [[T; N]; N],
}

impl<T: Number, const N: usize> Cholesky<T, N> {
    /// Factors `A`, of which only the entries on and below the diagonal are read.
    ///
    /// # Errors
    ///
    /// [`NotPositiveDefinite`] when a pivot is not positive or not finite.
    pub fn new(a: [[T; N]; N]) -> Result<Self, NotPositiveDefinite> {
        let mut lower = [[T::ZERO; N]; N];
        for (i, source) in a.iter().enumerate() {
            let (done, rest) = lower.split_at_mut(i.min(N));
            let Some(row) = rest.first_mut() else {
                break;
            };
            // Left of the diagonal: Lᵢⱼ = (Aᵢⱼ − ∑ₖ Lᵢₖ·Lⱼₖ)/Lⱼⱼ.
            let mut rest = source.get(i).copied().unwrap_or(T::ZERO);
            for (j, (above, &entry)) in done.iter().zip(source).enumerate() {
                let mut sum = entry;
                for (&l, &m) in row.iter().zip(above).take(j) {
                    sum -= l * m;
                }
                if let (Some(slot), Some(&pivot)) = (row.get_mut(j), above.get(j)) {
                    let l = sum / pivot;
                    *slot = l;
                    rest -= l * l;
                }
            }
            if !(rest > T::ZERO && rest.is_finite()) {
                return Err(NotPositiveDefinite { row: i });
            }
            if let Some(slot) = row.get_mut(i) {
                *slot = rest.sqrt();
            }
        }
        Ok(Self { lower })
    }

    /// `L`, with zeros above the diagonal.
    #[must_use]
    pub fn lower(&self) -> [[T; N]; N] {
        self.lower
    }

    /// `A⁻¹·b`: the solution of `A·x = b`; `N²` multiplications.
    #[must_use]
    pub fn solve(&self, b: [T; N]) -> [T; N] {
        let mut x = b;
        // L·y = b, first component first.
        for (i, row) in self.lower.iter().enumerate() {
            let (known, rest) = x.split_at_mut(i.min(N));
            if let (Some(unknown), Some(&pivot)) = (rest.first_mut(), row.get(i)) {
                for (&l, &y) in row.iter().zip(known.iter()) {
                    *unknown -= l * y;
                }
                *unknown /= pivot;
            }
        }
        // Lᵀ·x = y, last component first; the row of L is a column of Lᵀ.
        for (i, row) in self.lower.iter().enumerate().rev() {
            let (rest, known) = x.split_at_mut(i.min(N));
            if let (Some(found), Some(&pivot)) = (known.first_mut(), row.get(i)) {
                *found /= pivot;
                let found = *found;
                for (unknown, &l) in rest.iter_mut().zip(row) {
                    *unknown -= l * found;
                }
            }
        }
        x
    }
}

/// A symmetric matrix is not positive definite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct NotPositiveDefinite {
    /// The first row whose pivot is not positive, or not finite.
    pub row: usize,
}

impl fmt::Display for NotPositiveDefinite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the matrix is not positive definite: the pivot of row {} is not positive; \
             add a multiple of the identity, or use Lu",
            self.row
        )
    }
}

impl core::error::Error for NotPositiveDefinite {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::linalg::{dot, solve};
    use crate::zoo::assert_close;

    proptest! {
        #[test]
        fn the_factor_times_itself_is_the_matrix_and_solves_like_lu(
            b in prop::array::uniform4(prop::array::uniform4(-1.0..1.0_f64)),
            x in prop::array::uniform4(-1.0..1.0_f64),
        ) {
            // B·Bᵀ + I is positive definite.
            let a: [[f64; 4]; 4] = core::array::from_fn(|i| {
                core::array::from_fn(|j| dot(&b[i], &b[j]) + if i == j { 1.0 } else { 0.0 })
            });
            let factor = Cholesky::new(a).unwrap();
            let l = factor.lower();
            let back: [[f64; 4]; 4] =
                core::array::from_fn(|i| core::array::from_fn(|j| dot(&l[i], &l[j])));
            assert_close(back.as_flattened(), a.as_flattened(), 16.0);
            assert_close(&factor.solve(x), &solve(a, x).unwrap(), 64.0);
        }
    }

    #[test]
    fn indefinite_matrices_are_named_by_their_row() {
        let row = |a| Cholesky::new(a).map(|_| ()).map_err(|error| error.row);
        assert_eq!(row([[2.0, 3.0], [3.0, 2.0]]), Err(1));
        assert_eq!(row([[-1.0, 0.0], [0.0, 1.0]]), Err(0));
        assert_eq!(row([[1.0, 0.0], [0.0, f64::NAN]]), Err(1));
        assert_eq!(row([[1.0, 1.0], [1.0, 1.0]]), Err(1));
        assert_eq!(row([[1.0_f64, 0.0], [0.0, 1.0]]), Ok(()));
    }
}
