//! The slope of a thermistor's curve.

#![no_std]
#![no_main]

use core::hint::black_box;

use multicalc::{c, derivative, scalar_fn};

calc_harness::compared!(|| {
    let resistance =
        scalar_fn!(|kelvin| c(10_000.0) * (c(3950.0) * (c(-1.0 / 298.15) + c(1.0) / kelvin)).exp());
    [derivative(&resistance, black_box(300.0_f32))]
});
