//! The root of Wallis' cubic by `root::householder` with third derivatives.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_opt::root;
use calc_scalar::{Jet, Real};

/// `x³ − 2x − 5`, Wallis' example.
fn wallis<R: Real<f32>>(x: R) -> R {
    x.powi(3) - 2.0 * x - 5.0
}

calc_programs::measured!(|| {
    black_box(root::householder(|x: Jet<f32, 4>| wallis(x), black_box(2.0_f32)).ok());
});
