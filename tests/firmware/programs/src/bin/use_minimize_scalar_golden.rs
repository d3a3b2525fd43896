//! The lowest point of a curve by `minimize_scalar::golden`.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_opt::minimize_scalar;
use calc_scalar::Real;

/// A wave that dies out.
fn wave<R: Real<f32>>(x: R) -> R {
    (-0.5 * x).exp() * (1.0 - 3.0 * x * x)
}

calc_programs::measured!(|| {
    let [a, b] = black_box([0.0_f32, 4.0]);
    black_box(minimize_scalar::golden(wave::<f32>, a, b).ok());
});
