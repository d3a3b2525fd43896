//! The memory that a training needs besides the parameters and the rule.

use calc_scalar::{Float, Number};

use crate::examples::Source;
use crate::init::count;
use crate::layer::Layer;
use crate::loss::Loss;
use crate::network::{Network, Trace};
use crate::sum::Sum;
use crate::width::{Values, Zero};

/// How many examples go through the network side by side. On small processors one goes after the other:
/// it takes less memory, and there are no wide registers to fill.
const BLOCK: usize = if cfg!(any(target_arch = "x86_64", target_arch = "aarch64")) {
    8
} else {
    0
};

/// The room that a step of training takes: one gradient, and what a forward pass keeps.
///
/// [`ZERO`](Zero::ZERO) is a constant, so that it can stand in a `static`, which then takes no flash
/// and is never built on the stack. See [`Trainer::fit_from`](crate::Trainer::fit_from).
///
/// On x86-64 and 64-bit ARM eight examples of a batch go through the network side by side, with the same
/// bits; what their forward passes keep is on the stack.
///
/// # Examples
///
/// ```
/// use calc_nn::activation::Relu;
/// use calc_nn::{Dense, Network, Workspace};
/// use calc_opt::rule::Sgd;
///
/// type Layers = (Dense<64, 32, Relu>, Dense<32, 10>);
/// type Digits = Network<Layers>;
///
/// // Parameters, gradient, what the forward pass keeps, and the rule: checked by the compiler.
/// const BYTES: usize = Digits::train_bytes::<f32, Sgd<f32>>();
/// const _: () = assert!(BYTES < 20 * 1024);
///
/// const WORKSPACE: usize = Workspace::<Layers, f32, { Digits::PARAMETERS }>::BYTES;
/// assert_eq!(BYTES, Digits::PARAMETERS * 4 + WORKSPACE + 4);
/// ```
#[derive(Debug)]
pub struct Workspace<L: Layer, T: Number, const P: usize> {
    /// The gradient of a batch.
    pub gradient: [T; P],
    /// What the forward pass of an example keeps for its backward pass.
    pub trace: Trace<L, T>,
    /// The first example of the last batch whose loss was not finite, or with which the gradient was not.
    pub(crate) culprit: Option<u32>,
}

impl<L: Layer, T: Number, const P: usize> Copy for Workspace<L, T, P> {}

impl<L: Layer, T: Number, const P: usize> Clone for Workspace<L, T, P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<L: Layer, T: Number, const P: usize> Zero for Workspace<L, T, P> {
    const ZERO: Self = Self {
        gradient: [T::ZERO; P],
        trace: Trace::<L, T>::ZERO,
        culprit: None,
    };
}

impl<L: Layer, T: Number, const P: usize> Workspace<L, T, P> {
    /// How many bytes it takes.
    pub const BYTES: usize = size_of::<Self>();
}

impl<L: Layer, T: Float, const P: usize> Workspace<L, T, P> {
    /// Computes the mean gradient of the `size` examples of a batch, and returns the sum of their
    /// losses. Where the gradient is to blame for a culprit, too, it is looked at after each example.
    pub(crate) fn gradient_of<Y, C>(
        &mut self,
        loss: C,
        parameters: &[T; P],
        examples: &mut impl Source<Values<L::Input, T>, Y>,
        batch: impl Iterator<Item = usize>,
        size: usize,
        closely: bool,
    ) -> T
    where
        C: Loss<Values<L::Output, T>, Y>,
    {
        Network::<L>::check::<P>();
        let Self {
            gradient,
            trace,
            culprit,
        } = self;
        let found = gradient_of::<L, _, _, _, P>(
            gradient, trace, loss, parameters, examples, batch, size, closely,
        );
        *culprit = found.1;
        found.0
    }
}

/// The mean gradient of the `size` examples of a batch; the sum of their losses, and the first whose loss is not
/// finite or, if they are looked at closely, with which the gradient no longer is.
#[allow(
    clippy::too_many_arguments,
    reason = "a workspace may be in two pieces"
)]
pub(crate) fn gradient_of<L: Layer, T: Float, Y, C, const P: usize>(
    gradient: &mut [T; P],
    trace: &mut Trace<L, T>,
    loss: C,
    parameters: &[T; P],
    examples: &mut impl Source<Values<L::Input, T>, Y>,
    mut batch: impl Iterator<Item = usize>,
    size: usize,
    closely: bool,
) -> (T, Option<u32>)
where
    C: Loss<Values<L::Output, T>, Y>,
{
    gradient.fill(T::ZERO);
    let mut block = [Trace::<L, T>::ZERO; BLOCK];
    let mut culprit = None;
    let mut left = if closely { 0 } else { size };
    let size: T = count(size);
    let mut sum = Sum::ZERO;
    let mut tell = |i: usize, value: T, bad: bool| {
        if (bad || !value.is_finite()) && culprit.is_none() {
            culprit = u32::try_from(i).ok();
        }
        sum.add(value);
    };
    while BLOCK > 0 && left >= BLOCK {
        left -= BLOCK;
        let mut numbers = [0; BLOCK];
        for (number, next) in numbers.iter_mut().zip(&mut batch) {
            *number = next;
        }
        // Side by side they are like one after the other, each with the trace of the one before.
        if let Some(first) = block.first_mut() {
            *first = *trace;
        }
        let values = examples.show_all(numbers, |x, targets| {
            L::record_all(parameters, x, block.each_mut());
            let answers = block.each_ref().map(|trace| L::output(trace));
            let (values, mut slopes) = loss.value_and_slope_all(answers, targets);
            for slopes in &mut slopes {
                for slope in slopes.as_mut() {
                    *slope /= size;
                }
            }
            let (block, slopes) = (block.each_ref(), slopes.each_ref());
            L::backward_first_all(parameters, x, block, slopes, gradient);
            values
        });
        if let Some(last) = block.last() {
            *trace = *last;
        }
        for (i, value) in numbers.into_iter().zip(values.unwrap_or([T::ZERO; BLOCK])) {
            tell(i, value, false);
        }
    }
    for i in batch {
        let value = examples.show(i, |x, target| {
            L::record(parameters, x, trace);
            let (value, mut slopes) = loss.value_and_slope(L::output(trace), target);
            for slope in slopes.as_mut() {
                *slope /= size;
            }
            L::backward_first(parameters, x, trace, &slopes, gradient);
            value
        });
        let bad = closely && !all_finite(gradient.as_slice());
        tell(i, value.unwrap_or(T::ZERO), bad);
    }
    (sum.value(), culprit)
}

