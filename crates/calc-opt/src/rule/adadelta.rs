//! `AdaDelta`, whose steps have the unit of the parameters.

use calc_scalar::Float;

use super::Rule;

/// `v ← ρv + (1 − ρ)g², d = g·√(u + ε)/√(v + ε), u ← ρu + (1 − ρ)d², x ← x − η·d`: steps as large as
/// the recent steps were, over the recent gradient.
///
/// `u` starts at zero, so the first steps are about `√ε` long and grow slowly; `η` is usually 1.
///
/// # Examples
///
/// ```
/// use calc_opt::rule::{AdaDelta, Rule};
///
/// let mut x = [5.0, 5.0];
/// let mut rule = AdaDelta::new(1.0);
/// for _ in 0..10 {
///     let gradient = x.map(|x| 2.0 * x);
///     rule.update(&mut x, &gradient);
/// }
/// assert!(x[0] < 5.0_f64 && x[0] == x[1]);
/// ```
///
/// # References
///
/// M. D. Zeiler, *ADADELTA: An Adaptive Learning Rate Method*, 2012, arXiv:1212.5701, algorithm 1.
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
pub struct AdaDelta<T, const P: usize> {
    /// The learning rate `η`.
    pub rate: T,
    /// The part `ρ` of both means that is kept.
    pub decay: T,
    /// The guard `ε` against division by zero.
    pub epsilon: T,
    /// The fading mean `v` of their squares, at first zero.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub squares: [T; P],
    /// The fading mean `u` of the squared steps, at first zero.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub steps: [T; P],
}

impl<T: Float, const P: usize> AdaDelta<T, P> {
    /// The rule with learning rate `η = rate`, `ρ = 0.9` and `ε = 10⁻⁶`.
    #[must_use]
    pub fn new(rate: T) -> Self {
        Self {
            rate,
            decay: T::literal(0.9),
            epsilon: T::literal(1e-6),
            squares: [T::ZERO; P],
            steps: [T::ZERO; P],
        }
    }

    /// The same rule with another `ρ`.
    #[must_use]
    pub const fn decay(mut self, decay: T) -> Self {
        self.decay = decay;
        self
    }

    /// The same rule with another `ε`.
    #[must_use]
    pub const fn epsilon(mut self, epsilon: T) -> Self {
        self.epsilon = epsilon;
        self
    }
}

impl<T: Float, const P: usize> Rule<T, P> for AdaDelta<T, P> {
    #[inline]
    fn begin(&mut self) {}

    #[inline]
    fn apply(&mut self, offset: usize, parameters: &mut [T], gradient: &[T]) {
        let memory = self.squares.iter_mut().zip(&mut self.steps).skip(offset);
        for ((x, &g), (v, u)) in parameters.iter_mut().zip(gradient).zip(memory) {
            *v = self.decay * *v + (T::ONE - self.decay) * (g * g);
            let step = (*u + self.epsilon).sqrt() / (*v + self.epsilon).sqrt() * g;
            *u = self.decay * *u + (T::ONE - self.decay) * (step * step);
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
