//! The lowest point of Rosenbrock's valley by BFGS, 2 variables, the gradient worked out on paper.

#![no_std]
#![no_main]

use core::hint::black_box;

use numeris::Vector;
use numeris::optim::{BfgsSettings, minimize_bfgs};

calc_harness::compared!(|| {
    let valley = |x: &Vector<f32, 2>| {
        let off = x[1] - x[0] * x[0];
        (1.0 - x[0]) * (1.0 - x[0]) + 100.0 * off * off
    };
    let slopes = |x: &Vector<f32, 2>| {
        let off = x[1] - x[0] * x[0];
        Vector::from_array([-2.0 * (1.0 - x[0]) - 400.0 * x[0] * off, 200.0 * off])
    };
    let start = Vector::from_array(black_box([-1.2_f32, 1.0]));
    match minimize_bfgs(valley, slopes, &start, &BfgsSettings::default()) {
        Ok(minimum) => [minimum.x[0], minimum.x[1]],
        Err(_) => [f32::NAN; 2],
    }
});
