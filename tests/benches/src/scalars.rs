//! Functions of one variable, by the number types and by hand.

use calc_scalar::{Real, derivative, second_derivative, taylor, value_and_derivative};

/// Eight operations, three of them transcendental.
pub fn f<R: Real>(x: R) -> R {
    (x * x.sin()).exp() / (1.0 + x.powi(2)) + (2.0 * x).cos()
}

/// The derivative of [`f`].
#[must_use]
pub fn slope(x: f64) -> f64 {
    derivative(f, x)
}

/// The derivative of [`f`] on paper, and nothing else.
#[must_use]
pub fn slope_by_hand(x: f64) -> f64 {
    let (sin, cos) = Real::sin_cos(x);
    let power = Real::exp(x * sin);
    let square = 1.0 + x * x;
    let quotient = power / square;
    quotient * (sin + x * cos) - quotient / square * 2.0 * x - 2.0 * Real::sin(2.0 * x)
}

/// Value and derivative of [`f`].
#[must_use]
pub fn value_and_slope(x: f64) -> (f64, f64) {
    value_and_derivative(f, x)
}

/// Value and derivative of [`f`] on paper.
#[must_use]
pub fn value_and_slope_by_hand(x: f64) -> (f64, f64) {
    let (sin, cos) = Real::sin_cos(x);
    let power = Real::exp(x * sin);
    let square = 1.0 + x * x;
    let quotient = power / square;
    let (sin2, cos2) = Real::sin_cos(2.0 * x);
    let slope = quotient * (sin + x * cos) - quotient / square * 2.0 * x - 2.0 * sin2;
    (quotient + cos2, slope)
}

/// The second derivative of [`f`].
#[must_use]
pub fn curvature(x: f64) -> f64 {
    second_derivative(f, x)
}

/// The second derivative of [`f`] on paper.
#[must_use]
pub fn curvature_by_hand(x: f64) -> f64 {
    let (sin, cos) = Real::sin_cos(x);
    let square = 1.0 + x * x;
    // The logarithm of the first term is x·sin x − ln(1 + x²).
    let log1 = sin + x * cos - 2.0 * x / square;
    let log2 = 2.0 * cos - x * sin - 2.0 / square + 4.0 * x * x / (square * square);
    Real::exp(x * sin) / square * (log1 * log1 + log2) - 4.0 * Real::cos(2.0 * x)
}

/// Eight Taylor coefficients of `exp(sin x)`.
#[must_use]
pub fn taylor_of_exp_sin(x: f64) -> [f64; 8] {
    taylor(|x| x.sin().exp(), x)
}

/// Eight Taylor coefficients of `tanh x`.
#[must_use]
pub fn taylor_of_tanh(x: f64) -> [f64; 8] {
    taylor(|x| x.tanh(), x)
}
