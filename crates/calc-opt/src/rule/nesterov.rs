//! Nesterov's accelerated gradient.

use calc_scalar::Float;

use super::Rule;

/// `v ← μ·v + g, x ← x − η·(g + μ·v)`: momentum that looks one step ahead.
///
/// The gradient is counted once more than in [`Momentum`](super::Momentum), as if it had been taken
/// where the velocity is about to carry the point; the overshoot at the bottom of a valley shrinks.
/// This is the form for code that takes the gradient at the parameters themselves.
///
/// # Examples
///
/// ```
/// use calc_opt::rule::{Nesterov, Rule};
///
/// let mut x = [5.0];
/// Nesterov::new(0.1, 0.5).update(&mut x, &[10.0]);
/// assert_eq!(x, [3.5]); // 0.1·(10 + ½·10)
/// ```
///
/// # References
///
/// Yu. E. Nesterov, *A method of solving a convex programming problem with convergence rate
/// O(1/k²)*, Soviet Mathematics Doklady 27(2), 1983, 372–376. The form used here:
/// I. Sutskever, J. Martens, G. Dahl and G. Hinton, *On the importance of initialization and
/// momentum in deep learning*, ICML 2013.
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
pub struct Nesterov<T, const P: usize> {
    /// The learning rate `η`.
    pub rate: T,
    /// The part `μ` of the velocity that is kept, usually 0.9.
    pub momentum: T,
    /// The velocity `v`, at first zero.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub velocity: [T; P],
}

impl<T: Float, const P: usize> Nesterov<T, P> {
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

impl<T: Float, const P: usize> Rule<T, P> for Nesterov<T, P> {
    #[inline]
    fn begin(&mut self) {}

    #[inline]
    fn apply(&mut self, offset: usize, parameters: &mut [T], gradient: &[T]) {
        let memory = self.velocity.iter_mut().skip(offset);
        for ((x, &g), v) in parameters.iter_mut().zip(gradient).zip(memory) {
            *v = self.momentum * *v + g;
            *x -= self.rate * (g + self.momentum * *v);
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
