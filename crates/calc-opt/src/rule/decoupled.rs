//! Weight decay for any rule.

use calc_scalar::Float;

use super::Rule;

/// `x ← (1 − η·λ)·x`, then the step of another rule: weight decay beside the gradient, not in it.
///
/// `Decoupled::new(Adam::new(η), λ)` is [`AdamW`](super::AdamW).
///
/// # Examples
///
/// ```
/// use calc_opt::rule::{Decoupled, Momentum, Rule};
///
/// let mut x = [5.0];
/// let mut rule = Decoupled::new(Momentum::new(0.1, 0.9), 0.01);
/// rule.update(&mut x, &[0.0]); // no gradient: only the decay acts
/// assert_eq!(x, [5.0 * (1.0 - 0.1 * 0.01)]);
/// ```
///
/// # References
///
/// I. Loshchilov and F. Hutter, *Decoupled Weight Decay Regularization*, ICLR 2019, arXiv:1711.05101.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Decoupled<T, R> {
    /// The rule that makes the step.
    pub rule: R,
    /// The weight decay `λ`.
    pub decay: T,
}

impl<T, R> Decoupled<T, R> {
    /// `rule` with weight decay `λ = decay`.
    #[must_use]
    pub const fn new(rule: R, decay: T) -> Self {
        Self { rule, decay }
    }
}

impl<T: Float, R: Rule<T, P>, const P: usize> Rule<T, P> for Decoupled<T, R> {
    #[inline]
    fn begin(&mut self) {
        self.rule.begin();
    }

    #[inline]
    fn apply(&mut self, offset: usize, parameters: &mut [T], gradient: &[T]) {
        let keep = T::ONE - self.rule.rate() * self.decay;
        let room = P.saturating_sub(offset).min(gradient.len());
        for x in parameters.iter_mut().take(room) {
            *x = keep * *x;
        }
        self.rule.apply(offset, parameters, gradient);
    }

    #[inline]
    fn rate(&self) -> T {
        self.rule.rate()
    }

    #[inline]
    fn set_rate(&mut self, rate: T) {
        self.rule.set_rate(rate);
    }
}
