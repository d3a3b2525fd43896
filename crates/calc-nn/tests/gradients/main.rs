//! Backward passes written by hand against two routes that know nothing of layers: the tape, and
//! dual numbers. Every activation with every loss in networks of every kind and some sixty shapes, random
//! parameters and inputs, from tiny ones to those at which every unit is saturated.

mod chosen;
mod mistakes;
mod shapes;

use core::cell::RefCell;

use calc_multi::{Tape, Var};
use calc_nn::activation::{Relu, Sigmoid, Tanh};
use calc_nn::loss::{Loss, SoftmaxCrossEntropy, SquaredError};
use calc_nn::{Dense, Layer, LayerNorm, Network, Random, Values, Vector, Zero};
use calc_scalar::{Dual, Real, Verdict};
use proptest::prelude::*;

use chosen::{ACTIVATIONS, AnyLoss, CHOSEN, LOSSES, WRONG};
use shapes::{LARGE, Run, SMALL};

/// Room for the largest network here.
const CAPACITY: usize = 16_000;

/// The allowed distance, relative to the largest slope.
const TOLERANCE: f64 = 1e-12;

thread_local! {
    /// Used by one network after the other.
    static TAPE: RefCell<Box<Tape<f64, CAPACITY>>> = RefCell::new(Box::new(Tape::new()));
}

/// The largest difference between two gradients, relative to the largest slope.
fn distance<const P: usize>(actual: &[f64; P], expected: &[f64; P]) -> f64 {
    let scale = expected
        .iter()
        .fold(f64::MIN_POSITIVE, |m, e| m.max(e.abs()));
    actual.iter().zip(expected).fold(0.0, |worst, (a, e)| {
        let found = (a - e).abs() / scale;
        // NaN counts as worst.
        if found <= worst { worst } else { found }
    })
}

/// What the three routes say on one example.
#[derive(Debug, PartialEq)]
enum Found {
    Agree,
    /// The slopes are so small that rounding hides them.
    Undecided,
    Differ(String),
}

/// Compares backpropagation with dual numbers, in use and in training, with the tape, and with a step in
/// place.
fn compare<L: Layer, C, Y, const P: usize>(
    loss: C,
    w: &[f64; P],
    x: &Values<L::Input, f64>,
    target: &Y,
) -> Found
where
    C: Loss<Values<L::Output, f64>, Y>
        + Loss<Values<L::Output, Dual<f64>>, Y>
        + for<'t> Loss<Values<L::Output, Var<'t, f64>>, Y>,
{
    let (value, backward) = Network::<L>::value_and_gradient(loss, w, x, target);
    let again: f64 = Network::<L>::loss(loss, w, x, target);
    if value.to_bits() != again.to_bits() {
        return Found::Differ(format!("losses {value} {again}"));
    }
    let checks = [
        Network::<L>::check_gradient(loss, w, x, target),
        Network::<L>::check_gradient_in_training(loss, w, x, target, value.to_bits()),
    ];
    for check in checks {
        match check.verdict {
            Verdict::Agrees => assert!(check.distance <= 1.0001 * TOLERANCE),
            Verdict::Undecided => return Found::Undecided,
            _ => return Found::Differ(format!("dual numbers: {check}")),
        }
    }
    let reverse =
        TAPE.with_borrow_mut(|tape| tape.gradient(|w| Network::<L>::loss(loss, &w, x, target), *w));
    let found = distance(&backward, &reverse.expect("room on the tape"));
    // A slope of a loss may be the small difference of numbers around 1, which the tape rounds singly.
    let rounding = match largest(&backward, 0.0) {
        0.0 => 0.0,
        size => f64::EPSILON * largest_at_slopes_of_one::<L, P>(w, x) / size,
    };
    if found >= TOLERANCE + 4.0 * rounding {
        return Found::Differ(format!("tape: {found}"));
    }
    let mut moved = *w;
    Network::<L>::step(loss, &mut moved, x, target, 0.5).expect("all is finite");
    let bound = 1e-14 * largest(w, 1.0) + TOLERANCE * largest(&backward, 1.0);
    for ((moved, w), slope) in moved.iter().zip(w).zip(backward) {
        let off = (w - 0.5 * slope - moved).abs();
        if off > bound {
            return Found::Differ(format!("step in place: {off}"));
        }
    }
    Found::Agree
}

