//! The memory that a training needs besides the parameters and the rule.

use calc_scalar::{Float, Number};

use crate::examples::Source;
use crate::init::count;
use crate::layer::Layer;
use crate::loss::Loss;
use crate::network::{Network, Trace};
use crate::sum::Sum;
use crate::width::{Values, Zero};

/// The room that a step of training takes: one gradient, and what a forward pass keeps.
///
/// [`ZERO`](Zero::ZERO) is a constant, so that it can stand in a `static`, which then takes no flash
/// and is never built on the stack. See [`Trainer::fit_from`](crate::Trainer::fit_from).
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
        gradient.fill(T::ZERO);
        *culprit = None;
        let size: T = count(size);
        let mut sum = Sum::ZERO;
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
            let value = value.unwrap_or(T::ZERO);
            let bad = !value.is_finite() || (closely && !all_finite(gradient.as_slice()));
            if bad && culprit.is_none() {
                *culprit = u32::try_from(i).ok();
            }
            sum.add(value);
        }
        sum.value()
    }
}

/// Whether all numbers are finite; in blocks without a branch, which a compiler may vectorise.
pub(crate) fn all_finite<T: Float>(values: &[T]) -> bool {
    let block = |values: &[T]| values.iter().fold(true, |all, v| all & v.is_finite());
    values.chunks(64).all(block)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activation::Relu;
    use crate::dense::{Dense, NoBias};
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
