//! Sums of small terms: `f(x) = ∑ₜ fₜ(xᵢ, xⱼ, …)`, where each term looks at few coordinates.
//!
//! A loss over data, a chain of springs, a fit by least squares: each term knows a handful of the
//! variables, or sees them through one linear combination. Then the gradient of a term has a handful of
//! entries, and the gradient of the sum costs a small multiple of the sum itself, whatever the number
//! of variables: nothing is recorded and nothing is multiplied by zero.
//!
//! A sum is given by two things: the *places* of each term, `[i, j, …]`, and the term, a function of
//! its number and of the `K` coordinates at its places.
//!
//! ```
//! use calc_multi::separable;
//! use calc_scalar::Real;
//!
//! // ∑ (1 − xᵢ)² + 100·(xᵢ₊₁ − xᵢ²)²: term i looks at xᵢ and xᵢ₊₁.
//! let places = (0..31).map(|i| [i, i + 1]);
//! let slopes = separable::gradient(
//!     places,
//!     |_, [a, b]| (1.0 - a).powi(2) + 100.0 * (b - a.powi(2)).powi(2),
//!     [1.0_f64; 32],
//! )?;
//! assert_eq!(slopes, [0.0; 32]);
//! # Ok::<(), separable::BadShape>(())
//! ```
//!
//! | to …                                                    | go to                                         |
//! |---------------------------------------------------------|-----------------------------------------------|
//! | differentiate a sum of small terms                      | [`gradient`], [`value_and_gradient`]          |
//! | … in memory of your own, of a size known at run time    | [`value_and_gradient_into`]                   |
//! | get second derivatives                                  | [`hessian_vector_product`], [`hessian`]       |
//! | … into a banded or sparse matrix                        | [`hessian_entries`]                           |
//! | fit by least squares                                    | [`gauss_newton`]                              |
//! | differentiate terms of one linear combination, `φ(a·x)` | [`linear`]                                    |
//!
//! Which of the coordinates a term looks at may differ from point to point: places are an iterator that
//! is run once per call.

use core::fmt;

use calc_scalar::{Dual, Number};

use crate::gradient::variables;

mod hessian;
mod least_squares;
pub mod linear;

#[cfg(test)]
mod tests;

pub use hessian::{hessian, hessian_entries, hessian_vector_product, hessian_vector_product_into};
pub use least_squares::{NormalEquations, gauss_newton, gauss_newton_into};

/// `∇ ∑ₜ fₜ(xᵢ, xⱼ, …)`: the gradient of a sum of terms of `K` coordinates each.
///
/// Each term is run once, on numbers with `K` slopes, and its slopes are added at their places: the
/// cost is that of the sum times some `K + 1`, plus `K` additions per term. It does not grow with `N`
/// but for clearing the result. Exact up to rounding.
///
/// # Shapes and units
///
/// `places` gives the indices of each term, counted from 0, `term` its number and the coordinates at
/// them, in that order. Places may repeat, in a term as well as between terms. Coordinates that no term
/// looks at have slope 0.
///
/// # Edge cases
///
/// As for [`gradient`](crate::gradient()), in each term. A sum without terms is 0.
///
/// # Errors
///
/// [`BadShape`] when a term looks at a coordinate that does not exist.
///
/// # Examples
///
/// ```
/// use calc_multi::separable;
///
/// // Springs between neighbours, on a ring.
/// let x = [0.0, 1.0, 3.0];
/// let ring = [[0, 1], [1, 2], [2, 0]];
/// let forces = separable::gradient(ring, |_, [a, b]| 0.5 * (a - b) * (a - b), x)?;
/// assert_eq!(forces, [-4.0, -1.0, 5.0]);
///
/// let mistaken = separable::gradient([[0, 3]], |_, [a, b]| a * b, x).unwrap_err();
/// assert_eq!(mistaken.to_string(), "term 0 looks at x[3], but x has 3 coordinates");
/// # Ok::<(), separable::BadShape>(())
/// ```
///
/// # References
///
/// A. Griewank and Ph. L. Toint, "On the unconstrained optimization of partially separable functions",
/// in M. J. D. Powell (ed.), *Nonlinear Optimization 1981*, Academic Press 1982, pp. 301–312.
#[inline]
pub fn gradient<T: Number, const N: usize, const K: usize>(
    places: impl IntoIterator<Item = [usize; K]>,
    term: impl FnMut(usize, [Dual<T, K>; K]) -> Dual<T, K>,
    x: [T; N],
) -> Result<[T; N], BadShape> {
    value_and_gradient(places, term, x).map(|(_, slopes)| slopes)
}

