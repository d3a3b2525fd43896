//! The three roots of `sin x − x/2`, with a proof that there are no others, by `root::all`.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_opt::root;
use calc_scalar::Real;

calc_programs::measured!(|| {
    let [a, b] = black_box([-3.0_f32, 3.0]);
    black_box(root::all::<4, f32>(|x| x.sin() - x / 2.0, a, b).ok());
});
