//! `10N + ∑ xᵢ² − 10·cos 2πxᵢ`: each term has one variable and one cosine.

use core::f64::consts::TAU;

use calc_multi::Var;
use calc_scalar::Real;

use super::{Function, Peer, sum};

pub fn f<R: Real, const N: usize>(x: [R; N]) -> R {
    x.into_iter().map(|x| term([x])).sum()
}

pub fn term<R: Real>([x]: [R; 1]) -> R {
    x.powi(2) - 10.0 * (TAU * x).cos() + 10.0
}

/// Each term recorded as one operation, and their sum as one.
pub fn blocks<'t, const N: usize>(x: [Var<'t, f64>; N]) -> Var<'t, f64> {
    Var::total(&x.map(|x| Var::statement([x], term)))
}

pub struct Rastrigin;

impl<const N: usize> Function<N> for Rastrigin {
    fn at<P: Peer>(&self, x: &[P; N]) -> P {
        sum(x
            .iter()
            .map(|x| (x.square() - x.times(TAU).cos().times(10.0)).plus(10.0)))
    }
}

pub fn gradient_by_hand<const N: usize>(x: [f64; N]) -> [f64; N] {
    x.map(|x| 2.0 * x + 10.0 * TAU * Real::sin(TAU * x))
}
