//! What a network took for what.

use core::fmt;

use calc_scalar::{Float, Real};

use super::{Example, largest};
use crate::layer::Layer;
use crate::network::Network;
use crate::width::Units;

/// How often each class was taken for each: a confusion matrix of `K` classes.
///
/// Printed, it is a table with a row for each true class and a column for each answer; below it, what has no
/// place there, if there is any.
///
/// # Edge cases
///
/// Every example counts. One that got no answer, because the network's is NaN, is a wrong one: it is among
/// [`total`](Confusion::total) and among the examples of its class, and was taken for none. An example whose
/// class does not exist is wrong as well, and is none of any class.
///
/// # Examples
///
/// ```
/// use calc_nn::metrics::Confusion;
///
/// let mut confusion = Confusion::<2>::new();
/// for (truth, chosen) in [(0, 0), (0, 0), (0, 0), (0, 1), (1, 1), (1, 0)] {
///     confusion.record(truth, chosen);
/// }
/// assert_eq!((confusion.precision(0), confusion.recall(0)), (0.75, 0.75));
/// assert_eq!(confusion.macro_average().f1, (0.75 + 0.5) / 2.0);
/// assert_eq!(confusion.to_string(), "      0    1\n0     3    1\n1     1    1\n");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Confusion<const K: usize> {
    /// `counts[truth][chosen]`.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays::rows"))]
    pub counts: [[u32; K]; K],
    /// Of each class, how many examples were taken for none.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub unanswered: [u32; K],
    /// How many examples are said to be of a class that does not exist.
    pub unknown: u32,
}

impl<const K: usize> Confusion<K> {
    /// Nothing recorded yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            counts: [[0; K]; K],
            unanswered: [0; K],
            unknown: 0,
        }
    }

    /// Adds one example: the number of its class, and of the one it was taken for, or `None`.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_nn::metrics::{Confusion, largest};
    ///
    /// let mut confusion = Confusion::<2>::new();
    /// confusion.record(1, 1);
    /// confusion.record(1, largest(&[f32::NAN, 0.5]));
    /// assert_eq!((confusion.accuracy(), confusion.unanswered), (0.5, [0, 1]));
    /// ```
    pub fn record(&mut self, truth: usize, chosen: impl Into<Option<usize>>) {
        let count = match (self.counts.get_mut(truth), self.unanswered.get_mut(truth)) {
            (Some(row), Some(unanswered)) => {
                let place = chosen.into().and_then(|class| row.get_mut(class));
                place.unwrap_or(unanswered)
            }
            _ => &mut self.unknown,
        };
        *count = count.saturating_add(1);
    }

    /// How many examples were recorded.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.known().saturating_add(self.unknown)
    }

    /// How many of them are of a class that exists.
    fn known(&self) -> u32 {
        sum(self.counts.iter().flatten().chain(&self.unanswered))
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

    /// Precision, recall and F1 of one class, and how many examples are of it.
    #[must_use]
    pub fn scores(&self, class: usize) -> Scores {
        Scores {
            precision: self.precision(class),
            recall: self.recall(class),
            f1: self.f1(class),
            support: self.truly(class),
        }
    }

    /// The mean of the scores of all classes, each counted alike: rare classes matter as much as
    /// frequent ones. Its recall is also called balanced accuracy.
    ///
    /// A class that occurs neither in truth nor in the answers is left out. Where only one of a
    /// class's scores does not exist, as the precision of a class that was never chosen, it is 0.
    #[must_use]
    pub fn macro_average(&self) -> Scores {
        self.average(|_| 1.0)
    }

    /// The mean of the scores of all classes, each weighted by how many examples are of it.
    ///
    /// What does not exist counts as in [`macro_average`](Confusion::macro_average).
    #[must_use]
    pub fn weighted_average(&self) -> Scores {
        self.average(|scores| f64::from(scores.support))
    }

    /// The scores of all examples thrown together. Each example has one class and gets one answer, so
    /// all three are the [`accuracy`](Confusion::accuracy).
    #[must_use]
    pub fn micro_average(&self) -> Scores {
        let share = self.accuracy();
        Scores {
            precision: share,
            recall: share,
            f1: share,
            support: self.total(),
        }
    }

    /// Matthews' correlation coefficient of truth and answers, for any number of classes: 1 if all is
    /// right, about 0 if the answers do not depend on the truth; NaN if there is only one class in the
    /// one or in the other.
    ///
    /// # References
    ///
    /// J. Gorodkin, *Comparing two K-category assignments by a K-category correlation coefficient*,
    /// Computational Biology and Chemistry 28(5–6), 2004, 367–374.
    #[must_use]
    pub fn matthews(&self) -> f64 {
        let total = f64::from(self.known());
        let none = f64::from(sum(self.unanswered.iter()));
        let (mut both, mut truth, mut answers) = (0.0, 0.0, 0.0);
        for class in 0..K {
            let t = f64::from(self.truly(class));
            let c = f64::from(self.chosen(class));
            both += t * c;
            truth += t * t;
            answers += c * c;
        }
        // To be taken for none is one more answer, and the truth of no example.
        answers += none * none;
        let square = total * total;
        (f64::from(self.right()) * total - both) / Real::sqrt((square - truth) * (square - answers))
    }

    /// The mean over the classes that occur.
    fn average(&self, weight: impl Fn(&Scores) -> f64) -> Scores {
        let zero_if_missing = |score: f64| if score.is_nan() { 0.0 } else { score };
        let (mut precision, mut recall, mut f1, mut weights) = (0.0, 0.0, 0.0, 0.0);
        for class in 0..K {
            let scores = self.scores(class);
            if scores.f1.is_nan() {
                continue;
            }
            let weight = weight(&scores);
            precision += weight * zero_if_missing(scores.precision);
            recall += weight * zero_if_missing(scores.recall);
            f1 += weight * scores.f1;
            weights += weight;
        }
        Scores {
            precision: precision / weights,
            recall: recall / weights,
            f1: f1 / weights,
            support: self.total(),
        }
    }

    /// How many examples are of `class`.
    fn truly(&self, class: usize) -> u32 {
        let row = self.counts.get(class).into_iter().flatten();
        sum(row.chain(self.unanswered.get(class)))
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

impl<const K: usize> fmt::Display for Confusion<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "  ")?;
        for class in 0..K {
            write!(f, "{class:>5}")?;
        }
        writeln!(f)?;
        for (class, row) in self.counts.iter().enumerate() {
            write!(f, "{class:<2}")?;
            for count in row {
                write!(f, "{count:>5}")?;
            }
            writeln!(f)?;
        }
        let unanswered = sum(self.unanswered.iter());
        if unanswered > 0 {
            writeln!(f, "without an answer: {unanswered}")?;
        }
        if self.unknown > 0 {
            writeln!(f, "of a class that does not exist: {}", self.unknown)?;
        }
        Ok(())
    }
}

