//! A cleared gradient of a 64-32-10 network: what of `use_digits_gradient` is not calculus.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_nn::activation::Relu;
use calc_nn::{Dense, Network};

type Digits = Network<(Dense<64, 32, Relu>, Dense<32, 10>)>;

calc_programs::measured!(|| {
    let gradient = [0.0_f32; Digits::PARAMETERS];
    black_box(&gradient);
});
