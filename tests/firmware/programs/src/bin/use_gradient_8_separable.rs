//! The gradient of Rosenbrock's valley, 8 variables, as a sum of terms of 2.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_multi::separable;
use calc_scalar::Real;

/// One term of Rosenbrock's valley.
fn term<R: Real<f32>>(_: usize, [a, b]: [R; 2]) -> R {
    (1.0 - a).powi(2) + 100.0 * (b - a.powi(2)).powi(2)
}

calc_programs::measured!(|| {
    let x = black_box([-1.2_f32, 1.0, 0.5, 0.25, -0.75, 1.5, 0.1, 2.0]);
    black_box(separable::gradient((0..7).map(|i| [i, i + 1]), term, x).ok());
});
