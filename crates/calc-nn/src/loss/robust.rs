//! Losses that grow like the distance: one wild target does not drag everything along.

use core::f64::consts::LN_2;

use calc_scalar::rules::{Abs, Tanh, Unary};
use calc_scalar::{Float, Number};

use super::Loss;
use crate::init::count;

/// `1/N ∑ |ŷᵢ − yᵢ|`: the mean of the absolute errors; slope `±1/N`, 0 where there is no error.
///
/// The best constant answer is the median of the targets, as that of a squared error is their mean.
///
/// # Examples
///
/// ```
/// use calc_nn::loss::{Loss, MeanAbsoluteError};
///
/// let (loss, slope) = MeanAbsoluteError.value_and_slope(&[3.0, 1.0], &[1.0, 1.0]);
/// assert_eq!(loss, 1.0);
/// assert_eq!(slope, [0.5, 0.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MeanAbsoluteError;

/// `1/N ∑ ρ(ŷᵢ − yᵢ)` with `ρ(e) = ½e²` up to `|e| = δ` and `δ·(|e| − ½δ)` beyond; slope
/// `min(max(ŷ − y, −δ), δ)/N`.
///
/// A squared error for small errors and an absolute one for large.
///
/// # Edge cases
///
/// A `δ` that is not positive gives NaN, so that training stops and says so.
///
/// # Examples
///
/// ```
/// use calc_nn::loss::{Huber, Loss};
///
/// let loss = Huber { delta: 1.0 };
/// assert_eq!(loss.value_and_slope(&[0.5], &[0.0]), (0.125, [0.5]));
/// assert_eq!(loss.value_and_slope(&[10.0], &[0.0]), (9.5, [1.0]));
/// ```
///
/// # References
///
/// P. J. Huber, *Robust Estimation of a Location Parameter*, Annals of Mathematical Statistics 35(1),
/// 1964, 73–101.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Huber {
    /// `δ`: the size from which on an error counts as large; in the unit of the answers.
    pub delta: f64,
}

impl Default for Huber {
    /// `δ = 1`.
    fn default() -> Self {
        Self { delta: 1.0 }
    }
}

/// `1/N ∑ ln cosh(ŷᵢ − yᵢ)`: near `½e²` for small errors, near `|e| − ln 2` for large ones, and smooth
/// everywhere; slope `tanh(ŷ − y)/N`.
///
/// # Accuracy
///
/// Nothing overflows, and small losses keep their digits.
///
/// # Examples
///
/// ```
/// use calc_nn::loss::{LogCosh, Loss};
///
/// assert_eq!(LogCosh.value_and_slope(&[800.0], &[0.0]).1, [1.0]);
/// assert!((LogCosh.value(&[1e-9], &[0.0]) / 5e-19_f64 - 1.0).abs() < 1e-15);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogCosh;

/// A loss that is a mean over the components, and its value and slope at one error.
macro_rules! mean_of {
    ($Name:ty: |$own:pat_param, $error:ident, $T:ident| $value:expr, $slope:expr) => {
        impl<$T: Number, const N: usize> Loss<[$T; N], [$T::Literal; N]> for $Name {
            #[inline]
            fn value(self, answer: &[$T; N], target: &[$T::Literal; N]) -> $T {
                let $own = self;
                let mut sum = $T::ZERO;
                for (&z, &y) in answer.iter().zip(target) {
                    let $error = z - y;
                    sum += $value;
                }
                sum / count::<$T::Literal>(N)
            }

            #[inline]
            fn value_and_slope(self, answer: &[$T; N], target: &[$T::Literal; N]) -> ($T, [$T; N]) {
                let $own = self;
                let n = count::<$T::Literal>(N);
                let mut sum = $T::ZERO;
                let mut slopes = *answer;
                for (slope, &y) in slopes.iter_mut().zip(target) {
                    let $error = *slope - y;
                    sum += $value;
                    *slope = $slope / n;
                }
                (sum / n, slopes)
            }
        }
    };
}

mean_of!(MeanAbsoluteError: |Self, error, T| error.abs(), Abs.rule(error).1);
mean_of!(Huber: |Self { delta }, error, T| cost(error, delta).0, cost(error, delta).1);
mean_of!(LogCosh: |Self, error, T| ln_cosh(error), error.unary(Tanh));

/// `ρ(e)` and its slope.
#[inline]
fn cost<T: Number>(error: T, delta: f64) -> (T, T) {
    let delta = T::Literal::from_f64(if delta > 0.0 { delta } else { f64::NAN });
    let half = T::literal(0.5);
    let size = error.abs();
    if size <= delta {
        (error * error * half, error)
    } else {
        // Also where the error or δ is NaN: it stays.
        let slope = error.signum() * delta;
        ((size - T::constant(delta) * half) * delta, slope)
    }
}

/// `ln cosh e = ½·ln(1 + sinh² e) = |e| − ln 2 + ln(1 + e⁻²|ᵉ|)`: the first where it is small.
#[inline]
fn ln_cosh<T: Number>(error: T) -> T {
    let size = error.abs();
    if size < T::ONE {
        let sinh = error.sinh();
        (sinh * sinh).ln_1p() * T::literal(0.5)
    } else {
        (size - T::literal(LN_2)) + (size * T::literal(-2.0)).exp().ln_1p()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_errors_do_not_overflow() {
        assert_eq!(
            MeanAbsoluteError.value_and_slope(&[1e300, 1.0], &[-1e300, 1.0]),
            (1e300, [0.5, 0.0])
        );
        let huber = Huber { delta: 2.0 };
        assert_eq!(huber.value_and_slope(&[-1e300], &[0.0]), (2e300, [-2.0]));
        assert_eq!(LogCosh.value_and_slope(&[-1e300], &[0.0]), (1e300, [-1.0]));
        assert_eq!(LogCosh.value_and_slope(&[1e30_f32], &[0.0]), (1e30, [1.0]));
    }

    #[test]
    fn the_pieces_meet() {
        let huber = Huber { delta: 1.5 };
        let (inside, [slope]) = huber.value_and_slope(&[1.5_f64], &[0.0]);
        let (outside, [beyond]) = huber.value_and_slope(&[1.5_f64.next_up()], &[0.0]);
        assert!((outside - inside).abs() < 1e-15);
        assert_eq!([slope, beyond], [1.5, 1.5]);

        let below = LogCosh.value(&[1.0_f64.next_down()], &[0.0]);
        let above = LogCosh.value(&[1.0_f64], &[0.0]);
        assert!((above - below).abs() < 4e-16);
    }

    #[test]
    fn a_delta_that_is_not_positive_is_not_a_number() {
        for delta in [0.0, -1.0, f64::NAN] {
            assert!(Huber { delta }.value(&[1.0_f64], &[0.0]).is_nan());
        }
        assert!(Huber::default().value(&[f64::NAN], &[0.0]).is_nan());
        assert!(MeanAbsoluteError.value_and_slope(&[f64::NAN], &[0.0]).1[0].is_nan());
        assert!(LogCosh.value(&[f64::NAN], &[0.0]).is_nan());
    }
}
