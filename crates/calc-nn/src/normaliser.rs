//! Inputs of one size: each feature minus its mean, divided by its standard deviation.

use core::fmt;
use core::marker::PhantomData;

use calc_scalar::{Float, Real};

/// The mean and the standard deviation of `N` features, from examples that come one by one.
///
/// A network learns badly if one of its inputs is a pressure of 101 325 and another an angle of 0.02.
/// [`record`](Normaliser::record) the examples of the training, then let all inputs pass through
/// [`scaling`](Normaliser::scaling). The state is a few numbers, and is saved together with the
/// network.
///
/// # Accuracy
///
/// Welford's update, in double precision also for inputs in single precision: no sum of squares that
/// would lose all digits where the mean is large, none that overflows or vanishes however large or small
/// the readings, and none that stands still after some million examples. Two halves of the data, recorded
/// apart, can be [merged](Normaliser::merge).
///
/// # Edge cases
///
/// A feature that never changes has no standard deviation to divide by; it becomes 0. As unchanging
/// counts what changes by less than the distance of neighbouring numbers, which is rounding. After
/// 2³² − 1 examples, nothing is recorded any more, and what is merged beyond counts for its share. In
/// double precision, squares of distances above 10¹⁵⁴ overflow, which is an error, and those below 10⁻¹⁶²
/// vanish.
///
/// # Examples
///
/// ```
/// use calc_nn::Normaliser;
///
/// let mut normaliser = Normaliser::new();
/// for x in [[1.0, 300.0, 7.0], [3.0, 100.0, 7.0]] {
///     normaliser.record(&x)?;
/// }
/// assert_eq!(normaliser.mean(), [2.0, 200.0, 7.0]);
///
/// let scaling = normaliser.scaling();
/// assert_eq!(scaling.apply(&[3.0, 250.0, 7.0]), [1.0, 0.5, 0.0]);
/// assert_eq!(scaling.undo(&[1.0, 0.5, 0.0]), [3.0, 250.0, 7.0]);
/// # Ok::<(), calc_nn::NotFinite>(())
/// ```
///
/// # References
///
/// B. P. Welford, *Note on a Method for Calculating Corrected Sums of Squares and Products*,
/// Technometrics 4(3), 1962, 419–420. T. F. Chan, G. H. Golub and R. J. LeVeque, *Algorithms for
/// Computing the Sample Variance: Analysis and Recommendations*, The American Statistician 37(3),
/// 1983, 242–247.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(bound(serialize = "", deserialize = "")))]
pub struct Normaliser<T, const N: usize> {
    /// How many examples were recorded.
    pub(crate) count: u32,
    /// Their mean.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub(crate) mean: [f64; N],
    /// `∑ (x − mean)²`.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub(crate) spread: [f64; N],
    #[cfg_attr(feature = "serde", serde(skip))]
    inputs: PhantomData<T>,
}

impl<T: Float, const N: usize> Normaliser<T, N> {
    /// Nothing recorded yet.
    pub const ZERO: Self = Self::from_parts(0, [0.0; N], [0.0; N]);

    /// Nothing recorded yet.
    #[must_use]
    pub const fn new() -> Self {
        Self::ZERO
    }

    /// The state, as it was saved.
    pub(crate) const fn from_parts(count: u32, mean: [f64; N], spread: [f64; N]) -> Self {
        Self {
            count,
            mean,
            spread,
            inputs: PhantomData,
        }
    }

