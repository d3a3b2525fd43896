//! The real roots of a quartic by `root::polynomial::real_roots`.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_opt::root::polynomial::real_roots;

calc_programs::measured!(|| {
    black_box(real_roots(black_box([-0.24_f32, 0.2, 1.0, -2.0, 0.7])).ok());
});
