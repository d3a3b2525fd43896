//! One step of training a 2-4-1 network: forward, backward, update.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_nn::activation::Tanh;
use calc_nn::loss::BinaryCrossEntropyWithLogits;
use calc_nn::{Dense, Network};
use calc_opt::rule::{Rule as _, Sgd};
type Xor = Network<(Dense<2, 4, Tanh>, Dense<4, 1>)>;

calc_programs::measured!(|| {
    let mut w = black_box([0.25_f32; Xor::PARAMETERS]);
    let (x, target) = black_box(([0.0, 1.0], [1.0]));
    let (_, gradient) = Xor::value_and_gradient(BinaryCrossEntropyWithLogits, &w, &x, &target);
    Sgd::new(0.5).update(&mut w, &gradient);
    black_box(w);
});
