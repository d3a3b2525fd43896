//! `LARS`: momentum with a rate per layer.

use calc_scalar::Float;

use super::{Rule, trust_ratio};

/// `d = c·‖x‖/‖g + λx‖·(g + λx), m ← μm + η·d, x ← x − m`: momentum of steps that are as long as a share
/// `c·η` of the layer.
///
/// What a layer is, is what one call of [`apply`](Rule::apply) moves.
///
/// # Edge cases
///
/// Where the parameters or the gradient are all zero the factor is 1.
///
/// # Examples
///
/// ```
/// use calc_opt::rule::{Lars, Rule};
///
/// let mut x = [3.0, 4.0];
/// let mut rule = Lars::new(10.0, 0.9).trust(0.01);
/// rule.update(&mut x, &[0.0, 700.0]);
/// assert!((x[1] - (4.0 - 10.0 * 0.01 * 5.0_f64)).abs() < 1e-12);
/// ```
///
/// # References
///
/// Y. You, I. Gitman and B. Ginsburg, *Large Batch Training of Convolutional Networks*, 2017,
/// arXiv:1708.03888, algorithm 1.
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
pub struct Lars<T, const P: usize> {
    /// The learning rate `η`.
    pub rate: T,
    /// The part `μ` of the last step that is added to the next.
    pub momentum: T,
    /// The share `c` of its length that a layer moves by, before `η`.
    pub trust: T,
    /// The weight decay `λ`.
    pub decay: T,
    /// The fading sum `m` of the steps, at first zero.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub velocity: [T; P],
}

impl<T: Float, const P: usize> Lars<T, P> {
    /// The rule with learning rate `η = rate`, momentum `μ = momentum`, `c = 0.001` and no decay.
    #[must_use]
    pub fn new(rate: T, momentum: T) -> Self {
        Self {
            rate,
            momentum,
            trust: T::literal(1e-3),
            decay: T::ZERO,
            velocity: [T::ZERO; P],
        }
    }

    /// The same rule with another `c`.
    #[must_use]
    pub const fn trust(mut self, trust: T) -> Self {
        self.trust = trust;
        self
    }

    /// The same rule with another `λ`.
    #[must_use]
    pub const fn decay(mut self, decay: T) -> Self {
        self.decay = decay;
        self
    }
}

impl<T: Float, const P: usize> Rule<T, P> for Lars<T, P> {
    #[inline]
    fn begin(&mut self) {}

    fn apply(&mut self, offset: usize, parameters: &mut [T], gradient: &[T]) {
        let decayed = |x: T, g: T| g + self.decay * x;
        let pairs = parameters.iter().zip(gradient);
        let proposed = pairs.map(|(&x, &g)| decayed(x, g));
        let moved = parameters.iter().take(gradient.len()).copied();
        let ratio = trust_ratio(moved, proposed, self.trust);
        let memory = self.velocity.iter_mut().skip(offset);
        for ((x, &g), m) in parameters.iter_mut().zip(gradient).zip(memory) {
            *m = self.momentum * *m + self.rate * (ratio * decayed(*x, g));
            *x -= *m;
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
