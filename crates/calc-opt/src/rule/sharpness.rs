//! Sharpness-aware minimisation.

use calc_scalar::Float;

use super::length;

/// `x + r·g/‖g‖`: the worst point near `x`, at which to take the gradient for a step from `x`.
///
/// Steps with the gradient from there, by any rule, avoid narrow minima: the slope of the worst nearby
/// value is followed, not that of the value itself. The price is a second gradient per step.
///
/// # Examples
///
/// ```
/// use calc_opt::rule::{Momentum, Rule, SharpnessAware};
///
/// let slope = |x: &[f64; 2]| x.map(|x| 2.0 * x);
/// let (mut x, mut rule) = ([3.0, -4.0], Momentum::new(0.05, 0.5));
/// let sharpness = SharpnessAware::new(0.1);
/// for _ in 0..100 {
///     let worst = sharpness.ascend(&x, &slope(&x));
///     rule.update(&mut x, &slope(&worst));
/// }
/// assert!(x.iter().all(|x| x.abs() < 0.02));
/// ```
///
/// # References
///
/// P. Foret, A. Kleiner, H. Mobahi and B. Neyshabur, *Sharpness-Aware Minimization for Efficiently
/// Improving Generalization*, ICLR 2021, arXiv:2010.01412, equation 2.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SharpnessAware<T> {
    /// The distance `r` to the point where the gradient is taken.
    pub radius: T,
}

impl<T: Float> SharpnessAware<T> {
    /// With `r = radius`, usually 0.05.
    #[must_use]
    pub const fn new(radius: T) -> Self {
        Self { radius }
    }

    /// `x + r·g/‖g‖`; `x` itself where the gradient is zero.
    #[must_use]
    pub fn ascend<const P: usize>(&self, x: &[T; P], gradient: &[T; P]) -> [T; P] {
        let norm = length(gradient.iter().copied());
        let scale = if norm.is_zero() {
            T::ZERO
        } else {
            self.radius / norm
        };
        let mut worst = *x;
        for (x, &g) in worst.iter_mut().zip(gradient) {
            *x += scale * g;
        }
        worst
    }
}
