//! Backward passes written by hand against two routes that know nothing of layers: the tape, and
//! dual numbers. Every activation, every loss, several shapes, random parameters and inputs.

use calc_multi::{Tape, gradient};
use calc_nn::activation::{Activation, Identity, LeakyRelu, Relu, Sigmoid, Silu, Softplus, Tanh};
use calc_nn::init::Initialiser;
use calc_nn::loss::{
    BinaryCrossEntropyWithLogits, Loss, MeanSquaredError, SoftmaxCrossEntropy, SquaredError,
};
use calc_nn::{Dense, Layer, Network, NoBias, Random, Shape, Values, Vector, Zero};
use calc_scalar::{Dual, Float, Number, Real};
use proptest::prelude::*;

/// Room for the largest network here.
const CAPACITY: usize = 2000;

/// The allowed distance, relative to the largest slope.
const TOLERANCE: f64 = 1e-12;

/// The largest difference between two gradients, relative to the largest slope.
///
/// Where a factor of all slopes vanishes (`σ(z) − y`, or silu at its minimum) every route loses the
/// digits of that factor: slopes count as at least 10⁻³, so that 10⁻¹⁵ is called rounding.
fn distance<const P: usize>(actual: &[f64; P], expected: &[f64; P]) -> f64 {
    let scale = expected.iter().fold(1e-3_f64, |m, e| m.max(e.abs()));
    actual.iter().zip(expected).fold(0.0, |worst, (a, e)| {
        let found = (a - e).abs() / scale;
        // NaN counts as worst.
        if found <= worst { worst } else { found }
    })
}

