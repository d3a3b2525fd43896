//! Backward passes written by hand against two routes that know nothing of layers: the tape, and
//! dual numbers. Every activation with every loss in every kind of network, random parameters and
//! inputs.

use core::cell::Cell;

use calc_multi::{Tape, Var};
use calc_nn::activation::{
    Activation, Elu, Gelu, GeluTanh, HardSigmoid, HardSwish, HardTanh, Identity, LeakyRelu, Mish,
    Relu, Relu6, Selu, Sigmoid, Silu, Softplus, Softsign, Tanh,
};
use calc_nn::init::Initialiser;
use calc_nn::loss::{
    BinaryCrossEntropyWithLogits, Hinge, Huber, LogCosh, Loss, MeanAbsoluteError, MeanSquaredError,
    MulticlassHinge, SoftmaxCrossEntropy, SquaredError,
};
use calc_nn::{
    Activate, Dense, Dropout, Layer, LayerNorm, Network, NoBias, Place, Random, Shape, Softmax,
    Values, Vector, Zero,
};
use calc_scalar::{Dual, Float, Number, Real, Verdict};
use proptest::prelude::*;

/// Room for the largest network here.
const CAPACITY: usize = 4000;

/// The allowed distance, relative to the largest slope.
const TOLERANCE: f64 = 1e-12;

thread_local! {
    /// Which activations the networks of this thread have.
    static CHOSEN: Cell<[usize; 2]> = const { Cell::new([0; 2]) };
}

const ACTIVATIONS: usize = 17;

/// One activation or another: so that the types of networks do not multiply by those of activations.
#[derive(Clone, Copy, Debug)]
struct Chosen<const SLOT: usize>;

macro_rules! chosen {
    ($f:ident($z:ident)) => {
        match CHOSEN.get()[SLOT] {
            0 => Identity::$f($z),
            1 => Relu::$f($z),
            2 => Relu6::$f($z),
            3 => LeakyRelu::$f($z),
            4 => Elu::$f($z),
            5 => Selu::$f($z),
            6 => Softplus::$f($z),
            7 => Sigmoid::$f($z),
            8 => HardSigmoid::$f($z),
            9 => Tanh::$f($z),
            10 => HardTanh::$f($z),
            11 => Softsign::$f($z),
            12 => Silu::$f($z),
            13 => HardSwish::$f($z),
            14 => Gelu::$f($z),
            15 => GeluTanh::$f($z),
            _ => Mish::$f($z),
        }
    };
}

impl<const SLOT: usize> Activation for Chosen<SLOT> {
    const NAME: &'static str = "Chosen";

    fn value<T: Number>(z: T) -> T {
        chosen!(value(z))
    }

    fn value_and_slope<T: Number>(z: T) -> (T, T) {
        chosen!(value_and_slope(z))
    }
}

type A = Chosen<0>;
type B = Chosen<1>;

const LOSSES: usize = 13;

/// The loss of this number. Targets between 0 and 1 are given to each in the form that it takes.
#[derive(Clone, Copy, Debug)]
struct AnyLoss(usize);

macro_rules! any_loss {
    ($f:ident($number:expr, $answer:ident, $target:ident)) => {{
        let mass: T::Literal = $target.iter().copied().sum();
        let shares = $target.map(|y| y / mass);
        let sides = $target.map(|y| T::Literal::ONE.copysign(y - T::Literal::from_f64(0.5)));
        let class = (0..N).max_by(|&i, &j| $target[i].to_f64().total_cmp(&$target[j].to_f64()));
        let class = class.unwrap_or(0);
        let smoothed = SoftmaxCrossEntropy.smoothing(0.1);
        match $number {
            0 => SquaredError.$f($answer, $target),
            1 => MeanSquaredError.$f($answer, $target),
            2 => MeanAbsoluteError.$f($answer, $target),
            3 => Huber::default().$f($answer, $target),
            4 => Huber { delta: 0.2 }.$f($answer, $target),
            5 => LogCosh.$f($answer, $target),
            6 => BinaryCrossEntropyWithLogits.$f($answer, $target),
            7 => Hinge.$f($answer, &sides),
            8 => SoftmaxCrossEntropy.$f($answer, &shares),
            9 => SoftmaxCrossEntropy.$f($answer, &class),
            10 => smoothed.$f($answer, &shares),
            11 => smoothed.$f($answer, &class),
            _ => MulticlassHinge.$f($answer, &class),
        }
    }};
}

impl<T: Number, const N: usize> Loss<[T; N], [T::Literal; N]> for AnyLoss {
    fn value(self, answer: &[T; N], target: &[T::Literal; N]) -> T {
        any_loss!(value(self.0, answer, target))
    }

