//! The gradient of Rosenbrock's valley, 2 variables, forward over `Ieee`.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_multi::gradient;
use calc_scalar::{Ieee, Real};
/// Rosenbrock's valley.
fn valley<R: Real<f32>, const N: usize>(x: [R; N]) -> R {
    x.iter()
        .zip(x.iter().skip(1))
        .map(|(&a, &b)| (1.0 - a).powi(2) + 100.0 * (b - a.powi(2)).powi(2))
        .sum()
}

calc_programs::measured!(|| {
    black_box(gradient(valley, black_box([-1.2_f32, 1.0]).map(Ieee)));
});
