//! `P·A = L·U`: elimination with partial pivoting.

use core::fmt;

use calc_scalar::Number;

/// `A⁻¹·b`: the solution of `A·x = b`.
///
/// Elimination with partial pivoting, `N³/3` multiplications. For several right-hand sides factor
/// once with [`Lu::new`].
///
/// # Accuracy
///
/// Backward stable in practice: the solution is exact for a matrix within a few roundings of `A`. For
/// a badly conditioned matrix digits are lost in proportion.
///
/// # Errors
///
/// [`Singular`] when a pivot is exactly 0, infinite or NaN. A matrix that is singular only up to
/// rounding is solved, with a large result.
///
/// # Examples
///
/// ```
/// use calc_multi::linalg::solve;
///
/// let x = solve([[4.0, 2.0], [2.0, 3.0]], [8.0, 8.0])?;
/// assert_eq!(x, [1.0, 2.0]);
/// # Ok::<(), calc_multi::linalg::Singular>(())
/// ```
///
/// # References
///
/// G. H. Golub and C. F. Van Loan, *Matrix Computations*, 4th ed., Johns Hopkins 2013, chapter 3.
#[inline]
pub fn solve<T: Number, const N: usize>(a: [[T; N]; N], b: [T; N]) -> Result<[T; N], Singular> {
    Ok(Lu::new(a)?.solve(b))
}

/// `P·A = L·U`: a square matrix as a product of triangles, ready to solve with.
///
/// # Examples
///
/// ```
/// use calc_multi::linalg::Lu;
///
/// let factors = Lu::new([[0.0, 2.0], [1.0, 3.0]])?;
/// assert_eq!(factors.solve([4.0, 7.0]), [1.0, 2.0]);
/// assert_eq!(factors.determinant(), -2.0);
/// # Ok::<(), calc_multi::linalg::Singular>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Lu<T, const N: usize> {
    /// `U` on and above the diagonal, `L` below it (whose diagonal is 1).
    factors: [[T; N]; N],
    /// Row `k` was exchanged with row `exchanges[k]` in step `k`.
    exchanges: [usize; N],
}

impl<T: Number, const N: usize> Lu<T, N> {
    /// Factors `A`.
    ///
    /// # Errors
    ///
    /// [`Singular`] when no pivot is left that is finite and not 0.
    pub fn new(a: [[T; N]; N]) -> Result<Self, Singular> {
        let mut factors = a;
        let mut exchanges = [0; N];
        for (k, exchange) in exchanges.iter_mut().enumerate() {
            let pivot = largest(&factors, k);
            *exchange = pivot;
            if k < N && pivot < N {
                factors.swap(k, pivot);
            }
            // The rows above the pivot, the pivot's row, and the rows to eliminate.
            let Some((row, below)) = factors.get_mut(k..).and_then(<[_]>::split_first_mut) else {
                break;
            };
            let head = row.get(k).copied().unwrap_or(T::ZERO);
            if head == T::ZERO || !head.is_finite() {
                return Err(Singular { column: k });
            }
            for lower in below {
                let mut pairs = lower.iter_mut().zip(row.iter()).skip(k);
                let Some((first, _)) = pairs.next() else {
                    break;
                };
                let factor = *first / head;
                *first = factor;
                for (entry, &above) in pairs {
                    *entry -= factor * above;
                }
            }
        }
        Ok(Self { factors, exchanges })
    }

    /// `A⁻¹·b`: the solution of `A·x = b`; `N²` multiplications.
    #[must_use]
    pub fn solve(&self, b: [T; N]) -> [T; N] {
        let mut x = b;
        for (k, &pivot) in self.exchanges.iter().enumerate() {
            if k < N && pivot < N {
                x.swap(k, pivot);
            }
        }
        // L·y = b, first component first.
        for (i, row) in self.factors.iter().enumerate() {
            let (known, rest) = x.split_at_mut(i.min(N));
            if let Some(unknown) = rest.first_mut() {
                for (&l, &y) in row.iter().zip(known.iter()) {
                    *unknown -= l * y;
                }
            }
        }
        // U·x = y, last component first.
        for (i, row) in self.factors.iter().enumerate().rev() {
            let (rest, known) = x.split_at_mut((i + 1).min(N));
            if let (Some(unknown), Some(&pivot)) = (rest.last_mut(), row.get(i)) {
                for (&u, &x) in row.iter().skip(i + 1).zip(known.iter()) {
                    *unknown -= u * x;
                }
                *unknown /= pivot;
            }
        }
        x
    }

