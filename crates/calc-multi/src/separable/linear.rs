//! Sums of terms that each see one linear combination of the variables: `f(x) = ∑ₜ φₜ(aₜ·x)`.
//!
//! Most of machine learning's losses with a linear model are of this form: least squares, logistic,
//! Poisson and robust regression, support vector machines. Each term is a function of *one* number, so
//! its slope costs one dual number, and a gradient costs two passes over the row of the sample: one for
//! `aₜ·x`, one to add `φ′·aₜ`.
//!
//! ```
//! use calc_multi::separable::linear;
//! use calc_scalar::Real;
//!
//! // Logistic regression: samples in rows, with a 1 for the constant; labels ±1.
//! let rows = [[1.0, 0.5], [1.0, -1.5], [1.0, 2.0]];
//! let labels = [1.0, -1.0, 1.0];
//! let loss = |i: usize, z| Real::softplus(-labels[i] * z);
//! let slopes = linear::gradient(&rows, loss, [0.0, 0.0])?;
//! assert_eq!(slopes, [-0.5, -2.0]);
//! # Ok::<(), calc_multi::separable::BadShape>(())
//! ```

use calc_scalar::{Dual, Jet, Number, strong};

use super::{BadShape, same_length};

/// `∇ ∑ₜ φₜ(aₜ·x) = ∑ₜ φₜ′(aₜ·x)·aₜ`: the gradient of a sum of functions of linear combinations.
///
/// `φ` is run once per row, on a number with one slope; a row costs `2N` multiplications beyond that.
///
/// # Shapes and units
///
/// `rows` are the `aₜ`, each with `N` factors; `term` is given the number of the row and `aₜ·x`.
///
/// # Edge cases
///
/// A factor of zero takes no part in the slope of its coordinate, also where `φ′` is infinite or NaN.
///
/// # Errors
///
/// None for rows that are arrays; [`BadShape`] for slices of another length than `x`.
#[inline]
pub fn gradient<T: Number, Row: AsRef<[T]>, const N: usize>(
    rows: impl IntoIterator<Item = Row>,
    term: impl FnMut(usize, Dual<T>) -> Dual<T>,
    x: [T; N],
) -> Result<[T; N], BadShape> {
    value_and_gradient(rows, term, x).map(|(_, slopes)| slopes)
}

/// `(f(x), ∇f(x))` for a sum of functions of linear combinations, for the price of [`gradient`].
///
/// # Errors
///
/// [`BadShape`], as for [`gradient`].
#[inline]
pub fn value_and_gradient<T: Number, Row: AsRef<[T]>, const N: usize>(
    rows: impl IntoIterator<Item = Row>,
    term: impl FnMut(usize, Dual<T>) -> Dual<T>,
    x: [T; N],
) -> Result<(T, [T; N]), BadShape> {
    let mut slopes = [T::ZERO; N];
    let value = value_and_gradient_into(rows, term, &x, &mut slopes)?;
    Ok((value, slopes))
}

/// `(f(x), ∇f(x))` with the gradient in memory of the caller's, which is overwritten.
///
/// # Errors
///
/// [`BadShape`] when a row or `slopes` is not as long as `x`.
#[inline]
pub fn value_and_gradient_into<T: Number, Row: AsRef<[T]>>(
    rows: impl IntoIterator<Item = Row>,
    mut term: impl FnMut(usize, Dual<T>) -> Dual<T>,
    x: &[T],
    slopes: &mut [T],
) -> Result<T, BadShape> {
    same_length(x.len(), slopes.len())?;
    slopes.fill(T::ZERO);
    let mut value = T::ZERO;
    for (t, row) in rows.into_iter().enumerate() {
        let row = row.as_ref();
        let y = term(t, Dual::variable(dot(t, row, x)?));
        value += y.value;
        add_scaled(row, y.slope(), slopes);
    }
    Ok(value)
}

/// `H(x)·v = ∑ₜ φₜ″(aₜ·x)·(aₜ·v)·aₜ`: how the gradient changes when `x` moves with velocity `v`.
///
/// `φ` is run once per row, on its Taylor polynomial to second order; a row costs `3N` multiplications
/// beyond that.
///
/// # Errors
///
/// [`BadShape`], as for [`gradient`].
#[inline]
pub fn hessian_vector_product<T: Number, Row: AsRef<[T]>, const N: usize>(
    rows: impl IntoIterator<Item = Row>,
    mut term: impl FnMut(usize, Jet<T, 3>) -> Jet<T, 3>,
    x: [T; N],
    v: [T; N],
) -> Result<[T; N], BadShape> {
    let mut product = [T::ZERO; N];
    for (t, row) in rows.into_iter().enumerate() {
        let row = row.as_ref();
        let curvature = curvature(term(t, Jet::variable(dot(t, row, &x)?)));
        let along = strong::product(dot(t, row, &v)?, curvature);
        add_scaled(row, along, &mut product);
    }
    Ok(product)
}

/// `H(x) = ∑ₜ φₜ″(aₜ·x)·aₜaₜᵀ`, the matrix of second derivatives.
///
/// `φ` is run once per row, on its Taylor polynomial to second order; a row costs `N²` multiplications
/// beyond that.
///
/// # Errors
///
/// [`BadShape`], as for [`gradient`].
///
/// # Examples
///
/// ```
/// use calc_multi::separable::linear;
/// use calc_scalar::Real;
///
/// let rows = [[1.0, 2.0], [0.0, 1.0]];
/// let matrix = linear::hessian(&rows, |_, z| z.powi(2), [0.3, 0.7])?;
/// assert_eq!(matrix, [[2.0, 4.0], [4.0, 10.0]]); // 2·AᵀA
/// # Ok::<(), calc_multi::separable::BadShape>(())
/// ```
#[inline]
pub fn hessian<T: Number, Row: AsRef<[T]>, const N: usize>(
    rows: impl IntoIterator<Item = Row>,
    mut term: impl FnMut(usize, Jet<T, 3>) -> Jet<T, 3>,
    x: [T; N],
) -> Result<[[T; N]; N], BadShape> {
    let mut matrix = [[T::ZERO; N]; N];
    for (t, row) in rows.into_iter().enumerate() {
        let row = row.as_ref();
        let curvature = curvature(term(t, Jet::variable(dot(t, row, &x)?)));
        for (sums, &a) in matrix.iter_mut().zip(row) {
            add_scaled(row, strong::product(a, curvature), sums);
        }
    }
    Ok(matrix)
}

/// The second derivative that a jet carries.
#[inline]
fn curvature<T: Number>(y: Jet<T, 3>) -> T {
    y.coefficient(2) + y.coefficient(2)
}

/// `a·x`, when row `t` is as long as `x`.
#[inline]
fn dot<T: Number>(t: usize, row: &[T], x: &[T]) -> Result<T, BadShape> {
    if row.len() != x.len() {
        return Err(BadShape::Row {
            term: t,
            expected: x.len(),
            found: row.len(),
        });
    }
    let mut sum = T::ZERO;
    for (&a, &x) in row.iter().zip(x) {
        sum += a * x;
    }
    Ok(sum)
}

/// `sums += k·row`, with strong zeros.
#[inline]
fn add_scaled<T: Number>(row: &[T], k: T, sums: &mut [T]) {
    // Against a finite factor zeros need no care.
    if k.is_finite() {
        for (sum, &a) in sums.iter_mut().zip(row) {
            *sum += a * k;
        }
    } else {
        for (sum, &a) in sums.iter_mut().zip(row) {
            *sum += strong::product(a, k);
        }
    }
}
