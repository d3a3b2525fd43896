//! A fit of 3 parameters to 6 measurements by Levenberg and Marquardt.

#![no_std]
#![no_main]

use core::hint::black_box;

use multicalc::scalar::{Numeric, VectorFn};
use multicalc::{AutoDiffMulti, LevenbergMarquardt, c};

/// Decay to a rest, at six times.
struct Decay;

impl VectorFn<3, 6> for Decay {
    fn eval<S: Numeric>(&self, &[a, b, rest]: &[S; 3]) -> [S; 6] {
        [
            (0.0, 2.5),
            (0.5, 2.05),
            (1.0, 1.72),
            (2.0, 1.23),
            (3.0, 0.94),
            (5.0, 0.67),
        ]
        .map(|(t, y)| c(-y) + a * (c(-t) * b).exp() + rest)
    }
}

calc_harness::compared!(|| {
    let solver = LevenbergMarquardt::<AutoDiffMulti<f32>>::default();
    let fit = solver.minimize(&Decay, &black_box([1.0_f32, 1.0, 0.0]));
    fit.map_or([f32::NAN; 3], |report| report.solution)
});
