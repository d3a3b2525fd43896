//! Code that is differentiated as one operation.

use crate::float::Float;
use crate::real::Real;

/// A block of code from `K` numbers to one, for [`Real::block`].
///
/// # Examples
///
/// ```
/// use calc_scalar::{Block, Real, derivative};
///
/// struct Spring {
///     stiffness: f64,
/// }
///
/// impl Block<2> for Spring {
///     fn evaluate<R: Real>(&self, [a, b]: [R; 2]) -> R {
///         0.5 * self.stiffness * (b - a).powi(2)
///     }
/// }
///
/// fn energy<R: Real>(x: R) -> R {
///     R::block([x, x * x], Spring { stiffness: 2.0 })
/// }
///
/// assert_eq!(energy(3.0), 36.0);
/// assert_eq!(derivative(energy, 3.0), 60.0);
/// ```
pub trait Block<const K: usize, F: Float = f64> {
    /// The output of the block.
    fn evaluate<R: Real<F>>(&self, inputs: [R; K]) -> R;
}
