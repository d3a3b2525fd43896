//! `cos` at eight points, by newlib.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_harness::eight;

calc_harness::compared!(|| {
    unsafe extern "C" {
        fn the_function(x: *const f32, y: *mut f32);
    }
    let x = black_box([0.1_f32, 0.5, 0.9, 1.3, 2.1, 2.9, 3.7, 5.3]);
    // SAFETY: reads eight numbers and writes eight.
    eight(|y| unsafe { the_function(x.as_ptr(), y) })
});
