//! Loss and gradient of a 64-32-10 network, the one for handwritten digits, on one example.

#![no_std]
#![no_main]

use core::hint::black_box;

use calc_nn::activation::Relu;
use calc_nn::loss::SoftmaxCrossEntropy;
use calc_nn::{Dense, Network, Trace, Zero as _};
type Layers = (Dense<64, 32, Relu>, Dense<32, 10>);
type Digits = Network<Layers>;

static W: [f32; Digits::PARAMETERS] = [0.01; Digits::PARAMETERS];

calc_programs::measured!(|| {
    let mut gradient = [0.0; Digits::PARAMETERS];
    let mut trace = Trace::<Layers, f32>::ZERO;
    let (w, x, class) = black_box((&W, &[0.5; 64], 3));
    let answer = Digits::record(w, x, &mut trace);
    let (loss, slopes) = calc_nn::loss::Loss::value_and_slope(SoftmaxCrossEntropy, answer, &class);
    Digits::backward(w, x, &trace, &slopes, &mut gradient);
    black_box((loss, &gradient));
});
