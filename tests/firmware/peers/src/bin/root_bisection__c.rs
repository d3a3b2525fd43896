//! The root of Wallis' cubic in a bracket by plain bisection.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_harness::eight;

calc_harness::compared!(|| {
    unsafe extern "C" {
        fn the_function(x: *const f32, y: *mut f32);
    }
    let x = black_box([2.0_f32, 3.0]);
    // SAFETY: reads so many numbers and writes at most eight.
    eight(|y| unsafe { the_function(x.as_ptr(), y) })
});
