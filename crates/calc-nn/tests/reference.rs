//! Training by PyTorch, as an outside reference: parameters after 100 steps, `reference/pytorch.py`.

use calc_nn::activation::{
    Elu, Gelu, GeluTanh, HardSwish, HardTanh, LeakyRelu, Mish, Relu, Relu6, Selu, Sigmoid, Silu,
    Softplus, Softsign, Tanh,
};
use calc_nn::loss::{
    BinaryCrossEntropyWithLogits, Huber, Loss, MeanAbsoluteError, MeanSquaredError,
    MulticlassHinge, SoftmaxCrossEntropy,
};
use calc_nn::{Activate, Dense, Layer, LayerNorm, Network, NoBias, Penalty, Softmax, Units};
use calc_opt::rule::{
    AdaDelta, AdaGrad, Adam, AdamW, Adamax, AmsGrad, CentredRmsProp, Decoupled, Momentum, NAdam,
    Nesterov, RAdam, RmsProp, Rprop, Rule, Sgd,
};

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
    rule: R,
    target: impl Fn(usize) -> Y,
) -> f64
where
    L: Layer<Input = Units<3>>,
    C: Loss<calc_nn::Values<L::Output, f64>, Y>,
    R: Rule<f64, P>,
{
    difference_with::<L, Y, C, R, P>(case, loss, rule, Penalty::NONE, target)
}

