//! Sums of squares of small residuals.

use calc_scalar::{Dual, Number, strong};

use super::{BadShape, gather, same_length, scatter};
use crate::gradient::variables;

/// What a step of the Gauss–Newton method needs: `JᵀJ·step = −Jᵀr`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "T: serde::Serialize",
        deserialize = "T: calc_scalar::Number + serde::Deserialize<'de>"
    ))
)]
pub struct NormalEquations<T, const N: usize> {
    /// `½∑rₜ²`.
    pub value: T,
    /// `Jᵀr`, the gradient of the value.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub gradient: [T; N],
    /// `JᵀJ`, the Hessian of the value but for the curvature of the residuals; symmetric.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays::rows"))]
    pub matrix: [[T; N]; N],
}

/// `½∑rₜ²`, `Jᵀr` and `JᵀJ` for residuals `rₜ` of `K` coordinates each.
///
/// Each residual is run once, on numbers with `K` slopes, and gives `K²` products. The Jacobian, with
/// its row per residual, is never formed.
///
/// # Shapes and units
///
/// As for [`gradient`](super::gradient), with a residual in place of the term.
///
/// # Edge cases
///
/// Squaring loses half of the digits: where `J` has condition number `c`, `JᵀJ` has `c²`.
///
/// # Errors
///
/// [`BadShape`], as for [`gradient`](super::gradient).
///
/// # Examples
///
/// ```
/// use calc_multi::separable;
///
/// // A line through (0, 1), (1, 3), (2, 5), from level 0 and slope 0.
/// let points = [[0.0, 1.0], [1.0, 3.0], [2.0, 5.0]];
/// let fit = separable::gauss_newton(
///     points.map(|_| [0, 1]),
///     |i, [level, slope]| level + slope * points[i][0] - points[i][1],
///     [0.0, 0.0],
/// )?;
/// assert_eq!(fit.value, 17.5);
/// assert_eq!(fit.gradient, [-9.0, -13.0]);
/// assert_eq!(fit.matrix, [[3.0, 3.0], [3.0, 5.0]]);
/// # Ok::<(), separable::BadShape>(())
/// ```
///
/// # References
///
/// J. Nocedal and S. J. Wright, *Numerical Optimization*, 2nd ed., Springer 2006, chapter 10.
#[inline]
pub fn gauss_newton<T: Number, const N: usize, const K: usize>(
    places: impl IntoIterator<Item = [usize; K]>,
    residual: impl FnMut(usize, [Dual<T, K>; K]) -> Dual<T, K>,
    x: [T; N],
) -> Result<NormalEquations<T, N>, BadShape> {
    let mut gradient = [T::ZERO; N];
    let mut matrix = [[T::ZERO; N]; N];
    let flat = matrix.as_flattened_mut();
    let value = gauss_newton_into(places, residual, &x, &mut gradient, flat)?;
    Ok(NormalEquations {
        value,
        gradient,
        matrix,
    })
}

/// `½∑rₜ²`, with `Jᵀr` and `JᵀJ` in memory of the caller's, which is overwritten.
///
/// `matrix` holds the rows one after the other, `n²` numbers for `n` coordinates.
///
/// # Errors
///
/// [`BadShape`] when a residual looks at a coordinate that does not exist, or when `gradient` or
/// `matrix` has another size than `x` asks for.
#[inline]
pub fn gauss_newton_into<T: Number, const K: usize>(
    places: impl IntoIterator<Item = [usize; K]>,
    mut residual: impl FnMut(usize, [Dual<T, K>; K]) -> Dual<T, K>,
    x: &[T],
    gradient: &mut [T],
    matrix: &mut [T],
) -> Result<T, BadShape> {
    let n = x.len();
    same_length(n, gradient.len())?;
    same_length(n.saturating_mul(n), matrix.len())?;
    gradient.fill(T::ZERO);
    matrix.fill(T::ZERO);
    let mut sum = T::ZERO;
    for (t, places) in places.into_iter().enumerate() {
        let r = residual(t, variables(gather(t, places, x)?));
        sum += r.value * r.value;
        // A zero slope stays zero also against an infinite residual.
        let by = |k: T| r.partials.map(|p| strong::product(p, k));
        scatter(places, by(r.value), gradient);
        for (i, p) in places.into_iter().zip(r.partials) {
            if let Some(row) = matrix.chunks_exact_mut(n.max(1)).nth(i) {
                scatter(places, by(p), row);
            }
        }
    }
    Ok(sum * T::literal(0.5))
}
