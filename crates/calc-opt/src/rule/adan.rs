//! Adan.

use calc_scalar::Float;

use super::{Rule, correction};

/// `m` of the gradients, `v` of their differences `d`, `n` of `(g + (1 − β₂)d)²`, all corrected for their
/// start, then `x ← x − η·(m̂ + (1 − β₂)v̂)/(√(n̂ + ε) + ε) − η·λ·x`: Nesterov's look ahead from the change of
/// the gradient.
///
/// # Examples
///
/// ```
/// use calc_opt::rule::{Adan, Rule};
///
/// let mut x = [5.0, 5.0];
/// let mut rule = Adan::new(0.1, 0.0);
/// for _ in 0..10 {
///     let gradient = x.map(|x| 2.0 * x);
///     rule.update(&mut x, &gradient);
/// }
/// assert!(x[0] < 5.0_f64 && x[0] == x[1]);
/// ```
///
/// # References
///
/// X. Xie et al., *Adan: Adaptive Nesterov Momentum Algorithm for Faster Optimizing Deep Models*,
/// arXiv:2208.06677, algorithm 1; decay as in optax.
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
pub struct Adan<T, const P: usize> {
    /// The learning rate `η`.
    pub rate: T,
    /// The parts `β₁`, `β₂`, `β₃` of the means `m`, `v`, `n` that are kept.
    pub betas: [T; 3],
    /// The guard `ε` inside and outside the square root.
    pub epsilon: T,
    /// The weight decay `λ`.
    pub decay: T,
    /// The number `t` of steps begun.
    pub steps: u32,
    /// The fading mean `m` of the gradients, at first zero.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub mean: [T; P],
    /// The fading mean `v` of the differences of gradients, at first zero.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub differences: [T; P],
    /// The fading mean `n` of squares, at first zero.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub squares: [T; P],
    /// The last gradient.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub last: [T; P],
}

impl<T: Float, const P: usize> Adan<T, P> {
    /// The rule with learning rate `η = rate`, weight decay `λ = decay`, `β = (0.98, 0.92, 0.99)` and `ε = 10⁻⁸`.
    #[must_use]
    pub fn new(rate: T, decay: T) -> Self {
        Self {
            rate,
            betas: [0.98, 0.92, 0.99].map(T::literal),
            epsilon: T::literal(1e-8),
            decay,
            steps: 0,
            mean: [T::ZERO; P],
            differences: [T::ZERO; P],
            squares: [T::ZERO; P],
            last: [T::ZERO; P],
        }
    }

    /// The same rule with another `ε`.
    #[must_use]
    pub const fn epsilon(mut self, epsilon: T) -> Self {
        self.epsilon = epsilon;
        self
    }
}

impl<T: Float, const P: usize> Rule<T, P> for Adan<T, P> {
    #[inline]
    fn begin(&mut self) {
        self.steps = self.steps.saturating_add(1);
    }

    #[inline]
    fn apply(&mut self, offset: usize, parameters: &mut [T], gradient: &[T]) {
        let [beta1, beta2, beta3] = self.betas;
        let [correction1, correction2, correction3] =
            self.betas.map(|beta| correction(beta, self.steps));
        let first = self.steps <= 1;
        let means = self.mean.iter_mut().zip(&mut self.differences);
        let rest = self.squares.iter_mut().zip(&mut self.last);
        let memory = means.zip(rest).skip(offset);
        for ((x, &g), ((m, v), (n, last))) in parameters.iter_mut().zip(gradient).zip(memory) {
            let difference = if first { T::ZERO } else { g - *last };
            *last = g;
            *m = beta1 * *m + (T::ONE - beta1) * g;
            *v = beta2 * *v + (T::ONE - beta2) * difference;
            let ahead = g + (T::ONE - beta2) * difference;
            *n = beta3 * *n + (T::ONE - beta3) * (ahead * ahead);
            let step = *m / correction1 + (T::ONE - beta2) * (*v / correction2);
            let size = (*n / correction3 + self.epsilon).sqrt() + self.epsilon;
            *x -= self.rate * (step / size + self.decay * *x);
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
