//! The root of Wallis' cubic in a bracket by bisection.

#![no_std]
#![no_main]

use core::hint::black_box;

use multicalc::{Bisection, c, scalar_fn};

calc_harness::compared!(|| {
    let wallis = scalar_fn!(|x| c(-5.0) + x * x * x - c(2.0) * x);
    let [a, b] = black_box([2.0_f32, 3.0]);
    [Bisection::<f32>::new()
        .solve(&wallis, a, b)
        .map_or(f32::NAN, |report| report.root)]
});
