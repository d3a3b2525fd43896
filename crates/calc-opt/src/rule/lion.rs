//! Lion.

use calc_scalar::Float;

use super::{Rule, sign};

/// `x ← x − η·(sign(β₁m + (1 − β₁)g) + λx), m ← β₂m + (1 − β₂)g`: every parameter moves by `η`, and by
/// what decays.
///
/// # Examples
///
/// ```
/// use calc_opt::rule::{Lion, Rule};
///
/// let mut x = [5.0, 5.0];
/// let mut rule = Lion::new(0.01, 0.0);
/// for _ in 0..10 {
///     let gradient = x.map(|x| 2.0 * x);
///     rule.update(&mut x, &gradient);
/// }
/// assert!(x[0] < 5.0_f64 && x[0] == x[1]);
/// ```
///
/// # References
///
/// X. Chen et al., *Symbolic Discovery of Optimization Algorithms*, NeurIPS 2023, arXiv:2302.06675,
/// program 1.
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
pub struct Lion<T, const P: usize> {
    /// The learning rate `η`.
    pub rate: T,
    /// The weight `β₁` of the mean in the step.
    pub beta1: T,
    /// The part `β₂` of the mean gradient that is kept.
    pub beta2: T,
    /// The weight decay `λ`.
    pub decay: T,
    /// The fading mean `m` of the gradients, at first zero.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub mean: [T; P],
}

impl<T: Float, const P: usize> Lion<T, P> {
    /// The rule with learning rate `η = rate`, weight decay `λ = decay`, `β₁ = 0.9` and `β₂ = 0.99`.
    #[must_use]
    pub fn new(rate: T, decay: T) -> Self {
        Self {
            rate,
            beta1: T::literal(0.9),
            beta2: T::literal(0.99),
            decay,
            mean: [T::ZERO; P],
        }
    }

    /// The same rule with other `β₁` and `β₂`.
    #[must_use]
    pub const fn betas(mut self, beta1: T, beta2: T) -> Self {
        self.beta1 = beta1;
        self.beta2 = beta2;
        self
    }
}

impl<T: Float, const P: usize> Rule<T, P> for Lion<T, P> {
    #[inline]
    fn begin(&mut self) {}

    #[inline]
    fn apply(&mut self, offset: usize, parameters: &mut [T], gradient: &[T]) {
        let memory = self.mean.iter_mut().skip(offset);
        for ((x, &g), m) in parameters.iter_mut().zip(gradient).zip(memory) {
            let direction = sign(self.beta1 * *m + (T::ONE - self.beta1) * g);
            *m = self.beta2 * *m + (T::ONE - self.beta2) * g;
            *x -= self.rate * (direction + self.decay * *x);
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