    fn value_and_slope(self, answer: &[T; N], target: &[T::Literal; N]) -> (T, [T; N]) {
        any_loss!(value_and_slope(self.0, answer, target))
    }
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
    let mut tape = Box::new(Tape::<f64, CAPACITY>::new());
    let reverse = tape.gradient(|w| Network::<L>::loss(loss, &w, x, target), *w);
    let found = distance(&backward, &reverse.expect("room on the tape"));
    if found >= TOLERANCE {
        return Found::Differ(format!("tape: {found}"));
    }
    let mut moved = *w;
    Network::<L>::step(loss, &mut moved, x, target, 0.5);
    let size = w.iter().fold(1.0_f64, |m, w| m.max(w.abs()));
    for ((moved, w), slope) in moved.iter().zip(w).zip(backward) {
        let off = (w - 0.5 * slope - moved).abs();
        if off > 1e-14 * (size + slope.abs()) {
            return Found::Differ(format!("step in place: {off}"));
        }
    }
    Found::Agree
}

/// Random parameters in `±size` and inputs in `±3`.
fn random<L: Layer, const P: usize>(
    size: f64,
    random: &mut Random,
) -> ([f64; P], Values<L::Input, f64>) {
    let mut w = [0.0; P];
    w.fill_with(|| random.symmetric(size));
    let mut x = <Values<L::Input, f64> as Zero>::ZERO;
    x.as_mut().fill_with(|| random.symmetric(3.0));
    (w, x)
}

/// Random targets between 0 and 1.
fn targets<V: Vector<Scalar = f64>>(random: &mut Random) -> V {
    let mut y = V::ZERO;
    y.as_mut().fill_with(|| random.uniform());
    y
}

/// One network, one loss, one seed.
fn run<L: Layer, const P: usize>(loss: AnyLoss, size: f64, seed: u64) -> Found
where
    AnyLoss: Loss<Values<L::Output, f64>, Values<L::Output, f64>>
        + Loss<Values<L::Output, Dual<f64>>, Values<L::Output, f64>>
        + for<'t> Loss<Values<L::Output, Var<'t, f64>>, Values<L::Output, f64>>,
{
    let mut source = Random::new(seed);
    let (w, x) = random::<L, P>(size, &mut source);
    let target = targets::<Values<L::Output, f64>>(&mut source);
    compare::<L, _, _, P>(loss, &w, &x, &target)
}

/// The networks: narrow, wide and deep, with and without bias, and each other layer first, last and in
/// the middle.
macro_rules! architectures {
    ($($L:ty),+ $(,)?) => {
        const ARCHITECTURES: &[(&str, fn(AnyLoss, f64, u64) -> Found)] =
            &[$((stringify!($L), run::<$L, { Network::<$L>::PARAMETERS }>)),+];
    };
}

architectures!(
    Dense<1, 1, A>,
    Dense<4, 9, A>,
    (Dense<2, 3, A>, Dense<3, 2>),
    (Dense<1, 6, A, NoBias>, Dense<6, 2, B>),
    (Dense<3, 2, A>, Dense<2, 5, B>, Dense<5, 4, A, NoBias>),
    // Around the widths at which loops are unrolled.
    (Dense<5, 7, A>, Dense<7, 8, B>, Dense<8, 3>),
    (Dense<3, 16, A>, Dense<16, 2, B>),
    (Dense<2, 17, A, NoBias>, Dense<17, 1>),
    (Dense<3, 4, A>, LayerNorm<4>, Dense<4, 3, B>),
    (
        Dense<3, 4>,
        LayerNorm<4>,
        Activate<4, A>,
        Dense<4, 2, B>
    ),
    (LayerNorm<3>, Dense<3, 4, A>, Dropout<4, 30>, Dense<4, 2>),
    (Dense<2, 5, A>, Softmax<5>, Dense<5, 3, B>),
    (Softmax<3>, Dense<3, 2, A>, Dropout<2, 50>),
    (Dropout<2, 25>, Dense<2, 3, A>, Softmax<3>),
    (Dense<2, 4, A>, LayerNorm<4>),
    (
        Dense<2, 2, A>,
        Dense<2, 2, B>,
        Dense<2, 2, A>,
        Dense<2, 2, B>,
        Dense<2, 2, A>,
        Dense<2, 2, B>,
        Dense<2, 2, A>,
        Dense<2, 2>
    ),
);

fn assert_agreement(first: usize, second: usize, loss: usize, size: f64, seed: u64) -> u32 {
    CHOSEN.set([first, second]);
    let mut undecided = 0;
    for (name, run) in ARCHITECTURES {
        match run(AnyLoss(loss), size, seed) {
            Found::Agree => {}
            Found::Undecided => undecided += 1,
            Found::Differ(how) => panic!(
                "{name}, activations {first} {second}, loss {loss}, size {size}, seed {seed}: {how}"
            ),
        }
    }
    undecided
}

