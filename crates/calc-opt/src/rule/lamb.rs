//! `LAMB`: Adam with a rate per layer.

use calc_scalar::Float;

use super::{Adam, Rule, trust_ratio};

/// The step of [`Adam`] and a decay `λx`, scaled by `‖x‖/‖step‖`: each layer moves by a share `η` of its
/// own length.
///
/// What a layer is, is what one call of [`apply`](Rule::apply) moves: with
/// [`update`](Rule::update) all parameters are one layer.
///
/// # Edge cases
///
/// Where the parameters or the step are all zero the factor is 1.
///
/// # Examples
///
/// ```
/// use calc_opt::rule::{Lamb, Rule};
///
/// let mut x = [3.0, 4.0];
/// let mut rule = Lamb::new(0.1, 0.0);
/// rule.update(&mut x, &[1.0, 100.0]); // both entries of Adam's first step are 1
/// let moved = 0.1 * 5.0 / 2.0_f64.sqrt();
/// assert!((x[0] - (3.0 - moved)).abs() < 1e-5);
/// ```
///
/// # References
///
/// Y. You et al., *Large Batch Optimization for Deep Learning: Training BERT in 76 minutes*, ICLR 2020,
/// arXiv:1904.00962, algorithm 2.
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
pub struct Lamb<T, const P: usize> {
    /// The rule that proposes the step, with its settings and memory; its `ε` is 10⁻⁶ here.
    pub adam: Adam<T, P>,
    /// The weight decay `λ`.
    pub decay: T,
}

impl<T: Float, const P: usize> Lamb<T, P> {
    /// The rule with learning rate `η = rate` and weight decay `λ = decay`.
    #[must_use]
    pub fn new(rate: T, decay: T) -> Self {
        Self {
            adam: Adam::new(rate).epsilon(T::literal(1e-6)),
            decay,
        }
    }
}

impl<T: Float, const P: usize> Rule<T, P> for Lamb<T, P> {
    #[inline]
    fn begin(&mut self) {
        Rule::<T, P>::begin(&mut self.adam);
    }

    fn apply(&mut self, offset: usize, parameters: &mut [T], gradient: &[T]) {
        // Once to know how long the step is, once to make it.
        self.adam.remember(offset, gradient);
        let length = gradient.len().min(parameters.len());
        let steps = self.adam.steps_from(offset).take(length);
        let proposed = parameters
            .iter()
            .zip(steps)
            .map(|(&x, step)| step + self.decay * x);
        let ratio = trust_ratio(parameters.iter().take(length).copied(), proposed, T::ONE);
        let steps = self.adam.steps_from(offset).take(length);
        for (x, step) in parameters.iter_mut().zip(steps) {
            *x -= self.adam.rate * (ratio * (step + self.decay * *x));
        }
    }

    #[inline]
    fn rate(&self) -> T {
        self.adam.rate
    }

    #[inline]
    fn set_rate(&mut self, rate: T) {
        self.adam.rate = rate;
    }
}
