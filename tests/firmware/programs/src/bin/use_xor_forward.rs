//! The answer of a 2-4-1 network.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_nn::activation::Tanh;
use calc_nn::{Dense, Network};
type Xor = Network<(Dense<2, 4, Tanh>, Dense<4, 1>)>;

calc_programs::measured!(|| {
    let w = black_box([0.25_f32; Xor::PARAMETERS]);
    black_box(Xor::forward(&w, &black_box([0.0, 1.0])));
});
