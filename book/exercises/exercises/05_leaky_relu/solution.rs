//! A function over any number type. A solution.

use calc_scalar::Real;

/// `x` where `x` is positive, `x/10` elsewhere.
///
/// Write it once; the check runs it on floats and on dual numbers.
pub(crate) fn leaky_relu<R: Real>(x: R) -> R {
    if x > 0.0 { x } else { 0.1 * x }
}
