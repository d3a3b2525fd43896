//! Second derivatives of sums of small terms.

use core::array;

use calc_scalar::{Dual, Number};

use super::{BadShape, gather, same_length, scatter};
use crate::dual2::Dual2;
use crate::hessian::second_order_variables;
use crate::size::{Diagonals, Size};

/// `H(x)·v` for a sum of small terms: how its gradient changes when `x` moves with velocity `v`.
///
/// Each term is run once, on duals of duals with `K` slopes: about twice the price of
/// [`gradient`](super::gradient).
///
/// # Errors
///
/// [`BadShape`], as for [`gradient`](super::gradient).
///
/// # Examples
///
/// ```
/// use calc_multi::separable;
/// use calc_scalar::Real;
///
/// let pairs = [[0, 1], [1, 2]];
/// let term = |_, [a, b]: [_; 2]| a * Real::<f64>::powi(b, 2);
/// let change = separable::hessian_vector_product(pairs, term, [1.0, 2.0, 3.0], [1.0, 0.0, 0.0])?;
/// assert_eq!(change, [0.0, 4.0, 0.0]); // the first column of the Hessian
/// # Ok::<(), separable::BadShape>(())
/// ```
#[inline]
pub fn hessian_vector_product<T: Number, const N: usize, const K: usize>(
    places: impl IntoIterator<Item = [usize; K]>,
    term: impl FnMut(usize, [Dual<Dual<T>, K>; K]) -> Dual<Dual<T>, K>,
    x: [T; N],
    v: [T; N],
) -> Result<[T; N], BadShape> {
    let mut product = [T::ZERO; N];
    hessian_vector_product_into(places, term, &x, &v, &mut product)?;
    Ok(product)
}

/// `H(x)·v` for a sum of small terms, in memory of the caller's, which is overwritten.
///
/// # Errors
///
/// [`BadShape`] when a term looks at a coordinate that does not exist, or when `v` or `product` is not
/// as long as `x`.
#[inline]
pub fn hessian_vector_product_into<T: Number, const K: usize>(
    places: impl IntoIterator<Item = [usize; K]>,
    mut term: impl FnMut(usize, [Dual<Dual<T>, K>; K]) -> Dual<Dual<T>, K>,
    x: &[T],
    v: &[T],
    product: &mut [T],
) -> Result<(), BadShape> {
    same_length(x.len(), v.len())?;
    same_length(x.len(), product.len())?;
    product.fill(T::ZERO);
    for (t, places) in places.into_iter().enumerate() {
        let mut velocities = gather(t, places, v)?.into_iter();
        let mut i = 0;
        let y = term(
            t,
            gather(t, places, x)?.map(|value| {
                let moving = Dual {
                    value,
                    partials: [velocities.next().unwrap_or(T::ZERO)],
                };
                let slopes = array::from_fn(|j| Dual::lift(if i == j { T::ONE } else { T::ZERO }));
                i += 1;
                Dual {
                    value: moving,
                    partials: slopes,
                }
            }),
        );
        scatter(places, y.partials.map(|p| p.partials[0]), product);
    }
    Ok(())
}

/// `Hᵢⱼ = ∂²f/∂xᵢ∂xⱼ(x)` for a sum of small terms, as a full matrix.
///
/// Each term is run once, on numbers with `K` first and some `K²/2` second derivatives; `K ≤ 64`.
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
/// let matrix = separable::hessian([[0, 1], [1, 2]], |_, [a, b]| a * b, [1.0, 2.0, 3.0])?;
/// assert_eq!(matrix, [[0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [0.0, 1.0, 0.0]]);
/// # Ok::<(), separable::BadShape>(())
/// ```
#[inline]
pub fn hessian<T: Number, const N: usize, const K: usize, const D: usize>(
    places: impl IntoIterator<Item = [usize; K]>,
    term: impl FnMut(usize, [Dual2<T, K, D>; K]) -> Dual2<T, K, D>,
    x: [T; N],
) -> Result<[[T; N]; N], BadShape>
where
    Size<K>: Diagonals<D>,
{
    let mut matrix = [[T::ZERO; N]; N];
    hessian_entries(places, term, &x, |i, j, h| {
        if let Some(sum) = matrix.get_mut(i).and_then(|row| row.get_mut(j)) {
            *sum += h;
        }
    })?;
    Ok(matrix)
}

/// The parts of `Hᵢⱼ` that the terms have, one after the other: `add(i, j, h)` is to add `h` to the entry
/// in row `i` and column `j` of whatever stores the matrix: a band, a triangle, a list of triplets.
///
/// Each term is run once and gives `K²` parts: both `(i, j)` and `(j, i)`, zeros too.
///
/// # Errors
///
/// [`BadShape`] when a term looks at a coordinate that does not exist; the parts of the terms before it
/// have been added.
///
/// # Examples
///
/// ```
/// use calc_multi::separable;
/// use calc_scalar::Real;
///
/// // A chain has a Hessian with three diagonals, and one of the two outer ones says it all.
/// let (mut diagonal, mut above) = ([0.0; 4], [0.0; 3]);
/// separable::hessian_entries(
///     (0..3).map(|i| [i, i + 1]),
///     |_, [a, b]| (a - b).powi(2),
///     &[1.0, 2.0, 3.0, 4.0],
///     |i, j, h| match j.checked_sub(i) {
///         Some(0) => diagonal[i] += h,
///         Some(_) => above[i] += h,
///         None => {}
///     },
/// )?;
/// assert_eq!((diagonal, above), ([2.0, 4.0, 4.0, 2.0], [-2.0; 3]));
/// # Ok::<(), separable::BadShape>(())
/// ```
#[inline]
pub fn hessian_entries<T: Number, const K: usize, const D: usize>(
    places: impl IntoIterator<Item = [usize; K]>,
    mut term: impl FnMut(usize, [Dual2<T, K, D>; K]) -> Dual2<T, K, D>,
    x: &[T],
    mut add: impl FnMut(usize, usize, T),
) -> Result<(), BadShape>
where
    Size<K>: Diagonals<D>,
{
    for (t, places) in places.into_iter().enumerate() {
        let y = term(t, second_order_variables(gather(t, places, x)?));
        for (i, row) in places.into_iter().zip(y.hessian()) {
            for (j, h) in places.into_iter().zip(row) {
                add(i, j, h);
            }
        }
    }
    Ok(())
}
