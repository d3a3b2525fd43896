//! Floats whose zeros are not strong.

use core::ops::{Add, Div, Mul, Neg, Sub};

use crate::interval;
use crate::real::Number;
use crate::rules::{Binary, Pair, Unary};

/// A float under the rules of IEEE 754 and no others: derivatives at it take no care of `0·∞`, and cost
/// what the formula by hand costs.
///
/// Numbers such as [`Dual`](crate::Dual) keep zero slopes zero whatever they meet; each product is looked at
/// for that, which is felt in formulas of a few operations. Over `Ieee` none is: where a zero meets an
/// infinity or NaN, the derivative is NaN, as it is by hand. Nothing else changes: where the value and all its
/// derivatives are finite they are the same numbers both ways (a zero may have the other sign, a second
/// derivative beside the ends of the range another rounding). Where one is not, ask again without `Ieee`.
///
/// Whatever takes a point of any [`Number`] takes one such: `derivative(f, Ieee(x)).0`, and
/// `x.map(Ieee)` is the point of a gradient. What asks for a [`Float`](crate::Float), as finite differences and
/// checks do, takes floats.
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

    fn expand_rule<R: Unary>(self, rule: R, coefficients: &mut [Self]) {
        interval::expand_inside(self.0, rule, coefficients, Self);
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
