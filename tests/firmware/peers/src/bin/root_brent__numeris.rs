//! The root of Wallis' cubic in a bracket by the method of Brent.

#![no_std]
#![no_main]

use core::hint::black_box;

use numeris::optim::{RootSettings, brent};

calc_harness::compared!(|| {
    let [a, b] = black_box([2.0_f32, 3.0]);
    let wallis = |x: f32| x * x * x - 2.0 * x - 5.0;
    [brent(wallis, a, b, &RootSettings::default()).map_or(f32::NAN, |result| result.x)]
});
