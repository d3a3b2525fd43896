//! Functions of one variable: eight operations, three of them transcendental, and some that one meets.
//!
//! All are small enough to be taken apart where they are called, ours and those of the others.

use calc_scalar::Real;

use super::{Function, Peer};

pub const X: f64 = 0.7;

#[inline]
pub fn f<R: Real>(x: R) -> R {
    (x * x.sin()).exp() / (1.0 + x.powi(2)) + (2.0 * x).cos()
}

pub struct Scalar;

impl Function<1> for Scalar {
    #[inline]
    fn at<P: Peer>(&self, &[x]: &[P; 1]) -> P {
        (x * x.sin()).exp() / x.square().plus(1.0) + x.times(2.0).cos()
    }
}

/// `x·e^(−x²/2)`.
#[inline]
pub fn bell<R: Real>(x: R) -> R {
    x * (-0.5 * x.powi(2)).exp()
}

pub struct Bell;

impl Function<1> for Bell {
    #[inline]
    fn at<P: Peer>(&self, &[x]: &[P; 1]) -> P {
        x * x.square().times(-0.5).exp()
    }
}

pub fn bell_by_hand(x: f64) -> [f64; 2] {
    let square = x * x;
    let power = Real::exp(-0.5 * square);
    [x * power, power - square * power]
}

/// `(x³ − 2x + 1)/(x² + 1)`.
#[inline]
pub fn ratio<R: Real>(x: R) -> R {
    (x * x * x - 2.0 * x + 1.0) / (x * x + 1.0)
}

pub struct Ratio;

impl Function<1> for Ratio {
    #[inline]
    fn at<P: Peer>(&self, &[x]: &[P; 1]) -> P {
        (x * x * x - x.times(2.0)).plus(1.0) / (x * x).plus(1.0)
    }
}

pub fn ratio_by_hand(x: f64) -> [f64; 2] {
    let square = x * x;
    let below = square + 1.0;
    let quotient = (x * (square - 2.0) + 1.0) / below;
    [quotient, (3.0 * square - 2.0 - 2.0 * x * quotient) / below]
}

const COEFFICIENTS: [f64; 6] = [0.3, -1.2, 0.7, 2.1, -0.4, 1.1];

/// A polynomial of degree 5 by Horner's rule.
#[inline]
pub fn horner<R: Real>(x: R) -> R {
    let [rest @ .., last] = COEFFICIENTS;
    let start = R::constant(last);
    rest.iter().rev().fold(start, |y, &c| y * x + c)
}

pub struct Horner;

impl Function<1> for Horner {
    #[inline]
    fn at<P: Peer>(&self, &[x]: &[P; 1]) -> P {
        let [rest @ .., next, last] = COEFFICIENTS;
        let start = x.times(last).plus(next);
        rest.iter().rev().fold(start, |y, &c| (y * x).plus(c))
    }
}

pub fn horner_by_hand(x: f64) -> [f64; 2] {
    let [rest @ .., last] = COEFFICIENTS;
    let start = [last, 0.0];
    rest.iter()
        .rev()
        .fold(start, |[y, slope], &c| [y * x + c, slope * x + y])
}

/// `ln(1 + x²)`.
#[inline]
pub fn logarithm<R: Real>(x: R) -> R {
    (1.0 + x.powi(2)).ln()
}

pub struct Logarithm;

impl Function<1> for Logarithm {
    #[inline]
    fn at<P: Peer>(&self, &[x]: &[P; 1]) -> P {
        x.square().plus(1.0).ln()
    }
}

pub fn logarithm_by_hand(x: f64) -> [f64; 2] {
    let sum = 1.0 + x * x;
    [Real::ln(sum), 2.0 * x / sum]
}

/// The logistic loss `ln(1 + eᶻ) − z/4` where `z = 1.3x − 0.4`.
#[inline]
pub fn loss<R: Real>(x: R) -> R {
    let z = 1.3 * x - 0.4;
    z.softplus() - 0.25 * z
}

pub struct Loss;

impl Function<1> for Loss {
    #[inline]
    fn at<P: Peer>(&self, &[x]: &[P; 1]) -> P {
        let z = x.times(1.3).plus(-0.4);
        z.exp().plus(1.0).ln() - z.times(0.25)
    }
}

/// Without overflow, as ours.
pub fn loss_by_hand(x: f64) -> [f64; 2] {
    let z = 1.3 * x - 0.4;
    let small = Real::exp(-z.abs());
    let share = if z >= 0.0 { 1.0 } else { small } / (1.0 + small);
    let value = f64::max(z, 0.0) + Real::ln_1p(small) - 0.25 * z;
    [value, 1.3 * (share - 0.25)]
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
