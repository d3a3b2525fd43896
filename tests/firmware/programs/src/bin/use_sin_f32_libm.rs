//! The sine of an angle in `f32` by `libm`, which computes in `f64`.

#![no_std]
#![no_main]

use core::hint::black_box;

calc_programs::measured!(|| {
    black_box(libm::sinf(black_box(1.25)));
});