/// `(f(x), ∇f(x))` for a sum of small terms, for the price of [`gradient`].
///
/// # Errors
///
/// [`BadShape`], as for [`gradient`].
///
/// # Examples
///
/// ```
/// use calc_multi::separable;
///
/// let pairs = [[0, 1], [1, 2]];
/// let (value, slopes) = separable::value_and_gradient(pairs, |_, [a, b]| a * b, [2.0, 3.0, 5.0])?;
/// assert_eq!((value, slopes), (21.0, [3.0, 7.0, 3.0]));
/// # Ok::<(), separable::BadShape>(())
/// ```
#[inline]
pub fn value_and_gradient<T: Number, const N: usize, const K: usize>(
    places: impl IntoIterator<Item = [usize; K]>,
    term: impl FnMut(usize, [Dual<T, K>; K]) -> Dual<T, K>,
    x: [T; N],
) -> Result<(T, [T; N]), BadShape> {
    let mut slopes = [T::ZERO; N];
    let value = value_and_gradient_into(places, term, &x, &mut slopes)?;
    Ok((value, slopes))
}

/// `(f(x), ∇f(x))` for a sum of small terms, with the gradient in memory of the caller's.
///
/// What was in `slopes` is overwritten.
///
/// # Errors
///
/// [`BadShape`] when a term looks at a coordinate that does not exist (then `slopes` holds the gradient
/// of the terms before it), or when `slopes` is not as long as `x` (then it is as it was).
///
/// # Examples
///
/// ```
/// use calc_multi::separable;
///
/// let x = vec![1.0; 1000];
/// let mut slopes = vec![0.0; 1000];
/// let chain = (1..1000).map(|i| [i - 1, i]);
/// let value = separable::value_and_gradient_into(chain, |_, [a, b]| a * b, &x, &mut slopes)?;
/// assert_eq!((value, slopes[0], slopes[500]), (999.0, 1.0, 2.0));
/// # Ok::<(), separable::BadShape>(())
/// ```
#[inline]
pub fn value_and_gradient_into<T: Number, const K: usize>(
    places: impl IntoIterator<Item = [usize; K]>,
    mut term: impl FnMut(usize, [Dual<T, K>; K]) -> Dual<T, K>,
    x: &[T],
    slopes: &mut [T],
) -> Result<T, BadShape> {
    same_length(x.len(), slopes.len())?;
    slopes.fill(T::ZERO);
    let mut value = T::ZERO;
    for (t, places) in places.into_iter().enumerate() {
        let y = term(t, variables(gather(t, places, x)?));
        value += y.value;
        scatter(places, y.partials, slopes);
    }
    Ok(value)
}

/// A sum of small terms does not fit the point or the memory it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadShape {
    /// A term looks at a coordinate that does not exist.
    Place {
        /// The number of the term, counted from 0.
        term: usize,
        /// The index it gave.
        place: usize,
        /// How many coordinates there are.
        length: usize,
    },
    /// A vector or matrix is not as long as the point asks for.
    Length {
        /// How many numbers it should have.
        expected: usize,
        /// How many it has.
        found: usize,
    },
    /// The row of a term is not as long as the point.
    Row {
        /// The number of the term, counted from 0.
        term: usize,
        /// How many coordinates there are.
        expected: usize,
        /// How many factors the row has.
        found: usize,
    },
}

impl fmt::Display for BadShape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Place {
                term,
                place,
                length,
            } => write!(
                f,
                "term {term} looks at x[{place}], but x has {length} coordinates"
            ),
            Self::Length { expected, found } => write!(
                f,
                "room for {found} numbers was given where the point asks for {expected}"
            ),
            Self::Row {
                term,
                expected,
                found,
            } => write!(
                f,
                "the row of term {term} has {found} factors, but the point has {expected} coordinates"
            ),
        }
    }
}

impl core::error::Error for BadShape {}

/// The coordinates at the places of term `t`.
#[inline]
fn gather<T: Number, const K: usize>(
    t: usize,
    places: [usize; K],
    x: &[T],
) -> Result<[T; K], BadShape> {
    let mut near = [T::ZERO; K];
    for (near, place) in near.iter_mut().zip(places) {
        let Some(&x) = x.get(place) else {
            return Err(BadShape::Place {
                term: t,
                place,
                length: x.len(),
            });
        };
        *near = x;
    }
    Ok(near)
}

/// Adds `parts` at their places, which exist.
#[inline]
fn scatter<T: Number, const K: usize>(places: [usize; K], parts: [T; K], sums: &mut [T]) {
    for (place, part) in places.into_iter().zip(parts) {
        if let Some(sum) = sums.get_mut(place) {
            *sum += part;
        }
    }
}

/// Whether `found` numbers are as many as are `expected`.
#[inline]
fn same_length(expected: usize, found: usize) -> Result<(), BadShape> {
    if found == expected {
        Ok(())
    } else {
        Err(BadShape::Length { expected, found })
    }
}