#[test]
fn every_activation_agrees_with_every_loss_in_every_network() {
    let mut undecided = 0;
    let mut all = 0;
    for first in 0..ACTIVATIONS {
        for loss in 0..LOSSES {
            for (size, seed) in [(0.4, 1), (1.5, 2)] {
                let second = (first + loss * 5) % ACTIVATIONS;
                undecided += assert_agreement(first, second, loss, size, seed);
                all += ARCHITECTURES.len();
            }
        }
    }
    // At most one in a hundred has slopes that rounding hides.
    assert!(undecided as usize * 100 <= all, "{undecided} of {all}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn random_networks_agree(
        first in 0..ACTIVATIONS,
        second in 0..ACTIVATIONS,
        loss in 0..LOSSES,
        // With larger parameters a softmax saturates, and its slopes are differences of nearly equal
        // terms: one network in some thousands is then off by 2e-12.
        size in 0.1..1.5_f64,
        seed: u64,
    ) {
        assert_agreement(first, second, loss, size, seed);
    }

    /// Backpropagation itself, run on dual numbers, gives the second derivatives: a column of the
    /// Hessian, which is symmetric.
    #[test]
    fn backpropagation_can_be_differentiated(seed: u64) {
        type L = (Dense<2, 3, Tanh>, LayerNorm<3>, Dense<3, 1, Sigmoid>);
        type Net = Network<L>;
        const P: usize = Net::PARAMETERS;
        let (w, x) = random::<L, P>(1.5, &mut Random::new(seed));
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

/// Negative controls: mistakes of one part in 10⁹, in each of the three kinds of parts.
mod mistakes {
    use super::*;

    const SLIP: f64 = 1.0 + 1e-9;

    #[derive(Clone, Copy, Debug)]
    struct WrongActivation;

    impl Activation for WrongActivation {
        const NAME: &'static str = "WrongActivation";

        fn value<T: Number>(z: T) -> T {
            z.tanh()
        }

        fn value_and_slope<T: Number>(z: T) -> (T, T) {
            let (value, slope) = Tanh::value_and_slope(z);
            (value, slope * T::literal(SLIP))
        }
    }

    #[derive(Clone, Copy, Debug)]
    struct WrongLoss;

    impl<T: Number, const N: usize> Loss<[T; N], [T::Literal; N]> for WrongLoss {
        fn value(self, answer: &[T; N], target: &[T::Literal; N]) -> T {
            SquaredError.value(answer, target)
        }

        fn value_and_slope(self, answer: &[T; N], target: &[T::Literal; N]) -> (T, [T; N]) {
            let (value, mut slopes) = SquaredError.value_and_slope(answer, target);
            slopes[0] *= T::literal(SLIP);
            (value, slopes)
        }
    }

    /// A dense layer whose slopes by the inputs are wrong.
    #[derive(Clone, Copy, Debug)]
    struct WrongLayer;

    type Right = Dense<3, 2, Tanh>;

    impl Layer for WrongLayer {
        const PARAMETERS: usize = Right::PARAMETERS;
        const SHAPE: Shape = Shape::layer("WrongLayer");

        type Input = <Right as Layer>::Input;
        type Output = <Right as Layer>::Output;
        type Trace<T: Number> = <Right as Layer>::Trace<T>;

        fn forward<T: Number>(w: &[T], x: &[T; 3]) -> [T; 2] {
            Right::forward(w, x)
        }

        fn record<T: Number>(w: &[T], x: &[T; 3], trace: &mut Self::Trace<T>) {
            Right::record(w, x, trace);
        }

        fn output<T: Number>(trace: &Self::Trace<T>) -> &[T; 2] {
            Right::output(trace)
        }

        fn backward<T: Number>(
            w: &[T],
            x: &[T; 3],
            trace: &Self::Trace<T>,
            slopes: &[T; 2],
            gradient: &mut [T],
        ) -> [T; 3] {
            Right::backward(w, x, trace, slopes, gradient).map(|slope| slope * T::literal(SLIP))
        }

        fn descend<T: Number>(
            w: &mut [T],
            x: &[T; 3],
            trace: &Self::Trace<T>,
            slopes: &[T; 2],
        ) -> [T; 3] {
            Right::descend(w, x, trace, slopes)
        }

        fn init<T: Float>(w: &mut [T], how: &impl Initialiser, random: &mut Random) {
            Right::init(w, how, random);
        }
    }

    /// Both routes see it, each by itself.
    fn assert_noticed<L: Layer, C, Y, const P: usize>(loss: C, x: &Values<L::Input, f64>, y: &Y)
    where
        C: Loss<Values<L::Output, f64>, Y>
            + Loss<Values<L::Output, Dual<f64>>, Y>
            + for<'t> Loss<Values<L::Output, Var<'t, f64>>, Y>,
    {
        let w = core::array::from_fn::<_, P, _>(|i| Real::sin(0.7 * i as f64 + 0.3));
        let check = Network::<L>::check_gradient(loss, &w, x, y);
        assert!(
            check.verdict == Verdict::Differs && check.distance > 10.0 * TOLERANCE,
            "{check}"
        );
        assert!(matches!(
            compare::<L, _, _, P>(loss, &w, x, y),
            Found::Differ(_)
        ));
        let mut tape = Box::new(Tape::<f64, CAPACITY>::new());
        let reverse = tape
            .gradient(|w| Network::<L>::loss(loss, &w, x, y), w)
            .unwrap();
        let (_, backward) = Network::<L>::value_and_gradient(loss, &w, x, y);
        assert!(distance(&backward, &reverse) > 10.0 * TOLERANCE);
    }

    #[test]
    fn a_wrong_activation_is_noticed() {
        type L = (Dense<2, 3, WrongActivation>, Dense<3, 1>);
        assert_noticed::<L, _, _, 13>(SquaredError, &[1.0, -0.5], &[1.0]);
    }

    #[test]
    fn a_wrong_loss_is_noticed() {
        type L = (Dense<2, 3, Tanh>, Dense<3, 1>);
        assert_noticed::<L, _, _, 13>(WrongLoss, &[1.0, -0.5], &[1.0]);
    }

    thread_local! {
        /// Which slope of [`Planted`] is wrong, and by how much.
        static PLANTED: Cell<(usize, f64)> = const { Cell::new((0, 0.0)) };
    }

    /// A dense layer with a mistake in a single slope.
    #[derive(Clone, Copy, Debug)]
    struct Planted;

    impl Layer for Planted {
        const PARAMETERS: usize = Right::PARAMETERS;
        const SHAPE: Shape = Shape::layer("Planted");

        type Input = <Right as Layer>::Input;
        type Output = <Right as Layer>::Output;
        type Trace<T: Number> = <Right as Layer>::Trace<T>;

        fn forward<T: Number>(w: &[T], x: &[T; 3]) -> [T; 2] {
            Right::forward(w, x)
        }

        fn record<T: Number>(w: &[T], x: &[T; 3], trace: &mut Self::Trace<T>) {
            Right::record(w, x, trace);
        }

        fn output<T: Number>(trace: &Self::Trace<T>) -> &[T; 2] {
            Right::output(trace)
        }

        fn backward<T: Number>(
            w: &[T],
            x: &[T; 3],
            trace: &Self::Trace<T>,
            slopes: &[T; 2],
            gradient: &mut [T],
        ) -> [T; 3] {
            let (place, slip) = PLANTED.get();
            gradient[place] += T::literal(slip);
            Right::backward(w, x, trace, slopes, gradient)
        }

        fn init<T: Float>(w: &mut [T], how: &impl Initialiser, random: &mut Random) {
            Right::init(w, how, random);
        }
    }

    proptest! {
        /// Wherever it is, and down to one part in 10¹⁰ of the largest slope.
        #[test]
        fn a_single_wrong_slope_is_found_and_named(
            place in 0..Right::PARAMETERS,
            digits in 2..10_i32,
            seed: u64,
        ) {
            type L = (Dense<2, 3, Tanh>, Planted);
            const P: usize = Network::<L>::PARAMETERS;
            let (w, x) = random::<L, P>(1.0, &mut Random::new(seed));
            PLANTED.set((place, 0.0));
            let right = Network::<L>::check_gradient(SquaredError, &w, &x, &[3.0, -3.0]);
            prop_assert!(right.agrees(), "{right}");

            let (_, gradient) = Network::<L>::value_and_gradient(SquaredError, &w, &x, &[3.0, -3.0]);
            let largest = gradient.iter().fold(0.0_f64, |m, g| m.max(g.abs()));
            let slip = Real::powi(10.0_f64, -digits);
            PLANTED.set((place, slip * largest));
            let wrong = Network::<L>::check_gradient(SquaredError, &w, &x, &[3.0, -3.0]);
            prop_assert_eq!(wrong.verdict, Verdict::Differs);
            prop_assert_eq!(wrong.wrong, 1);
            prop_assert_eq!(wrong.worst, Place::Parameter(9 + place));
            // The slopes by the inputs may be larger than those by the parameters.
            prop_assert!(wrong.distance > 0.01 * slip && wrong.distance < 1.01 * slip, "{wrong}");
        }
    }

    #[test]
    fn a_wrong_layer_is_noticed() {
        type L = (Dense<2, 3, Tanh>, WrongLayer);
        assert_noticed::<L, _, _, 17>(SquaredError, &[1.0, -0.5], &[1.0, 0.0]);
    }
}
