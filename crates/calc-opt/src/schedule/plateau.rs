//! A rate that falls when the loss does not.

use calc_scalar::Float;

/// `η ← γ·η` after `patience` losses in a row that are not better than the best.
///
/// Better means below `(1 − threshold)·best`. After a reduction the next `cooldown` losses are not judged.
///
/// # Examples
///
/// ```
/// use calc_opt::schedule::Plateau;
///
/// let (mut rate, mut plateau) = (0.1, Plateau::new(0.5, 2));
/// for loss in [3.0, 2.0, 2.0, 2.0] {
///     rate = plateau.next_rate(rate, loss);
/// }
/// assert_eq!(rate, 0.05); // twice no better than 2
/// ```
///
/// # Edge cases
///
/// A loss that is NaN is never better.
///
/// # References
///
/// The rule of optax's `contrib.reduce_on_plateau`. PyTorch's `ReduceLROnPlateau` with patience `p` is this
/// one with `p + 1`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Plateau<T> {
    /// The factor `γ`.
    pub factor: T,
    /// How many losses in a row may be no better.
    pub patience: u32,
    /// The share by which a loss has to be below the best, at first 10⁻⁴.
    pub threshold: T,
    /// How many losses after a reduction are not judged, at first 0.
    pub cooldown: u32,
    /// The smallest rate, at first 0.
    pub smallest: T,
    /// The best loss so far.
    pub best: T,
    /// Losses in a row that were no better.
    pub waited: u32,
    /// Losses that are still not judged.
    pub cooling: u32,
}

impl<T: Float> Plateau<T> {
    /// A reduction by `factor` after `patience` losses that are no better.
    #[must_use]
    pub fn new(factor: T, patience: u32) -> Self {
        Self {
            factor,
            patience,
            threshold: T::literal(1e-4),
            cooldown: 0,
            smallest: T::ZERO,
            best: T::INFINITY,
            waited: 0,
            cooling: 0,
        }
    }

    /// The same with another threshold.
    #[must_use]
    pub const fn threshold(mut self, threshold: T) -> Self {
        self.threshold = threshold;
        self
    }

    /// The same with a pause after each reduction.
    #[must_use]
    pub const fn cooldown(mut self, cooldown: u32) -> Self {
        self.cooldown = cooldown;
        self
    }

    /// The same with a smallest rate.
    #[must_use]
    pub const fn smallest(mut self, smallest: T) -> Self {
        self.smallest = smallest;
        self
    }

    /// Takes a loss in, and returns the rate to go on with.
    #[must_use]
    pub fn next_rate(&mut self, rate: T, loss: T) -> T {
        if loss < (T::ONE - self.threshold) * self.best {
            self.best = loss;
            self.waited = 0;
        } else {
            self.waited = self.waited.saturating_add(1);
        }
        if self.cooling > 0 {
            self.cooling -= 1;
            self.waited = 0;
            return rate;
        }
        if self.waited < self.patience.max(1) {
            return rate;
        }
        self.waited = 0;
        self.cooling = self.cooldown;
        (rate * self.factor).max(self.smallest)
    }
}
