//! `AdamW`.

use calc_scalar::Float;

use super::{Adam, Rule};

/// `x ← (1 − η·λ)·x`, then the step of [`Adam`]: weight decay that Adam does not rescale.
///
/// Added to the gradient instead, as an `ℓ₂` penalty, the decay would be divided by `√v̂` like any
/// other gradient, and parameters with large gradients would hardly decay.
///
/// # Examples
///
/// ```
/// use calc_opt::rule::{AdamW, Rule};
///
/// let mut x = [5.0];
/// let mut rule = AdamW::new(0.1, 0.01);
/// rule.update(&mut x, &[0.0]); // no gradient: only the decay acts
/// assert_eq!(x, [5.0 * (1.0 - 0.1 * 0.01)]);
/// ```
///
/// # References
///
/// I. Loshchilov and F. Hutter, *Decoupled Weight Decay Regularization*, ICLR 2019,
/// arXiv:1711.05101, algorithm 2.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "T: serde::Serialize",
        deserialize = "T: calc_scalar::Number + serde::Deserialize<'de>"
    ))
)]
pub struct AdamW<T, const P: usize> {
    /// The rule that makes the step, with its settings and memory.
    pub adam: Adam<T, P>,
    /// The weight decay `λ`.
    pub decay: T,
}

impl<T: Float, const P: usize> AdamW<T, P> {
    /// The rule with learning rate `η = rate` and weight decay `λ = decay`, usually 0.01; the rest
    /// as in [`Adam::new`].
    #[must_use]
    pub fn new(rate: T, decay: T) -> Self {
        Self {
            adam: Adam::new(rate),
            decay,
        }
    }

    /// The same rule with other `β₁` and `β₂`.
    #[must_use]
    pub const fn betas(mut self, beta1: T, beta2: T) -> Self {
        self.adam = self.adam.betas(beta1, beta2);
        self
    }

    /// The same rule with another `ε`.
    #[must_use]
    pub const fn epsilon(mut self, epsilon: T) -> Self {
        self.adam = self.adam.epsilon(epsilon);
        self
    }
}

impl<T: Float, const P: usize> Rule<T, P> for AdamW<T, P> {
    #[inline]
    fn begin(&mut self) {
        Rule::<T, P>::begin(&mut self.adam);
    }

    #[inline]
    fn apply(&mut self, offset: usize, parameters: &mut [T], gradient: &[T]) {
        let keep = T::ONE - self.adam.rate * self.decay;
        self.adam.apply_scaled(keep, offset, parameters, gradient);
    }

    #[inline]
    fn rate(&self) -> T {
        self.adam.rate
    }

    #[inline]
    fn set_rate(&mut self, rate: T) {
        self.adam.rate = rate;
    }
}
