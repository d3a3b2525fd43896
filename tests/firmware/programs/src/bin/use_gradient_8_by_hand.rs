//! The gradient of Rosenbrock's valley worked out on paper, 8 variables.

#![no_std]
#![no_main]

use core::hint::black_box;

/// The gradient of Rosenbrock's valley, worked out on paper.
fn slopes<const N: usize>(x: [f32; N]) -> [f32; N] {
    let mut slopes = [0.0; N];
    for i in 0..N - 1 {
        let (a, b) = (x[i], x[i + 1]);
        let off = b - a * a;
        slopes[i] += -2.0 * (1.0 - a) - 400.0 * a * off;
        slopes[i + 1] += 200.0 * off;
    }
    slopes
}

calc_programs::measured!(|| {
    black_box(slopes(black_box([
        -1.2_f32, 1.0, 0.5, 0.25, -0.75, 1.5, 0.1, 2.0,
    ])));
});
