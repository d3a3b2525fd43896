//! The same training from four different starts.

// ANCHOR: listing
use calc_nn::activation::Tanh;
use calc_nn::init::{Glorot, Initialiser, Uniform, Zeros};
use calc_nn::loss::BinaryCrossEntropyWithLogits;
use calc_nn::{Dense, Network};
use calc_opt::rule::Sgd;

type Net = Network<(Dense<2, 3, Tanh>, Dense<3, 1>)>;

const XOR: [([f64; 2], [f64; 1]); 4] = [
    ([0.0, 0.0], [0.0]),
    ([0.0, 1.0], [1.0]),
    ([1.0, 0.0], [1.0]),
    ([1.0, 1.0], [0.0]),
];

fn main() {
    train("all weights 0", Zeros);
    train("Glorot", Glorot);
    train("far too small", Uniform { limit: 1e-3 });
    train("far too large", Uniform { limit: 50.0 });
}

fn train(name: &str, how: impl Initialiser + Copy) {
    let losses = [1, 2, 3, 4, 5].map(|seed| {
        let mut parameters = [0.0; Net::PARAMETERS];
        Net::init(&mut parameters, how, seed);
        let mut rule = Sgd::new(0.5);
        Net::fit(
            BinaryCrossEntropyWithLogits,
            &mut parameters,
            &XOR,
            &mut rule,
            1000,
        )
        .loss
    });
    println!("{name:<14} loss with five seeds: {losses:.3?}");
}
// ANCHOR_END: listing
