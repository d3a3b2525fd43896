//! XOR, the smallest problem that needs a hidden layer: solved by every rule, to the same bits always.

#![allow(clippy::float_cmp, reason = "tests assert exact values on purpose")]

use calc_nn::activation::{Sigmoid, Tanh};
use calc_nn::init::{Glorot, Zeros};
use calc_nn::loss::{BinaryCrossEntropyWithLogits, Loss, SquaredError};
use calc_nn::metrics::Confusion;
use calc_nn::{Dense, Network, Report, Stopped};
use calc_opt::rule::{Adam, Momentum, RmsProp, Rule, Sgd};

type Net = Network<(Dense<2, 4, Tanh>, Dense<4, 1>)>;
const P: usize = Net::PARAMETERS;

const XOR: [([f64; 2], [f64; 1]); 4] = [
    ([0.0, 0.0], [0.0]),
    ([0.0, 1.0], [1.0]),
    ([1.0, 0.0], [1.0]),
    ([1.0, 1.0], [0.0]),
];

/// Trains from `seed`; the parameters and the report.
fn trained(
    loss: impl Loss<[f64; 1], [f64; 1]>,
    mut rule: impl Rule<f64, P>,
    seed: u64,
    epochs: u32,
) -> ([f64; P], Report<f64>) {
    let mut w = [0.0; P];
    Net::init(&mut w, Glorot, seed);
    let report = Net::fit(loss, &mut w, &XOR, &mut rule, epochs);
    (w, report)
}

/// How many of the four answers are on the right side of `border`.
fn right(w: &[f64; P], border: f64) -> u32 {
    let mut confusion = Confusion::<2>::new();
    for (x, [target]) in XOR {
        let [answer] = Net::forward(w, &x);
        confusion.record(usize::from(target == 1.0), usize::from(answer > border));
    }
    confusion.right()
}

/// The hash of the bits of the parameters.
fn hash(w: &[f64; P]) -> u64 {
    fnv(w.iter().flat_map(|w| w.to_bits().to_le_bytes()))
}

/// FNV-1a.
fn fnv(bytes: impl IntoIterator<Item = u8>) -> u64 {
    bytes.into_iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[test]
fn every_rule_solves_it_from_ten_starts() {
    let loss = BinaryCrossEntropyWithLogits;
    for seed in 1..=10 {
        for (name, (w, report)) in [
            ("sgd", trained(loss, Sgd::new(1.0), seed, 2000)),
            (
                "momentum",
                trained(loss, Momentum::new(0.2, 0.9), seed, 1000),
            ),
            ("rmsprop", trained(loss, RmsProp::new(0.02), seed, 500)),
            ("adam", trained(loss, Adam::new(0.05), seed, 500)),
        ] {
            assert_eq!(right(&w, 0.0), 4, "{name} {seed}");
            assert!(report.loss < 0.02, "{name} {seed} {report:?}");
            assert_eq!(report.stopped, Stopped::Epochs);
        }
    }
}

#[test]
fn squared_error_solves_it_too() {
    for seed in 1..=10 {
        let (w, report) = trained(SquaredError, Adam::new(0.05), seed, 1000);
        assert_eq!(right(&w, 0.5), 4, "{seed}");
        assert!(report.loss < 1e-3, "{seed} {report:?}");
    }
}

/// The stored values were computed once; debug and release, and every target, give the same.
#[test]
fn the_bits_of_the_weights_are_always_the_same() {
    let mut start = [0.0; P];
    Net::init(&mut start, Glorot, 1);
    let (by_sgd, _) = trained(BinaryCrossEntropyWithLogits, Sgd::new(1.0), 1, 2000);
    let (by_adam, _) = trained(BinaryCrossEntropyWithLogits, Adam::new(0.05), 1, 500);
    let found = [start, by_sgd, by_adam].map(|w| hash(&w));
    assert_eq!(
        found,
        [
            0xaf23_e030_055e_d87c,
            0xe649_0249_e692_7a15,
            0x1df3_9b82_674b_d270
        ],
        "{found:#x?}"
    );
    // The hash notices one bit.
    let mut other = by_adam;
    other[3] = other[3].next_up();
    assert_ne!(hash(&other), found[2]);
}

#[test]
fn the_bits_are_always_the_same_in_single_precision() {
    let data = [
        ([0.0, 0.0], [0.0]),
        ([0.0, 1.0], [1.0]),
        ([1.0, 0.0], [1.0]),
        ([1.0, 1.0], [0.0]),
    ];
    let mut w = [0.0_f32; P];
    Net::init(&mut w, Glorot, 1);
    let trainer = Net::trainer(300).batch(1).shuffle(1);
    let report = trainer.fit(SquaredError, &mut w, &data, &mut Adam::new(0.02));
    assert!(report.loss < 1e-3, "{report:?}");
    let found = fnv(w.iter().flat_map(|w| w.to_bits().to_le_bytes()));
    assert_eq!(found, 0x7700_e4c5_57c4_90ec, "{found:#x}");
}

/// Negative control: from zeros, all hidden units stay equal, and equal units cannot solve it.
#[test]
fn from_zeros_it_is_not_learned() {
    let mut w = [0.1; P];
    Net::init(&mut w, Zeros, 1);
    assert_eq!(w, [0.0; P]);
    let report = Net::fit(
        BinaryCrossEntropyWithLogits,
        &mut w,
        &XOR,
        &mut Sgd::new(1.0),
        2000,
    );
    assert!((report.loss - core::f64::consts::LN_2).abs() < 1e-9);
}

/// Negative control: one neuron draws one straight line.
#[test]
fn one_neuron_does_not_learn_it() {
    type Neuron = Network<Dense<2, 1, Sigmoid>>;
    let mut w = [0.0; Neuron::PARAMETERS];
    Neuron::init(&mut w, Glorot, 1);
    let report = Neuron::fit(SquaredError, &mut w, &XOR, &mut Adam::new(0.05), 2000);
    assert!(report.loss > 0.12, "{report:?}"); // answering ½ to everything is 0.125
}
