//! The critical points of a quartic, in `f32`.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_opt::CriticalPoints;
use calc_scalar::Real;

calc_programs::measured!(|| {
    let [a, b] = black_box([-2.0_f32, 2.0]);
    black_box(CriticalPoints::<f32, 4>::search(|x| x.powi(4) - 3.0 * x.powi(2) + x, a, b, 16).ok());
});
