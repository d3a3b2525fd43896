//! Yogi.

use calc_scalar::Float;

use super::{Rule, correction, sign};

/// [`Adam`](super::Adam) whose `v` moves towards `g²` by at most `(1 − β₂)g²` per step:
/// `v ← v − (1 − β₂)·sign(v − g²)·g²`, so that rare large gradients are not forgotten at once.
///
/// # Examples
///
/// ```
/// use calc_opt::rule::{Yogi, Rule};
///
/// let mut x = [5.0, 5.0];
/// let mut rule = Yogi::new(0.1);
/// for _ in 0..10 {
///     let gradient = x.map(|x| 2.0 * x);
///     rule.update(&mut x, &gradient);
/// }
/// assert!(x[0] < 5.0_f64 && x[0] == x[1]);
/// ```
///
/// # References
///
/// M. Zaheer et al., *Adaptive Methods for Nonconvex Optimization*, NeurIPS 2018, algorithm 2.
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
pub struct Yogi<T, const P: usize> {
    /// The learning rate `η`.
    pub rate: T,
    /// The part `β₁` of the mean gradient that is kept.
    pub beta1: T,
    /// `1 − β₂` is the largest part of `g²` that `v` moves by.
    pub beta2: T,
    /// The guard `ε` against division by zero.
    pub epsilon: T,
    /// The number `t` of steps begun.
    pub steps: u32,
    /// The fading mean `m` of the gradients, at first 10⁻⁶.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub mean: [T; P],
    /// The size `v` of the squares, at first 10⁻⁶.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub squares: [T; P],
}

impl<T: Float, const P: usize> Yogi<T, P> {
    /// The rule with learning rate `η = rate`, `β₁ = 0.9`, `β₂ = 0.999` and `ε = 10⁻³`; `m` and `v` start at 10⁻⁶, as in optax.
    #[must_use]
    pub fn new(rate: T) -> Self {
        Self {
            rate,
            beta1: T::literal(0.9),
            beta2: T::literal(0.999),
            epsilon: T::literal(1e-3),
            steps: 0,
            mean: [T::literal(1e-6); P],
            squares: [T::literal(1e-6); P],
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

impl<T: Float, const P: usize> Rule<T, P> for Yogi<T, P> {
    #[inline]
    fn begin(&mut self) {
        self.steps = self.steps.saturating_add(1);
    }

    #[inline]
    fn apply(&mut self, offset: usize, parameters: &mut [T], gradient: &[T]) {
        let correction1 = correction(self.beta1, self.steps);
        let correction2 = correction(self.beta2, self.steps);
        let memory = self.mean.iter_mut().zip(&mut self.squares).skip(offset);
        for ((x, &g), (m, v)) in parameters.iter_mut().zip(gradient).zip(memory) {
            *m = self.beta1 * *m + (T::ONE - self.beta1) * g;
            let square = g * g;
            *v -= (T::ONE - self.beta2) * sign(*v - square) * square;
            let (m, v) = (*m / correction1, *v / correction2);
            *x -= self.rate * m / (v.sqrt() + self.epsilon);
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
