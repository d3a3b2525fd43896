//! The sine of an angle in `f32`.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_scalar::Real;

calc_programs::measured!(|| {
    black_box(Real::sin(black_box(1.25_f32)));
});
