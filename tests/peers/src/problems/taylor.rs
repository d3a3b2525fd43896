//! The first `K` Taylor coefficients of `exp(sin x)` and of `tanh x`.

use calc_scalar::Real;

use super::{Function, Peer};

pub const X: f64 = 0.7;

pub fn exp_sin<R: Real>(x: R) -> R {
    x.sin().exp()
}

pub fn tanh<R: Real>(x: R) -> R {
    x.tanh()
}

pub struct ExpSin;

impl Function<1> for ExpSin {
    fn at<P: Peer>(&self, &[x]: &[P; 1]) -> P {
        x.sin().exp()
    }
}

pub struct Tanh;

impl Function<1> for Tanh {
    fn at<P: Peer>(&self, &[x]: &[P; 1]) -> P {
        x.tanh()
    }
}

/// `y′ = y·(sin x)′`, whose coefficients are those of the sine and cosine.
pub fn exp_sin_by_hand<const K: usize>(x: f64) -> [f64; K] {
    let (sin, cos) = Real::sin_cos(x);
    let mut slope = [0.0; K];
    let (mut scale, turn) = (1.0, [cos, -sin, -cos, sin]);
    for k in 0..K {
        slope[k] = turn[k % 4] * scale;
        scale /= (k + 1) as f64;
    }
    let mut y = [0.0; K];
    y[0] = Real::exp(sin);
    for k in 1..K {
        let sum: f64 = (0..k).map(|j| slope[j] * y[k - 1 - j]).sum();
        y[k] = sum / k as f64;
    }
    y
}

/// `y′ = 1 − y²`.
pub fn tanh_by_hand<const K: usize>(x: f64) -> [f64; K] {
    let mut y = [0.0; K];
    y[0] = Real::tanh(x);
    for k in 1..K {
        let square: f64 = (0..k).map(|j| y[j] * y[k - 1 - j]).sum();
        let one = if k == 1 { 1.0 } else { 0.0 };
        y[k] = (one - square) / k as f64;
    }
    y
}
