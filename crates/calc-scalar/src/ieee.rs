//! Floats whose zeros are not strong.

use core::ops::{Add, Div, Mul, Neg, Sub};

use crate::real::Number;
use crate::rules::{Binary, Pair, Unary};

/// A float under the rules of IEEE 754 and no others: derivatives at it take no care of `0·∞`, and cost
/// what the formula by hand costs.
///
/// Numbers such as [`Dual`](crate::Dual) keep zero slopes zero whatever they meet; each product is looked at
/// for that, which is felt in formulas of a few operations. Over `Ieee` none is: where a zero meets an
/// infinity or NaN, the derivative is NaN, as it is by hand. Nothing else changes: a derivative that is a
/// number has the same bits both ways, wherever values are.
///
/// # Edge cases
///
/// Where the value is NaN the derivative may be a number. So trust a derivative where both are finite, and ask
/// again without `Ieee` where they are not.
///
/// # Examples
///
/// ```
/// use calc_scalar::{Ieee, Real, derivative};
///
/// fn f<R: Real>(x: R) -> R {
///     x * x.sqrt()
/// }
///
/// assert_eq!(derivative(f, Ieee(4.0)).0, 3.0);
/// assert_eq!(derivative(f, 0.0), 0.0);
/// assert!(derivative(f, Ieee(0.0_f64)).0.is_nan()); // 0·∞
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
#[repr(transparent)]
pub struct Ieee<T = f64>(pub T);

impl<T: Number> Neg for Ieee<T> {
    type Output = Self;

    #[inline]
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl<T: Number> Add for Ieee<T> {
    type Output = Self;

    #[inline]
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl<T: Number> Sub for Ieee<T> {
    type Output = Self;

    #[inline]
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl<T: Number> Mul for Ieee<T> {
    type Output = Self;

    #[inline]
    fn mul(self, other: Self) -> Self {
        Self(self.0 * other.0)
    }
}

impl<T: Number> Div for Ieee<T> {
    type Output = Self;

    #[inline]
    fn div(self, other: Self) -> Self {
        Self(self.0 / other.0)
    }
}

/// The inherent methods that [`impl_number!`](crate::impl_number) builds on.
#[doc(hidden)]
impl<T: Number> Ieee<T> {
    pub const ZERO_CONSTANT: Self = Self(T::ZERO);
    pub const ONE_CONSTANT: Self = Self(T::ONE);

    #[cfg(feature = "num-traits")]
    #[inline]
    fn lift(value: T) -> Self {
        Self(value)
    }

    #[inline]
    fn from_literal(v: T::Literal) -> Self {
        Self(T::constant(v))
    }

    #[inline]
    fn to_value(self) -> T {
        self.0
    }

    #[inline]
    fn shift(self, k: T::Literal) -> Self {
        Self(self.0 + k)
    }

    #[inline]
    fn scale(self, k: T::Literal) -> Self {
        Self(self.0 * k)
    }

    #[inline]
    fn unscale(self, k: T::Literal) -> Self {
        Self(self.0 / k)
    }

    #[inline]
    fn divide_literal(self, k: T::Literal) -> Self {
        Self(T::constant(k) / self.0)
    }

    #[inline]
    fn apply<R: Unary>(self, rule: R) -> Self {
        Self(self.0.unary(rule))
    }

    #[inline]
    fn apply2<R: Binary>(self, other: Self, rule: R) -> Self {
        Self(self.0.binary(other.0, rule))
    }

    #[inline]
    fn apply_pair<R: Pair>(self, rule: R) -> (Self, Self) {
        let (first, second) = self.0.unary_pair(rule);
        (Self(first), Self(second))
    }

    #[inline]
    fn apply_sin_cos(self) -> (Self, Self) {
        let (sin, cos) = self.0.sin_cos();
        (Self(sin), Self(cos))
    }

    /// A float is never expanded, see there: so neither is this one.
    fn expand_rule<R: Unary>(self, rule: R, coefficients: &mut [Self]) {
        let (value, slope) = rule.rule(self.0);
        let known = [value, slope]
            .into_iter()
            .chain(core::iter::repeat(T::literal(f64::NAN)));
        for (coefficient, known) in coefficients.iter_mut().zip(known) {
            *coefficient = Self(known);
        }
    }

    #[inline]
    fn has_only_zeros(self) -> bool {
        self.0.is_zero()
    }

    #[inline]
    fn has_only_finite(self) -> bool {
        self.0.is_finite()
    }
}

crate::impl_number!(@number false, [], T, [], Ieee<T>, {
    #[inline]
    fn unary_pair<R: Pair>(self, rule: R) -> (Self, Self) {
        self.apply_pair(rule)
    }
});
crate::impl_number!(@sums [], T, [], Ieee<T>);
crate::impl_number!(@products [], T, [], Ieee<T>);
crate::impl_number!(@compare [], T, [], Ieee<T>);
crate::impl_number!(@compare_literals f32, [], T, [], Ieee<T>);
crate::impl_number!(@compare_literals f64, [], T, [], Ieee<T>);
#[cfg(feature = "num-traits")]
crate::impl_num_traits!(impl<T> for Ieee<T>);
