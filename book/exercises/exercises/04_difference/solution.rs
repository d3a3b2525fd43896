//! The slope of a black box. A solution.

/// `f′(x)` from values of `f` alone, to eight digits.
///
/// Choose the kind of difference and its step.
pub(crate) fn slope(f: &dyn Fn(f64) -> f64, x: f64) -> f64 {
    let h = 1e-5;
    (f(x + h) - f(x - h)) / (2.0 * h)
}
