//! micrograd's demonstration, side by side: the same points, the same first parameters, the same steps.

use calc_nn::activation::Relu;
use calc_nn::loss::Hinge;
use calc_nn::{Dense, Network};
use calc_opt::rule::{Rule, Sgd};

type Net = Network<(Dense<2, 16, Relu>, Dense<16, 16, Relu>, Dense<16, 1>)>;

/// What micrograd has found; see `micrograd.py` beside it.
const RUN: &str = include_str!("support/data/micrograd.txt");

/// The numbers of the lines that begin with this word.
fn lines(word: &str) -> impl Iterator<Item = Vec<f64>> {
    RUN.lines().filter_map(move |line| {
        let numbers = line.strip_prefix(word)?.split_whitespace();
        Some(numbers.map(|number| number.parse().unwrap()).collect())
    })
}

/// micrograd has the parameters neuron by neuron, each with its bias at the end.
fn first_parameters() -> [f64; Net::PARAMETERS] {
    let mut parts = Vec::new();
    Net::parts(|part| parts.push(part));
    let mut w = [0.0; Net::PARAMETERS];
    let mut numbers = lines("w ").flatten();
    for layer in parts.chunks_exact(2) {
        let [weights, biases] = layer else {
            unreachable!("every layer has weights and biases")
        };
        for output in 0..weights.outputs {
            for input in 0..weights.inputs.unwrap() {
                w[weights.index(output, input)] = numbers.next().unwrap();
            }
            w[biases.index(output, 0)] = numbers.next().unwrap();
        }
    }
    assert_eq!(numbers.next(), None);
    w
}

#[test]
fn every_step_has_the_loss_that_micrograd_finds() {
    let points: Vec<([f64; 2], [f64; 1])> = lines("x ")
        .map(|numbers| ([numbers[0], numbers[1]], [numbers[2]]))
        .collect();
    let mut w = first_parameters();
    let mut steps = 0;
    for (k, expected) in lines("loss ").enumerate() {
        let (mut loss, mut gradient, mut right) = (0.0, [0.0; Net::PARAMETERS], 0.0);
        for (x, y) in &points {
            let (value, slopes) = Net::value_and_gradient(Hinge, &w, x, y);
            loss += value / 100.0;
            for (sum, slope) in gradient.iter_mut().zip(slopes) {
                *sum += slope / 100.0;
            }
            if (Net::forward(&w, x)[0] > 0.0) == (y[0] > 0.0) {
                right += 1.0;
            }
        }
        for (slope, w) in gradient.iter_mut().zip(&w) {
            loss += 1e-4 * w * w;
            *slope += 2e-4 * w;
        }
        let [their_loss, their_right] = expected[..] else {
            panic!("{expected:?}")
        };
        assert!(
            (loss / their_loss - 1.0).abs() < 1e-9,
            "{k} {loss} {their_loss}"
        );
        assert_eq!(right, their_right, "{k}");
        let rate = 1.0 - 0.9 * f64::from(u32::try_from(k).unwrap()) / 100.0;
        Sgd::new(rate).update(&mut w, &gradient);
        steps += 1;
    }
    assert_eq!((points.len(), steps), (100, 38));
}
