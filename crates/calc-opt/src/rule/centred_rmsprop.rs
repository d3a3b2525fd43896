//! Centred `RMSprop`.

use calc_scalar::Float;

use super::Rule;

/// `m ← ρm + (1 − ρ)g, v ← ρv + (1 − ρ)g², x ← x − η·g/(√(v − m²) + ε)`: [`RmsProp`](super::RmsProp) in
/// units of how much the gradient varies.
///
/// # Edge cases
///
/// Where rounding makes `v − m²` negative it counts as 0.
///
/// # Examples
///
/// ```
/// use calc_opt::rule::{CentredRmsProp, Rule};
///
/// let mut x = [5.0, 5.0];
/// let mut rule = CentredRmsProp::new(0.01);
/// for _ in 0..10 {
///     let gradient = x.map(|x| 2.0 * x);
///     rule.update(&mut x, &gradient);
/// }
/// assert!(x[0] < 5.0_f64 && x[0] == x[1]);
/// ```
///
/// # References
///
/// A. Graves, *Generating Sequences With Recurrent Neural Networks*, 2013, arXiv:1308.0850, equations
/// 38 to 41.
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
pub struct CentredRmsProp<T, const P: usize> {
    /// The learning rate `η`.
    pub rate: T,
    /// The part `ρ` of both means that is kept.
    pub decay: T,
    /// The guard `ε` against division by zero.
    pub epsilon: T,
    /// The fading mean `m` of the gradients, at first zero.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub mean: [T; P],
    /// The fading mean `v` of their squares, at first zero.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub squares: [T; P],
}

impl<T: Float, const P: usize> CentredRmsProp<T, P> {
    /// The rule with learning rate `η = rate`, `ρ = 0.99` and `ε = 10⁻⁸`.
    #[must_use]
    pub fn new(rate: T) -> Self {
        Self {
            rate,
            decay: T::literal(0.99),
            epsilon: T::literal(1e-8),
            mean: [T::ZERO; P],
            squares: [T::ZERO; P],
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

impl<T: Float, const P: usize> Rule<T, P> for CentredRmsProp<T, P> {
    #[inline]
    fn begin(&mut self) {}

    #[inline]
    fn apply(&mut self, offset: usize, parameters: &mut [T], gradient: &[T]) {
        let memory = self.mean.iter_mut().zip(&mut self.squares).skip(offset);
        for ((x, &g), (m, v)) in parameters.iter_mut().zip(gradient).zip(memory) {
            *m = self.decay * *m + (T::ONE - self.decay) * g;
            *v = self.decay * *v + (T::ONE - self.decay) * (g * g);
            let variance = (*v - *m * *m).max(T::ZERO);
            *x -= self.rate * (g / (variance.sqrt() + self.epsilon));
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
