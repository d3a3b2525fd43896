//! Derivatives of functions of `nalgebra`'s vectors and matrices.
//!
//! The functions of this crate take and give arrays. These take and give the vectors and matrices of
//! `nalgebra`, and so do the functions that are differentiated; the derivatives are the same to the last
//! bit, because nothing but the container is another.
//!
//! Inside such a function a vector of numbers can be indexed, taken apart, added, subtracted and
//! negated; products of matrices need `num-traits`, which the feature brings along. What `nalgebra` asks a
//! `ComplexField` for, such as norms, determinants and factors, our numbers do not have: take
//! [`Real::norm`](calc_scalar::Real::norm) and [`linalg`](crate::linalg).
//!
//! # Examples
//!
//! ```
//! use calc_multi::nalgebra::{gradient, hessian};
//! use calc_scalar::Real;
//! use nalgebra::{Matrix2, SVector, Vector2};
//!
//! fn f<R: Real + nalgebra::Scalar>(x: SVector<R, 2>) -> R {
//!     let [[x, y]] = x.data.0;
//!     x.powi(2) + 3.0 * x * y + y.powi(2)
//! }
//!
//! assert_eq!(gradient(f, Vector2::new(1.0, 1.0)), Vector2::new(5.0, 5.0));
//! assert_eq!(hessian(f, Vector2::new(1.0, 1.0)), Matrix2::new(2.0, 3.0, 3.0, 2.0));
//! ```

use calc_scalar::{Dual, Number};
use nalgebra::{SMatrix, SVector, Scalar};

use crate::dual2::Dual2;
use crate::size::{Diagonals, Size};

/// `∇f(x)`: [`gradient`](crate::gradient()) of a function of a vector.
#[must_use]
pub fn gradient<T: Number + Scalar, const N: usize>(
    f: impl FnOnce(SVector<Dual<T, N>, N>) -> Dual<T, N>,
    x: SVector<T, N>,
) -> SVector<T, N> {
    vector(crate::gradient(|x| f(vector(x)), array(x)))
}

/// `(f(x), ∇f(x))`: [`value_and_gradient`](crate::value_and_gradient) of a function of a vector.
#[must_use]
pub fn value_and_gradient<T: Number + Scalar, const N: usize>(
    f: impl FnOnce(SVector<Dual<T, N>, N>) -> Dual<T, N>,
    x: SVector<T, N>,
) -> (T, SVector<T, N>) {
    let (value, gradient) = crate::value_and_gradient(|x| f(vector(x)), array(x));
    (value, vector(gradient))
}

/// `∂fᵢ/∂xⱼ`: [`jacobian`](crate::jacobian()) of a function from vectors to vectors; one row for each
/// component of `f`.
#[must_use]
pub fn jacobian<T: Number + Scalar, const N: usize, const M: usize>(
    f: impl FnOnce(SVector<Dual<T, N>, N>) -> SVector<Dual<T, N>, M>,
    x: SVector<T, N>,
) -> SMatrix<T, M, N> {
    matrix(crate::jacobian(|x| array(f(vector(x))), array(x)))
}

/// `∂²f/∂xᵢ∂xⱼ`: [`hessian`](crate::hessian()) of a function of a vector.
#[must_use]
pub fn hessian<T: Number + Scalar, const N: usize, const D: usize>(
    f: impl FnOnce(SVector<Dual2<T, N, D>, N>) -> Dual2<T, N, D>,
    x: SVector<T, N>,
) -> SMatrix<T, N, N>
where
    Size<N>: Diagonals<D>,
{
    matrix(crate::hessian(|x| f(vector(x)), array(x)))
}

/// The column with these components.
fn vector<T, const N: usize>(x: [T; N]) -> SVector<T, N> {
    SVector::from_array_storage(nalgebra::ArrayStorage([x]))
}

/// The components of a column.
fn array<T, const N: usize>(x: SVector<T, N>) -> [T; N] {
    let [column] = x.data.0;
    column
}

/// The matrix with these rows; `nalgebra` stores columns.
fn matrix<T: Number + Scalar, const M: usize, const N: usize>(
    rows: [[T; N]; M],
) -> SMatrix<T, M, N> {
    let entry = |i: usize, j: usize| rows.get(i).and_then(|row| row.get(j)).copied();
    SMatrix::from_array_storage(nalgebra::ArrayStorage(core::array::from_fn(|j| {
        core::array::from_fn(|i| entry(i, j).unwrap_or(T::ZERO))
    })))
}