/// Precision, recall and F1, of a class or on average.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Scores {
    /// Of the examples taken for the class, the part that was of it.
    pub precision: f64,
    /// Of the examples of the class, the part that was found.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
    /// How many examples they are about.
    pub support: u32,
}

impl<const K: usize, L: Layer<Output = Units<K>>> Network<L> {
    /// What the network takes the examples for, given the class of each; the largest answer counts.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_nn::{Dense, Network};
    ///
    /// type Larger = Network<Dense<2, 2>>; // answers with its inputs
    /// let w = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    /// let data = [([3.0, 1.0], 0), ([1.0, 2.0], 1), ([1.5, 1.0], 1)];
    /// assert_eq!(Larger::confusion(&w, &data).counts, [[1, 0], [1, 1]]);
    /// ```
    #[must_use]
    pub fn confusion<T: Float, const P: usize>(
        parameters: &[T; P],
        data: &[Example<L, T, usize>],
    ) -> Confusion<K> {
        let mut confusion = Confusion::new();
        for (x, class) in data {
            confusion.record(*class, largest(&Self::forward(parameters, x)));
        }
        confusion
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
    use std::string::ToString;

    use super::*;

    /// Two classes by hand: 3 of 4 zeros and 1 of 2 ones were found.
    #[test]
    fn the_shares_are_those_counted_by_hand() {
        let mut confusion = Confusion::<2>::new();
        for (truth, chosen) in [(0, 0), (0, 0), (0, 0), (0, 1), (1, 1), (1, 0)] {
            confusion.record(truth, chosen);
        }
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
            ..Confusion::new()
        };
        full.record(0, 0);
        assert_eq!((full.total(), full.right()), (u32::MAX, u32::MAX));
        assert!(full.f1(1) <= 1.0 && full.precision(0) <= 1.0 && full.recall(1) <= 1.0);
    }

    /// scikit-learn 1.9.1, `precision_recall_fscore_support` and `matthews_corrcoef`; class 3 is never
    /// chosen, class 4 is never true, class 5 does not occur.
    #[test]
    fn averages_are_those_of_scikit_learn() {
        let mut confusion = Confusion::<6>::new();
        let rows = [
            [5, 2, 0, 0, 1, 0],
            [1, 7, 3, 0, 0, 0],
            [0, 1, 11, 0, 2, 0],
            [1, 0, 2, 0, 0, 0],
        ];
        for (row, counts) in confusion.counts.iter_mut().zip(rows) {
            *row = counts;
        }
        let close = |scores: Scores, expected: [f64; 3]| {
            let found = [scores.precision, scores.recall, scores.f1];
            for (found, expected) in found.into_iter().zip(expected) {
                assert!((found - expected).abs() < 1e-15, "{found} {expected}");
            }
        };
        close(
            confusion.macro_average(),
            [
                0.420_357_142_857_142_8,
                0.409_415_584_415_584_34,
                0.413_333_333_333_333_3,
            ],
        );
        close(
            confusion.weighted_average(),
            [
                0.639_980_158_730_158_8,
                0.638_888_888_888_888_8,
                0.637_037_037_037_037,
            ],
        );
        close(confusion.micro_average(), [23.0 / 36.0; 3]);
        assert!((confusion.matthews() - 0.489_977_027_980_722_7).abs() < 1e-15);
        assert_eq!(confusion.macro_average().support, 36);
        assert_eq!(confusion.scores(1).support, 11);
    }

