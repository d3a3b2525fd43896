//! Rprop.

use calc_scalar::Float;

use super::{Rule, sign};

/// Each parameter has a step of its own: 1.2 times longer where the sign of its gradient stays, half as
/// long where it changes, and then one step is left out. Only signs of gradients count, so there is no
/// learning rate to find; for whole data sets, not for mini-batches.
///
/// # Edge cases
///
/// The rate that a schedule sets is not used: the steps live in `sizes`, and start at it.
///
/// # Examples
///
/// ```
/// use calc_opt::rule::{Rprop, Rule};
///
/// let mut x = [5.0, 5.0];
/// let mut rule = Rprop::new(0.1);
/// for _ in 0..10 {
///     let gradient = x.map(|x| 2.0 * x);
///     rule.update(&mut x, &gradient);
/// }
/// assert!(x[0] < 5.0_f64 && x[0] == x[1]);
/// ```
///
/// # References
///
/// M. Riedmiller and H. Braun, *A direct adaptive method for faster backpropagation learning: the RPROP
/// algorithm*, IEEE International Conference on Neural Networks 1993, 586–591.
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
pub struct Rprop<T, const P: usize> {
    /// The first size of every step.
    pub rate: T,
    /// The factor `η⁻` where the sign changes.
    pub shrink: T,
    /// The factor `η⁺` where it stays.
    pub grow: T,
    /// The smallest step.
    pub smallest: T,
    /// The largest step.
    pub largest: T,
    /// The sizes of the steps.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub sizes: [T; P],
    /// The last gradients; 0 where a step was left out.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub last: [T; P],
}

impl<T: Float, const P: usize> Rprop<T, P> {
    /// The rule whose steps start at `rate`, with factors 0.5 and 1.2 and steps from 10⁻⁶ to 50.
    #[must_use]
    pub fn new(rate: T) -> Self {
        Self {
            rate,
            shrink: T::literal(0.5),
            grow: T::literal(1.2),
            smallest: T::literal(1e-6),
            largest: T::literal(50.0),
            sizes: [rate; P],
            last: [T::ZERO; P],
        }
    }

    /// The same rule with other smallest and largest steps.
    #[must_use]
    pub const fn limits(mut self, smallest: T, largest: T) -> Self {
        self.smallest = smallest;
        self.largest = largest;
        self
    }

    /// The same rule with other factors.
    #[must_use]
    pub const fn factors(mut self, shrink: T, grow: T) -> Self {
        self.shrink = shrink;
        self.grow = grow;
        self
    }
}

impl<T: Float, const P: usize> Rule<T, P> for Rprop<T, P> {
    #[inline]
    fn begin(&mut self) {}

    #[inline]
    fn apply(&mut self, offset: usize, parameters: &mut [T], gradient: &[T]) {
        let memory = self.sizes.iter_mut().zip(&mut self.last).skip(offset);
        for ((x, &g), (size, last)) in parameters.iter_mut().zip(gradient).zip(memory) {
            let agreement = sign(g) * sign(*last);
            if agreement > T::ZERO {
                *size = (*size * self.grow).max(self.smallest).min(self.largest);
            } else if agreement < T::ZERO {
                *size = (*size * self.shrink).max(self.smallest).min(self.largest);
                *last = T::ZERO;
                continue;
            }
            *last = g;
            *x -= *size * sign(g);
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
