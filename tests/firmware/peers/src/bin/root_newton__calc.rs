//! The root of Wallis' cubic from a guess by Newton's method.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_opt::root;
use calc_scalar::Real;

/// `x³ − 2x − 5`, Wallis' example.
fn wallis<R: Real<f32>>(x: R) -> R {
    x.powi(3) - 2.0 * x - 5.0
}

calc_harness::compared!(|| [
    root::newton(wallis, black_box(2.0_f32)).map_or(f32::NAN, |root| root.x)
]);
