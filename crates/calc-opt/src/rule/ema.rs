//! A fading mean of the parameters.

use calc_scalar::Float;

use super::correction;

/// `a ← βa + (1 − β)x`: a fading mean of the places a rule has walked through, often better than the last
/// one.
///
/// # Examples
///
/// ```
/// use calc_opt::rule::Ema;
///
/// let mut mean = Ema::new(0.9);
/// assert_eq!(mean.update(&[2.0]), [2.0]); // corrected for the start at zero
/// let [next] = mean.update(&[4.0]);
/// assert!((next - (0.09 * 2.0 + 0.1 * 4.0) / 0.19_f64).abs() < 1e-14);
/// ```
///
/// # References
///
/// B. T. Polyak and A. B. Juditsky, *Acceleration of Stochastic Approximation by Averaging*, SIAM Journal
/// on Control and Optimization 30(4), 1992, 838–855.
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
pub struct Ema<T, const P: usize> {
    /// The part `β` of the mean that is kept.
    pub beta: T,
    /// How many points have been taken in.
    pub steps: u32,
    /// The mean before its correction by `1 − βᵗ`, at first zero.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub sum: [T; P],
}

impl<T: Float, const P: usize> Ema<T, P> {
    /// A mean of nothing yet, with `β = beta`, usually 0.999.
    #[must_use]
    pub const fn new(beta: T) -> Self {
        Self {
            beta,
            steps: 0,
            sum: [T::ZERO; P],
        }
    }

    /// Takes a point in and returns the mean, corrected for its start at zero.
    pub fn update(&mut self, parameters: &[T; P]) -> [T; P] {
        self.steps = self.steps.saturating_add(1);
        for (sum, &x) in self.sum.iter_mut().zip(parameters) {
            *sum = self.beta * *sum + (T::ONE - self.beta) * x;
        }
        self.mean()
    }

    /// The mean of the points so far, corrected for its start at zero; zero before the first.
    #[must_use]
    pub fn mean(&self) -> [T; P] {
        let correction = correction(self.beta, self.steps);
        self.sum.map(|sum| sum / correction)
    }
}
