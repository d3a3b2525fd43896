//! A fit of 3 parameters to 6 measurements by Levenberg and Marquardt.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_opt::least_squares::{Settings, levenberg_marquardt};
use calc_scalar::Real;

/// Decay to a rest, at six times.
fn decay<R: Real<f32>>([a, b, c]: [R; 3]) -> [R; 6] {
    [
        (0.0, 2.5),
        (0.5, 2.05),
        (1.0, 1.72),
        (2.0, 1.23),
        (3.0, 0.94),
        (5.0, 0.67),
    ]
    .map(|(t, y)| a * (-t * b).exp() + c - y)
}

calc_harness::compared!(|| levenberg_marquardt(
    decay,
    black_box([1.0_f32, 1.0, 0.0]),
    Settings::new()
)
.x);