    /// The normaliser of all inputs of a data set.
    ///
    /// # Errors
    ///
    /// [`NotFinite`] at the first example with a feature that is not a finite number.
    pub fn of<'a, Y: 'a>(data: impl IntoIterator<Item = &'a ([T; N], Y)>) -> Result<Self, NotFinite>
    where
        T: 'a,
    {
        let mut normaliser = Self::ZERO;
        for (x, _) in data {
            normaliser.record(x)?;
        }
        Ok(normaliser)
    }

    /// Adds one example.
    ///
    /// # Errors
    ///
    /// [`NotFinite`] if a feature is not a finite number, or so large that the state would overflow.
    /// Then nothing has been changed.
    pub fn record(&mut self, x: &[T; N]) -> Result<(), NotFinite> {
        let Some(count) = self.count.checked_add(1) else {
            return Ok(());
        };
        let number = f64::from(count);
        let (mut mean, mut spread) = (self.mean, self.spread);
        for (feature, (&x, state)) in x.iter().zip(mean.iter_mut().zip(&mut spread)).enumerate() {
            let (mean, spread) = state;
            let x = x.to_f64();
            let distance = x - *mean;
            *mean += distance / number;
            *spread += distance * (x - *mean);
            if !(mean.is_finite() && spread.is_finite()) {
                return Err(NotFinite { feature });
            }
        }
        *self = Self::from_parts(count, mean, spread);
        Ok(())
    }

    /// Adds all examples that `other` has recorded.
    ///
    /// # Errors
    ///
    /// [`NotFinite`] if the state would overflow. Then nothing has been changed.
    pub fn merge(&mut self, other: &Self) -> Result<(), NotFinite> {
        let count = self.count.saturating_add(other.count);
        if count == 0 {
            return Ok(());
        }
        let [ours, theirs] = [self.count, other.count].map(f64::from);
        let share = theirs / (ours + theirs);
        // Where more were recorded than can be counted, as if as many as can be.
        let counted = f64::from(count) / (ours + theirs);
        let (mut mean, mut spread) = (self.mean, self.spread);
        let state = mean.iter_mut().zip(&mut spread);
        let added = other.mean.iter().zip(&other.spread);
        for (feature, ((mean, spread), (&their_mean, &their_spread))) in
            state.zip(added).enumerate()
        {
            let distance = their_mean - *mean;
            *mean += distance * share;
            *spread += their_spread + distance * distance * ours * share;
            *spread *= counted;
            if !(mean.is_finite() && spread.is_finite()) {
                return Err(NotFinite { feature });
            }
        }
        *self = Self::from_parts(count, mean, spread);
        Ok(())
    }

    /// How many examples were recorded.
    #[must_use]
    pub const fn count(&self) -> u32 {
        self.count
    }

    /// The mean of each feature; 0 if nothing was recorded.
    #[must_use]
    pub fn mean(&self) -> [T; N] {
        self.mean.map(T::from_f64)
    }

    /// `1/n ∑ (x − mean)²`: the variance of each feature; 0 if nothing was recorded.
    ///
    /// In single precision, the variance of readings that differ by less than 10⁻²³ rounds to 0;
    /// their [`deviation`](Normaliser::deviation) does not.
    #[must_use]
    pub fn variance(&self) -> [T; N] {
        let count = f64::from(self.count.max(1));
        self.spread.map(|spread| T::from_f64(spread / count))
    }

    /// The standard deviation of each feature.
    #[must_use]
    pub fn deviation(&self) -> [T; N] {
        let count = f64::from(self.count.max(1));
        self.spread
            .map(|spread| T::from_f64(Real::sqrt(spread / count)))
    }

    /// What to do with each input, as numbers that need no square root any more.
    #[must_use]
    pub fn scaling(&self) -> Scaling<T, N> {
        let (mean, mut deviation) = (self.mean(), self.deviation());
        for (deviation, mean) in deviation.iter_mut().zip(&mean) {
            // The rounding of a computed constant is no signal.
            if *deviation <= T::EPSILON * mean.magnitude() {
                *deviation = T::ZERO;
            }
        }
        Scaling { mean, deviation }
    }
}

impl<T: Float, const N: usize> Default for Normaliser<T, N> {
    fn default() -> Self {
        Self::ZERO
    }
}

/// `(x − mean)/deviation` for each of `N` features; made by [`Normaliser::scaling`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Scaling<T, const N: usize> {
    /// What is subtracted.
    pub mean: [T; N],
    /// What is divided by; 0 for a feature that never changes, which becomes 0.
    pub deviation: [T; N],
}

impl<T: Float, const N: usize> Scaling<T, N> {
    /// Of mean 0 and standard deviation 1, if `x` is like the recorded examples.
    #[must_use]
    #[inline]
    pub fn apply(&self, x: &[T; N]) -> [T; N] {
        let mut scaled = *x;
        for (x, (&mean, &deviation)) in scaled.iter_mut().zip(self.mean.iter().zip(&self.deviation))
        {
            *x = if deviation == T::ZERO {
                T::ZERO
            } else {
                (*x - mean) / deviation
            };
        }
        scaled
    }

