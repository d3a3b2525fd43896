//! A prediction of a 64-32-10 network: eight of its answers.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_nn::activation::Relu;
use calc_nn::{Dense, Network};

type Digits = Network<(Dense<64, 32, Relu>, Dense<32, 10>)>;

/// In flash, as a trained network would be.
static W: [f32; Digits::PARAMETERS] = [0.01; Digits::PARAMETERS];

calc_harness::compared!(|| {
    let [a, b, c, d, e, f, g, h, ..] = Digits::forward(black_box(&W), &black_box([0.5; 64]));
    [a, b, c, d, e, f, g, h]
});