/// The largest size of a number, and at least this.
fn largest(of: &[f64], least: f64) -> f64 {
    of.iter().fold(least, |m, w| m.max(w.abs()))
}

/// The largest slope by a parameter, if the loss had a slope of 1 by each answer.
fn largest_at_slopes_of_one<L: Layer, const P: usize>(
    w: &[f64; P],
    x: &Values<L::Input, f64>,
) -> f64 {
    let mut trace = Network::<L>::trace();
    Network::<L>::record(w, x, &mut trace);
    let mut ones = <Values<L::Output, f64> as Zero>::ZERO;
    ones.as_mut().fill(1.0);
    let mut gradient = [0.0; P];
    Network::<L>::backward(w, x, &trace, &ones, &mut gradient);
    largest(&gradient, 0.0)
}

/// How large random parameters and inputs are.
#[derive(Clone, Copy, Debug)]
struct Sizes {
    parameters: f64,
    inputs: f64,
}

/// Random parameters and inputs.
fn random<L: Layer, const P: usize>(
    sizes: Sizes,
    random: &mut Random,
) -> ([f64; P], Values<L::Input, f64>) {
    let mut w = [0.0; P];
    w.fill_with(|| random.symmetric(sizes.parameters));
    let mut x = <Values<L::Input, f64> as Zero>::ZERO;
    x.as_mut().fill_with(|| random.symmetric(sizes.inputs));
    (w, x)
}

/// Random targets between 0 and 1.
fn targets<V: Vector<Scalar = f64>>(random: &mut Random) -> V {
    let mut y = V::ZERO;
    y.as_mut().fill_with(|| random.uniform());
    y
}

/// One network, one loss, one seed.
fn run<L: Layer, const P: usize>(loss: AnyLoss, sizes: Sizes, seed: u64) -> Found
where
    AnyLoss: Loss<Values<L::Output, f64>, Values<L::Output, f64>>
        + Loss<Values<L::Output, Dual<f64>>, Values<L::Output, f64>>
        + for<'t> Loss<Values<L::Output, Var<'t, f64>>, Values<L::Output, f64>>,
{
    let mut source = Random::new(seed);
    let (w, x) = random::<L, P>(sizes, &mut source);
    let target = targets::<Values<L::Output, f64>>(&mut source);
    compare::<L, _, _, P>(loss, &w, &x, &target)
}

/// Whether rounding hides the slopes, after the promise that nothing else does.
fn undecided(
    &(name, run): &(&str, Run),
    [first, second]: [usize; 2],
    loss: usize,
    sizes: Sizes,
    seed: u64,
) -> bool {
    CHOSEN.set([first, second]);
    let found = run(AnyLoss(loss), sizes, seed);
    if let Found::Differ(how) = &found {
        panic!("{name}, activations {first} {second}, loss {loss}, {sizes:?}, seed {seed}: {how}");
    }
    found == Found::Undecided
}

/// The usual sizes at the start of a training, and after a long one.
const USUAL: [Sizes; 2] = [
    Sizes {
        parameters: 0.4,
        inputs: 3.0,
    },
    Sizes {
        parameters: 1.5,
        inputs: 3.0,
    },
];

#[test]
fn every_activation_agrees_with_every_loss_in_every_network() {
    let (mut hidden, mut all) = (0, 0);
    for first in 0..ACTIVATIONS {
        for loss in 0..LOSSES {
            let second = (first + loss * 5) % ACTIVATIONS;
            for (i, network) in SMALL.iter().enumerate() {
                let sizes = USUAL[(first + loss + i) % 2];
                hidden += u32::from(undecided(network, [first, second], loss, sizes, 1));
                all += 1;
            }
        }
    }
    // At most one in a hundred has slopes that rounding hides.
    assert!(hidden * 100 <= all, "{hidden} of {all}");
}

