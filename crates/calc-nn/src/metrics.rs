//! How good a trained network is, in numbers that people understand.
//!
//! ```
//! use calc_nn::metrics::{Confusion, largest};
//!
//! let answers = [[0.1, 0.7, 0.2], [0.9, 0.0, 0.1], [0.3, 0.4, 0.3]];
//! let truth = [1, 0, 2];
//! let mut confusion = Confusion::<3>::new();
//! for (answer, truth) in answers.iter().zip(truth) {
//!     confusion.record(truth, largest(answer));
//! }
//! assert_eq!(confusion.right(), 2);
//! assert_eq!(confusion.counts[2], [0, 1, 0]); // the last one was taken for class 1
//! ```

use calc_scalar::Float;

/// Which answer is the largest: the class that a network chooses. The first of equals; 0 if none is a
/// number.
#[must_use]
pub fn largest<T: Float>(answer: &[T]) -> usize {
    let mut best = (0, -T::INFINITY);
    for (class, &value) in answer.iter().enumerate() {
        if value > best.1 {
            best = (class, value);
        }
    }
    best.0
}

/// How often each class was taken for each: a confusion matrix of `K` classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Confusion<const K: usize> {
    /// `counts[truth][chosen]`.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays::rows"))]
    pub counts: [[u32; K]; K],
}

impl<const K: usize> Confusion<K> {
    /// Nothing recorded yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            counts: [[0; K]; K],
        }
    }

    /// Adds one example. Classes that do not exist are not counted.
    pub fn record(&mut self, truth: usize, chosen: usize) {
        if let Some(count) = self
            .counts
            .get_mut(truth)
            .and_then(|row| row.get_mut(chosen))
        {
            *count = count.saturating_add(1);
        }
    }

    /// How many examples were recorded.
    #[must_use]
    pub fn total(&self) -> u32 {
        sum(self.counts.iter().flatten())
    }

    /// How many of them were right.
    #[must_use]
    pub fn right(&self) -> u32 {
        let rows = self.counts.iter().enumerate();
        sum(rows.filter_map(|(class, row)| row.get(class)))
    }

    /// Which part of the examples was right; NaN if there are none.
    #[must_use]
    pub fn accuracy(&self) -> f64 {
        f64::from(self.right()) / f64::from(self.total())
    }

    /// Of the examples taken for `class`, which part was of that class; NaN if there are none.
    #[must_use]
    pub fn precision(&self, class: usize) -> f64 {
        f64::from(self.hits(class)) / f64::from(self.chosen(class))
    }

    /// Of the examples of `class`, which part was found; NaN if there are none.
    #[must_use]
    pub fn recall(&self, class: usize) -> f64 {
        f64::from(self.hits(class)) / f64::from(self.truly(class))
    }

    /// `2pr/(p + r)`: the harmonic mean of precision and recall; NaN if there is nothing of `class`,
    /// neither in truth nor in the answers.
    #[must_use]
    pub fn f1(&self, class: usize) -> f64 {
        // 2·hits/(row + column), which needs no case where only one of them is empty.
        let (row, column) = (self.truly(class), self.chosen(class));
        2.0 * f64::from(self.hits(class)) / (f64::from(row) + f64::from(column))
    }

    /// How many examples are of `class`.
    fn truly(&self, class: usize) -> u32 {
        sum(self.counts.get(class).into_iter().flatten())
    }

    /// How many examples were taken for `class`.
    fn chosen(&self, class: usize) -> u32 {
        sum(self.counts.iter().filter_map(|row| row.get(class)))
    }

    fn hits(&self, class: usize) -> u32 {
        self.counts
            .get(class)
            .and_then(|row| row.get(class))
            .copied()
            .unwrap_or(0)
    }
}

/// The sum, or the largest number there is.
fn sum<'a>(counts: impl Iterator<Item = &'a u32>) -> u32 {
    counts.fold(0, |sum: u32, &count| sum.saturating_add(count))
}

impl<const K: usize> Default for Confusion<K> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two classes by hand: 3 of 4 zeros and 1 of 2 ones were found.
    #[test]
    fn the_shares_are_those_counted_by_hand() {
        let mut confusion = Confusion::<2>::new();
        for (truth, chosen) in [(0, 0), (0, 0), (0, 0), (0, 1), (1, 1), (1, 0)] {
            confusion.record(truth, chosen);
        }
        confusion.record(2, 0); // no such class
        assert_eq!(confusion.counts, [[3, 1], [1, 1]]);
        assert_eq!((confusion.total(), confusion.right()), (6, 4));
        assert_eq!(confusion.accuracy(), 4.0 / 6.0);
        assert_eq!((confusion.precision(0), confusion.recall(0)), (0.75, 0.75));
        assert_eq!((confusion.precision(1), confusion.recall(1)), (0.5, 0.5));
        assert_eq!((confusion.f1(0), confusion.f1(1)), (0.75, 0.5));
        assert!(confusion.recall(7).is_nan() && Confusion::<2>::new().accuracy().is_nan());
    }

    #[test]
    fn counts_that_are_full_stay_full() {
        let mut full = Confusion::<2> {
            counts: [[u32::MAX; 2]; 2],
        };
        full.record(0, 0);
        assert_eq!((full.total(), full.right()), (u32::MAX, u32::MAX));
        assert!(full.f1(1) <= 1.0 && full.precision(0) <= 1.0 && full.recall(1) <= 1.0);
    }

    #[test]
    fn the_first_of_equals_is_the_largest() {
        assert_eq!(largest(&[1.0, 3.0, 3.0]), 1);
        assert_eq!(largest(&[f64::NAN, -5.0, f64::NAN]), 1);
        assert_eq!(largest::<f32>(&[]), 0);
    }
}
