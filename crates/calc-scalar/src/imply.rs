//! What lets [`Real`](crate::Real) imply that literals stand on the left of an operator.

/// Helper that lets [`Real`](crate::Real) imply what its literals can do; see [`Imply`].
pub trait ImplyInner<T> {
    /// Always `T`.
    type Is;
}

impl<S: ?Sized, T> ImplyInner<T> for S {
    type Is = T;
}

/// A bound on `T` that every user of [`Real`](crate::Real) gets for free, without a where-clause.
///
/// Supertraits are implied, bounds on other types are not; going through an associated type that is
/// always `T` turns the second into the first.
pub trait Imply<T>: ImplyInner<T, Is = T> {}

impl<S: ?Sized, T> Imply<T> for S {}