/// Whether all numbers are finite; in blocks without a branch, which a compiler may vectorise.
pub(crate) fn all_finite<T: Float>(values: &[T]) -> bool {
    let block = |values: &[T]| values.iter().fold(true, |all, v| all & v.is_finite());
    values.chunks(64).all(block)
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;
    use crate::activate::Activate;
    use crate::activation::{Relu, Sigmoid, Tanh};
    use crate::dense::{Dense, NoBias};
    use crate::dropout::Dropout;
    use crate::init::He;
    use crate::layer_norm::LayerNorm;
    use crate::loss::SquaredError;
    use crate::random::Random;
    use crate::softmax::Softmax;
    use crate::width::Units;
    use calc_opt::rule::{Adam, Sgd};

    #[test]
    fn what_training_takes_is_what_is_allocated() {
        type Layers = (
            Dense<64, 32, Relu>,
            Dense<32, 10, crate::activation::Identity, NoBias>,
        );
        type Net = Network<Layers>;
        const P: usize = Net::PARAMETERS;
        assert_eq!(P, 64 * 32 + 32 + 32 * 10);
        let held = size_of::<([f32; P], Workspace<Layers, f32, P>, Adam<f32, P>)>();
        assert_eq!(Net::train_bytes::<f32, Adam<f32, P>>(), held);
        let held = size_of::<([f64; P], Workspace<Layers, f64, P>, Sgd<f64>)>();
        assert_eq!(Net::train_bytes::<f64, Sgd<f64>>(), held);
        // By hand: the gradient, an answer and a slope per unit, and the place of a culprit.
        let culprit = size_of::<Option<u32>>();
        assert_eq!(
            Workspace::<Layers, f64, P>::BYTES,
            8 * (P + 2 * (32 + 10)) + culprit
        );
    }

    /// The gradient of a batch by blocks and by single examples, bit for bit: sizes that fill a register and
    /// sizes that do not, layers that are random in training, a batch that is no multiple of the block.
    #[test]
    fn examples_side_by_side_have_the_bits_of_one_after_the_other() {
        fn compare<L, T, const IN: usize, const OUT: usize, const P: usize>()
        where
            L: Layer<Input = Units<IN>, Output = Units<OUT>>,
            T: Float,
        {
            let mut random = Random::new(7);
            let mut parameters = [T::ZERO; P];
            Network::<L>::init(&mut parameters, He, 3);
            let data: Vec<([T; IN], [T; OUT])> = (0..21)
                .map(|_| {
                    let mut number = || random.uniform::<T>() - T::literal(0.5);
                    ([(); IN].map(|()| number()), [(); OUT].map(|()| number()))
                })
                .collect();
            let mut found = [false, true].map(|closely| {
                let mut workspace = Workspace::<L, T, P>::ZERO;
                L::seed(&mut workspace.trace, Some(&mut Random::new(5)));
                let mut data = data.as_slice();
                let sum = workspace.gradient_of(
                    SquaredError,
                    &parameters,
                    &mut data,
                    (0..21).rev(),
                    21,
                    closely,
                );
                let numbers = workspace.gradient.iter().chain([&sum]);
                let bits = numbers.map(|g| g.to_f64().to_bits()).collect::<Vec<_>>();
                (bits, std::format!("{:?}", workspace.trace))
            });
            assert!(found[0] == found[1], "{IN}-{OUT}");
            // Negative control: a bit is seen.
            found[0].0[P / 2] ^= 1 << 40;
            assert!(found[0] != found[1]);
        }
        macro_rules! compare {
            ($($IN:literal, $OUT:literal, $Layers:ty;)*) => {$(
                compare::<$Layers, f32, $IN, $OUT, { Network::<$Layers>::PARAMETERS }>();
                compare::<$Layers, f64, $IN, $OUT, { Network::<$Layers>::PARAMETERS }>();
            )*};
        }
        compare! {
            64, 10, (Dense<64, 32, Relu>, Dense<32, 10>);
            1, 1, Dense<1, 1>;
            2, 1, (Dense<2, 4, Tanh>, Dense<4, 1, Sigmoid>);
            7, 5, (Dense<7, 77, Tanh, NoBias>, Dense<77, 3>, Dense<3, 5>);
            9, 6, (Dense<9, 31, Relu>, Dropout<31, 40>, Dense<31, 22>, Dropout<22, 50>, Dense<22, 6>);
            5, 3, (Dense<5, 13>, LayerNorm<13>, Activate<13, Tanh>, Dense<13, 3>, Softmax<3>);
            17, 48, Dense<17, 48, Relu>;
        }
    }

    #[test]
    fn one_number_that_is_not_finite_is_found_wherever_it_is() {
        let mut values = [1.0_f32; 150];
        assert!(all_finite(&values) && all_finite::<f32>(&[]));
        for i in 0..150 {
            values[i] = f32::INFINITY;
            assert!(!all_finite(&values), "{i}");
            values[i] = -1.0;
        }
    }
}
