//! The slope of a thermistor's curve over `Ieee`, in `f32`.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_scalar::{Ieee, Real, derivative};
/// Resistance of a thermistor in ohms, at a temperature in kelvin.
fn resistance<R: Real<f32>>(kelvin: R) -> R {
    10_000.0 * (3950.0 * (1.0 / kelvin - 1.0 / 298.15_f32)).exp()
}

calc_programs::measured!(|| {
    black_box(derivative(resistance, Ieee(black_box(298.15_f32))));
});