/// With parameters of 100 and inputs of 1000, hardly a unit is not saturated.
#[test]
fn large_networks_agree_up_to_saturation() {
    let sizes = [(0.1, 1.0), (1.5, 3.0), (100.0, 1000.0)];
    for (i, network) in LARGE.iter().enumerate() {
        for (k, (parameters, inputs)) in sizes.into_iter().enumerate() {
            let number = 3 * i + k;
            let activations = [5 * number % ACTIVATIONS, 7 * number % ACTIVATIONS];
            let sizes = Sizes { parameters, inputs };
            undecided(network, activations, 3 * number % LOSSES, sizes, 1);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]
    #[test]
    fn random_networks_agree_from_tiny_sizes_to_saturation(
        network in 0..SMALL.len(),
        first in 0..ACTIVATIONS,
        second in 0..ACTIVATIONS,
        loss in 0..LOSSES,
        parameters in -2.0..2.0_f64,
        inputs in -3.0..3.0_f64,
        seed: u64,
    ) {
        let [parameters, inputs] = [parameters, inputs].map(|digits| Real::powf(10.0_f64, digits));
        undecided(&SMALL[network], [first, second], loss, Sizes { parameters, inputs }, seed);
    }
}

/// All units but one saturated, and its slope by the loss the difference of two shares that are nearly alike.
#[test]
fn a_slope_that_cancels_is_right_to_the_rounding_of_what_cancels() {
    let (parameters, inputs) = (5.158_413_084_340_404, 114.783_953_017_462_37);
    let sizes = Sizes { parameters, inputs };
    let network = SMALL.iter().find(|(name, _)| *name == "Dense<9, 7, A>");
    let network = network.expect("it is in the list");
    assert!(!undecided(
        network,
        [9, 5],
        10,
        sizes,
        353_888_031_160_141_926
    ));
}

/// A part whose parameters stay as they are, and one that learns on what it answers.
#[test]
fn the_gradient_behind_a_frozen_part_is_that_of_the_whole_network() {
    type Body = (Dense<3, 5, Tanh>, LayerNorm<5>);
    type Head = (Dense<5, 4, Relu>, Dense<4, 2>);
    const P: usize = Network::<(Body, Head)>::PARAMETERS;
    const B: usize = Network::<Body>::PARAMETERS;
    const H: usize = Network::<Head>::PARAMETERS;
    for seed in 0..20 {
        for sizes in USUAL {
            let (w, x) = random::<(Body, Head), P>(sizes, &mut Random::new(seed));
            let (body, head): (&[f64; B], &[f64; H]) =
                (w[..B].try_into().unwrap(), w[B..].try_into().unwrap());
            let hidden = Network::<Body>::forward(body, &x);
            let (_, whole) =
                Network::<(Body, Head)>::value_and_gradient(SoftmaxCrossEntropy, &w, &x, &1);
            let (_, part) =
                Network::<Head>::value_and_gradient(SoftmaxCrossEntropy, head, &hidden, &1);
            assert_eq!(whole[B..], part);
            let found = compare::<Head, _, _, H>(SoftmaxCrossEntropy, head, &hidden, &1);
            assert_eq!(found, Found::Agree);
        }
    }
}

/// The negative control: a slope that is off by one part in 10⁹ is seen in a network of every shape.
#[test]
fn a_wrong_activation_is_noticed_in_every_network() {
    let with_activation = SMALL
        .iter()
        .chain(LARGE)
        .filter(|(name, _)| name.contains(", A"));
    let mut all = 0;
    for &(name, run) in with_activation {
        CHOSEN.set([WRONG, WRONG]);
        let loss = AnyLoss(0);
        let noticed = (0..4).any(|seed| matches!(run(loss, USUAL[0], seed), Found::Differ(_)));
        assert!(noticed, "{name}");
        all += 1;
    }
    assert!(all > 50, "{all}");
}

proptest! {
    /// Backpropagation itself, run on dual numbers, gives the second derivatives: a column of the
    /// Hessian, which is symmetric.
    #[test]
    fn backpropagation_can_be_differentiated(seed: u64) {
        type L = (Dense<2, 3, Tanh>, LayerNorm<3>, Dense<3, 1, Sigmoid>);
        type Net = Network<L>;
        const P: usize = Net::PARAMETERS;
        let (w, x) = random::<L, P>(USUAL[1], &mut Random::new(seed));
        let column = |j: usize| {
            let mut w = w.map(Dual::<f64>::constant);
            w[j].partials = [1.0];
            Net::value_and_gradient(SquaredError, &w, &x, &[1.0]).1.map(Dual::slope)
        };
        let columns: [[f64; P]; P] = core::array::from_fn(column);
        let largest = columns.as_flattened().iter().fold(0.0_f64, |m, h| m.max(h.abs()));
        for (i, column) in columns.iter().enumerate() {
            for (j, (a, row)) in column.iter().zip(&columns).enumerate() {
                prop_assert!((a - row[i]).abs() < 1e-12 * largest.max(1.0), "{i} {j} {a} {}", row[i]);
            }
        }
    }
}
