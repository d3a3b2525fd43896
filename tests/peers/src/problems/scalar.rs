//! Eight operations, three of them transcendental.

use calc_scalar::Real;

use super::{Function, Peer};

pub const X: f64 = 0.7;

pub fn f<R: Real>(x: R) -> R {
    (x * x.sin()).exp() / (1.0 + x.powi(2)) + (2.0 * x).cos()
}

pub struct Scalar;

impl Function<1> for Scalar {
    fn at<P: Peer>(&self, &[x]: &[P; 1]) -> P {
        (x * x.sin()).exp() / x.square().plus(1.0) + x.times(2.0).cos()
    }
}

/// The value and the derivative of [`f`] on paper.
pub fn both_by_hand(x: f64) -> [f64; 2] {
    let (sin, cos) = Real::sin_cos(x);
    let (sin_twice, cos_twice) = Real::sin_cos(2.0 * x);
    let power = Real::exp(x * sin);
    let square = 1.0 + x * x;
    let quotient = power / square;
    [
        quotient + cos_twice,
        quotient * (sin + x * cos) - quotient / square * 2.0 * x - 2.0 * sin_twice,
    ]
}

/// The derivative of [`f`] on paper.
pub fn by_hand(x: f64) -> f64 {
    let (sin, cos) = Real::sin_cos(x);
    let power = Real::exp(x * sin);
    let square = 1.0 + x * x;
    let quotient = power / square;
    quotient * (sin + x * cos) - quotient / square * 2.0 * x - 2.0 * Real::sin(2.0 * x)
}

/// The second derivative of [`f`] on paper.
pub fn second_by_hand(x: f64) -> f64 {
    let (sin, cos) = Real::sin_cos(x);
    let power = Real::exp(x * sin);
    let square = 1.0 + x * x;
    let quotient = power / square;
    // Of x·sin x, whose exponential is divided.
    let (first, second) = (sin + x * cos, 2.0 * cos - x * sin);
    let slope = quotient * first - quotient / square * 2.0 * x;
    let bend = quotient * (first * first + second) - (4.0 * x * slope + 2.0 * quotient) / square;
    bend - 4.0 * Real::cos(2.0 * x)
}
