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
//! No finite answer and target give NaN. `tests/functions.rs` compares values and slopes with PyTorch
//! and with 800 digits.

mod binary;
mod hinge;
mod robust;
mod softmax;
mod squared;

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
            `SoftmaxCrossEntropy` also takes the number of the class, a `usize`"
)]
pub trait Loss<P: Vector, Y: ?Sized>: Copy {
    /// `L(ŷ, y)`.
    #[must_use]
    fn value(self, answer: &P, target: &Y) -> P::Scalar;

    /// `(L, ∂L/∂ŷ)` together.
    #[must_use]
    fn value_and_slope(self, answer: &P, target: &Y) -> (P::Scalar, P);
}
