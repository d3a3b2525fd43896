//! Descent without a schedule.

use calc_scalar::Float;

use super::Rule;

/// `z ← z − η·g(y), a ← (1 − c)a + c·z, y ← βa + (1 − β)z` with `c = 1/t`: momentum whose average needs no
/// schedule and no end known beforehand.
///
/// What is moved, and where the gradient is taken, is `y`; [`average`](ScheduleFree::average) gives `a`,
/// the point to use. With a rate that changes, `c` is the share of its square in the sum so far.
///
/// # Examples
///
/// ```
/// use calc_opt::rule::{Rule, ScheduleFree};
///
/// let mut y = [5.0, -3.0];
/// let mut rule = ScheduleFree::new(0.5, 0.9, y);
/// for _ in 0..200 {
///     let gradient = y.map(|y| 2.0 * y); // of ∑ y²
///     rule.update(&mut y, &gradient);
/// }
/// assert!(rule.average(&y).iter().all(|x: &f64| x.abs() < 0.05));
/// ```
///
/// # References
///
/// A. Defazio et al., *The Road Less Scheduled*, NeurIPS 2024, arXiv:2405.15682, algorithm 1.
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
pub struct ScheduleFree<T, const P: usize> {
    /// The learning rate `η`.
    pub rate: T,
    /// The weight `β` of the average in the point where the gradient is taken.
    pub beta: T,
    /// The point `z` of plain descent.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub fast: [T; P],
    /// The largest rate so far.
    pub largest_rate: T,
    /// The sum of the squares of the largest rates.
    pub weight: T,
    /// The share `c` of the newest point in the average.
    share: T,
}

impl<T: Float, const P: usize> ScheduleFree<T, P> {
    /// The rule with learning rate `η = rate` and `β = beta`, usually 0.9, that starts at `parameters`.
    #[must_use]
    pub fn new(rate: T, beta: T, parameters: [T; P]) -> Self {
        Self {
            rate,
            beta,
            fast: parameters,
            largest_rate: T::ZERO,
            weight: T::ZERO,
            share: T::ONE,
        }
    }

    /// `a`: the average of the points of plain descent, from the parameters that are moved.
    #[must_use]
    pub fn average(&self, parameters: &[T; P]) -> [T; P] {
        let mut average = *parameters;
        for (y, &z) in average.iter_mut().zip(&self.fast) {
            *y = self.slow(*y, z);
        }
        average
    }

    /// `a = (y − (1 − β)z)/β`.
    fn slow(&self, y: T, z: T) -> T {
        (y - (T::ONE - self.beta) * z) / self.beta
    }
}

impl<T: Float, const P: usize> Rule<T, P> for ScheduleFree<T, P> {
    #[inline]
    fn begin(&mut self) {
        self.largest_rate = self.largest_rate.max(self.rate);
        let weight = self.largest_rate * self.largest_rate;
        self.weight += weight;
        self.share = if self.weight.is_zero() {
            T::ZERO
        } else {
            weight / self.weight
        };
    }

    #[inline]
    fn apply(&mut self, offset: usize, parameters: &mut [T], gradient: &[T]) {
        let (rate, beta, share) = (self.rate, self.beta, self.share);
        let one = T::ONE;
        for ((y, &g), z) in parameters
            .iter_mut()
            .zip(gradient)
            .zip(self.fast.iter_mut().skip(offset))
        {
            let average = (*y - (one - beta) * *z) / beta;
            *z -= rate * g;
            let average = (one - share) * average + share * *z;
            *y = beta * average + (one - beta) * *z;
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
