//! Adamax.

use calc_scalar::Float;

use super::{Rule, correction};

/// `m ← β₁m + (1 − β₁)g, u ← max(β₂u, |g| + ε), x ← x − η·m̂/u`: [`Adam`](super::Adam) with the largest
/// recent gradient in place of the root of the mean square.
///
/// # Examples
///
/// ```
/// use calc_opt::rule::{Adamax, Rule};
///
/// let mut x = [5.0, 5.0];
/// let mut rule = Adamax::new(0.1);
/// for _ in 0..10 {
///     let gradient = x.map(|x| 2.0 * x);
///     rule.update(&mut x, &gradient);
/// }
/// assert!(x[0] < 5.0_f64 && x[0] == x[1]);
/// ```
///
/// # References
///
/// D. P. Kingma and J. Ba, *Adam: A Method for Stochastic Optimization*, ICLR 2015,
/// arXiv:1412.6980, algorithm 2.
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
pub struct Adamax<T, const P: usize> {
    /// The learning rate `η`.
    pub rate: T,
    /// The part `β₁` of the mean gradient that is kept.
    pub beta1: T,
    /// The part `β₂` of the largest gradient that is kept.
    pub beta2: T,
    /// The guard `ε` against division by zero.
    pub epsilon: T,
    /// The number `t` of steps begun.
    pub steps: u32,
    /// The fading mean `m` of the gradients, at first zero.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub mean: [T; P],
    /// The fading maximum `u` of the gradients, at first zero.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub largest: [T; P],
}

impl<T: Float, const P: usize> Adamax<T, P> {
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
            largest: [T::ZERO; P],
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
}

impl<T: Float, const P: usize> Rule<T, P> for Adamax<T, P> {
    #[inline]
    fn begin(&mut self) {
        self.steps = self.steps.saturating_add(1);
    }

    #[inline]
    fn apply(&mut self, offset: usize, parameters: &mut [T], gradient: &[T]) {
        let correction1 = correction(self.beta1, self.steps);
        let memory = self.mean.iter_mut().zip(&mut self.largest).skip(offset);
        for ((x, &g), (m, u)) in parameters.iter_mut().zip(gradient).zip(memory) {
            *m = self.beta1 * *m + (T::ONE - self.beta1) * g;
            *u = (self.beta2 * *u).max(g.magnitude() + self.epsilon);
            *x -= self.rate * (*m / correction1) / *u;
        }
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
