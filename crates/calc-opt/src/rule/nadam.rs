//! `NAdam`: Adam with Nesterov's momentum.

use calc_scalar::Float;

use super::{Rule, correction};

/// [`Adam`](super::Adam) that looks ahead: in place of `m̂` the mean as it will be after the next step,
/// `β₁·m/(1 − β₁ᵗ⁺¹) + (1 − β₁)·g/(1 − β₁ᵗ)`.
///
/// With a `momentum_decay` `ψ` the momentum grows as `μₜ = β₁·(1 − ½·0.96^(t·ψ))`, and the powers of
/// `β₁` are products of these.
///
/// # Examples
///
/// ```
/// use calc_opt::rule::{NAdam, Rule};
///
/// let mut x = [5.0, 5.0];
/// let mut rule = NAdam::new(0.1);
/// for _ in 0..10 {
///     let gradient = x.map(|x| 2.0 * x);
///     rule.update(&mut x, &gradient);
/// }
/// assert!(x[0] < 5.0_f64 && x[0] == x[1]);
/// ```
///
/// # References
///
/// T. Dozat, *Incorporating Nesterov Momentum into Adam*, ICLR 2016 workshop, algorithm 2.
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
pub struct NAdam<T, const P: usize> {
    /// The learning rate `η`.
    pub rate: T,
    /// The part `β₁` of the mean gradient that is kept.
    pub beta1: T,
    /// The part `β₂` of the mean squared gradient that is kept.
    pub beta2: T,
    /// The guard `ε` against division by zero.
    pub epsilon: T,
    /// `ψ` as in PyTorch, usually 0.004; `None` keeps `β₁` constant, as optax does.
    pub momentum_decay: Option<T>,
    /// The number `t` of steps begun.
    pub steps: u32,
    /// The product of the momenta `μ` so far.
    pub product: T,
    /// The fading mean `m` of the gradients, at first zero.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub mean: [T; P],
    /// The fading mean `v` of their squares, at first zero.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub squares: [T; P],
}

impl<T: Float, const P: usize> NAdam<T, P> {
    /// The rule with learning rate `η = rate`, `β₁ = 0.9`, `β₂ = 0.999`, `ε = 10⁻⁸` and constant momentum.
    #[must_use]
    pub fn new(rate: T) -> Self {
        Self {
            rate,
            beta1: T::literal(0.9),
            beta2: T::literal(0.999),
            epsilon: T::literal(1e-8),
            momentum_decay: None,
            steps: 0,
            product: T::ONE,
            mean: [T::ZERO; P],
            squares: [T::ZERO; P],
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

    /// The same rule with momentum that grows, as in PyTorch.
    #[must_use]
    pub const fn momentum_decay(mut self, decay: T) -> Self {
        self.momentum_decay = Some(decay);
        self
    }

    /// `μₜ`.
    fn momentum(&self, t: u32) -> T {
        self.momentum_decay.map_or(self.beta1, |decay| {
            let power = T::literal(0.96).powf(decay * T::literal(f64::from(t)));
            self.beta1 * (T::ONE - T::literal(0.5) * power)
        })
    }
}

impl<T: Float, const P: usize> Rule<T, P> for NAdam<T, P> {
    #[inline]
    fn begin(&mut self) {
        self.steps = self.steps.saturating_add(1);
        self.product *= self.momentum(self.steps);
    }

    #[inline]
    fn apply(&mut self, offset: usize, parameters: &mut [T], gradient: &[T]) {
        let t = self.steps.max(1);
        let (now, next) = (self.momentum(t), self.momentum(t.saturating_add(1)));
        let product = if self.steps == 0 { now } else { self.product };
        let correction2 = correction(self.beta2, self.steps);
        let memory = self.mean.iter_mut().zip(&mut self.squares).skip(offset);
        for ((x, &g), (m, v)) in parameters.iter_mut().zip(gradient).zip(memory) {
            *m = self.beta1 * *m + (T::ONE - self.beta1) * g;
            *v = self.beta2 * *v + (T::ONE - self.beta2) * (g * g);
            let ahead =
                next * *m / (T::ONE - product * next) + (T::ONE - now) * g / (T::ONE - product);
            *x -= self.rate * ahead / ((*v / correction2).sqrt() + self.epsilon);
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
