//! Losses: one number that says how wrong an answer is, and its slope.
//!
//! | loss                          | of the answer `ŷ` and the target `y`     | last layer | good for             |
//! |-------------------------------|------------------------------------------|------------|----------------------|
//! | [`SquaredError`]              | `½ ∑ (ŷᵢ − yᵢ)²`                         | any        | regression           |
//! | [`MeanSquaredError`]          | `1/N ∑ (ŷᵢ − yᵢ)²`                       | any        | the same; PyTorch's scale |
//! | [`MeanAbsoluteError`]         | `1/N ∑ │ŷᵢ − yᵢ│`                        | any        | regression, with wild targets |
//! | [`Huber`]                     | `½e²`, from `│e│ = δ` on straight        | any        | the same, smooth at 0 |
//! | [`LogCosh`]                   | `1/N ∑ ln cosh(ŷᵢ − yᵢ)`                 | any        | the same, smooth everywhere |
//! | [`BinaryCrossEntropyWithLogits`] | `−1/N ∑ yᵢ ln σ(zᵢ) + (1 − yᵢ) ln σ(−zᵢ)` | `Identity` | yes or no, once or more |
//! | [`Hinge`]                     | `1/N ∑ max(0, 1 − yᵢ·zᵢ)`, `y = ±1`      | `Identity` | the same, by a margin |
//! | [`SoftmaxCrossEntropy`]       | `−∑ yᵢ ln softmax(z)ᵢ`                   | `Identity` | one of several classes |
//! | [`SmoothedCrossEntropy`]      | the same, `y` a little towards `1/N`     | `Identity` | the same, never quite sure |
//! | [`MulticlassHinge`]           | `1/N ∑ max(0, 1 + zⱼ − z_c)`, `j ≠ c`    | `Identity` | the same, by a margin |
//!
//! The cross-entropies take the answers before any activation, the *logits* `z`, because sigmoid or
//! softmax and logarithm together neither overflow nor lose digits. To use such a network, apply
//! [`Real::logistic`](calc_scalar::Real::logistic) or [`softmax`] to its answers.
//!
//! ```
//! use calc_nn::loss::{Loss, SquaredError};
//!
//! let (value, slope) = SquaredError.value_and_slope(&[2.0, 5.0], &[1.0, 3.0]);
//! assert_eq!(value, 2.5); // ½·(1² + 2²)
//! assert_eq!(slope, [1.0, 2.0]);
//! ```
//!
//! # Accuracy
//!
//! No finite answer and target give NaN, but a target that a loss has no meaning for: a yes of 2 or a share
//! of −1 for a cross-entropy, a no of 0 for the hinge, a class that does not exist. Training stops at the
//! first of them, before anything is moved, and names the example
//! ([`Report::culprit`](crate::Report::culprit)). PyTorch, which does not look at them, learns from such
//! targets, without a bound below. `tests/functions.rs` compares values and slopes with PyTorch and with 800
//! digits.

mod binary;
mod hinge;
mod robust;
mod softmax;
mod squared;

use calc_scalar::Number as _;

use crate::width::Vector;

pub use binary::BinaryCrossEntropyWithLogits;
pub use hinge::{Hinge, MulticlassHinge};
pub use robust::{Huber, LogCosh, MeanAbsoluteError};
pub use softmax::{SmoothedCrossEntropy, SoftmaxCrossEntropy, softmax};
pub use squared::{MeanSquaredError, SquaredError};

/// `L(ŷ, y)`: how wrong the answer `P` is, given a target of type `Y`.
///
/// Targets are data: plain floats, or the number of a class, also where answers carry derivatives.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not compare an answer `{P}` with a target `{Y}`",
    label = "the answer and the target do not fit this loss",
    note = "a target has as many numbers as the network has outputs, all of one precision; \
            `SoftmaxCrossEntropy` also takes the number of the class, a `usize`",
    note = "all losses are in `calc_nn::loss`"
)]
pub trait Loss<P: Vector, Y: ?Sized>: Copy {
    /// `L(ŷ, y)`.
    #[must_use]
    fn value(self, answer: &P, target: &Y) -> P::Scalar;

    /// `(L, ∂L/∂ŷ)` together.
    #[must_use]
    fn value_and_slope(self, answer: &P, target: &Y) -> (P::Scalar, P);

