//! The plain floats `f32` and `f64`.

use core::fmt::{Display, LowerExp};

use crate::math;
use crate::number::Number;
use crate::real::Real;
use crate::rules::{Binary, Pair, Unary};

/// A plain floating-point number, `f32` or `f64`: what literals are made of.
///
/// Sealed: the rules of this crate know how to evaluate themselves for exactly these two types.
pub trait Float: Number<Literal = Self> + Display + LowerExp + Default + sealed::Precision {
    /// The distance from 1 to the next larger number: 2⁻⁵² or 2⁻²³.
    const EPSILON: Self;
    /// The largest finite number.
    const MAX: Self;
    /// The smallest positive normal number.
    const MIN_POSITIVE: Self;
    /// `+∞`.
    const INFINITY: Self;
    /// `−∞`.
    const NEG_INFINITY: Self;
    /// Not a number.
    const NAN: Self;

    /// `1/k` at place `k`; 0 at place 0.
    #[doc(hidden)]
    const INVERSES: [Self; 32];

    /// The nearest number of this type to `x`.
    #[must_use]
    fn from_f64(x: f64) -> Self;

    /// This number as an `f64`; exact for both types.
    #[must_use]
    fn to_f64(self) -> f64;

    /// `|x|`.
    #[must_use]
    fn magnitude(self) -> Self;

    /// Whether this is not a number.
    #[must_use]
    fn not_a_number(self) -> bool;

    /// The largest power of two not above `|x|`, for finite `x ≠ 0`.
    #[must_use]
    fn power_of_two(self) -> Self;

    /// The next representable number above, for finite numbers; used for bounds and in tests.
    #[must_use]
    fn next_above(self) -> Self;
}

pub(crate) mod sealed {
    /// Chooses between the two precisions of one elementary function.
    pub trait Precision: Sized {
        /// `double(x)` for `f64`, `single(x)` for `f32`.
        fn with(self, double: impl FnOnce(f64) -> f64, single: impl FnOnce(f32) -> f32) -> Self;

        /// `double(x)` for `f64`, `single(x)` for `f32`.
        fn with_pair(
            self,
            double: impl FnOnce(f64) -> (f64, f64),
            single: impl FnOnce(f32) -> (f32, f32),
        ) -> (Self, Self);

        /// `double(x, y)` for `f64`, `single(x, y)` for `f32`.
        fn with2(
            self,
            other: Self,
            double: impl FnOnce(f64, f64) -> f64,
            single: impl FnOnce(f32, f32) -> f32,
        ) -> Self;
    }
}

macro_rules! float {
    ($F:ident, $pick:ident) => {
        impl Float for $F {
            const EPSILON: Self = $F::EPSILON;
            const MAX: Self = $F::MAX;
            const MIN_POSITIVE: Self = $F::MIN_POSITIVE;
            const INFINITY: Self = $F::INFINITY;
            const NEG_INFINITY: Self = $F::NEG_INFINITY;
            const NAN: Self = $F::NAN;
            const INVERSES: [Self; 32] = {
                let (mut inverses, mut k) = ([0.0; 32], 1);
                let mut whole = 1.0;
                while k < 32 {
                    inverses[k] = 1.0 / whole;
                    whole += 1.0;
                    k += 1;
                }
                inverses
            };

            #[inline]
            #[allow(
                clippy::cast_possible_truncation,
                reason = "rounding to the nearest is what is asked for"
            )]
            #[allow(trivial_numeric_casts, reason = "one of the two types is f64 itself")]
            fn from_f64(x: f64) -> Self {
                x as Self
            }

            #[inline]
            #[allow(trivial_numeric_casts, reason = "one of the two types is f64 itself")]
            fn to_f64(self) -> f64 {
                self as f64
            }

            #[inline]
            fn magnitude(self) -> Self {
                self.abs()
            }

            #[inline]
            fn not_a_number(self) -> bool {
                self.is_nan()
            }

            #[inline]
            fn power_of_two(self) -> Self {
                math::power_of_two(self)
            }

            #[inline]
            fn next_above(self) -> Self {
                self.next_up()
            }
        }

        impl sealed::Precision for $F {
            #[inline(always)]
            fn with(
                self,
                double: impl FnOnce(f64) -> f64,
                single: impl FnOnce(f32) -> f32,
            ) -> Self {
                float!(@ $pick, double, single)(self)
            }

            #[inline(always)]
            fn with_pair(
                self,
                double: impl FnOnce(f64) -> (f64, f64),
                single: impl FnOnce(f32) -> (f32, f32),
            ) -> (Self, Self) {
                float!(@ $pick, double, single)(self)
            }

            #[inline(always)]
            fn with2(
                self,
                other: Self,
                double: impl FnOnce(f64, f64) -> f64,
                single: impl FnOnce(f32, f32) -> f32,
            ) -> Self {
                float!(@ $pick, double, single)(self, other)
            }
        }
    };
    (@ double, $double:ident, $single:ident) => {{
        let _ = $single;
        $double
    }};
    (@ single, $double:ident, $single:ident) => {{
        let _ = $double;
        $single
    }};
}

float!(f64, double);
float!(f32, single);

macro_rules! real_float {
    ($($F:ident { $($own:item)* })*) => {$(
        impl Real<$F> for $F {
            #[inline]
            fn constant(v: $F) -> Self {
                v
            }

            #[inline]
            fn primal(self) -> $F {
                self
            }

            #[inline]
            fn unary<R: Unary>(self, rule: R) -> Self {
                rule.float(self)
            }

            #[inline]
            fn binary<R: Binary>(self, other: Self, rule: R) -> Self {
                rule.float(self, other)
            }

            #[inline]
            fn unary_pair<R: Pair>(self, rule: R) -> (Self, Self) {
                rule.floats(self)
            }

            #[inline]
            fn sin_cos(self) -> (Self, Self) {
                math::sin_cos(self)
            }
        }

        impl Number for $F {
            type Literal = $F;

            const ZERO: Self = 0.0;
            const ONE: Self = 1.0;

            #[inline]
            fn is_zero(self) -> bool {
                self == 0.0
            }

            #[inline]
            fn is_finite(self) -> bool {
                $F::is_finite(self)
            }

            #[inline]
            fn is_defined(self) -> bool {
                !self.is_nan()
            }

            #[inline]
            fn is_ordinary(self) -> bool {
                // Without its sign, one less: zero is then the largest of all, past the infinities.
                let shifted = (self.to_bits() << 1).wrapping_sub(1);
                shifted < ($F::INFINITY.to_bits() << 1) - 1
            }

            #[inline]
            fn bounds(self) -> (Self, Self) {
                (self, self)
            }

            /// A float is never expanded: it asks the rule.
            fn expand<R: Unary>(self, rule: R, coefficients: &mut [Self]) {
                let (value, slope) = rule.rule(self);
                let known = [value, slope].into_iter().chain(core::iter::repeat(Self::NAN));
                for (coefficient, known) in coefficients.iter_mut().zip(known) {
                    *coefficient = known;
                }
            }

            $($own)*
        }
    )*};
}

real_float! {
    f64 {}
    f32 {
        #[inline]
        fn exp_each<const N: usize>(x: [Self; N]) -> [Self; N] {
            math::exp_each(x)
        }

        #[inline]
        fn exponentials<const N: usize>(
            x: [Self; N],
            shift: Self,
            but: usize,
        ) -> ([Self; N], Self) {
            math::exponentials(x.map(|x| x - shift), but)
        }
    }
}
