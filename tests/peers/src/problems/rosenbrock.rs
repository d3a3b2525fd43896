//! `∑ (1 − xᵢ)² + 100·(xᵢ₊₁ − xᵢ²)²`: arithmetic only, each term has two variables.

use calc_multi::Var;
use calc_scalar::Real;

use super::{Function, Peer, sum};

pub fn f<R: Real, const N: usize>(x: [R; N]) -> R {
    let pairs = x.iter().zip(x.iter().skip(1));
    pairs.map(|(&a, &b)| term([a, b])).sum()
}

pub fn term<R: Real>([a, b]: [R; 2]) -> R {
    (1.0 - a).powi(2) + 100.0 * (b - a.powi(2)).powi(2)
}

/// Each term recorded as one operation, and their sum as one.
pub fn blocks<'t, const N: usize>(x: [Var<'t, f64>; N]) -> Var<'t, f64> {
    let term = |i: usize| match (x.get(i), x.get(i + 1)) {
        (Some(&a), Some(&b)) => Var::statement([a, b], term),
        _ => Var::constant(0.0),
    };
    Var::total(&core::array::from_fn::<_, N, _>(term)[..N - 1])
}

pub struct Rosenbrock;

impl<const N: usize> Function<N> for Rosenbrock {
    fn at<P: Peer>(&self, x: &[P; N]) -> P {
        let pairs = x.iter().zip(x.iter().skip(1));
        sum(pairs.map(|(&a, &b)| a.plus(-1.0).square() + (b - a.square()).square().times(100.0)))
    }
}

pub fn gradient_by_hand<const N: usize>(x: [f64; N]) -> [f64; N] {
    let mut slopes = [0.0; N];
    for i in 0..N - 1 {
        let rise = x[i + 1] - x[i] * x[i];
        slopes[i] += -2.0 * (1.0 - x[i]) - 400.0 * x[i] * rise;
        slopes[i + 1] += 200.0 * rise;
    }
    slopes
}

pub fn hessian_by_hand<const N: usize>(x: [f64; N]) -> [[f64; N]; N] {
    let mut second = [[0.0; N]; N];
    for i in 0..N - 1 {
        second[i][i] += 2.0 + 1200.0 * x[i] * x[i] - 400.0 * x[i + 1];
        second[i][i + 1] = -400.0 * x[i];
        second[i + 1][i] = -400.0 * x[i];
        second[i + 1][i + 1] += 200.0;
    }
    second
}
