//! A prediction of a 64-32-10 network: eight of its answers.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_harness::eight;

/// In flash, as a trained network would be.
static W: [f32; 2410] = [0.01; 2410];

calc_harness::compared!(|| {
    unsafe extern "C" {
        fn the_function(w: *const f32, x: *const f32, y: *mut f32);
    }
    let (w, x) = black_box((&W, [0.5_f32; 64]));
    // SAFETY: reads so many numbers and writes at most eight.
    eight(|y| unsafe { the_function(w.as_ptr(), x.as_ptr(), y) })
});