    /// [`value_and_slope`](Loss::value_and_slope) of several examples, side by side; with the same bits.
    #[must_use]
    #[inline]
    fn value_and_slope_all<const M: usize>(
        self,
        answers: [&P; M],
        targets: [&Y; M],
    ) -> ([P::Scalar; M], [P; M]) {
        let (mut values, mut slopes) = ([P::Scalar::ZERO; M], [P::ZERO; M]);
        let examples = answers.into_iter().zip(targets);
        for ((value, slope), (answer, target)) in values.iter_mut().zip(&mut slopes).zip(examples) {
            (*value, *slope) = self.value_and_slope(answer, target);
        }
        (values, slopes)
    }
}

#[cfg(test)]
mod tests {
    use calc_scalar::Dual;

    use super::*;

    const SIZES: [f64; 9] = [0.0, 1e-300, 0.5, 40.0, 800.0, 1e16, 1e154, 1e300, f64::MAX];

    /// Runs a loss on every pair of extreme answers: no NaN, and the slope of a sure answer is bounded.
    fn assert_no_nan<Y, C>(name: &str, loss: C, targets: &[Y])
    where
        C: Loss<[f64; 2], Y> + Loss<[Dual; 2], Y>,
        Y: core::fmt::Debug,
    {
        for a in SIZES.into_iter().flat_map(|a| [a, -a]) {
            for b in SIZES.into_iter().flat_map(|b| [b, -b]) {
                for target in targets {
                    let (value, slopes) = loss.value_and_slope(&[a, b], target);
                    let again: f64 = loss.value(&[a, b], target);
                    assert_eq!(value.to_bits(), again.to_bits(), "{name} {a} {b}");
                    let dual: Dual = loss.value(&[Dual::variable(a), Dual::lift(b)], target);
                    let all = [value, slopes[0], slopes[1], dual.value, dual.slope()];
                    assert!(
                        !all.into_iter().any(f64::is_nan),
                        "{name} of {a:e} {b:e} for {target:?}: {all:?}"
                    );
                    let bounded = !name.contains("Squared");
                    assert!(!bounded || slopes.iter().all(|s| s.abs() <= 1.0), "{name}");
                }
            }
        }
    }

    #[test]
    fn no_finite_answer_gives_nan() {
        let real = [[0.0, 0.0], [1.0, -2.5], [1e300, -1e300]];
        let yes = [[0.0, 1.0], [1.0, 1.0], [0.25, 0.5]];
        let sides = [[1.0, -1.0], [-1.0, -1.0]];
        let shares = [[0.0, 1.0], [0.5, 0.5], [0.75, 0.25]];
        assert_no_nan("SquaredError", SquaredError, &real);
        assert_no_nan("MeanSquaredError", MeanSquaredError, &real);
        assert_no_nan("MeanAbsoluteError", MeanAbsoluteError, &real);
        assert_no_nan("Huber", Huber::default(), &real);
        assert_no_nan("LogCosh", LogCosh, &real);
        assert_no_nan(
            "BinaryCrossEntropyWithLogits",
            BinaryCrossEntropyWithLogits,
            &yes,
        );
        assert_no_nan("Hinge", Hinge, &sides);
        assert_no_nan("SoftmaxCrossEntropy", SoftmaxCrossEntropy, &shares);
        assert_no_nan("SoftmaxCrossEntropy", SoftmaxCrossEntropy, &[0, 1]);
        let smoothed = SoftmaxCrossEntropy.smoothing(0.1);
        assert_no_nan("SmoothedCrossEntropy", smoothed, &shares);
        assert_no_nan("SmoothedCrossEntropy", smoothed, &[0, 1]);
        assert_no_nan("MulticlassHinge", MulticlassHinge, &[0, 1]);
    }

    #[test]
    fn what_is_not_a_number_stays_so() {
        fn assert_nan<Y, C: Loss<[f64; 2], Y>>(loss: C, target: &Y) {
            for answer in [[f64::NAN, 0.5], [0.5, f64::NAN]] {
                let (value, _) = loss.value_and_slope(&answer, target);
                assert!(value.is_nan() && loss.value(&answer, target).is_nan());
            }
        }
        let (target, sides) = ([0.25, 0.75], [1.0, -1.0]);
        assert_nan(SquaredError, &target);
        assert_nan(MeanSquaredError, &target);
        assert_nan(MeanAbsoluteError, &target);
        assert_nan(Huber::default(), &target);
        assert_nan(LogCosh, &target);
        assert_nan(BinaryCrossEntropyWithLogits, &target);
        assert_nan(Hinge, &sides);
        assert_nan(SoftmaxCrossEntropy, &target);
        assert_nan(SoftmaxCrossEntropy, &1);
        assert_nan(SoftmaxCrossEntropy.smoothing(0.1), &1);
        assert_nan(MulticlassHinge, &1);
    }
}
