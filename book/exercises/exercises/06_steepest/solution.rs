//! The way down. A solution.

use calc_scalar::Real;

/// The direction, as a vector of length 1, in which `x² + 3xy + y²` falls most steeply.
///
/// Write `Real::sqrt(t)` for the root.
pub(crate) fn direction(x: f64, y: f64) -> [f64; 2] {
    let (by_x, by_y) = (2.0 * x + 3.0 * y, 3.0 * x + 2.0 * y);
    let length = Real::sqrt(by_x * by_x + by_y * by_y);
    [-by_x / length, -by_y / length]
}
