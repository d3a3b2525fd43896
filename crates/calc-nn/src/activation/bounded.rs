//! Smooth steps from one level to another, and the integral of one.

use calc_scalar::rules::{self, Unary};
use calc_scalar::{Float, Number};

use super::{Activation, from_table};

from_table!(
    /// `σ(z) = 1/(1 + e⁻ᶻ)`, without overflow; slope `σ(z)·σ(−z)`, at most ¼.
    Sigmoid = rules::Logistic
);

from_table!(
    /// `tanh z`; slope `1/cosh² z`, accurate far into the tails.
    Tanh = rules::Tanh
);

from_table!(
    /// `ln(1 + eᶻ)`, a smooth [`Relu`](super::Relu), without overflow; slope `σ(z)`.
    Softplus = rules::Softplus
);

/// `z/(1 + |z|)`, a step like [`Tanh`] without an exponential; slope `1/(1 + |z|)²`.
#[derive(Clone, Copy, Debug)]
pub struct Softsign;

impl Activation for Softsign {
    const NAME: &'static str = "Softsign";

    #[inline]
    fn value<T: Number>(z: T) -> T {
        Self::value_and_slope(z).0
    }

    #[inline]
    fn value_and_slope<T: Number>(z: T) -> (T, T) {
        let size = z.abs();
        if size > T::constant(T::Literal::MAX) {
            return (z.signum(), T::ZERO);
        }
        let sum = size + T::ONE;
        let share = T::ONE / sum;
        // Far out, the quotient rule would find the slope as a small difference of large numbers.
        let value = if size < T::ONE {
            z / sum
        } else if z < T::ZERO {
            share - T::ONE
        } else {
            T::ONE - share
        };
        // The square of the share may underflow; the square of the sum would overflow first.
        (value, share * share)
    }
}

#[cfg(test)]
mod tests {
    use calc_scalar::derivative;

    use super::*;

    #[test]
    fn dual_numbers_find_the_slopes_of_softsign_far_out() {
        for z in [
            -1e100, -1e6, -2.0, -1.0, -0.5, 0.25, 1.0, 3.0, 1e5, 1e8, 1e150,
        ] {
            let (value, slope) = Softsign::value_and_slope(z);
            let found = derivative(Softsign::value, z);
            assert!(
                (found / slope - 1.0_f64).abs() < 1e-15,
                "{z} {found} {slope}"
            );
            assert!(
                (value * (1.0 + f64::abs(z)) / z - 1.0).abs() < 4e-16,
                "{z} {value}"
            );
        }
        assert!(Softsign::value(f64::NAN).is_nan());
    }

    #[test]
    fn nothing_overflows_far_out() {
        assert_eq!(Sigmoid::value_and_slope(-1000.0), (0.0, 0.0));
        assert_eq!(Softplus::value_and_slope(1000.0), (1000.0, 1.0));
        assert_eq!(Softsign::value_and_slope(1e150), (1.0, 1e-300));
        assert_eq!(Softsign::value_and_slope(-f64::MAX), (-1.0, 0.0));
        assert_eq!(Softsign::value_and_slope(f64::NEG_INFINITY), (-1.0, 0.0));
    }
}
