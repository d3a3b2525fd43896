//! Activations: the bend between two layers, without which depth would be worth nothing.
//!
//! An activation is a zero-sized type that stands in the type of a layer: `Dense<2, 4, Tanh>`. It is
//! applied to each component.
//!
//! | activation     | formula          | range       | good for                                   |
//! |----------------|------------------|-------------|--------------------------------------------|
//! | [`Identity`]   | `z`              | `ℝ`         | the last layer: regression, and logits     |
//! | [`Relu`]       | `max(z, 0)`      | `[0, ∞)`    | hidden layers; costs nothing               |
//! | [`LeakyRelu`]  | `max(z, z/100)`  | `ℝ`         | the same; units do not die                 |
//! | [`Sigmoid`]    | `1/(1 + e⁻ᶻ)`    | `(0, 1)`    | gates; probabilities                       |
//! | [`Tanh`]       | `tanh z`         | `(−1, 1)`   | small networks with smooth answers         |
//! | [`Softplus`]   | `ln(1 + eᶻ)`     | `(0, ∞)`    | positive answers                           |
//! | [`Silu`]       | `z·σ(z)`         | `[−0.28, ∞)` | hidden layers, where smoothness helps     |

use core::fmt::Debug;

use calc_scalar::Number;
use calc_scalar::rules::{self, Unary};

/// A function of one number, applied to every component of a layer's output.
///
/// Implement it for an activation of your own:
///
/// ```
/// use calc_nn::{Activation, Dense, Network};
/// use calc_scalar::Number;
///
/// /// `z²`.
/// #[derive(Clone, Copy, Debug)]
/// struct Square;
///
/// impl Activation for Square {
///     const NAME: &'static str = "Square";
///
///     fn value<T: Number>(z: T) -> T {
///         z * z
///     }
///
///     fn value_and_slope<T: Number>(z: T) -> (T, T) {
///         (z * z, z + z)
///     }
/// }
///
/// type Net = Network<Dense<1, 1, Square>>;
/// assert_eq!(Net::forward(&[2.0, 1.0], &[3.0]), [49.0]); // (2·3 + 1)²
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an activation",
    label = "expected a type such as `Relu` or `Tanh` from `calc_nn::activation`"
)]
pub trait Activation: Copy + Debug {
    /// The name in saved files: a network is not read into one with another activation.
    const NAME: &'static str;

    /// `φ(z)`.
    #[must_use]
    fn value<T: Number>(z: T) -> T;

    /// `(φ(z), φ′(z))`; the value has the bits of [`value`](Activation::value).
    #[must_use]
    fn value_and_slope<T: Number>(z: T) -> (T, T);
}

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

