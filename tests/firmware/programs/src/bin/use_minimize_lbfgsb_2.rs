//! The lowest point of Rosenbrock's valley left of ½ by `minimize::lbfgsb`, 2 variables.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_opt::minimize::{Limits, lbfgsb};
use calc_scalar::Real;

/// Rosenbrock's valley.
fn valley<R: Real<f32>, const N: usize>(x: [R; N]) -> R {
    x.iter()
        .zip(x.iter().skip(1))
        .map(|(&a, &b)| (1.0 - a).powi(2) + 100.0 * (b - a.powi(2)).powi(2))
        .sum()
}

calc_programs::measured!(|| {
    let (low, high) = black_box(([-2.0, f32::NEG_INFINITY], [0.5, f32::INFINITY]));
    let _ = black_box(lbfgsb(
        valley,
        black_box([-1.2_f32, 1.0]),
        low,
        high,
        Limits::new(),
    ));
});
