//! A whole training: a 2-4-1 network of sigmoids starts from seeded weights and learns XOR in place.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_nn::activation::Sigmoid;
use calc_nn::init::Glorot;
use calc_nn::loss::SquaredError;
use calc_nn::{Dense, Network};

type Xor = Network<(Dense<2, 4, Sigmoid>, Dense<4, 1, Sigmoid>)>;

static XOR: [([f32; 2], [f32; 1]); 4] = [
    ([0.0, 0.0], [0.0]),
    ([0.0, 1.0], [1.0]),
    ([1.0, 0.0], [1.0]),
    ([1.0, 1.0], [0.0]),
];

/// As many as the counter of the smallest machine has room for; it takes some thousands to learn.
const EPOCHS: u32 = 20;

calc_programs::measured!(|| {
    let mut w = [0.0; Xor::PARAMETERS];
    Xor::init(&mut w, Glorot, 1);
    for _ in 0..black_box(EPOCHS) {
        for (x, target) in &XOR {
            Xor::step(SquaredError, &mut w, x, target, 2.0);
        }
    }
    black_box(&w);
});
