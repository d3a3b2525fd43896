//! One step of training a 2-4-1 network of sigmoids in place: seven of its 17 parameters.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_nn::activation::Sigmoid;
use calc_nn::loss::SquaredError;
use calc_nn::{Dense, Network};

type Xor = Network<(Dense<2, 4, Sigmoid>, Dense<4, 1, Sigmoid>)>;

calc_harness::compared!(|| {
    let mut w = black_box([0.1_f32; Xor::PARAMETERS]);
    let _ = Xor::step(SquaredError, &mut w, &black_box([0.5, 1.0]), &[1.0], 0.5);
    black_box(&w);
    let [a, .., b, c, d, e, f, g] = w;
    [a, b, c, d, e, f, g]
});
