//! The root of Wallis' cubic by `root::toms748`, in `f64`.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_opt::root;
use calc_scalar::Real;

/// `x³ − 2x − 5`, Wallis' example.
fn wallis<R: Real>(x: R) -> R {
    x.powi(3) - 2.0 * x - 5.0
}

calc_programs::measured!(|| {
    let [a, b] = black_box([2.0_f64, 3.0]);
    black_box(root::toms748(wallis::<f64>, a, b).ok());
});
