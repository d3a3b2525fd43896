//! A fit of 3 parameters to 6 measurements by `least_squares::fit`.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_opt::least_squares::{Settings, fit};
use calc_scalar::{Dual, Real};

/// Decay to a rest, in time.
fn decay<R: Real<f32>>([a, b, c]: [R; 3], t: f32) -> R {
    a * (b * -t).exp() + c
}

calc_programs::measured!(|| {
    let data = black_box([
        (0.0_f32, 2.5_f32),
        (0.5, 2.05),
        (1.0, 1.72),
        (2.0, 1.23),
        (3.0, 0.94),
        (5.0, 0.67),
    ]);
    let _ = black_box(fit(
        |x: [Dual<f32, 3>; 3], i| {
            let (t, y) = data.get(i).copied().unwrap_or_default();
            decay(x, t) - y
        },
        data.len(),
        black_box([1.0_f32, 1.0, 0.0]),
        Settings::new(),
    ));
});