    /// `A⁻ᵀ·b`: the solution of `Aᵀ·x = b`; `N²` multiplications.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_multi::linalg::Lu;
    ///
    /// let factors = Lu::new([[0.0, 2.0], [1.0, 3.0]])?;
    /// assert_eq!(factors.solve_transposed([2.0, 10.0]), [2.0, 2.0]);
    /// # Ok::<(), calc_multi::linalg::Singular>(())
    /// ```
    #[must_use]
    pub fn solve_transposed(&self, b: [T; N]) -> [T; N] {
        let mut x = b;
        // Uᵀ·y = b, first component first: as soon as one is known, it leaves the equations below.
        for (i, row) in self.factors.iter().enumerate() {
            let (known, rest) = x.split_at_mut((i + 1).min(N));
            if let (Some(unknown), Some(&pivot)) = (known.last_mut(), row.get(i)) {
                *unknown /= pivot;
                for (&u, entry) in row.iter().skip(i + 1).zip(rest) {
                    *entry -= u * *unknown;
                }
            }
        }
        // Lᵀ·z = y, last component first.
        for (i, row) in self.factors.iter().enumerate().rev() {
            let (rest, known) = x.split_at_mut(i.min(N));
            if let Some(&mut unknown) = known.first_mut() {
                for (&l, entry) in row.iter().zip(rest) {
                    *entry -= l * unknown;
                }
            }
        }
        for (k, &pivot) in self.exchanges.iter().enumerate().rev() {
            if k < N && pivot < N {
                x.swap(k, pivot);
            }
        }
        x
    }

    /// `det A`: the factor by which `A` stretches volumes, negative if it mirrors.
    #[must_use]
    pub fn determinant(&self) -> T {
        let mut product = T::ONE;
        for (i, (row, &exchange)) in self.factors.iter().zip(&self.exchanges).enumerate() {
            let pivot = row.get(i).copied().unwrap_or(T::ONE);
            product *= if exchange == i { pivot } else { -pivot };
        }
        product
    }
}

/// The row at or below `k` with the largest entry in column `k`.
fn largest<T: Number, const N: usize>(a: &[[T; N]; N], k: usize) -> usize {
    let mut best = (k, T::ZERO);
    for (i, row) in a.iter().enumerate().skip(k) {
        let size = row.get(k).map_or(T::ZERO, |entry| entry.abs());
        if size > best.1 {
            best = (i, size);
        }
    }
    best.0
}

/// A matrix has no inverse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Singular {
    /// The first column that depends on those before it, or holds a number that is not finite.
    pub column: usize,
}

impl fmt::Display for Singular {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the matrix has no inverse: column {} depends on those before it or is not finite; \
             add a multiple of the identity, or solve a least-squares problem",
            self.column
        )
    }
}

impl core::error::Error for Singular {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::gradient;
    use crate::linalg::product;
    use crate::zoo::assert_close;

    proptest! {
        #[test]
        fn the_product_gives_the_right_hand_side_back(
            a in prop::array::uniform4(prop::array::uniform4(-1.0..1.0_f64)),
            x in prop::array::uniform4(-1.0..1.0_f64),
        ) {
            // Dominant off the diagonal, so that pivoting has work to do.
            let mut a = a;
            for (row, at) in a.iter_mut().zip([2, 0, 3, 1]) {
                row[at] += 5.0;
            }
            let factors = Lu::new(a).unwrap();
            assert_close(&factors.solve(product(&a, &x)), &x, 64.0);
            let transposed = core::array::from_fn(|i| core::array::from_fn(|j| a[j][i]));
            assert_close(&factors.solve_transposed(product(&transposed, &x)), &x, 64.0);
        }
    }

    #[test]
    fn the_determinant_is_that_of_sarrus() {
        let [[a, b, c], [d, e, f], [g, h, i]] =
            [[0.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 10.0]];
        let sarrus = a * e * i + b * f * g + c * d * h - c * e * g - b * d * i - a * f * h;
        let lu = Lu::new([[a, b, c], [d, e, f], [g, h, i]]).unwrap();
        assert_close(&[lu.determinant()], &[sarrus], 16.0);
    }

    #[test]
    fn a_singular_matrix_is_named_by_its_column() {
        let dependent = [[1.0, 2.0, 3.0], [2.0, 4.0, 5.0], [3.0, 6.0, 9.0]];
        assert_eq!(solve(dependent, [1.0; 3]), Err(Singular { column: 1 }));
        assert_eq!(solve([[f64::NAN]], [1.0]), Err(Singular { column: 0 }));
        assert_eq!(solve([[f64::INFINITY]], [1.0]), Err(Singular { column: 0 }));
        assert_eq!(solve([[0.0_f32]], [1.0]), Err(Singular { column: 0 }));
    }

    /// Implicit differentiation for free: `d(A⁻¹b) = −A⁻¹·dA·A⁻¹b`.
    #[test]
    fn solutions_can_be_differentiated() {
        let slopes = gradient(
            |[p, q]| match solve([[p, p * 0.0 + 1.0], [q, q + 2.0]], [p * 0.0 + 1.0, q]) {
                Ok([x, _]) => x,
                Err(_) => p * f64::NAN,
            },
            [3.0, 1.0],
        );
        // x = (q + 2 − q)/(p(q + 2) − q) = 2/(pq + 2p − q)
        let below: f64 = 3.0 + 6.0 - 1.0;
        assert_close(
            &slopes,
            &[-2.0 * 3.0 / (below * below), -2.0 * 2.0 / (below * below)],
            16.0,
        );
    }
}
