//! One activation or another, one loss or another: so that the types of networks do not multiply by those
//! of activations and losses.

use core::cell::Cell;

use calc_nn::activation::{
    Activation, Elu, Gelu, GeluTanh, HardSigmoid, HardSwish, HardTanh, Identity, LeakyRelu, Mish,
    Relu, Relu6, Selu, Sigmoid, Silu, Softplus, Softsign, Tanh,
};
use calc_nn::loss::{
    BinaryCrossEntropyWithLogits, Hinge, Huber, LogCosh, Loss, MeanAbsoluteError, MeanSquaredError,
    MulticlassHinge, SoftmaxCrossEntropy, SquaredError,
};
use calc_scalar::{Float, Number, Real};

thread_local! {
    /// Which activations the networks of this thread have.
    pub(crate) static CHOSEN: Cell<[usize; 2]> = const { Cell::new([0; 2]) };
}

pub(crate) const ACTIVATIONS: usize = 17;

/// The number of one whose slope is wrong.
pub(crate) const WRONG: usize = ACTIVATIONS;

/// A tanh with a mistake of one part in 10⁹ in its slope.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wrong;

impl Activation for Wrong {
    const NAME: &'static str = "Wrong";

    fn value<T: Number>(z: T) -> T {
        z.tanh()
    }

    fn value_and_slope<T: Number>(z: T) -> (T, T) {
        let (value, slope) = Tanh::value_and_slope(z);
        (value, slope * T::literal(1.0 + 1e-9))
    }
}

/// One activation or another: so that the types of networks do not multiply by those of activations.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chosen<const SLOT: usize>;

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
            16 => Mish::$f($z),
            _ => Wrong::$f($z),
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

pub(crate) type A = Chosen<0>;
pub(crate) type B = Chosen<1>;

pub(crate) const LOSSES: usize = 13;

/// The loss of this number. Targets between 0 and 1 are given to each in the form that it takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AnyLoss(pub(crate) usize);

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
