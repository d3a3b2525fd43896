//! A derivative from values alone, with its error.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_scalar::{Real, difference};
/// A wave that dies out.
fn wave<R: Real<f32>>(x: R) -> R {
    (-0.5 * x).exp() * (1.0 + x * x).ln()
}

calc_programs::measured!(|| {
    black_box(difference::derivative(wave::<f32>, black_box(0.75)));
});
