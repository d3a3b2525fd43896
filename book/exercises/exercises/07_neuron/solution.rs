//! Backpropagation through one neuron. A solution.

use calc_scalar::Real;

/// `[dL/dw, dL/db]` for `L = ½(σ(w·x + b) − y)²`, by walking back from the loss.
///
/// Write `Real::logistic(z)` for `σ(z)`.
pub(crate) fn slopes([w, b]: [f64; 2], x: f64, y: f64) -> [f64; 2] {
    let a = Real::logistic(w * x + b);
    let by_z = (a - y) * a * (1.0 - a);
    [by_z * x, by_z]
}
