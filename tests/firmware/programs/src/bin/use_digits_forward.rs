//! A prediction of a 64-32-10 network.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_nn::activation::Relu;
use calc_nn::{Dense, Network};

type Digits = Network<(Dense<64, 32, Relu>, Dense<32, 10>)>;

/// In flash, as a trained network would be.
static WEIGHTS: [f32; Digits::PARAMETERS] = [0.01; Digits::PARAMETERS];

calc_programs::measured!(|| {
    let x = black_box([0.5_f32; 64]);
    black_box(Digits::forward(black_box(&WEIGHTS), &x));
});
