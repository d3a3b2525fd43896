//! How far answers are from numbers.

use calc_scalar::{Float, Real};

use super::Example;
use crate::layer::Layer;
use crate::network::Network;
use crate::width::Units;

/// How far `N` answers are from what they should be, for each of them; examples are recorded one by
/// one and none is stored.
///
/// # Accuracy
///
/// Everything is added up in double precision, also for networks in single precision. The variance of
/// the targets is updated by Welford's method, so that targets far from 0 lose nothing.
///
/// # Edge cases
///
/// NaN if nothing was recorded, or if anything recorded was NaN.
///
/// # Examples
///
/// ```
/// use calc_nn::metrics::Regression;
///
/// let mut errors = Regression::new();
/// for (target, answer) in [(1.0, 1.5), (2.0, 2.0), (3.0, 2.5)] {
///     errors.record(&[target], &[answer]);
/// }
/// assert_eq!(errors.mean_squared(), [0.5 / 3.0]);
/// assert_eq!(errors.largest(), [0.5]);
/// assert_eq!(errors.r_squared(), [0.75]); // 1 − 0.5/2
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Regression<const N: usize> {
    outputs: [Output; N],
    count: u32,
}

/// What is known of one output.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
struct Output {
    /// `∑ (ŷ − y)²`.
    squares: f64,
    /// `∑ |ŷ − y|`.
    sizes: f64,
    /// `max |ŷ − y|`.
    largest: f64,
    /// The mean of the targets.
    mean: f64,
    /// `∑ (y − mean)²`.
    spread: f64,
}

impl<const N: usize> Regression<N> {
    /// Nothing recorded yet.
    #[must_use]
    pub const fn new() -> Self {
        const NOTHING: Output = Output {
            squares: 0.0,
            sizes: 0.0,
            largest: 0.0,
            mean: 0.0,
            spread: 0.0,
        };
        Self {
            outputs: [NOTHING; N],
            count: 0,
        }
    }

    /// Adds one example: what should have been answered, and what was.
    pub fn record<T: Float>(&mut self, target: &[T; N], answer: &[T; N]) {
        self.count = self.count.saturating_add(1);
        let count = f64::from(self.count);
        for (output, (target, answer)) in self.outputs.iter_mut().zip(target.iter().zip(answer)) {
            let (target, answer) = (target.to_f64(), answer.to_f64());
            let error = Real::abs(answer - target);
            output.squares += error * error;
            output.sizes += error;
            // NaN stays: nothing is larger.
            if error > output.largest || error.is_nan() {
                output.largest = error;
            }
            let distance = target - output.mean;
            output.mean += distance / count;
            output.spread += distance * (target - output.mean);
        }
    }

    /// How many examples were recorded.
    #[must_use]
    pub const fn count(&self) -> u32 {
        self.count
    }

    /// `1/n ∑ (ŷ − y)²`: the mean squared error.
    #[must_use]
    pub fn mean_squared(&self) -> [f64; N] {
        self.outputs.map(|o| o.squares / f64::from(self.count))
    }

    /// `√(1/n ∑ (ŷ − y)²)`: the same in the unit of the answers.
    #[must_use]
    pub fn root_mean_squared(&self) -> [f64; N] {
        self.mean_squared().map(Real::sqrt)
    }

    /// `1/n ∑ |ŷ − y|`: the mean absolute error.
    #[must_use]
    pub fn mean_absolute(&self) -> [f64; N] {
        self.outputs.map(|o| o.sizes / f64::from(self.count))
    }

    /// `max |ŷ − y|`: the largest error; NaN if nothing was recorded.
    #[must_use]
    pub fn largest(&self) -> [f64; N] {
        self.outputs
            .map(|o| if self.count == 0 { f64::NAN } else { o.largest })
    }

    /// `R² = 1 − ∑ (ŷ − y)²/∑ (y − ȳ)²`: the part of the variance of the targets that the answers
    /// explain.
    ///
    /// 1 is perfect; 0 is as good as always answering the mean of the targets; below 0 is worse. If all
    /// targets are equal it is NaN or `−∞`.
    #[must_use]
    pub fn r_squared(&self) -> [f64; N] {
        self.outputs.map(|o| 1.0 - o.squares / o.spread)
    }
}

impl<const N: usize> Default for Regression<N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const N: usize, L: Layer<Output = Units<N>>> Network<L> {
    /// How far the network's answers are from the targets, for each output.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_nn::{Dense, Network};
    ///
    /// type Line = Network<Dense<1, 1>>;
    /// let data = [([0.0], [1.5]), ([1.0], [3.0]), ([2.0], [4.5])];
    /// let errors = Line::regression(&[2.0, 1.0], &data);
    /// assert_eq!(errors.mean_squared(), [0.5 / 3.0]);
    /// ```
    #[must_use]
    pub fn regression<T: Float, const P: usize>(
        parameters: &[T; P],
        data: &[Example<L, T, [T; N]>],
    ) -> Regression<N> {
        let mut errors = Regression::new();
        for (x, target) in data {
            errors.record(target, &Self::forward(parameters, x));
        }
        errors
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// scikit-learn 1.9.1, `mean_squared_error`, `mean_absolute_error` and `r2_score` with
    /// `multioutput="raw_values"`.
    #[test]
    fn the_numbers_are_those_of_scikit_learn() {
        let mut errors = Regression::new();
        let targets = [[1.0, 2.0], [2.5, -1.0], [0.25, 4.0], [3.0, 0.5]];
        let answers = [[1.5, 2.0], [2.0, -0.5], [0.25, 3.0], [2.0, 1.0]];
        for (target, answer) in targets.iter().zip(&answers) {
            errors.record(target, answer);
        }
        assert_eq!(errors.mean_squared(), [0.375, 0.375]);
        assert_eq!(errors.mean_absolute(), [0.5, 0.5]);
        assert_eq!(errors.largest(), [1.0, 1.0]);
        assert_eq!(errors.count(), 4);
        for (found, expected) in errors
            .r_squared()
            .into_iter()
            .zip([0.695_238_095_238_095_2, 0.890_410_958_904_109_6])
        {
            assert!((found - expected).abs() < 1e-15, "{found}");
        }
        let root = errors.root_mean_squared();
        assert!((root[0] * root[0] - 0.375).abs() < 1e-15);
    }

    /// `∑ y² − n·ȳ²` would lose all digits here.
    #[test]
    fn targets_far_from_zero_lose_nothing() {
        let mut errors = Regression::new();
        for (target, answer) in [
            (1e9, 1e9 + 0.5),
            (1e9 + 1.0, 1e9 + 1.0),
            (1e9 + 2.0, 1e9 + 1.5),
        ] {
            errors.record(&[target], &[answer]);
        }
        assert_eq!(errors.r_squared(), [0.75]);
    }

    #[test]
    fn what_does_not_exist_is_not_a_number() {
        let mut errors = Regression::<1>::new();
        assert!(errors.mean_squared()[0].is_nan() && errors.largest()[0].is_nan());
        assert!(errors.r_squared()[0].is_nan());
        errors.record(&[1.0], &[f64::NAN]);
        errors.record(&[1.0], &[2.0]);
        assert!(errors.largest()[0].is_nan() && errors.mean_absolute()[0].is_nan());

        let mut equal = Regression::new();
        equal.record(&[1.0_f32], &[2.0]);
        assert_eq!(equal.r_squared(), [f64::NEG_INFINITY]);
    }
}
