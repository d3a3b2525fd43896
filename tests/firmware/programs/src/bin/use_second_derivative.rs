//! A second derivative.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_scalar::{Real, second_derivative};

/// A wave that dies out.
fn wave<R: Real<f32>>(x: R) -> R {
    (-0.5 * x).exp() * (1.0 + x * x).ln()
}

calc_programs::measured!(|| {
    black_box(second_derivative(wave, black_box(0.75_f32)));
});
