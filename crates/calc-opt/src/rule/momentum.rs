//! Gradient descent with momentum.

use calc_scalar::Float;

use super::Rule;

/// `v ← μ·v + g, x ← x − η·v`: a heavy ball that keeps part of its velocity.
///
/// Along a valley the steps add up to `1/(1 − μ)` times the plain one, across it they cancel.
///
/// # Examples
///
/// ```
/// use calc_opt::rule::{Momentum, Rule};
///
/// let mut x = [5.0];
/// let mut rule = Momentum::new(0.1, 0.5);
/// rule.update(&mut x, &[10.0]);
/// assert_eq!(x, [4.0]); // the first step is the plain one
/// rule.update(&mut x, &[8.0]);
/// assert_eq!(rule.velocity, [13.0]); // ½·10 + 8
/// ```
///
/// # References
///
/// B. T. Polyak, *Some methods of speeding up the convergence of iteration methods*, USSR
/// Computational Mathematics and Mathematical Physics 4(5), 1964, 1–17.
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
pub struct Momentum<T, const P: usize> {
    /// The learning rate `η`.
    pub rate: T,
    /// The part `μ` of the velocity that is kept, usually 0.9.
    pub momentum: T,
    /// The velocity `v`, at first zero.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub velocity: [T; P],
}

impl<T: Float, const P: usize> Momentum<T, P> {
    /// The rule with learning rate `η = rate` and `μ = momentum`, at rest.
    #[must_use]
    pub const fn new(rate: T, momentum: T) -> Self {
        Self {
            rate,
            momentum,
            velocity: [T::ZERO; P],
        }
    }
}

impl<T: Float, const P: usize> Rule<T, P> for Momentum<T, P> {
    #[inline]
    fn begin(&mut self) {}

    #[inline]
    fn apply(&mut self, offset: usize, parameters: &mut [T], gradient: &[T]) {
        let memory = self.velocity.iter_mut().skip(offset);
        for ((x, &g), v) in parameters.iter_mut().zip(gradient).zip(memory) {
            *v = self.momentum * *v + g;
            *x -= self.rate * *v;
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
