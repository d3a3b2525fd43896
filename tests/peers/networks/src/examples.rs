//! Handwritten digits, a step after each example: 64-32-10, softsign and linear outputs, half the squared error,
//! double precision. FANN bends the slope of its sigmoid, so the two could not be compared with that.

use std::hint::black_box;

use calc_nn::activation::Softsign;
use calc_nn::loss::SquaredError;
use calc_nn::{Dense, Network};
use mynn::activations::Activation;
use mynn::network::{EndLayer, ProcessLayer};

use crate::data::{self, BATCH};
use crate::fann::{self, Fann};
use crate::shortest;

type Net = Network<(Dense<64, 32, Softsign>, Dense<32, 10>)>;
const P: usize = Net::PARAMETERS;
const RATE: f64 = 0.01;

/// How many epochs the loss curves are compared over, and how far they may be apart, relatively: FANN's rate and
/// its loss are in single precision.
const EPOCHS: usize = 3;
const TOLERANCE: f64 = 1e-4;

const ROUNDS: usize = 20;

type Example = ([f64; 64], [f64; 10]);

fn examples() -> Vec<Example> {
    let one_hot = |class| core::array::from_fn(|i| f64::from(u8::from(i == class)));
    let digits = data::digits().into_iter();
    digits
        .map(|(pixels, class)| (pixels.map(f64::from), one_hot(class)))
        .collect()
}

fn first_weights() -> [f64; P] {
    let mut w = [0.0; P];
    Net::init(&mut w, calc_nn::init::Glorot, 1);
    w
}

/// The mean loss of an epoch.
fn calc_epoch(w: &mut [f64; P], examples: &[Example]) -> f64 {
    let losses = examples
        .iter()
        .map(|(x, y)| Net::step(SquaredError, w, x, y, RATE).unwrap_or(f64::NAN));
    losses.sum::<f64>() / examples.len() as f64
}

fn fann(w: &[f64; P]) -> Fann {
    Fann::new([64, 32, 10], w, [fann::SOFTSIGN, fann::LINEAR], RATE)
}

fn fann_epoch(network: &mut Fann, examples: &[Example]) {
    for (x, y) in examples {
        network.step(x, y);
    }
}

type Mynn = ProcessLayer<32, 64, 10, ProcessLayer<10, 32, 10, EndLayer<10>>>;

/// The same for both layers.
const SOFTSIGN: Activation<'_> = Activation {
    function: &|x| x / (1.0 + x.abs()),
    derivative: &|y| (1.0 - y.abs()) * (1.0 - y.abs()),
};

fn mynn(w: &[f64; P]) -> Mynn {
    let (w1, rest) = w.split_at(64 * 32);
    let (b1, rest) = rest.split_at(32);
    let (w2, b2) = rest.split_at(32 * 10);
    let hidden = core::array::from_fn(|j| core::array::from_fn(|i| w1[32 * i + j]));
    let output = core::array::from_fn(|j| core::array::from_fn(|i| w2[10 * i + j]));
    let array = |b: &[f64]| core::array::from_fn(|j| b[j]);
    let last = ProcessLayer::new_with(EndLayer(), output, array(b2));
    ProcessLayer::new_with(last, hidden, core::array::from_fn(|j| b1[j]))
}

/// Equal curves first, then time.
pub fn race() {
    let examples = examples();
    let start = first_weights();
    let (mut w, mut peer) = (start, fann(&start));
    for epoch in 0..EPOCHS {
        let ours = calc_epoch(&mut w, &examples);
        fann_epoch(&mut peer, &examples);
        let theirs = peer.loss();
        assert!(
            (theirs / ours - 1.0).abs() < TOLERANCE,
            "epoch {epoch}: {theirs} and not {ours}"
        );
    }
    // mynn takes arrays, by value: a batch at a time.
    let batches: Vec<([[f64; 64]; BATCH], [[f64; 10]; BATCH])> = examples
        .chunks_exact(BATCH)
        .map(|batch| {
            let at = |k: usize| batch[k];
            (
                core::array::from_fn(|k| at(k).0),
                core::array::from_fn(|k| at(k).1),
            )
        })
        .collect();
    let (mut w, mut peer, mut other) = (start, fann(&start), mynn(&start));
    let mut racers: Vec<(&'static str, Box<dyn FnMut() + '_>)> = vec![
        (
            "calc-nn",
            Box::new(|| {
                black_box(calc_epoch(&mut w, &examples));
            }),
        ),
        (
            "mynn 0.1.2",
            Box::new(|| {
                for (x, y) in &batches {
                    other.train(RATE, *x, *y, 1, &SOFTSIGN);
                }
            }),
        ),
        ("FANN 2.2.0", Box::new(|| fann_epoch(&mut peer, &examples))),
    ];
    for (name, seconds) in shortest(ROUNDS, &mut racers) {
        println!("{name}\t{:.4}", seconds * 1e3);
    }
}
