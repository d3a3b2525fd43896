//! Signum.

use calc_scalar::Float;

use super::{Rule, sign};

/// `m ← βm + (1 − β)g, x ← x − η·sign m`: every parameter moves by `η`. With `β = 0` this is descent by
/// the sign of the gradient.
///
/// # Examples
///
/// ```
/// use calc_opt::rule::{Signum, Rule};
///
/// let mut x = [5.0, 5.0];
/// let mut rule = Signum::new(0.01, 0.9);
/// for _ in 0..10 {
///     let gradient = x.map(|x| 2.0 * x);
///     rule.update(&mut x, &gradient);
/// }
/// assert!(x[0] < 5.0_f64 && x[0] == x[1]);
/// ```
///
/// # References
///
/// J. Bernstein et al., *signSGD: Compressed Optimisation for Non-Convex Problems*, ICML 2018,
/// arXiv:1802.04434, algorithm 2.
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
pub struct Signum<T, const P: usize> {
    /// The learning rate `η`.
    pub rate: T,
    /// The part `β` of the mean gradient that is kept.
    pub beta: T,
    /// The fading mean `m` of the gradients, at first zero.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub mean: [T; P],
}

impl<T: Float, const P: usize> Signum<T, P> {
    /// The rule with learning rate `η = rate` and `β = beta`, usually 0.9.
    #[must_use]
    pub fn new(rate: T, beta: T) -> Self {
        Self {
            rate,
            beta,
            mean: [T::ZERO; P],
        }
    }
}

impl<T: Float, const P: usize> Rule<T, P> for Signum<T, P> {
    #[inline]
    fn begin(&mut self) {}

    #[inline]
    fn apply(&mut self, offset: usize, parameters: &mut [T], gradient: &[T]) {
        let memory = self.mean.iter_mut().skip(offset);
        for ((x, &g), m) in parameters.iter_mut().zip(gradient).zip(memory) {
            *m = self.beta * *m + (T::ONE - self.beta) * g;
            *x -= self.rate * sign(*m);
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
