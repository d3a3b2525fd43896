//! Negative controls: mistakes of one part in 10⁹, in each of the three kinds of parts.

use core::cell::Cell;

use calc_multi::{Tape, Var};
use calc_nn::activation::Tanh;
use calc_nn::init::Initialiser;
use calc_nn::loss::{Loss, SquaredError};
use calc_nn::{Dense, Layer, Network, Place, Random, Shape, Values};
use calc_scalar::{Dual, Float, Number, Real, Verdict};
use proptest::prelude::*;

use crate::chosen::Wrong;
use crate::{Found, Sizes, TOLERANCE, compare, distance, random};

const SLIP: f64 = 1.0 + 1e-9;

const SIZES: Sizes = Sizes {
    parameters: 1.0,
    inputs: 3.0,
};

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
    let mut tape = Box::new(Tape::<f64, 200>::new());
    let reverse = tape
        .gradient(|w| Network::<L>::loss(loss, &w, x, y), w)
        .unwrap();
    let (_, backward) = Network::<L>::value_and_gradient(loss, &w, x, y);
    assert!(distance(&backward, &reverse) > 10.0 * TOLERANCE);
}

#[test]
fn a_wrong_activation_is_noticed() {
    type L = (Dense<2, 3, Wrong>, Dense<3, 1>);
    assert_noticed::<L, _, _, 13>(SquaredError, &[1.0, -0.5], &[1.0]);
}

#[test]
fn a_wrong_loss_is_noticed() {
    type L = (Dense<2, 3, Tanh>, Dense<3, 1>);
    assert_noticed::<L, _, _, 13>(WrongLoss, &[1.0, -0.5], &[1.0]);
}

thread_local! {
    /// The mistake of [`Mistaken`]: none at first.
    static MISTAKE: Cell<Mistake> = const { Cell::new(Mistake { inputs: 1.0, parameter: (0, 0.0) }) };
}

#[derive(Clone, Copy)]
struct Mistake {
    /// The factor of the slopes by the inputs.
    inputs: f64,
    /// Which slope by a parameter is wrong, and by how much.
    parameter: (usize, f64),
}

type Right = Dense<3, 2, Tanh>;

/// A dense layer whose backward pass makes a mistake.
#[derive(Clone, Copy, Debug)]
struct Mistaken;

impl Layer for Mistaken {
    const PARAMETERS: usize = Right::PARAMETERS;
    const SHAPE: Shape = Shape::layer("Mistaken");

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
        let Mistake {
            inputs,
            parameter: (place, slip),
        } = MISTAKE.get();
        gradient[place] += T::literal(slip);
        Right::backward(w, x, trace, slopes, gradient).map(|slope| slope * T::literal(inputs))
    }

    fn aim<T: Float>(
        w: &[T],
        x: &[T; 3],
        trace: &mut Self::Trace<T>,
        slopes: &[T; 2],
        reach: &mut T,
    ) -> [T; 3] {
        Right::aim(w, x, trace, slopes, reach)
    }

    fn descend<T: Float>(w: &mut [T], x: &[T; 3], trace: &Self::Trace<T>) {
        Right::descend(w, x, trace);
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
        type L = (Dense<2, 3, Tanh>, Mistaken);
        const P: usize = Network::<L>::PARAMETERS;
        let (w, x) = random::<L, P>(SIZES, &mut Random::new(seed));
        let plant = |by| MISTAKE.set(Mistake { inputs: 1.0, parameter: (place, by) });
        plant(0.0);
        let right = Network::<L>::check_gradient(SquaredError, &w, &x, &[3.0, -3.0]);
        prop_assert!(right.agrees(), "{right}");

        let (_, gradient) = Network::<L>::value_and_gradient(SquaredError, &w, &x, &[3.0, -3.0]);
        let largest = gradient.iter().fold(0.0_f64, |m, g| m.max(g.abs()));
        let slip = Real::powi(10.0_f64, -digits);
        plant(slip * largest);
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
    type L = (Dense<2, 3, Tanh>, Mistaken);
    MISTAKE.set(Mistake {
        inputs: SLIP,
        parameter: (0, 0.0),
    });
    assert_noticed::<L, _, _, 17>(SquaredError, &[1.0, -0.5], &[1.0, 0.0]);
}
