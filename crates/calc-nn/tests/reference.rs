//! Training by PyTorch, as an outside reference: parameters after 100 steps, `reference/pytorch.py`.

use calc_nn::activation::{LeakyRelu, Relu, Sigmoid, Silu, Softplus, Tanh};
use calc_nn::loss::{BinaryCrossEntropyWithLogits, Loss, MeanSquaredError, SoftmaxCrossEntropy};
use calc_nn::{Dense, Layer, Network, NoBias, Units};
use calc_opt::rule::{Adam, AdamW, Momentum, RmsProp, Rule, Sgd};

const FOUND: &str = include_str!("reference/pytorch.txt");
const EXAMPLES: usize = 8;
const STEPS: u32 = 100;

/// The loss before the last step and the parameters that PyTorch found.
fn reference(case: &str) -> (f64, Vec<f64>) {
    let line = FOUND
        .lines()
        .find(|line| line.split(' ').next() == Some(case));
    let mut numbers = line.unwrap().split(' ').skip(1).map(|n| n.parse().unwrap());
    (numbers.next().unwrap(), numbers.collect())
}

/// `k` modulo `n`, as a number.
fn modulo(k: usize, n: usize) -> f64 {
    f64::from(u32::try_from(k % n).unwrap())
}

fn inputs(k: usize) -> [f64; 3] {
    core::array::from_fn(|i| modulo((k * 3 + i) * 29 + 5, 32) / 8.0 - 2.0)
}

fn targets<const N: usize>(k: usize) -> [f64; N] {
    core::array::from_fn(|j| modulo((k * N + j) * 5 + 3, 9) / 8.0)
}

/// The largest difference from PyTorch, in the loss and in any parameter.
fn difference<L, Y, C, R, const P: usize>(
    case: &str,
    loss: C,
    mut rule: R,
    target: impl Fn(usize) -> Y,
) -> f64
where
    L: Layer<Input = Units<3>>,
    C: Loss<calc_nn::Values<L::Output, f64>, Y>,
    R: Rule<f64, P>,
{
    let data: [([f64; 3], Y); EXAMPLES] = core::array::from_fn(|k| (inputs(k), target(k)));
    let mut w: [f64; P] = core::array::from_fn(|k| (modulo(k * 37 + 11, 64) - 32.0) / 64.0);
    let report = Network::<L>::fit(loss, &mut w, &data, &mut rule, STEPS);
    let (expected_loss, expected) = reference(case);
    assert_eq!(expected.len(), P);
    let first = (report.loss - expected_loss).abs();
    let pairs = w.iter().zip(expected);
    pairs.fold(first, |m, (a, e)| m.max((a - e).abs()))
}

const TOLERANCE: f64 = 1e-12;

type Two<A> = (Dense<3, 5, A>, Dense<5, 2>);

#[test]
fn sgd_tanh_and_mean_squared_error_agree_with_pytorch() {
    let case = "sgd-tanh-mse";
    let run = |rate| {
        difference::<Two<Tanh>, _, _, _, 32>(case, MeanSquaredError, Sgd::new(rate), targets::<2>)
    };
    assert!(run(0.1) < TOLERANCE, "{}", run(0.1));
    // Negative control: a rate that is wrong in the ninth digit.
    assert!(run(0.1 + 1e-9) > 10.0 * TOLERANCE);
}

#[test]
fn momentum_silu_and_binary_cross_entropy_agree_with_pytorch() {
    let run = |momentum| {
        difference::<Two<Silu>, _, _, _, 32>(
            "momentum-silu-bce",
            BinaryCrossEntropyWithLogits,
            Momentum::new(0.05, momentum),
            targets::<2>,
        )
    };
    assert!(run(0.9) < TOLERANCE, "{}", run(0.9));
    assert!(run(0.9 + 1e-9) > 10.0 * TOLERANCE);
}

#[test]
fn rmsprop_and_sigmoid_agree_with_pytorch() {
    let run = |rate| {
        difference::<Two<Sigmoid>, _, _, _, 32>(
            "rmsprop-sigmoid-mse",
            MeanSquaredError,
            RmsProp::new(rate),
            targets::<2>,
        )
    };
    assert!(run(0.01) < TOLERANCE, "{}", run(0.01));
    assert!(run(0.01 + 1e-9) > 10.0 * TOLERANCE);
}

#[test]
fn adam_and_three_layers_and_classes_agree_with_pytorch() {
    type Deep = (
        Dense<3, 5, LeakyRelu>,
        Dense<5, 4, Softplus, NoBias>,
        Dense<4, 3>,
    );
    let run = |rate| {
        difference::<Deep, _, _, _, 55>(
            "adam-leaky-softplus-class",
            SoftmaxCrossEntropy,
            Adam::new(rate),
            |k| (k * 5 + 1) % 3,
        )
    };
    assert!(run(0.01) < TOLERANCE, "{}", run(0.01));
    assert!(run(0.01 + 1e-9) > 10.0 * TOLERANCE);
}

#[test]
fn adamw_relu_and_probabilities_agree_with_pytorch() {
    type Three = (Dense<3, 5, Relu>, Dense<5, 3>);
    let probabilities = |k| {
        let weights = targets::<3>(k).map(|y| y + 0.125);
        let sum: f64 = weights.iter().sum();
        weights.map(|w| w / sum)
    };
    let run = |decay| {
        difference::<Three, _, _, _, 38>(
            "adamw-relu-probabilities",
            SoftmaxCrossEntropy,
            AdamW::new(0.01, decay),
            probabilities,
        )
    };
    assert!(run(0.1) < TOLERANCE, "{}", run(0.1));
    assert!(run(0.1 + 1e-9) > 10.0 * TOLERANCE);
}
