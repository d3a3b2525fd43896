//! `−20·exp(−0.2·√(∑xᵢ²/N)) − exp(∑cos 2πxᵢ/N) + 20 + e`: two sums, then functions of them.

use core::f64::consts::{E, TAU};

use calc_multi::Var;
use calc_scalar::Real;

use super::{Function, Peer, sum};

pub fn f<R: Real, const N: usize>(x: [R; N]) -> R {
    let part = 1.0 / N as f64;
    let squares: R = x.iter().map(|x| x.powi(2)).sum();
    let waves: R = x.iter().map(|&x| (TAU * x).cos()).sum();
    -20.0 * (-0.2 * (part * squares).sqrt()).exp() - (part * waves).exp() + 20.0 + E
}

/// Each wave, their sum and the sum of squares recorded as one operation.
pub fn blocks<'t, const N: usize>(x: [Var<'t, f64>; N]) -> Var<'t, f64> {
    let part = 1.0 / N as f64;
    let squares = Var::dot(&x, &x);
    let waves = Var::total(&x.map(|x| Var::statement([x], |[x]| (TAU * x).cos())));
    Var::statement([squares, waves], |[squares, waves]| {
        -20.0 * (-0.2 * (part * squares).sqrt()).exp() - (part * waves).exp() + 20.0 + E
    })
}

pub struct Ackley;

impl<const N: usize> Function<N> for Ackley {
    fn at<P: Peer>(&self, x: &[P; N]) -> P {
        let part = 1.0 / N as f64;
        let squares = sum(x.iter().map(|x| x.square()));
        let waves = sum(x.iter().map(|x| x.times(TAU).cos()));
        let funnel = squares.times(part).sqrt().times(-0.2).exp().times(-20.0);
        (funnel - waves.times(part).exp()).plus(20.0 + E)
    }
}

pub fn gradient_by_hand<const N: usize>(x: [f64; N]) -> [f64; N] {
    let n = N as f64;
    let squares: f64 = x.iter().map(|x| x * x).sum();
    let mut slopes = [0.0; N];
    let mut waves = 0.0;
    for (slope, &x) in slopes.iter_mut().zip(&x) {
        let (sin, cos) = Real::sin_cos(TAU * x);
        waves += cos;
        *slope = sin;
    }
    let radius = Real::sqrt(squares / n);
    let funnel = 4.0 * Real::exp(-0.2 * radius) / (n * radius);
    let wave = Real::exp(waves / n) * TAU / n;
    for (slope, &x) in slopes.iter_mut().zip(&x) {
        *slope = funnel * x + wave * *slope;
    }
    slopes
}

pub fn hessian_by_hand<const N: usize>(x: [f64; N]) -> [[f64; N]; N] {
    let n = N as f64;
    let squares: f64 = x.iter().map(|x| x * x).sum();
    let turns = x.map(|x| Real::sin_cos(TAU * x));
    let waves: f64 = turns.iter().map(|(_, cos)| cos).sum();
    let radius = Real::sqrt(squares / n);
    let funnel = 4.0 * Real::exp(-0.2 * radius) / (n * radius);
    // By the radius, which itself has the slopes x/(n·radius).
    let narrower = -funnel * (0.2 + 1.0 / radius) / (n * radius);
    let (wave, step) = (Real::exp(waves / n), TAU / n);
    let mut second = [[0.0; N]; N];
    for (i, row) in second.iter_mut().enumerate() {
        for (j, entry) in row.iter_mut().enumerate() {
            *entry = narrower * x[i] * x[j] - wave * step * step * turns[i].0 * turns[j].0;
        }
        row[i] += funnel + wave * step * TAU * turns[i].1;
    }
    second
}
