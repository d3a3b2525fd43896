//! The root of Wallis' cubic from a guess by Newton's method, the slope worked out on paper.

#![no_std]
#![no_main]

use core::hint::black_box;

use numeris::optim::{RootSettings, newton_1d};

calc_harness::compared!(|| {
    let wallis = |x: f32| x * x * x - 2.0 * x - 5.0;
    let slope = |x: f32| 3.0 * x * x - 2.0;
    let result = newton_1d(wallis, slope, black_box(2.0), &RootSettings::default());
    [result.map_or(f32::NAN, |result| result.x)]
});
