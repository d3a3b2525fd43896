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
        // The square of the share may underflow; the square of the sum would overflow first.
        (z / sum, share * share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_overflows_far_out() {
        assert_eq!(Sigmoid::value_and_slope(-1000.0), (0.0, 0.0));
        assert_eq!(Softplus::value_and_slope(1000.0), (1000.0, 1.0));
        assert_eq!(Softsign::value_and_slope(1e150), (1.0, 1e-300));
        assert_eq!(Softsign::value_and_slope(-f64::MAX), (-1.0, 0.0));
        assert_eq!(Softsign::value_and_slope(f64::NEG_INFINITY), (-1.0, 0.0));
    }
}