/// The same with a penalty on the parameters, which the loss that PyTorch reports leaves out.
fn difference_with<L, Y, C, R, const P: usize>(
    case: &str,
    loss: C,
    mut rule: R,
    penalty: Penalty,
    target: impl Fn(usize) -> Y,
) -> f64
where
    L: Layer<Input = Units<3>>,
    C: Loss<calc_nn::Values<L::Output, f64>, Y>,
    R: Rule<f64, P>,
{
    let data: [([f64; 3], Y); EXAMPLES] = core::array::from_fn(|k| (inputs(k), target(k)));
    let mut w: [f64; P] = core::array::from_fn(|k| (modulo(k * 37 + 11, 64) - 32.0) / 64.0);
    let trainer = Network::<L>::trainer(STEPS).penalty(penalty);
    let report = trainer.fit(loss, &mut w, &data, &mut rule);
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

/// What a rule does on a network with 32 parameters, as far as it is away from PyTorch.
fn rule(case: &str, rule: impl Rule<f64, 32>) -> f64 {
    penalised(case, rule, Penalty::NONE)
}

fn penalised(case: &str, rule: impl Rule<f64, 32>, penalty: Penalty) -> f64 {
    difference_with::<Two<Tanh>, _, _, _, 32>(
        &format!("rule-{case}"),
        MeanSquaredError,
        rule,
        penalty,
        targets::<2>,
    )
}

/// Every rule that both have, at a rate `1 + slip` times that of PyTorch.
fn rules(slip: f64) -> [(&'static str, f64); 17] {
    let scale = 1.0 + slip;
    [
        ("sgd", rule("sgd", Sgd::new(0.1 * scale))),
        (
            "momentum",
            rule("momentum", Momentum::new(0.05 * scale, 0.9)),
        ),
        (
            "nesterov",
            rule("nesterov", Nesterov::new(0.05 * scale, 0.9)),
        ),
        (
            "adagrad",
            rule("adagrad", AdaGrad::new(0.1 * scale).epsilon(1e-10)),
        ),
        ("rmsprop", rule("rmsprop", RmsProp::new(0.01 * scale))),
        (
            "centred rmsprop",
            rule("centred-rmsprop", CentredRmsProp::new(0.01 * scale)),
        ),
        ("adadelta", rule("adadelta", AdaDelta::new(scale))),
        ("adam", rule("adam", Adam::new(0.01 * scale))),
        ("adamw", rule("adamw", AdamW::new(0.01 * scale, 0.1))),
        (
            "decoupled adam",
            rule("adamw", Decoupled::new(Adam::new(0.01 * scale), 0.1)),
        ),
        ("adamax", rule("adamax", Adamax::new(0.01 * scale))),
        (
            "nadam",
            rule("nadam", NAdam::new(0.01 * scale).momentum_decay(0.004)),
        ),
        (
            "radam",
            rule("radam", RAdam::new(0.01 * scale).epsilon(0.0)),
        ),
        ("amsgrad", rule("amsgrad", AmsGrad::new(0.01 * scale))),
        ("rprop", rule("rprop", Rprop::new(0.01 * scale))),
        (
            "sgd with a penalty",
            penalised("sgd-penalty", Sgd::new(0.1 * scale), Penalty::l2(0.05)),
        ),
        (
            "adam with a penalty",
            penalised("adam-penalty", Adam::new(0.01 * scale), Penalty::l2(0.05)),
        ),
    ]
}

#[test]
fn every_rule_that_pytorch_has_ends_where_its_ends() {
    for (name, found) in rules(0.0) {
        assert!(found < 1e-11, "{name}: {found}");
    }
}

/// The negative control: a rate that is wrong in the seventh digit, and a penalty left out.
#[test]
fn rules_that_are_nearly_right_are_noticed() {
    for (name, found) in rules(1e-7) {
        assert!(found > 1e-9, "{name}: {found}");
    }
    assert!(rule("sgd-penalty", Sgd::new(0.1)) > 1e-3);
    assert!(rule("adam-penalty", AdamW::new(0.01, 0.05)) > 1e-3);
}

/// Adam on one of the other networks.
fn network<L, Y, C, const P: usize>(
    case: &str,
    rate: f64,
    loss: C,
    target: impl Fn(usize) -> Y,
) -> f64
where
    L: Layer<Input = Units<3>>,
    C: Loss<calc_nn::Values<L::Output, f64>, Y>,
{
    difference::<L, Y, C, _, P>(
        &format!("net-{case}"),
        loss,
        Adam::<f64, P>::new(rate),
        target,
    )
}

/// The other activations, losses and layers.
fn networks(rate: f64) -> [(&'static str, f64); 8] {
    type Three<A> = (Dense<3, 5, A>, Dense<5, 3>);
    type Norm = (Dense<3, 5>, LayerNorm<5>, Activate<5, Mish>, Dense<5, 2>);
    type NormLast = (Dense<3, 5, Softsign>, Dense<5, 4>, LayerNorm<4>);
    type Shares = (Dense<3, 5, HardSwish>, Dense<5, 4>, Softmax<4>);
    type Clipped = (Dense<3, 5, HardTanh>, Dense<5, 4, Relu6>, Dense<4, 2>);
    let class = |k: usize| (k * 5 + 1) % 3;
    let smoothed = SoftmaxCrossEntropy.smoothing(0.1);
    let huber = Huber { delta: 0.25 };
    [
        (
            "selu",
            network::<Two<Selu>, _, _, 32>("selu-huber", rate, huber, targets::<2>),
        ),
        (
            "elu",
            network::<Two<Elu>, _, _, 32>("elu-absolute", rate, MeanAbsoluteError, targets::<2>),
        ),
        (
            "gelu",
            network::<Three<Gelu>, _, _, 38>("gelu-classes", rate, smoothed, class),
        ),
        (
            "gelu by tanh",
            network::<Three<GeluTanh>, _, _, 38>("gelu-tanh-margin", rate, MulticlassHinge, class),
        ),
        (
            "mish",
            network::<Norm, _, _, 42>("mish-norm", rate, MeanSquaredError, targets::<2>),
        ),
        (
            "softsign",
            network::<NormLast, _, _, 52>(
                "softsign-norm-last",
                rate,
                MeanSquaredError,
                targets::<4>,
            ),
        ),
        (
            "hard swish",
            network::<Shares, _, _, 44>("hardswish-softmax", rate, MeanSquaredError, targets::<4>),
        ),
        (
            "hard tanh",
            network::<Clipped, _, _, 54>("hardtanh-relu6", rate, MeanSquaredError, targets::<2>),
        ),
    ]
}

#[test]
fn other_layers_activations_and_losses_train_as_those_of_pytorch() {
    for (name, found) in networks(0.01) {
        assert!(found < 1e-11, "{name}: {found}");
    }
    // Negative control: a rate that is wrong in the seventh digit.
    for (name, found) in networks(0.01 * (1.0 + 1e-7)) {
        assert!(found > 1e-9, "{name}: {found}");
    }
}