/// How far backpropagation is from the tape and from dual numbers, on one example.
fn distances<'y, L, Y, C, const P: usize>(
    loss: C,
    w: [f64; P],
    x: &Values<L::Input, f64>,
    target: &'y Y,
) -> [f64; 2]
where
    L: Layer,
    C: Loss<Values<L::Output, f64>, Y>
        + Loss<Values<L::Output, Dual<f64, P>>, Y>
        + for<'t> Loss<Values<L::Output, calc_multi::Var<'t, f64>>, Y>,
{
    let (value, backward) = Network::<L>::value_and_gradient(loss, &w, x, target);
    assert_eq!(
        value.to_bits(),
        Network::<L>::loss(loss, &w, x, target).to_bits()
    );
    let mut tape = Box::new(Tape::<f64, CAPACITY>::new());
    let reverse = tape.gradient(|w| Network::<L>::loss(loss, &w, x, target), w);
    let forward = gradient(|w| Network::<L>::loss(loss, &w, x, target), w);
    [
        distance(&backward, &reverse.expect("room on the tape")),
        distance(&backward, &forward),
    ]
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

macro_rules! assert_agreement {
    ($L:ty, $loss:expr, $size:expr, $seed:expr, $target:expr) => {{
        let mut source = Random::new($seed);
        let (w, x) = random::<$L, { Network::<$L>::PARAMETERS }>($size, &mut source);
        let target = $target(&mut source);
        let found = distances::<$L, _, _, { Network::<$L>::PARAMETERS }>($loss, w, &x, &target);
        prop_assert!(
            found.iter().all(|&d| d < TOLERANCE),
            "{} {}: {found:?}",
            stringify!($L),
            stringify!($loss)
        );
    }};
}

/// An activation in the middle, at the end, in a narrow, a wide and a deep network.
macro_rules! activation_tests {
    ($($name:ident $A:ident),*) => {$(
        proptest! {
            #[test]
            fn $name(seed: u64, size in 0.1..3.0_f64) {
                assert_agreement!(Dense<1, 1, $A>, SquaredError, size, seed, targets::<[f64; 1]>);
                assert_agreement!((Dense<2, 3, $A>, Dense<3, 1>), SquaredError, size, seed, targets::<[f64; 1]>);
                assert_agreement!((Dense<1, 6, $A, NoBias>, Dense<6, 2, $A>), SquaredError, size, seed, targets::<[f64; 2]>);
                assert_agreement!(
                    (Dense<3, 2, $A>, Dense<2, 5, $A>, Dense<5, 4, $A, NoBias>),
                    SquaredError, size, seed, targets::<[f64; 4]>
                );
            }
        }
    )*};
}

activation_tests!(
    identity_agrees Identity,
    relu_agrees Relu,
    leaky_relu_agrees LeakyRelu,
    sigmoid_agrees Sigmoid,
    tanh_agrees Tanh,
    softplus_agrees Softplus,
    silu_agrees Silu
);

/// A loss after one output and after several.
macro_rules! loss_tests {
    ($($name:ident $loss:ident),*) => {$(
        proptest! {
            #[test]
            fn $name(seed: u64, size in 0.1..4.0_f64) {
                assert_agreement!(Dense<3, 1>, $loss, size, seed, targets::<[f64; 1]>);
                assert_agreement!((Dense<2, 5, Tanh>, Dense<5, 3>), $loss, size, seed, targets::<[f64; 3]>);
            }
        }
    )*};
}

loss_tests!(
    squared_error_agrees SquaredError,
    mean_squared_error_agrees MeanSquaredError,
    binary_cross_entropy_agrees BinaryCrossEntropyWithLogits,
    softmax_cross_entropy_agrees SoftmaxCrossEntropy
);

proptest! {
    #[test]
    fn cross_entropy_of_a_class_agrees(seed: u64, size in 0.1..4.0_f64, class in 0..4_usize) {
        assert_agreement!(Dense<3, 4>, SoftmaxCrossEntropy, size, seed, |_| class);
        assert_agreement!((Dense<2, 6, Relu>, Dense<6, 4>), SoftmaxCrossEntropy, size, seed, |_| class);
    }

    /// Backpropagation itself, run on dual numbers, gives the second derivatives: a column of the
    /// Hessian, which is symmetric.
    #[test]
    fn backpropagation_can_be_differentiated(seed: u64) {
        type Net = Network<(Dense<2, 3, Tanh>, Dense<3, 1, Sigmoid>)>;
        const P: usize = Net::PARAMETERS;
        let (w, x) = random::<(Dense<2, 3, Tanh>, Dense<3, 1, Sigmoid>), P>(1.5, &mut Random::new(seed));
        let column = |j: usize| {
            let mut w = w.map(Dual::<f64>::constant);
            w[j].partials = [1.0];
            Net::value_and_gradient(SquaredError, &w, &x, &[1.0]).1.map(Dual::slope)
        };
        for i in 0..P {
            for j in 0..i {
                let (a, b) = (column(i)[j], column(j)[i]);
                prop_assert!((a - b).abs() < 1e-12, "{i} {j} {a} {b}");
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

        fn init<T: Float>(w: &mut [T], how: &impl Initialiser, random: &mut Random) {
            Right::init(w, how, random);
        }
    }

    fn assert_noticed(found: [f64; 2]) {
        assert!(found.iter().all(|&d| d > 10.0 * TOLERANCE), "{found:?}");
    }

    #[test]
    fn a_wrong_activation_is_noticed() {
        type L = (Dense<2, 3, WrongActivation>, Dense<3, 1>);
        let w = [0.3; Network::<L>::PARAMETERS];
        assert_noticed(distances::<L, _, _, _>(
            SquaredError,
            w,
            &[1.0, -0.5],
            &[1.0],
        ));
    }

    #[test]
    fn a_wrong_loss_is_noticed() {
        type L = (Dense<2, 3, Tanh>, Dense<3, 1>);
        let w = [0.3; Network::<L>::PARAMETERS];
        assert_noticed(distances::<L, _, _, _>(WrongLoss, w, &[1.0, -0.5], &[1.0]));
    }

    #[test]
    fn a_wrong_layer_is_noticed() {
        type L = (Dense<2, 3, Tanh>, WrongLayer);
        let w = [0.3; Network::<L>::PARAMETERS];
        assert_noticed(distances::<L, _, _, _>(
            SquaredError,
            w,
            &[1.0, -0.5],
            &[1.0, 0.0],
        ));
    }
}
