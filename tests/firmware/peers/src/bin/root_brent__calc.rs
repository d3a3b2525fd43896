//! The root of Wallis' cubic in a bracket by the method of Brent.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_opt::root;
use calc_scalar::Real;

/// `x³ − 2x − 5`, Wallis' example.
fn wallis<R: Real<f32>>(x: R) -> R {
    x.powi(3) - 2.0 * x - 5.0
}

calc_harness::compared!(|| {
    let [a, b] = black_box([2.0_f32, 3.0]);
    [root::brent(wallis::<f32>, a, b).map_or(f32::NAN, |root| root.x)]
});
