//! Three linear equations.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_multi::linalg::solve;

calc_programs::measured!(|| {
    black_box(
        solve(
            black_box([[4.0_f32, 1.0, -0.5], [1.0, 3.0, 0.25], [2.0, 0.25, 2.0]]),
            [1.0, 2.0, 3.0],
        )
        .ok(),
    );
});
