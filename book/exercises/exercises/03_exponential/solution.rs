//! The slope of `e` to the power of `x²`. A solution.

use calc_scalar::Real;

/// `f′(x)` for `f(x) = e^(x²)`.
///
/// Write `Real::exp(t)` for `eᵗ`.
pub(crate) fn slope(x: f64) -> f64 {
    2.0 * x * Real::exp(x * x)
}
