//! `RAdam`: rectified Adam.

use calc_scalar::Float;

use super::{Rule, correction};

/// [`Adam`](super::Adam) whose step is scaled by how far `v̂` can be trusted: not at all in the first
/// steps, which are `x ← x − η·m̂`, nearly fully later on.
///
/// With `ρ∞ = 2/(1 − β₂) − 1` and `ρ = ρ∞ − 2t·β₂ᵗ/(1 − β₂ᵗ)` the factor is
/// `√((ρ − 4)(ρ − 2)ρ∞/((ρ∞ − 4)(ρ∞ − 2)ρ))` from `ρ ≥ 5` on.
///
/// # Edge cases
///
/// The first five steps are not divided by anything: with large gradients they need a small `η`.
/// PyTorch adds `ε` to `√v` before the correction of `v`, optax and this rule after it.
///
/// # Examples
///
/// ```
/// use calc_opt::rule::{RAdam, Rule};
///
/// let mut x = [5.0, 5.0];
/// let mut rule = RAdam::new(0.01);
/// for _ in 0..10 {
///     let gradient = x.map(|x| 2.0 * x);
///     rule.update(&mut x, &gradient);
/// }
/// assert!(x[0] < 5.0_f64 && x[0] == x[1]);
/// ```
///
/// # References
///
/// L. Liu et al., *On the Variance of the Adaptive Learning Rate and Beyond*, ICLR 2020,
/// arXiv:1908.03265, algorithm 2.
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
pub struct RAdam<T, const P: usize> {
    /// The learning rate `η`.
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

impl<T: Float, const P: usize> RAdam<T, P> {
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

    /// The factor of the next step; `None` while `v̂` cannot be trusted.
    fn rectification(&self, correction2: T) -> Option<T> {
        let [one, two, four] = [1.0, 2.0, 4.0].map(T::literal);
        let t = T::literal(f64::from(self.steps.max(1)));
        let limit = two / (one - self.beta2) - one;
        let rho = limit - two * t * (one - correction2) / correction2;
        let ratio = (rho - four) * (rho - two) * limit / ((limit - four) * (limit - two) * rho);
        (rho >= T::literal(5.0)).then(|| ratio.sqrt())
    }
}

impl<T: Float, const P: usize> Rule<T, P> for RAdam<T, P> {
    #[inline]
    fn begin(&mut self) {
        self.steps = self.steps.saturating_add(1);
    }

    #[inline]
    fn apply(&mut self, offset: usize, parameters: &mut [T], gradient: &[T]) {
        let correction1 = correction(self.beta1, self.steps);
        let correction2 = correction(self.beta2, self.steps);
        let factor = self.rectification(correction2);
        let memory = self.mean.iter_mut().zip(&mut self.squares).skip(offset);
        for ((x, &g), (m, v)) in parameters.iter_mut().zip(gradient).zip(memory) {
            *m = self.beta1 * *m + (T::ONE - self.beta1) * g;
            *v = self.beta2 * *v + (T::ONE - self.beta2) * (g * g);
            let m = *m / correction1;
            let step = match factor {
                Some(factor) => factor * m / ((*v / correction2).sqrt() + self.epsilon),
                None => m,
            };
            *x -= self.rate * step;
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
