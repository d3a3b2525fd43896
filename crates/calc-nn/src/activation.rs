//! Activations: the bend between two layers, without which depth would be worth nothing.
//!
//! An activation is a zero-sized type that stands in the type of a layer: `Dense<2, 4, Tanh>`. It is
//! applied to each component.
//!
//! | activation      | formula                        | range        | good for                              |
//! |-----------------|--------------------------------|--------------|---------------------------------------|
//! | [`Identity`]    | `z`                            | `ℝ`          | the last layer: regression, and logits |
//! | [`Relu`]        | `max(z, 0)`                    | `[0, ∞)`     | hidden layers; costs nothing          |
//! | [`Relu6`]       | `min(max(z, 0), 6)`            | `[0, 6]`     | the same, before quantisation         |
//! | [`LeakyRelu`]   | `z`, or `z/100` below 0        | `ℝ`          | the same; units do not die            |
//! | [`Elu`]         | `z`, or `eᶻ − 1` below 0       | `(−1, ∞)`    | the same, and the mean is near 0      |
//! | [`Selu`]        | `λz`, or `λα(eᶻ − 1)` below 0  | `(−1.76, ∞)` | deep stacks without normalisation |
//! | [`Softplus`]    | `ln(1 + eᶻ)`                   | `(0, ∞)`     | positive answers                      |
//! | [`Sigmoid`]     | `σ(z) = 1/(1 + e⁻ᶻ)`           | `(0, 1)`     | gates; probabilities                  |
//! | [`HardSigmoid`] | `z/6 + ½` between 0 and 1      | `[0, 1]`     | the same without an exponential       |
//! | [`Tanh`]        | `tanh z`                       | `(−1, 1)`    | small networks with smooth answers    |
//! | [`HardTanh`]    | `z` between −1 and 1           | `[−1, 1]`    | the same without an exponential       |
//! | [`Softsign`]    | `z/(1 + │z│)`                  | `(−1, 1)`    | the same; the tails are longer        |
//! | [`Silu`]        | `z·σ(z)`                       | `[−0.28, ∞)` | hidden layers, where smoothness helps |
//! | [`HardSwish`]   | `z·(z/6 + ½ between 0 and 1)`  | `[−⅜, ∞)`    | the same without an exponential       |
//! | [`Gelu`]        | `z·Φ(z)`                       | `[−0.17, ∞)` | the same; transformers                |
//! | [`GeluTanh`]    | `z·σ(√(8/π)·(z + 0.044715z³))` | `[−0.18, ∞)` | weights that were trained with this approximation |
//! | [`Mish`]        | `z·tanh(ln(1 + eᶻ))`           | `[−0.31, ∞)` | the same as silu                      |
//!
//! # Accuracy
//!
//! Nothing overflows, and no finite `z` gives NaN. Values and slopes lie within a few ulps of the exact
//! ones, far into the tails; `tests/functions.rs` compares them with PyTorch and with 800 digits.

mod bounded;
mod exponential;
mod gated;
mod straight;

use core::fmt::Debug;

use calc_scalar::Number;

pub use bounded::{Sigmoid, Softplus, Softsign, Tanh};
pub use exponential::{Elu, Selu};
pub use gated::{Gelu, GeluTanh, HardSwish, Mish, Silu};
pub use straight::{HardSigmoid, HardTanh, Identity, LeakyRelu, Relu, Relu6};

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

/// An activation that is in the table of rules of `calc-scalar`.
macro_rules! from_table {
    ($(#[$doc:meta])* $Name:ident = $rule:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $Name;

        impl Activation for $Name {
            const NAME: &'static str = stringify!($Name);

            #[inline]
            fn value<T: Number>(z: T) -> T {
                z.unary($rule)
            }

            #[inline]
            fn value_and_slope<T: Number>(z: T) -> (T, T) {
                $rule.rule(z)
            }
        }
    };
}

use from_table;

#[cfg(test)]
mod tests {
    use calc_scalar::Dual;
    use proptest::prelude::*;

    use super::*;

    /// Runs a function of an activation for all of them.
    macro_rules! for_all {
        ($f:ident($($argument:expr),*)) => {
            for_all!($f($($argument),*):
                Identity, Relu, Relu6, LeakyRelu, HardTanh, HardSigmoid, HardSwish,
                Sigmoid, Tanh, Softplus, Softsign, Elu, Selu, Silu, Gelu, GeluTanh, Mish)
        };
        ($f:ident $arguments:tt: $($A:ident),*) => {
            $(for_all!(@one $f $A $arguments);)*
        };
        (@one $f:ident $A:ident ($($argument:expr),*)) => {
            $f::<$A>($($argument),*)
        };
    }

    /// The distance between the slope and that of a dual number at `z`, relative to the slope or to
    /// 1/10: where a slope crosses zero it is right absolutely.
    fn distance<A: Activation>(z: f64) -> f64 {
        let (value, slope) = A::value_and_slope(z);
        assert_eq!(value.to_bits(), A::value(z).to_bits(), "{z}");
        let dual = A::value(Dual::variable(z)).slope();
        (slope - dual).abs() / dual.abs().max(0.1)
    }

    fn assert_slope<A: Activation>(z: f64) {
        assert!(
            distance::<A>(z) < 1e-14,
            "{:?} at {z}",
            core::any::type_name::<A>()
        );
    }

    proptest! {
        #[test]
        fn slopes_are_those_of_dual_numbers(z in -40.0..40.0_f64) {
            for_all!(assert_slope(z));
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

    /// All the way to the largest numbers, in both precisions, also for dual numbers.
    #[test]
    fn finite_numbers_give_finite_values_and_slopes() {
        fn assert_finite<A: Activation>() {
            let name = core::any::type_name::<A>();
            for z in [
                0.0,
                5e-324,
                1e-300,
                20.0,
                100.0,
                709.0,
                745.0,
                800.0,
                1e154,
                1e300,
                f64::MAX / 2.0,
            ] {
                for z in [z, -z] {
                    let (value, slope) = A::value_and_slope(z);
                    let dual = A::value(Dual::variable(z));
                    let all = [value, slope, dual.value, dual.slope()];
                    assert!(
                        all.iter().all(|x| x.is_finite()),
                        "{name} at {z:e}: {all:?}"
                    );
                }
            }
            for z in [0.0, 1e-45, 88.0, 103.0, 800.0, 1e19, 1e30, f32::MAX / 2.0] {
                for z in [z, -z] {
                    let (value, slope) = A::value_and_slope(z);
                    assert!(value.is_finite() && slope.is_finite(), "{name} at {z:e}");
                }
            }
        }
        for_all!(assert_finite());
    }

    #[test]
    fn what_is_not_a_number_stays_so() {
        fn assert_nan<A: Activation>() {
            let name = core::any::type_name::<A>();
            assert!(
                A::value(f64::NAN).is_nan() && A::value(f32::NAN).is_nan(),
                "{name}"
            );
            assert!(A::value_and_slope(f64::NAN).0.is_nan(), "{name}");
        }
        for_all!(assert_nan());
    }
}