    /// What was scaled, in its own units again; a feature that never changes is what it always was.
    #[must_use]
    #[inline]
    pub fn undo(&self, scaled: &[T; N]) -> [T; N] {
        let mut x = *scaled;
        for (x, (&mean, &deviation)) in x.iter_mut().zip(self.mean.iter().zip(&self.deviation)) {
            *x = *x * deviation + mean;
        }
        x
    }
}

/// A feature of an example is not a finite number, or too large; the example was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct NotFinite {
    /// Which feature, counted from 0.
    pub feature: usize,
}

impl fmt::Display for NotFinite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "feature {} of the example is not finite or too large to be squared; the example was left out",
            self.feature
        )
    }
}

impl core::error::Error for NotFinite {}

#[cfg(test)]
mod tests {
    use std::string::ToString;
    use std::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    /// Mean and variance by two passes, in double precision.
    fn two_passes(data: &[[f64; 1]]) -> (f64, f64) {
        let n = f64::from(u32::try_from(data.len()).unwrap());
        let mean = data.iter().map(|x| x[0]).sum::<f64>() / n;
        let variance = data
            .iter()
            .map(|x| (x[0] - mean) * (x[0] - mean))
            .sum::<f64>()
            / n;
        (mean, variance)
    }

    fn normaliser(data: &[[f64; 1]]) -> Normaliser<f64, 1> {
        let mut normaliser = Normaliser::new();
        for x in data {
            normaliser.record(x).unwrap();
        }
        normaliser
    }

    proptest! {
        #[test]
        fn one_pass_finds_what_two_passes_find(
            data in prop::collection::vec([-1e3..1e3_f64], 2..100),
            shift in -1e6..1e6_f64,
            cut in 0..100_usize,
        ) {
            let data: Vec<_> = data.iter().map(|[x]| [x + shift]).collect();
            let (mean, variance) = two_passes(&data);
            let whole = normaliser(&data);
            let mut merged = normaliser(&data[..cut.min(data.len())]);
            merged.merge(&normaliser(&data[cut.min(data.len())..])).unwrap();
            for found in [whole, merged] {
                prop_assert_eq!(found.count() as usize, data.len());
                // A sum of 100 terms of 10⁶ is itself off by up to 100·ε·10⁸, of which the mean has 1/100.
                prop_assert!((found.mean()[0] - mean).abs() < 3e-8);
                prop_assert!((found.variance()[0] - variance).abs() <= 1e-9 * (1.0 + variance));
            }
            // What is scaled has mean 0 and variance 1, and can be undone.
            let scaling = whole.scaling();
            let scaled: Vec<_> = data.iter().map(|x| scaling.apply(x)).collect();
            let (mean, variance) = two_passes(&scaled);
            prop_assert!(mean.abs() < 1e-6 && (variance - 1.0).abs() < 1e-6);
            for (x, scaled) in data.iter().zip(&scaled) {
                prop_assert!((scaling.undo(scaled)[0] - x[0]).abs() < 1e-9);
            }
        }
    }

    /// The textbook formula `∑x² − n·mean²` finds 0 or worse; the variance is 30·9/12 = 22.5.
    #[test]
    fn a_large_mean_costs_no_digits() {
        let data = [4.0, 7.0, 13.0, 16.0].map(|x| [1e9 + x]);
        let found = normaliser(&data);
        assert_eq!((found.mean(), found.variance()), ([1e9 + 10.0], [22.5]));
        let squares: f64 = data.iter().map(|x| x[0] * x[0]).sum();
        let textbook = squares / 4.0 - (1e9 + 10.0) * (1e9 + 10.0);
        assert!((textbook - 22.5).abs() > 1.0, "{textbook}");
    }

    /// In single precision all the way, the mean stands still after some ten million examples, and the sum of
    /// squares as well, so that the standard deviation shrinks from there.
    #[test]
    fn thirty_million_examples_in_single_precision_lose_nothing() {
        let mut found = Normaliser::<f32, 1>::new();
        let (mut mean, mut spread, mut number) = (0.0_f32, 0.0_f32, 0.0_f32);
        for k in 0..30_000_000_u32 {
            let x = if k % 2 == 0 { 99.0 } else { 101.0 };
            found.record(&[x]).unwrap();
            number += 1.0;
            let distance = x - mean;
            mean += distance / number;
            spread += distance * (x - mean);
        }
        assert_eq!((found.mean(), found.deviation()), ([100.0], [1.0]));
        assert_eq!(found.scaling().apply(&[101.0]), [1.0]);
        // The negative control: the same update in single precision.
        let deviation = Real::sqrt(spread / 3e7_f32);
        assert!((deviation - 1.0).abs() > 0.05, "{deviation}");
    }

