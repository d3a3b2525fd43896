//! AdaGrad.

use calc_scalar::Float;

use super::Rule;

/// `s ← s + g², x ← x − η·g/(√s + ε)`: each parameter has a rate of its own, which only falls.
///
/// A parameter that has seen large gradients moves carefully, a rarely used one boldly. The first
/// step moves every parameter by `η`, whatever the size of its gradient.
///
/// # Examples
///
/// ```
/// use calc_opt::rule::{AdaGrad, Rule};
///
/// let mut x = [5.0, 5.0];
/// AdaGrad::new(0.5).update(&mut x, &[4.0, 400.0]);
/// assert!(x.iter().all(|x: &f64| (x - 4.5).abs() < 1e-9));
/// ```
///
/// # References
///
/// J. Duchi, E. Hazan and Y. Singer, *Adaptive Subgradient Methods for Online Learning and
/// Stochastic Optimization*, Journal of Machine Learning Research 12, 2011, 2121–2159.
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
pub struct AdaGrad<T, const P: usize> {
    /// The learning rate `η`.
    pub rate: T,
    /// The guard `ε` against division by zero.
    pub epsilon: T,
    /// The sum `s` of the squared gradients so far.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub squares: [T; P],
}

impl<T: Float, const P: usize> AdaGrad<T, P> {
    /// The rule with learning rate `η = rate` and `ε = 10⁻¹⁰`.
    #[must_use]
    pub fn new(rate: T) -> Self {
        Self {
            rate,
            epsilon: T::literal(1e-10),
            squares: [T::ZERO; P],
        }
    }

    /// The same rule with another `ε`.
    #[must_use]
    pub const fn epsilon(mut self, epsilon: T) -> Self {
        self.epsilon = epsilon;
        self
    }
}

impl<T: Float, const P: usize> Rule<T, P> for AdaGrad<T, P> {
    #[inline]
    fn begin(&mut self) {}

    #[inline]
    fn apply(&mut self, offset: usize, parameters: &mut [T], gradient: &[T]) {
        let memory = self.squares.iter_mut().skip(offset);
        for ((x, &g), s) in parameters.iter_mut().zip(gradient).zip(memory) {
            *s += g * g;
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
