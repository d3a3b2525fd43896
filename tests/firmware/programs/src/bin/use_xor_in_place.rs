//! One step of training a 2-4-1 network of sigmoids in place: forward, backward and update at once.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_nn::activation::Sigmoid;
use calc_nn::loss::SquaredError;
use calc_nn::{Dense, Network};
type Xor = Network<(Dense<2, 4, Sigmoid>, Dense<4, 1, Sigmoid>)>;

calc_programs::measured!(|| {
    let mut w = [0.1_f32; Xor::PARAMETERS];
    let w = black_box(&mut w);
    let (x, target) = black_box((&[0.0, 1.0], &[1.0]));
    let _ = Xor::step(SquaredError, w, x, target, 0.5);
    black_box(w);
});
