//! `RMSprop`.

use calc_scalar::Float;

use super::Rule;

/// `s ← α·s + (1 − α)·g², x ← x − η·g/(√s + ε)`: steps measured in recent gradients.
///
/// [`AdaGrad`](super::AdaGrad) with a memory that fades, so that the rate can recover. In the long
/// run every parameter moves by about `η` per step, whatever the scale of its gradient.
///
/// # Examples
///
/// ```
/// use calc_opt::rule::{RmsProp, Rule};
///
/// let mut x = [5.0, 5.0];
/// let mut rule = RmsProp::new(0.01).decay(0.9);
/// rule.update(&mut x, &[4.0, 400.0]);
/// let step = 0.01 / 0.1_f64.sqrt(); // s = 0.1·g² after one step
/// assert!(x.iter().all(|x| (x - (5.0 - step)).abs() < 1e-9));
/// ```
///
/// # References
///
/// T. Tieleman and G. Hinton, *Lecture 6.5: rmsprop: divide the gradient by a running average of its
/// recent magnitude*, COURSERA: Neural Networks for Machine Learning, 2012.
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
pub struct RmsProp<T, const P: usize> {
    /// The learning rate `η`.
    pub rate: T,
    /// The part `α` of the average that is kept.
    pub decay: T,
    /// The guard `ε` against division by zero.
    pub epsilon: T,
    /// The fading average `s` of the squared gradients, at first zero.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub squares: [T; P],
}

impl<T: Float, const P: usize> RmsProp<T, P> {
    /// The rule with learning rate `η = rate`, `α = 0.99` and `ε = 10⁻⁸`.
    #[must_use]
    pub fn new(rate: T) -> Self {
        Self {
            rate,
            decay: T::literal(0.99),
            epsilon: T::literal(1e-8),
            squares: [T::ZERO; P],
        }
    }

    /// The same rule with another `α`; the lecture uses 0.9.
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

impl<T: Float, const P: usize> Rule<T, P> for RmsProp<T, P> {
    #[inline]
    fn begin(&mut self) {}

    #[inline]
    fn apply(&mut self, offset: usize, parameters: &mut [T], gradient: &[T]) {
        let memory = self.squares.iter_mut().skip(offset);
        for ((x, &g), s) in parameters.iter_mut().zip(gradient).zip(memory) {
            *s = self.decay * *s + (T::ONE - self.decay) * (g * g);
            *x -= self.rate * g / (s.sqrt() + self.epsilon);
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
