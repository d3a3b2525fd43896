//! Two partial derivatives. A solution.

/// `[∂f/∂x, ∂f/∂y]` for `f(x, y) = x³y² + 2xy − y³`.
pub(crate) fn gradient(x: f64, y: f64) -> [f64; 2] {
    [
        3.0 * x * x * y * y + 2.0 * y,
        2.0 * x * x * x * y + 2.0 * x - 3.0 * y * y,
    ]
}