/// An activation that is in the table of rules of `calc-scalar`.
macro_rules! from_table {
    ($(#[$doc:meta])* $Name:ident = $Rule:ident, $method:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $Name;

        impl Activation for $Name {
            const NAME: &'static str = stringify!($Name);

            #[inline]
            fn value<T: Number>(z: T) -> T {
                z.$method()
            }

            #[inline]
            fn value_and_slope<T: Number>(z: T) -> (T, T) {
                rules::$Rule.rule(z)
            }
        }
    };
}

from_table!(
    /// `max(z, 0)`; slope 1 above 0, and 0 below and at 0.
    ///
    /// # References
    ///
    /// V. Nair and G. E. Hinton, *Rectified Linear Units Improve Restricted Boltzmann Machines*,
    /// ICML 2010.
    Relu = Relu, relu
);

from_table!(
    /// `σ(z) = 1/(1 + e⁻ᶻ)`, without overflow; slope `σ(z)·σ(−z)`, at most ¼.
    Sigmoid = Logistic, logistic
);

from_table!(
    /// `tanh z`; slope `1/cosh² z`, accurate far into the tails.
    Tanh = Tanh, tanh
);

from_table!(
    /// `ln(1 + eᶻ)`, a smooth [`Relu`], without overflow; slope `σ(z)`.
    Softplus = Softplus, softplus
);

/// `z` above 0 and `z/100` below; slope 1 above 0, and 1/100 below and at 0.
///
/// # References
///
/// A. L. Maas, A. Y. Hannun and A. Y. Ng, *Rectifier Nonlinearities Improve Neural Network Acoustic
/// Models*, ICML 2013.
#[derive(Clone, Copy, Debug)]
pub struct LeakyRelu;

impl LeakyRelu {
    /// The slope below 0.
    const LEAK: f64 = 0.01;
}

impl Activation for LeakyRelu {
    const NAME: &'static str = "LeakyRelu";

    #[inline]
    fn value<T: Number>(z: T) -> T {
        if z > T::ZERO {
            z
        } else {
            z * T::literal(Self::LEAK)
        }
    }

    #[inline]
    fn value_and_slope<T: Number>(z: T) -> (T, T) {
        let leak = T::literal(Self::LEAK);
        if z > T::ZERO {
            (z, T::ONE)
        } else {
            (z * leak, leak)
        }
    }
}

/// `z·σ(z)`, also called swish; slope `σ(z)·(1 + z·σ(−z))`.
///
/// # References
///
/// S. Elfwing, E. Uchibe and K. Doya, *Sigmoid-weighted linear units for neural network function
/// approximation in reinforcement learning*, Neural Networks 107, 2018, 3–11.
#[derive(Clone, Copy, Debug)]
pub struct Silu;

impl Activation for Silu {
    const NAME: &'static str = "Silu";

    #[inline]
    fn value<T: Number>(z: T) -> T {
        z * z.logistic()
    }

    #[inline]
    fn value_and_slope<T: Number>(z: T) -> (T, T) {
        let gate = z.logistic();
        (z * gate, gate * (T::ONE + z * (-z).logistic()))
    }
}

#[cfg(test)]
mod tests {
    use calc_scalar::Dual;
    use proptest::prelude::*;

    use super::*;

    /// The largest relative distance between the slope and that of a dual number, at `z`.
    fn distance<A: Activation>(z: f64) -> f64 {
        let (value, slope) = A::value_and_slope(z);
        assert_eq!(value.to_bits(), A::value(z).to_bits(), "{z}");
        let dual = A::value(Dual::variable(z)).slope();
        (slope - dual).abs() / dual.abs().max(f64::MIN_POSITIVE)
    }

    proptest! {
        #[test]
        fn slopes_are_those_of_dual_numbers(z in -40.0..40.0_f64) {
            prop_assert!(distance::<Identity>(z) < 1e-14);
            prop_assert!(distance::<Relu>(z) < 1e-14);
            prop_assert!(distance::<LeakyRelu>(z) < 1e-14);
            prop_assert!(distance::<Sigmoid>(z) < 1e-14);
            prop_assert!(distance::<Tanh>(z) < 1e-14);
            prop_assert!(distance::<Softplus>(z) < 1e-14);
            // The slope of silu crosses zero at z ≈ −1.28: there it is right absolutely.
            let (_, slope) = Silu::value_and_slope(z);
            let dual = Silu::value(Dual::variable(z)).slope();
            prop_assert!((slope - dual).abs() < 1e-15 + 1e-14 * dual.abs());
        }
    }

    #[test]
    fn a_wrong_slope_is_noticed() {
        #[derive(Clone, Copy, Debug)]
        struct Wrong;
        impl Activation for Wrong {
            const NAME: &'static str = "Wrong";

            fn value<T: Number>(z: T) -> T {
                z.tanh()
            }
            fn value_and_slope<T: Number>(z: T) -> (T, T) {
                // Right at the first seven digits only.
                (
                    z.tanh(),
                    Tanh::value_and_slope(z).1 * T::literal(1.0 + 1e-7),
                )
            }
        }
        assert!(distance::<Wrong>(0.5) > 1e-8);
    }

    #[test]
    fn kinks_follow_the_convention() {
        assert_eq!(Relu::value_and_slope(0.0), (0.0, 0.0));
        assert_eq!(LeakyRelu::value_and_slope(0.0), (0.0, 0.01));
        assert_eq!(LeakyRelu::value_and_slope(-200.0), (-2.0, 0.01));
    }

    #[test]
    fn nothing_overflows_far_out() {
        assert_eq!(Sigmoid::value_and_slope(-1000.0), (0.0, 0.0));
        assert_eq!(Softplus::value_and_slope(1000.0), (1000.0, 1.0));
        assert_eq!(Silu::value_and_slope(1000.0), (1000.0, 1.0));
        assert_eq!(Silu::value_and_slope(-1000.0), (0.0, 0.0));
        assert!(Relu::value(f64::NAN).is_nan() && LeakyRelu::value(f64::NAN).is_nan());
    }
}
