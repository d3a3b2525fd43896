//! Plain gradient descent.

use calc_scalar::Float;

use super::Rule;

/// `x ← x − η·g`: a step straight down the slope.
///
/// Called *stochastic* gradient descent when the gradient comes from a random part of the data; the
/// rule is the same.
///
/// # Examples
///
/// ```
/// use calc_opt::rule::{Rule, Sgd};
///
/// let mut x = [5.0];
/// Sgd::new(0.1).update(&mut x, &[10.0]);
/// assert_eq!(x, [4.0]);
/// ```
///
/// # References
///
/// H. Robbins and S. Monro, *A Stochastic Approximation Method*, Annals of Mathematical Statistics
/// 22(3), 1951, 400–407.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Sgd<T> {
    /// The learning rate `η`.
    pub rate: T,
}

impl<T: Float> Sgd<T> {
    /// The rule with learning rate `η = rate`.
    #[must_use]
    pub const fn new(rate: T) -> Self {
        Self { rate }
    }
}

impl<T: Float, const P: usize> Rule<T, P> for Sgd<T> {
    #[inline]
    fn begin(&mut self) {}

    #[inline]
    fn apply(&mut self, offset: usize, parameters: &mut [T], gradient: &[T]) {
        let known = P.saturating_sub(offset);
        for (x, &g) in parameters.iter_mut().zip(gradient).take(known) {
            *x -= self.rate * g;
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
