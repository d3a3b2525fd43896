//! Adam.

use calc_scalar::Float;

use super::{Rule, correction};

/// `m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², x ← x − η·m̂/(√v̂ + ε)`: momentum, in units of the
/// recent gradient.
///
/// `m̂ = m/(1 − β₁ᵗ)` and `v̂ = v/(1 − β₂ᵗ)` undo the start at zero, `t` counts the steps from 1. The
/// first step moves every parameter by `η`.
///
/// # Edge cases
///
/// The square of a slope above 1.8·10¹⁹ in single precision (10¹⁵⁴ in double) is infinite: its parameter stands
/// still from then on. [`clip::by_value`](crate::clip::by_value) keeps slopes from it.
///
/// # Examples
///
/// ```
/// use calc_opt::rule::{Adam, Rule};
///
/// let mut x = [5.0, 5.0];
/// let mut rule = Adam::new(0.1);
/// rule.update(&mut x, &[4.0, -400.0]);
/// assert!((x[0] - 4.9_f64).abs() < 1e-9 && (x[1] - 5.1_f64).abs() < 1e-9);
/// ```
///
/// # References
///
/// D. P. Kingma and J. Ba, *Adam: A Method for Stochastic Optimization*, ICLR 2015,
/// arXiv:1412.6980, algorithm 1.
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
pub struct Adam<T, const P: usize> {
    /// The learning rate `η`, called α in the paper.
    pub rate: T,
    /// The part `β₁` of the mean gradient that is kept.
    pub beta1: T,
    /// The part `β₂` of the mean squared gradient that is kept.
    pub beta2: T,
    /// The guard `ε` against division by zero.
    pub epsilon: T,
    /// The number `t` of steps begun.
    pub steps: u32,
    /// The fading mean `m` of the gradients, at first zero.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub mean: [T; P],
    /// The fading mean `v` of their squares, at first zero.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub squares: [T; P],
}

impl<T: Float, const P: usize> Adam<T, P> {
    /// The rule with learning rate `η = rate`, `β₁ = 0.9`, `β₂ = 0.999` and `ε = 10⁻⁸`.
    #[must_use]
    pub fn new(rate: T) -> Self {
        Self {
            rate,
            beta1: T::literal(0.9),
            beta2: T::literal(0.999),
            epsilon: T::literal(1e-8),
            steps: 0,
            mean: [T::ZERO; P],
            squares: [T::ZERO; P],
        }
    }

    /// The same rule with other `β₁` and `β₂`.
    #[must_use]
    pub const fn betas(mut self, beta1: T, beta2: T) -> Self {
        self.beta1 = beta1;
        self.beta2 = beta2;
        self
    }

    /// The same rule with another `ε`.
    #[must_use]
    pub const fn epsilon(mut self, epsilon: T) -> Self {
        self.epsilon = epsilon;
        self
    }

    /// Adam's step, after each parameter was scaled by `keep`.
    #[inline]
    pub(super) fn apply_scaled(
        &mut self,
        keep: T,
        offset: usize,
        parameters: &mut [T],
        gradient: &[T],
    ) {
        let correction1 = correction(self.beta1, self.steps);
        let correction2 = correction(self.beta2, self.steps);
        let memory = self.mean.iter_mut().zip(&mut self.squares).skip(offset);
        for ((x, &g), (m, v)) in parameters.iter_mut().zip(gradient).zip(memory) {
            *m = self.beta1 * *m + (T::ONE - self.beta1) * g;
            *v = self.beta2 * *v + (T::ONE - self.beta2) * (g * g);
            let (m, v) = (*m / correction1, *v / correction2);
            *x = keep * *x - self.rate * m / (v.sqrt() + self.epsilon);
        }
    }
}

/// For rules that look at the whole step before they make it.
impl<T: Float, const P: usize> Adam<T, P> {
    /// Takes a gradient into the means.
    #[inline]
    pub(super) fn remember(&mut self, offset: usize, gradient: &[T]) {
        let memory = self.mean.iter_mut().zip(&mut self.squares).skip(offset);
        for (&g, (m, v)) in gradient.iter().zip(memory) {
            *m = self.beta1 * *m + (T::ONE - self.beta1) * g;
            *v = self.beta2 * *v + (T::ONE - self.beta2) * (g * g);
        }
    }

    /// `m̂/(√v̂ + ε)` of the parameters from number `offset` on.
    #[inline]
    pub(super) fn steps_from(&self, offset: usize) -> impl Iterator<Item = T> + '_ {
        let correction1 = correction(self.beta1, self.steps);
        let correction2 = correction(self.beta2, self.steps);
        let memory = self.mean.iter().zip(&self.squares).skip(offset);
        memory.map(move |(&m, &v)| m / correction1 / ((v / correction2).sqrt() + self.epsilon))
    }
}

impl<T: Float, const P: usize> Rule<T, P> for Adam<T, P> {
    #[inline]
    fn begin(&mut self) {
        self.steps = self.steps.saturating_add(1);
    }

    #[inline]
    fn apply(&mut self, offset: usize, parameters: &mut [T], gradient: &[T]) {
        self.apply_scaled(T::ONE, offset, parameters, gradient);
    }

    #[inline]
    fn rate(&self) -> T {
        self.rate
    }

    #[inline]
    fn set_rate(&mut self, rate: T) {
        self.rate = rate;
    }
}
