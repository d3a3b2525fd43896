//! `x₁·x₂·…·x_N`: Speelpenning's product, whose gradient has no zeros and whose terms share everything.

use calc_scalar::Real;

use super::{Function, Peer};

pub fn f<R: Real, const N: usize>(x: [R; N]) -> R {
    x.into_iter().product()
}

pub struct Speelpenning;

impl<const N: usize> Function<N> for Speelpenning {
    fn at<P: Peer>(&self, x: &[P; N]) -> P {
        let product = x.iter().copied().reduce(|product, x| product * x);
        product.expect("at least one factor")
    }
}

/// The products of all before, times those of all after.
pub fn gradient_by_hand<const N: usize>(x: [f64; N]) -> [f64; N] {
    let mut slopes = [1.0; N];
    let mut before = 1.0;
    for (slope, x) in slopes.iter_mut().zip(x) {
        *slope = before;
        before *= x;
    }
    let mut after = 1.0;
    for (slope, x) in slopes.iter_mut().zip(x).rev() {
        *slope *= after;
        after *= x;
    }
    slopes
}

/// The products of all but two: before the first, between them, after the second.
pub fn hessian_by_hand<const N: usize>(x: [f64; N]) -> [[f64; N]; N] {
    let mut after = [1.0; N];
    for i in (1..N).rev() {
        after[i - 1] = after[i] * x[i];
    }
    let mut second = [[0.0; N]; N];
    let mut before = 1.0;
    for i in 0..N {
        let mut between = before;
        for j in i + 1..N {
            second[i][j] = between * after[j];
            second[j][i] = second[i][j];
            between *= x[j];
        }
        before *= x[i];
    }
    second
}
