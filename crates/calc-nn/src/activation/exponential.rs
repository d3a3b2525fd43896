//! Activations that are straight above 0 and flatten out exponentially below.

use calc_scalar::Number;
use calc_scalar::rules::{self, Unary};

use super::{Activation, from_table};

from_table!(
    /// `z` above 0 and `eᶻ − 1` below; slope 1 above 0, `eᶻ` below and at 0.
    ///
    /// # References
    ///
    /// D.-A. Clevert, T. Unterthiner and S. Hochreiter, *Fast and Accurate Deep Network Learning by
    /// Exponential Linear Units (ELUs)*, ICLR 2016.
    Elu = rules::Elu(1.0)
);

/// `λ·z` above 0 and `λ·α·(eᶻ − 1)` below; slope `λ` above 0, `λ·α·eᶻ` below and at 0.
///
/// `λ ≈ 1.0507` and `α ≈ 1.6733` are such that a sum of many inputs of mean 0 and variance 1 has
/// answers of mean 0 and variance 1 again.
///
/// # References
///
/// G. Klambauer, T. Unterthiner, A. Mayr and S. Hochreiter, *Self-Normalizing Neural Networks*,
/// NIPS 2017.
#[derive(Clone, Copy, Debug)]
pub struct Selu;

impl Selu {
    /// `α` and `λ`: the fixed point (mean 0, variance 1) of the paper's equations 4 and 5.
    const ALPHA: f64 = 1.673_263_242_354_377_2;
    const SCALE: f64 = 1.050_700_987_355_480_5;
}

impl Activation for Selu {
    const NAME: &'static str = "Selu";

    #[inline]
    fn value<T: Number>(z: T) -> T {
        z.unary(rules::Elu(Self::ALPHA)) * T::literal(Self::SCALE)
    }

    #[inline]
    fn value_and_slope<T: Number>(z: T) -> (T, T) {
        let scale = T::literal(Self::SCALE);
        let (value, slope) = rules::Elu(Self::ALPHA).rule(z);
        (value * scale, slope * scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lower_ends_are_reached_without_overflow() {
        assert_eq!(Elu::value_and_slope(-1e300), (-1.0, 0.0));
        assert_eq!(Elu::value_and_slope(1e300), (1e300, 1.0));
        let (low, slope) = Selu::value_and_slope(-1e300);
        assert!((low + 1.758_099_340_847_376_6_f64).abs() < 1e-15 && slope == 0.0);
    }

    /// What the two constants of selu are for: the mean and the variance of the answers to standard
    /// normal numbers are 0 and 1 (by the trapezoidal rule, whose error is far below the tolerance).
    #[test]
    fn selu_keeps_mean_and_variance() {
        let (mut mean, mut variance) = (0.0, 0.0);
        let step = 1.0 / 1024.0;
        for k in -12 * 1024..12 * 1024 {
            let z = (f64::from(k) + 0.5) * step;
            let weight = calc_scalar::Real::exp(-0.5 * z * z) * step * 0.398_942_280_401_432_7;
            mean += Selu::value(z) * weight;
            variance += Selu::value(z) * Selu::value(z) * weight;
        }
        assert!(
            mean.abs() < 1e-6 && (variance - 1.0).abs() < 1e-6,
            "{mean} {variance}"
        );
    }
}
