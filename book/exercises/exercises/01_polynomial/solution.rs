//! The slope of a polynomial. A solution.

/// `f′(x)` for `f(x) = 3x³ − 2x² + x − 5`.
pub(crate) fn slope(x: f64) -> f64 {
    9.0 * x * x - 4.0 * x + 1.0
}
