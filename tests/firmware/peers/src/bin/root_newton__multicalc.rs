//! The root of Wallis' cubic from a guess by Newton's method.

#![no_std]
#![no_main]

use core::hint::black_box;

use multicalc::{AutoDiffSingle, Newton, c, scalar_fn};

calc_harness::compared!(|| {
    let wallis = scalar_fn!(|x| c(-5.0) + x * x * x - c(2.0) * x);
    let newton = Newton::<AutoDiffSingle<f32>>::default();
    [newton
        .solve(&wallis, black_box(2.0))
        .map_or(f32::NAN, |report| report.root)]
});
