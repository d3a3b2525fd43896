//! XOR: 2-4-1, sigmoids, half the squared error, a step after each example, double precision.

use std::hint::black_box;

use calc_nn::activation::Sigmoid;
use calc_nn::loss::SquaredError;
use calc_nn::{Dense, Network};
use mynn::activations::SIGMOID;
use mynn::network::{EndLayer, ProcessLayer};

use crate::fann::{self, Fann};
use crate::shortest;

type Net = Network<(Dense<2, 4, Sigmoid>, Dense<4, 1, Sigmoid>)>;
const P: usize = Net::PARAMETERS;
const RATE: f64 = 0.5;

const XOR: [([f64; 2], [f64; 1]); 4] = [
    ([0.0, 0.0], [0.0]),
    ([0.0, 1.0], [1.0]),
    ([1.0, 0.0], [1.0]),
    ([1.0, 1.0], [0.0]),
];

/// Epochs of four steps in a round, and rounds.
const EPOCHS: usize = 2500;
const ROUNDS: usize = 40;

fn first_weights() -> [f64; P] {
    let mut w = [0.0; P];
    Net::init(&mut w, calc_nn::init::Glorot, 1);
    w
}

/// The mean loss of four steps.
fn calc_epoch(w: &mut [f64; P]) -> f64 {
    let losses = XOR.map(|(x, y)| Net::step(SquaredError, w, &x, &y, RATE).unwrap_or(f64::NAN));
    losses.iter().sum::<f64>() / 4.0
}

type Mynn = ProcessLayer<4, 2, 1, ProcessLayer<1, 4, 1, EndLayer<1>>>;

fn mynn(w: &[f64; P]) -> Mynn {
    let hidden = [0, 1, 2, 3].map(|j| [w[j], w[4 + j]]);
    let output = [[w[12], w[13], w[14], w[15]]];
    let last = ProcessLayer::new_with(EndLayer(), output, [w[16]]);
    ProcessLayer::new_with(last, hidden, [w[8], w[9], w[10], w[11]])
}

fn fann(w: &[f64; P]) -> Fann {
    Fann::new([2, 4, 1], w, [fann::SIGMOID; 2], RATE)
}

fn fann_epoch(network: &mut Fann) {
    for (x, y) in &XOR {
        network.step(x, y);
    }
}

pub fn race() {
    let start = first_weights();
    let (mut w, mut peer) = (start, fann(&start));
    for epoch in 0..500 {
        let ours = calc_epoch(&mut w);
        fann_epoch(&mut peer);
        let theirs = peer.loss();
        assert!(
            (theirs / ours - 1.0).abs() < 1e-5,
            "epoch {epoch}: {theirs} and not {ours}"
        );
    }
    let (inputs, targets) = (XOR.map(|(x, _)| x), XOR.map(|(_, y)| y));
    let (mut w, mut peer, mut other) = (start, fann(&start), mynn(&start));
    let mut racers: Vec<(&'static str, Box<dyn FnMut()>)> = vec![
        (
            "calc-nn",
            Box::new(move || {
                for _ in 0..EPOCHS {
                    black_box(calc_epoch(&mut w));
                }
            }),
        ),
        (
            "mynn 0.1.2",
            Box::new(move || other.train(RATE, inputs, targets, EPOCHS, &SIGMOID)),
        ),
        (
            "FANN 2.2.0",
            Box::new(move || {
                for _ in 0..EPOCHS {
                    fann_epoch(&mut peer);
                }
            }),
        ),
    ];
    for (name, seconds) in shortest(ROUNDS, &mut racers) {
        println!("{name}\t{:.2}", seconds * 1e9 / (4 * EPOCHS) as f64);
    }
}
