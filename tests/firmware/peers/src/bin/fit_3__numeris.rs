//! A fit of 3 parameters to 6 measurements by Levenberg and Marquardt, the slopes worked out on paper.

#![no_std]
#![no_main]

use core::hint::black_box;

use libm::expf;
use numeris::optim::{LmSettings, least_squares_lm};
use numeris::{Matrix, Vector};

/// Times and measurements.
const DATA: [(f32, f32); 6] = [
    (0.0, 2.5),
    (0.5, 2.05),
    (1.0, 1.72),
    (2.0, 1.23),
    (3.0, 0.94),
    (5.0, 0.67),
];

calc_harness::compared!(|| {
    let residuals = |x: &Vector<f32, 3>| {
        Vector::from_array(DATA.map(|(t, y)| x[0] * expf(-x[1] * t) + x[2] - y))
    };
    let slopes = |x: &Vector<f32, 3>| {
        Matrix::new(DATA.map(|(t, _)| {
            let e = expf(-x[1] * t);
            [e, -t * x[0] * e, 1.0]
        }))
    };
    let start = Vector::from_array(black_box([1.0_f32, 1.0, 0.0]));
    match least_squares_lm(residuals, slopes, &start, &LmSettings::default()) {
        Ok(fit) => [fit.x[0], fit.x[1], fit.x[2]],
        Err(_) => [f32::NAN; 3],
    }
});
