//! `AMSGrad`.

use calc_scalar::Float;

use super::{Rule, correction};

/// [`Adam`](super::Adam) with the largest `v` so far in place of `v`: its rate per parameter never grows
/// again, which is what the proof of convergence needs.
///
/// # Examples
///
/// ```
/// use calc_opt::rule::{AmsGrad, Rule};
///
/// let mut x = [5.0, 5.0];
/// let mut rule = AmsGrad::new(0.1);
/// for _ in 0..10 {
///     let gradient = x.map(|x| 2.0 * x);
///     rule.update(&mut x, &gradient);
/// }
/// assert!(x[0] < 5.0_f64 && x[0] == x[1]);
/// ```
///
/// # References
///
/// S. J. Reddi, S. Kale and S. Kumar, *On the Convergence of Adam and Beyond*, ICLR 2018,
/// arXiv:1904.09237, algorithm 2.
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
pub struct AmsGrad<T, const P: usize> {
    /// The learning rate `η`.
    pub rate: T,
    /// The part `β₁` of the mean gradient that is kept.
    pub beta1: T,
    /// The part `β₂` of the mean squared gradient that is kept.
    pub beta2: T,
    /// The guard `ε` against division by zero.
    pub epsilon: T,
    /// Whether the largest is taken of `v̂ = v/(1 − β₂ᵗ)`, as optax does, or of `v`, as PyTorch does.
    pub corrected: bool,
    /// The number `t` of steps begun.
    pub steps: u32,
    /// The fading mean `m` of the gradients, at first zero.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub mean: [T; P],
    /// The fading mean `v` of their squares, at first zero.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub squares: [T; P],
    /// The largest of the means of squares so far.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub largest: [T; P],
}

impl<T: Float, const P: usize> AmsGrad<T, P> {
    /// The rule with learning rate `η = rate`, `β₁ = 0.9`, `β₂ = 0.999`, `ε = 10⁻⁸` and the largest `v`.
    #[must_use]
    pub fn new(rate: T) -> Self {
        Self {
            rate,
            beta1: T::literal(0.9),
            beta2: T::literal(0.999),
            epsilon: T::literal(1e-8),
            corrected: false,
            steps: 0,
            mean: [T::ZERO; P],
            squares: [T::ZERO; P],
            largest: [T::ZERO; P],
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

    /// The same rule, which takes the largest `v̂` (optax) or the largest `v` (PyTorch).
    #[must_use]
    pub const fn corrected(mut self, corrected: bool) -> Self {
        self.corrected = corrected;
        self
    }
}

impl<T: Float, const P: usize> Rule<T, P> for AmsGrad<T, P> {
    #[inline]
    fn begin(&mut self) {
        self.steps = self.steps.saturating_add(1);
    }

    #[inline]
    fn apply(&mut self, offset: usize, parameters: &mut [T], gradient: &[T]) {
        let correction1 = correction(self.beta1, self.steps);
        let correction2 = correction(self.beta2, self.steps);
        let means = self.mean.iter_mut().zip(&mut self.squares);
        let memory = means.zip(&mut self.largest).skip(offset);
        for ((x, &g), ((m, v), largest)) in parameters.iter_mut().zip(gradient).zip(memory) {
            *m = self.beta1 * *m + (T::ONE - self.beta1) * g;
            *v = self.beta2 * *v + (T::ONE - self.beta2) * (g * g);
            let size = if self.corrected {
                *largest = largest.max(*v / correction2);
                *largest
            } else {
                *largest = largest.max(*v);
                *largest / correction2
            };
            *x -= self.rate * (*m / correction1) / (size.sqrt() + self.epsilon);
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
