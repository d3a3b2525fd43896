//! One step of Adam with eight parameters.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_opt::rule::{Adam, Rule as _};

calc_programs::measured!(|| {
    let mut rule = Adam::new(1e-3);
    let mut x = black_box([-1.2_f32, 1.0, 0.5, 0.25, -0.75, 1.5, 0.1, 2.0]);
    let gradient = black_box([-1.2_f32, 1.0, 0.5, 0.25, -0.75, 1.5, 0.1, 2.0]);
    rule.update(&mut x, &gradient);
    black_box(x);
});
