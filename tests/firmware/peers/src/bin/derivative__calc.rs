//! The slope of a thermistor's curve.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_scalar::{Real, derivative};

/// Resistance of a thermistor, at a temperature in kelvin.
fn resistance<R: Real<f32>>(kelvin: R) -> R {
    10_000.0 * (3950.0 * (1.0 / kelvin - 1.0 / 298.15_f32)).exp()
}

calc_harness::compared!(|| [derivative(resistance, black_box(300.0_f32))]);
