//! The gradient of Rosenbrock's valley, worked out on paper.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_harness::eight;

calc_harness::compared!(|| {
    unsafe extern "C" {
        fn the_function(x: *const f32, y: *mut f32);
    }
    let x = black_box([-1.2_f32, 1.0, 0.5, 0.25, -0.75, 1.5, 0.1, 2.0]);
    // SAFETY: reads so many numbers and writes at most eight.
    eight(|y| unsafe { the_function(x.as_ptr(), y) })
});