    #[test]
    fn matthews_is_one_minus_one_and_nothing() {
        let of = |counts| {
            let others = Confusion::<2>::new();
            Confusion { counts, ..others }.matthews()
        };
        assert_eq!(of([[5, 0], [0, 3]]), 1.0);
        assert_eq!(of([[0, 5], [3, 0]]), -1.0);
        assert_eq!(of([[4, 4], [2, 2]]), 0.0);
        assert!(of([[4, 0], [2, 0]]).is_nan());
    }

    #[test]
    fn a_network_is_judged_by_its_largest_answer() {
        type Net = Network<crate::Dense<1, 3>>;
        let w = [1.0, 0.0, -1.0, 0.0, 0.5, 0.0];
        let data = [([2.0], 0), ([0.0], 1), ([-2.0], 2), ([-3.0], 0), ([1.0], 9)];
        let confusion = Net::confusion(&w, &data);
        assert_eq!(confusion.counts, [[1, 0, 1], [0, 1, 0], [0, 0, 1]]);
        assert_eq!((confusion.total(), confusion.right()), (5, 3));
        assert_eq!((confusion.unknown, confusion.unanswered), (1, [0; 3]));
    }

    /// A network whose weights are NaN does not read the zeros right.
    #[test]
    fn a_network_that_answers_with_nan_is_always_wrong() {
        type Net = Network<crate::Dense<1, 2>>;
        let data = [([2.0], 0), ([0.0], 0), ([-2.0], 1)];
        let confusion = Net::confusion(&[f32::NAN; 4], &data);
        assert_eq!((confusion.accuracy(), confusion.total()), (0.0, 3));
        assert_eq!(confusion.unanswered, [2, 1]);
        assert_eq!((confusion.recall(0), confusion.f1(0)), (0.0, 0.0));
        assert!(confusion.precision(0).is_nan());
        assert_eq!(confusion.scores(0).support, 2);
        // One weight is enough, and only where it plays a part.
        let confusion = Net::confusion(
            &[1.0, f64::INFINITY, 0.0, 0.0],
            &data.map(|([x], y)| ([f64::from(x)], y)),
        );
        assert_eq!(confusion.unanswered, [1, 0]);
    }

    /// scikit-learn 1.9.1 with the label −1 for no answer: `accuracy_score` 4/7; `matthews_corrcoef` of the
    /// examples whose class exists; recall and F1 per class.
    #[test]
    fn what_has_no_place_in_the_table_counts_as_wrong() {
        let mut confusion = Confusion::<2>::new();
        for (truth, chosen) in [
            (0, Some(0)),
            (0, Some(0)),
            (0, None),
            (1, Some(1)),
            (1, Some(1)),
            (1, Some(7)), // no class, so no answer
            (2, Some(0)), // a wrong truth
        ] {
            confusion.record(truth, chosen);
        }
        assert_eq!(confusion.counts, [[2, 0], [0, 2]]);
        assert_eq!((confusion.unanswered, confusion.unknown), ([1, 1], 1));
        assert_eq!((confusion.total(), confusion.right()), (7, 4));
        assert_eq!(confusion.accuracy(), 4.0 / 7.0);
        assert_eq!(confusion.micro_average().f1, 4.0 / 7.0);
        assert_eq!(
            (confusion.precision(0), confusion.recall(0)),
            (1.0, 2.0 / 3.0)
        );
        assert_eq!((confusion.f1(0), confusion.f1(1)), (0.8, 0.8));
        assert_eq!(confusion.scores(1).support, 3);
        assert!(
            (confusion.matthews() - 0.577_350_269_189_625_7).abs() < 1e-15,
            "{}",
            confusion.matthews()
        );
        let text = confusion.to_string();
        assert!(
            text.ends_with("without an answer: 2\nof a class that does not exist: 1\n"),
            "{text}"
        );
        confusion.unknown = u32::MAX;
        confusion.record(9, None);
        assert_eq!((confusion.unknown, confusion.total()), (u32::MAX, u32::MAX));
    }
}