    /// Squares of charges in coulombs are below the least number of single precision, those of distances
    /// in space above the largest.
    #[test]
    fn readings_of_any_size_are_scaled() {
        for size in [1e-37_f32, 1.6e-25, 1e-19, 1.0, 1e19, 1e37] {
            let found =
                Normaliser::of(&[[-1.0, 3.0], [1.0, 5.0]].map(|x| (x.map(|x| x * size), ())));
            let found = found.unwrap();
            let close = |a: f32, b: f32| (a / b - 1.0).abs() < 1e-6;
            let [first, second] = found.deviation();
            assert!(
                close(first, size) && close(second, size),
                "{size} {found:?}"
            );
            let scaled = found.scaling().apply(&[size, 3.0 * size]);
            assert!(
                close(scaled[0], 1.0) && close(scaled[1], -1.0),
                "{size} {scaled:?}"
            );
        }
    }

    #[test]
    fn what_never_changes_becomes_zero() {
        // 0.1 + 0.2 and 0.3 are neighbours.
        let mut found = Normaliser::new();
        for x in [[7.0, 0.1 + 0.2, 1.0], [7.0, 0.3, 2.0]] {
            found.record(&x).unwrap();
        }
        let scaling = found.scaling();
        assert_eq!(scaling.apply(&[8.0, 0.5, 2.0]), [0.0, 0.0, 1.0]);
        assert_eq!(scaling.undo(&[5.0, 0.0, 1.0]), [7.0, found.mean()[1], 2.0]);
        let nothing = Normaliser::<f32, 1>::default().scaling();
        assert_eq!(nothing.apply(&[3.0]), [0.0]);
        assert_eq!(nothing.undo(&[3.0]), [0.0]);
    }

    #[test]
    fn a_bad_example_changes_nothing_and_is_named() {
        let mut found = Normaliser::new();
        found.record(&[1.0_f32, 2.0]).unwrap();
        let before = found;
        for (x, feature) in [
            ([0.0, f32::NAN], 1),
            ([f32::INFINITY, 0.0], 0),
            ([f32::NEG_INFINITY, f32::NAN], 0),
        ] {
            assert_eq!(found.record(&x), Err(NotFinite { feature }), "{x:?}");
            assert_eq!(found, before);
        }
        let text = NotFinite { feature: 1 }.to_string();
        assert!(
            text.starts_with("feature 1 of the example is not finite"),
            "{text}"
        );
        // In double precision, squares can overflow.
        let mut found = normaliser(&[[1.0]]);
        let before = found;
        assert_eq!(found.record(&[1e200]), Err(NotFinite { feature: 0 }));
        let far = normaliser(&[[1e200]]);
        assert_eq!(found.merge(&far), Err(NotFinite { feature: 0 }));
        assert_eq!(found, before);
    }

    /// Forty times as much of the same again: 2·2⁴⁰ examples, of which 2³² − 1 are counted.
    #[test]
    fn more_examples_than_can_be_counted_change_no_deviation() {
        let mut found = normaliser(&[[1.0], [3.0]]);
        for _ in 0..40 {
            let again = found;
            found.merge(&again).unwrap();
        }
        assert_eq!((found.count(), found.mean()), (u32::MAX, [2.0]));
        assert!((found.deviation()[0] - 1.0).abs() < 1e-14, "{found:?}");
        found.record(&[100.0]).unwrap();
        assert_eq!((found.count(), found.mean()), (u32::MAX, [2.0]));
    }

    #[test]
    fn merging_nothing_is_nothing() {
        let mut found = normaliser(&[[1.0], [2.0]]);
        let before = found;
        found.merge(&Normaliser::new()).unwrap();
        assert_eq!(found, before);
        let mut empty = Normaliser::new();
        empty.merge(&before).unwrap();
        assert_eq!(empty, before);
        let mut nothing = Normaliser::<f64, 2>::new();
        nothing.merge(&Normaliser::new()).unwrap();
        assert_eq!(nothing, Normaliser::ZERO);
    }
}
