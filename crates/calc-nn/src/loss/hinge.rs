//! Hinge losses: an answer that is right by a margin costs nothing.

use calc_scalar::rules::{Relu, Unary};
use calc_scalar::{Float, Number};

use super::Loss;
use crate::init::count;

/// `1/N ∑ max(0, 1 − yᵢ·zᵢ)`: how far the answers to `N` yes-or-no questions stay behind a margin of 1;
/// slope `−yᵢ/N` there, and 0 from the margin on.
///
/// Targets are 1 for yes and −1 for no. With a network without hidden layers and weights kept
/// small it is a support vector machine.
///
/// # Edge cases
///
/// Any other target, 0 for no above all, gives NaN, value and slope.
///
/// # Examples
///
/// ```
/// use calc_nn::loss::{Hinge, Loss};
///
/// assert_eq!(Hinge.value_and_slope(&[0.25], &[1.0]), (0.75, [-1.0]));
/// assert_eq!(Hinge.value_and_slope(&[-3.0], &[-1.0]), (0.0, [0.0]));
/// ```
///
/// # References
///
/// C. Cortes and V. Vapnik, *Support-Vector Networks*, Machine Learning 20, 1995, 273–297.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hinge;

impl<T: Number, const N: usize> Loss<[T; N], [T::Literal; N]> for Hinge {
    #[inline]
    fn value(self, answer: &[T; N], target: &[T::Literal; N]) -> T {
        let mut sum = T::ZERO;
        for (&z, &y) in answer.iter().zip(target) {
            sum += behind(z, side(y)).relu();
        }
        sum / count::<T::Literal>(N)
    }

    #[inline]
    fn value_and_slope(self, answer: &[T; N], target: &[T::Literal; N]) -> (T, [T; N]) {
        let n = count::<T::Literal>(N);
        let mut sum = T::ZERO;
        let mut slopes = *answer;
        for (z, &y) in slopes.iter_mut().zip(target) {
            let y = side(y);
            let (value, slope) = Relu.rule(behind(*z, y));
            sum += value;
            *z = slope * -y / n;
        }
        (sum / n, slopes)
    }
}

/// `1 − y·z`.
#[inline]
fn behind<T: Number>(z: T, y: T::Literal) -> T {
    T::ONE - z * y
}

/// A target, if it is 1 or −1; else NaN.
#[inline]
fn side<F: Float>(y: F) -> F {
    if y.magnitude() == F::ONE { y } else { F::NAN }
}

/// `1/N ∑ max(0, 1 + zⱼ − z_c)` over the classes `j` other than the right one `c`: how far they come
/// within a margin of 1; slope `1/N` for each of them that does, and minus their sum for the right one.
///
/// The network answers with one score per class; the target is the number of the class (a `usize`,
/// counted from 0). This is PyTorch's `MultiMarginLoss`.
///
/// # Edge cases
///
/// A class that does not exist gives NaN, value and slope.
///
/// # Examples
///
/// ```
/// use calc_nn::loss::{Loss, MulticlassHinge};
///
/// let (loss, slope) = MulticlassHinge.value_and_slope(&[2.0, 1.5, -4.0, 0.0], &0);
/// assert_eq!(loss, 0.125); // ¼·(1 + 1.5 − 2)
/// assert_eq!(slope, [-0.25, 0.25, 0.0, 0.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MulticlassHinge;

impl<T: Number, const N: usize> Loss<[T; N], usize> for MulticlassHinge {
    #[inline]
    fn value(self, answer: &[T; N], &class: &usize) -> T {
        let right = score(answer, class);
        let mut sum = T::ZERO;
        for (j, &z) in answer.iter().enumerate() {
            if j != class {
                sum += (z - right + T::ONE).relu();
            }
        }
        sum / count::<T::Literal>(N)
    }

    #[inline]
    fn value_and_slope(self, answer: &[T; N], &class: &usize) -> (T, [T; N]) {
        let n = count::<T::Literal>(N);
        let right = score(answer, class);
        let (mut sum, mut slopes_of_others) = (T::ZERO, T::ZERO);
        let mut slopes = *answer;
        for (j, z) in slopes.iter_mut().enumerate() {
            if j != class {
                let (value, slope) = Relu.rule(*z - right + T::ONE);
                sum += value;
                slopes_of_others += slope;
                *z = slope / n;
            }
        }
        if let Some(slope) = slopes.get_mut(class) {
            *slope = -slopes_of_others / n;
        }
        (sum / n, slopes)
    }
}

/// The score of the right class; NaN if there is no such class.
#[inline]
fn score<T: Number, const N: usize>(answer: &[T; N], class: usize) -> T {
    let missing = T::constant(T::Literal::NAN);
    answer.get(class).copied().unwrap_or(missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_margin_itself_costs_nothing() {
        assert_eq!(Hinge.value_and_slope(&[1.0], &[1.0]), (0.0, [0.0]));
        assert_eq!(Hinge.value_and_slope(&[-1.0], &[-1.0]), (0.0, [0.0]));
        assert_eq!(
            MulticlassHinge.value_and_slope(&[1.0, 2.0], &1),
            (0.0, [0.0, 0.0])
        );
    }

    #[test]
    fn large_answers_do_not_overflow() {
        assert_eq!(
            Hinge.value_and_slope(&[1e300, 0.0], &[-1.0, 1.0]),
            (5e299, [0.5, -0.5])
        );
        assert_eq!(
            MulticlassHinge.value_and_slope(&[1e300, -1e300], &1),
            (1e300, [0.5, -0.5])
        );
    }

    #[test]
    fn targets_that_are_no_side_and_classes_that_do_not_exist_are_not_a_number() {
        for target in [0.0, 0.5, 2.0, f64::NAN] {
            let (value, [slope]) = Hinge.value_and_slope(&[0.5_f64], &[target]);
            assert!(value.is_nan() && slope.is_nan(), "{target}");
        }
        let (value, slope) = MulticlassHinge.value_and_slope(&[0.5_f64, 1.0], &2);
        assert!(value.is_nan() && slope.iter().all(|s| s.is_nan()));
        assert!(MulticlassHinge.value(&[0.5, f64::NAN], &0).is_nan());
    }
}
