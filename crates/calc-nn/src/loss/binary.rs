//! Cross-entropy of yes-or-no questions.

use calc_scalar::{Float, Number};

use super::Loss;
use crate::init::count;

/// `−1/N ∑ yᵢ ln σ(zᵢ) + (1 − yᵢ) ln σ(−zᵢ)`: the surprise at the answers to `N` yes-or-no questions;
/// slope `(σ(zᵢ) − yᵢ)/N`.
///
/// The network answers with logits: `z > 0` means yes, `σ(z)` is the probability. Targets are 1, 0 or
/// a probability in between.
///
/// # Accuracy
///
/// Sigmoid and logarithm are taken together, as `ln(1 + e⁻|ᶻ|)`. Nothing overflows, and the loss and
/// the slope keep their digits also where the answer is right and sure, and both are tiny.
///
/// # Edge cases
///
/// A target below 0 or above 1 gives NaN, value and slope: such a loss would fall for ever, as the one of
/// a no of −1, by which the answer is pushed towards `−∞`.
///
/// # Examples
///
/// ```
/// use calc_nn::loss::{BinaryCrossEntropyWithLogits, Loss};
///
/// let (loss, slope) = BinaryCrossEntropyWithLogits.value_and_slope(&[0.0], &[1.0]);
/// assert_eq!(loss, core::f64::consts::LN_2); // a coin
/// assert_eq!(slope, [-0.5]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BinaryCrossEntropyWithLogits;

impl<T: Number, const N: usize> Loss<[T; N], [T::Literal; N]> for BinaryCrossEntropyWithLogits {
    #[inline]
    fn value(self, answer: &[T; N], target: &[T::Literal; N]) -> T {
        let mut sum = T::ZERO;
        for (&z, &y) in answer.iter().zip(target) {
            sum += surprise(z, probability(y), small(z));
        }
        sum / count::<T::Literal>(N)
    }

    #[inline]
    fn value_and_slope(self, answer: &[T; N], target: &[T::Literal; N]) -> (T, [T; N]) {
        let mut sum = T::ZERO;
        let mut slopes = *answer;
        for (z, &y) in slopes.iter_mut().zip(target) {
            let (small, y) = (small(*z), probability(y));
            sum += surprise(*z, y, small);
            *z = slope(*z, y, small) / count::<T::Literal>(N);
        }
        (sum / count::<T::Literal>(N), slopes)
    }
}

/// A target, if it is between 0 and 1; else NaN.
#[inline]
fn probability<F: Float>(y: F) -> F {
    if y >= F::ZERO && y <= F::ONE {
        y
    } else {
        F::NAN
    }
}

/// `e⁻|ᶻ|`; the branch by sign keeps the derivative at 0 one-sided and smooth.
#[inline]
fn small<T: Number>(z: T) -> T {
    if z >= T::ZERO { (-z).exp() } else { z.exp() }
}

/// `y·softplus(−z) + (1 − y)·softplus(z)`, given `small = e⁻|ᶻ|`. All terms are positive.
#[inline]
fn surprise<T: Number>(z: T, y: T::Literal, small: T) -> T {
    let other = T::Literal::ONE - y;
    // softplus(±z) = max(±z, 0) + ln(1 + e⁻|ᶻ|); the side of z is that of `small`.
    let straight = if z >= T::ZERO { z * other } else { -z * y };
    straight + small.ln_1p()
}

/// `(1 − y)·σ(z) − y·σ(−z)`, which is `σ(z) − y` without cancellation where `y` is 0 or 1.
#[inline]
fn slope<T: Number>(z: T, y: T::Literal, small: T) -> T {
    let other = T::Literal::ONE - y;
    let (large, small) = {
        let rest = T::ONE + small;
        (T::ONE / rest, small / rest)
    };
    if z >= T::ZERO {
        large * other - small * y
    } else {
        small * other - large * y
    }
}

#[cfg(test)]
mod tests {
    use calc_scalar::Real;

    use super::*;

    /// `ln(1 + e⁻⁴⁰) = 4.248354255291589e-18` and `1/(1 + e⁴⁰) = 4.248354255291589e-18`, from mpmath.
    #[test]
    fn sure_and_right_answers_keep_their_digits() {
        let tiny = 4.248_354_255_291_589e-18;
        for (z, y) in [(40.0, 1.0), (-40.0, 0.0)] {
            let (value, [slope]) = BinaryCrossEntropyWithLogits.value_and_slope(&[z], &[y]);
            assert!((value / tiny - 1.0_f64).abs() < 1e-15);
            assert!((slope.abs() / tiny - 1.0_f64).abs() < 1e-15);
        }
    }

    #[test]
    fn sure_and_wrong_answers_do_not_overflow() {
        let loss = BinaryCrossEntropyWithLogits;
        assert_eq!(loss.value_and_slope(&[1e300], &[0.0]), (1e300, [1.0]));
        assert_eq!(loss.value_and_slope(&[-1e30_f32], &[1.0]), (1e30, [-1.0]));
    }

    #[test]
    fn a_target_that_is_no_probability_is_not_a_number() {
        let loss = BinaryCrossEntropyWithLogits;
        for y in [
            -1.0,
            2.0,
            -1e-300,
            1.0 + f64::EPSILON,
            f64::INFINITY,
            f64::NAN,
        ] {
            let (value, slope) = loss.value_and_slope(&[0.5_f64, 3.0], &[1.0, y]);
            assert!(value.is_nan() && slope[1].is_nan(), "{y}");
            // The answer to the other question was right all the same.
            assert!(
                slope[0] < 0.0 && loss.value(&[0.5_f64, 3.0], &[1.0, y]).is_nan(),
                "{y}"
            );
            // Slopes by dual numbers as well, and at an answer of 0.
            let answer = [calc_scalar::Dual::<f64>::variable(0.0)];
            assert!(loss.value(&answer, &[y]).slope().is_nan(), "{y}");
        }
        assert_eq!(loss.value(&[0.0], &[-0.0]), core::f64::consts::LN_2);
    }

    /// `−(0.25 ln σ(2) + 0.75 ln σ(−2)) = ln(1 + e²) − ½`.
    #[test]
    fn targets_may_be_probabilities() {
        let (value, [slope]) = BinaryCrossEntropyWithLogits.value_and_slope(&[2.0], &[0.25]);
        assert!((value - (Real::softplus(2.0) - 0.5_f64)).abs() < 1e-15);
        assert!((slope - (Real::logistic(2.0) - 0.25_f64)).abs() < 1e-15);
    }
}
