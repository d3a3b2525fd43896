//! Squared errors.

use calc_scalar::{Float, Number};

use super::Loss;
use crate::init::count;

/// `½ ∑ (ŷᵢ − yᵢ)²`: half the squared distance; slope `ŷ − y`.
///
/// # Examples
///
/// ```
/// use calc_nn::loss::{Loss, SquaredError};
///
/// assert_eq!(SquaredError.value(&[3.0], &[1.0]), 2.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SquaredError;

impl<T: Number, const N: usize> Loss<[T; N], [T::Literal; N]> for SquaredError {
    #[inline]
    fn value(self, answer: &[T; N], target: &[T::Literal; N]) -> T {
        sum_of_squares(&errors(answer, target)) * T::literal(0.5)
    }

    #[inline]
    fn value_and_slope(self, answer: &[T; N], target: &[T::Literal; N]) -> (T, [T; N]) {
        let errors = errors(answer, target);
        (sum_of_squares(&errors) * T::literal(0.5), errors)
    }
}

/// `1/N ∑ (ŷᵢ − yᵢ)²`: the mean of the squared errors; slope `2/N·(ŷ − y)`.
///
/// # Examples
///
/// ```
/// use calc_nn::loss::{Loss, MeanSquaredError};
///
/// assert_eq!(MeanSquaredError.value(&[3.0, 1.0], &[1.0, 1.0]), 2.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeanSquaredError;

impl<T: Number, const N: usize> Loss<[T; N], [T::Literal; N]> for MeanSquaredError {
    #[inline]
    fn value(self, answer: &[T; N], target: &[T::Literal; N]) -> T {
        sum_of_squares(&errors(answer, target)) / count::<T::Literal>(N)
    }

    #[inline]
    fn value_and_slope(self, answer: &[T; N], target: &[T::Literal; N]) -> (T, [T; N]) {
        let errors = errors(answer, target);
        let scale = T::Literal::from_f64(2.0) / count::<T::Literal>(N);
        let value = sum_of_squares(&errors) / count::<T::Literal>(N);
        (value, errors.map(|error| error * scale))
    }
}

/// `ŷ − y`.
#[inline]
fn errors<T: Number, const N: usize>(answer: &[T; N], target: &[T::Literal; N]) -> [T; N] {
    let mut errors = *answer;
    for (error, &y) in errors.iter_mut().zip(target) {
        *error -= y;
    }
    errors
}

/// `∑ eᵢ²`, in order.
#[inline]
fn sum_of_squares<T: Number, const N: usize>(errors: &[T; N]) -> T {
    let mut sum = T::ZERO;
    for &error in errors {
        sum += error * error;
    }
    sum
}
