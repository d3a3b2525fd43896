//! Activations made of straight pieces: a comparison or two, and nothing to overflow.

use calc_scalar::Number;
use calc_scalar::rules::{self, Unary};

use super::{Activation, from_table};

/// `z`: no bend at all; slope 1.
#[derive(Clone, Copy, Debug)]
pub struct Identity;

impl Activation for Identity {
    const NAME: &'static str = "Identity";

    #[inline]
    fn value<T: Number>(z: T) -> T {
        z
    }

    #[inline]
    fn value_and_slope<T: Number>(z: T) -> (T, T) {
        (z, T::ONE)
    }
}

from_table!(
    /// `max(z, 0)`; slope 1 above 0, and 0 below and at 0.
    ///
    /// # References
    ///
    /// V. Nair and G. E. Hinton, *Rectified Linear Units Improve Restricted Boltzmann Machines*,
    /// ICML 2010.
    Relu = rules::Relu
);

from_table!(
    /// `z` above 0 and `z/100` below; slope 1 above 0, and 1/100 below and at 0.
    ///
    /// Another leak is an [`Activation`] of your own: `z.leaky_relu(leak)` and its slope.
    ///
    /// # References
    ///
    /// A. L. Maas, A. Y. Hannun and A. Y. Ng, *Rectifier Nonlinearities Improve Neural Network Acoustic
    /// Models*, ICML 2013.
    LeakyRelu = rules::LeakyRelu(0.01)
);

/// A straight line between two ends, constant beyond; at the ends its slope is that of the constant.
macro_rules! between_ends {
    ($(#[$doc:meta])* $Name:ident: $low:literal => $least:literal, $high:literal => $most:literal,
     |$z:ident| $line:expr, $slope:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $Name;

        impl Activation for $Name {
            const NAME: &'static str = stringify!($Name);

            #[inline]
            fn value<T: Number>(z: T) -> T {
                Self::value_and_slope(z).0
            }

            // NaN is on neither side: it takes the line, and stays NaN.
            #[inline]
            fn value_and_slope<T: Number>($z: T) -> (T, T) {
                if $z <= T::literal($low) {
                    (T::literal($least), T::ZERO)
                } else if $z >= T::literal($high) {
                    (T::literal($most), T::ZERO)
                } else {
                    ($line, T::literal($slope))
                }
            }
        }
    };
}

between_ends!(
    /// `min(max(z, 0), 6)`; slope 1 between 0 and 6, and 0 elsewhere and at both.
    ///
    /// The answers of a layer have a known range, which whole numbers of 8 bits can hold.
    Relu6: 0.0 => 0.0, 6.0 => 6.0, |z| z, 1.0
);

between_ends!(
    /// `z` between −1 and 1, −1 and 1 beyond; slope 1 between, and 0 elsewhere and at both.
    HardTanh: -1.0 => -1.0, 1.0 => 1.0, |z| z, 1.0
);

between_ends!(
    /// `z/6 + ½` between −3 and 3, 0 and 1 beyond; slope 1/6 between, and 0 elsewhere and at both.
    HardSigmoid: -3.0 => 0.0, 3.0 => 1.0,
    |z| (z + T::literal(3.0)) / T::literal(6.0), 1.0 / 6.0
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinks_follow_the_convention() {
        assert_eq!(Relu::value_and_slope(0.0), (0.0, 0.0));
        assert_eq!(LeakyRelu::value_and_slope(0.0), (0.0, 0.01));
        assert_eq!(LeakyRelu::value_and_slope(-200.0), (-2.0, 0.01));
        assert_eq!(Relu6::value_and_slope(0.0), (0.0, 0.0));
        assert_eq!(Relu6::value_and_slope(6.0), (6.0, 0.0));
        assert_eq!(HardTanh::value_and_slope(-1.0), (-1.0, 0.0));
        assert_eq!(HardTanh::value_and_slope(1.0), (1.0, 0.0));
        assert_eq!(HardSigmoid::value_and_slope(-3.0), (0.0, 0.0));
        assert_eq!(HardSigmoid::value_and_slope(3.0), (1.0, 0.0));
    }

    #[test]
    fn the_pieces_meet() {
        let below = |x: f64| x.next_down();
        assert_eq!(Relu6::value(below(6.0)), below(6.0));
        assert_eq!(HardTanh::value(0.25), 0.25);
        assert_eq!(HardSigmoid::value_and_slope(0.0), (0.5, 1.0 / 6.0));
        assert!((HardSigmoid::value(below(3.0)) - 1.0).abs() < 1e-15);
    }
}
