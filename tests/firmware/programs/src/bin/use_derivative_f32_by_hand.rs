//! The slope of a thermistor's curve worked out on paper, in `f32`.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_scalar::Real;

/// Ohms per kelvin of a thermistor, worked out on paper.
fn slope(kelvin: f32) -> f32 {
    let r = 10_000.0 * Real::exp(3950.0 * (1.0 / kelvin - 1.0 / 298.15));
    -3950.0 * r / (kelvin * kelvin)
}

calc_programs::measured!(|| {
    black_box(slope(black_box(298.15_f32)));
});
