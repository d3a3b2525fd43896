//! Numbers that know their literals, and the arithmetic with literals that all number types share.

use crate::float::Float;
use crate::real::Real;
use crate::rules::Unary;

/// A [`Real`] that knows the type of its literals: what the routines of these crates ask of a point.
///
/// `f32`, `f64` and every number built on them implement it. In a function of your own, prefer
/// [`Real`]; use `Number` when the same code must serve both precisions, and write its literals as
/// `T::literal(0.5)`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number that can be differentiated at",
    label = "expected `f64`, `f32`, or a number built on them such as `Dual`",
    note = "whole numbers need a decimal point: `2.0`, not `2`",
    note = "a function of a vector has a gradient: `calc_multi::gradient`"
)]
pub trait Number: Real<<Self as Number>::Literal> {
    /// `f32` or `f64`.
    type Literal: Float;

    /// The number 0.
    const ZERO: Self;
    /// The number 1.
    const ONE: Self;

    /// The constant nearest to `x`, in the precision of this number.
    #[must_use]
    #[inline]
    fn literal(x: f64) -> Self {
        Self::constant(Self::Literal::from_f64(x))
    }

    /// Whether the value and every derivative are zero.
    #[must_use]
    fn is_zero(self) -> bool;

    /// Whether the value and every derivative are finite.
    #[must_use]
    fn is_finite(self) -> bool;

    /// Whether no NaN is in it; where there is none but an infinity, it may say no.
    #[doc(hidden)]
    #[must_use]
    #[inline]
    fn is_defined(self) -> bool {
        self.is_finite()
    }

    /// Whether it is finite and its value is not zero: then products with it need no care.
    #[doc(hidden)]
    #[must_use]
    #[inline]
    fn is_ordinary(self) -> bool {
        Self::IS_SET || self.is_finite() & (self.primal() != Self::Literal::ZERO)
    }

    /// The smallest and the largest value that this number stands for; of a float, the float twice.
    #[doc(hidden)]
    #[must_use]
    fn bounds(self) -> (Self::Literal, Self::Literal);

    /// `f⁽ᵏ⁾/k!` at this number for `k = 0, 1, …`, as many as there is room for.
    #[doc(hidden)]
    fn expand<R: Unary>(self, rule: R, coefficients: &mut [Self]);

    /// `eˣ` of each number.
    #[doc(hidden)]
    #[must_use]
    #[inline]
    fn exp_each<const N: usize>(x: [Self; N]) -> [Self; N] {
        x.map(Self::exp)
    }

    /// `e^(x − shift)` of each number but one, whose place is told and where a zero is left, and their sum in this
    /// order.
    #[doc(hidden)]
    #[must_use]
    #[inline]
    fn exponentials<const N: usize>(
        mut x: [Self; N],
        shift: Self,
        but: usize,
    ) -> ([Self; N], Self) {
        let mut sum = Self::ZERO;
        for (i, x) in x.iter_mut().enumerate() {
            if i == but {
                *x = Self::ZERO;
            } else {
                *x = (*x - shift).exp();
                sum += *x;
            }
        }
        (x, sum)
    }

    /// `(f, f′)` at this number: by the rule, or enclosed.
    #[doc(hidden)]
    #[inline]
    fn value_and_slope<R: Unary>(self, rule: R) -> (Self, Self) {
        if Self::IS_SET {
            let mut coefficients = [Self::ZERO; 2];
            self.expand(rule, &mut coefficients);
            let [value, slope] = coefficients;
            (value, slope)
        } else {
            rule.rule(self)
        }
    }
}

/// Makes a type that stands over a number `T` a [`Real`](crate::Real): literals on both sides of
/// every operator, assignment forms, comparisons by value, sums and products.
///
/// Rust cannot implement `f64: Add<Dual<T>>` for all floats at once, so these few lines are repeated
/// for `f32` and `f64`. The type itself provides the mathematics, as inherent methods:
/// `from_literal`, `to_value` (the number of type `T`), `shift` (`x + k`), `scale` (`x·k`), `unscale` (`x/k`),
/// `divide_literal` (`k/x`), `expand_rule`, `apply` (a unary rule), `apply2` (a binary rule), `apply_sin_cos`,
/// `has_only_zeros`, `has_only_finite`, and the operators with itself.
///
/// A type that compares or multiplies otherwise, or has better ways for some provided methods of `Real`,
/// writes these methods into braces behind its name, and its own comparisons, `MulAssign` and `Product` beside
/// it; `@compare`, `@compare_literals` and `@products` are the usual ones.
#[doc(hidden)]
#[macro_export]
macro_rules! impl_number {
    (impl<$($lt:lifetime,)? $T:ident $(, const $N:ident: usize)*> for $Type:ty) => {
        $crate::impl_number!(impl<$($lt,)? $T $(, const $N: usize)*> for $Type {});
        $crate::impl_number!(@sums [$($lt,)?], $T, [$(const $N: usize)*], $Type);
        $crate::impl_number!(@products [$($lt,)?], $T, [$(const $N: usize)*], $Type);
        $crate::impl_number!(@compare [$($lt,)?], $T, [$(const $N: usize)*], $Type);
        $crate::impl_number!(@compare_literals f32, [$($lt,)?], $T, [$(const $N: usize)*], $Type);
        $crate::impl_number!(@compare_literals f64, [$($lt,)?], $T, [$(const $N: usize)*], $Type);
    };

    (impl<$($lt:lifetime,)? $T:ident $(, const $N:ident: usize)*> for $Type:ty { $($own:tt)* }) => {
        $crate::impl_number!(@number $T::HAS_STRONG_ZEROS, [$($lt,)?], $T, [$(const $N: usize)*], $Type, { $($own)* });
    };

    (@number $strong:expr, [$($lt:lifetime,)?], $T:ident, [$(const $N:ident: usize)*], $Type:ty, { $($own:tt)* }) => {
        $crate::impl_number!(@over f32, $strong, [$($lt,)?], $T, [$(const $N: usize)*], $Type, { $($own)* });
        $crate::impl_number!(@over f64, $strong, [$($lt,)?], $T, [$(const $N: usize)*], $Type, { $($own)* });

        impl<$($lt,)? $T: $crate::Number $(, const $N: usize)*> ::core::ops::AddAssign for $Type {
            #[inline]
            fn add_assign(&mut self, other: Self) {
                *self = *self + other;
            }
        }

        impl<$($lt,)? $T: $crate::Number $(, const $N: usize)*> ::core::ops::SubAssign for $Type {
            #[inline]
            fn sub_assign(&mut self, other: Self) {
                *self = *self - other;
            }
        }

        impl<$($lt,)? $T: $crate::Number $(, const $N: usize)*> ::core::ops::DivAssign for $Type {
            #[inline]
            fn div_assign(&mut self, other: Self) {
                *self = *self / other;
            }
        }

        impl<$($lt,)? $T: $crate::Number $(, const $N: usize)*> $crate::Number for $Type
        where
            Self: $crate::Real<$T::Literal>,
        {
            type Literal = $T::Literal;

            const ZERO: Self = Self::ZERO_CONSTANT;
            const ONE: Self = Self::ONE_CONSTANT;

            #[inline]
            fn is_zero(self) -> bool {
                self.has_only_zeros()
            }

            #[inline]
            fn is_finite(self) -> bool {
                self.has_only_finite()
            }

            #[inline]
            fn bounds(self) -> (Self::Literal, Self::Literal) {
                self.to_value().bounds()
            }

            #[inline]
            fn expand<R: $crate::rules::Unary>(self, rule: R, coefficients: &mut [Self]) {
                self.expand_rule(rule, coefficients);
            }
        }
    };

    (@sums [$($lt:lifetime,)?], $T:ident, [$(const $N:ident: usize)*], $Type:ty) => {
        impl<$($lt,)? $T: $crate::Number $(, const $N: usize)*> ::core::iter::Sum for $Type {
            #[inline]
            fn sum<I: Iterator<Item = Self>>(terms: I) -> Self {
                // −0 is what a sum of floats starts from: it leaves the sign of a single −0 alone.
                terms.fold(Self::from_literal(-<$T::Literal as $crate::Number>::ZERO), |sum, term| sum + term)
            }
        }
    };

    (@products [$($lt:lifetime,)?], $T:ident, [$(const $N:ident: usize)*], $Type:ty) => {
        impl<$($lt,)? $T: $crate::Number $(, const $N: usize)*> ::core::ops::MulAssign for $Type {
            #[inline]
            fn mul_assign(&mut self, other: Self) {
                *self = *self * other;
            }
        }

        impl<$($lt,)? $T: $crate::Number $(, const $N: usize)*> ::core::iter::Product for $Type {
            #[inline]
            fn product<I: Iterator<Item = Self>>(factors: I) -> Self {
                factors.reduce(|product, factor| product * factor).unwrap_or(Self::ONE_CONSTANT)
            }
        }
    };

    (@compare [$($lt:lifetime,)?], $T:ident, [$(const $N:ident: usize)*], $Type:ty) => {
        /// Compares the values; derivatives do not take part.
        impl<$($lt,)? $T: $crate::Number $(, const $N: usize)*> ::core::cmp::PartialEq for $Type {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.to_value() == other.to_value()
            }
        }

        /// Compares the values; derivatives do not take part.
        impl<$($lt,)? $T: $crate::Number $(, const $N: usize)*> ::core::cmp::PartialOrd for $Type {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                self.to_value().partial_cmp(&other.to_value())
            }

            #[inline]
            fn lt(&self, other: &Self) -> bool {
                self.to_value() < other.to_value()
            }

            #[inline]
            fn le(&self, other: &Self) -> bool {
                self.to_value() <= other.to_value()
            }

            #[inline]
            fn gt(&self, other: &Self) -> bool {
                self.to_value() > other.to_value()
            }

            #[inline]
            fn ge(&self, other: &Self) -> bool {
                self.to_value() >= other.to_value()
            }
        }
    };

    (@compare_literals $F:ty, [$($lt:lifetime,)?], $T:ident, [$(const $N:ident: usize)*], $Type:ty) => {
        /// Compares the value with a literal.
        impl<$($lt,)? $T: $crate::Number<Literal = $F> $(, const $N: usize)*> ::core::cmp::PartialEq<$F> for $Type {
            #[inline]
            fn eq(&self, other: &$F) -> bool {
                self.to_value() == *other
            }
        }

        /// Compares the value with a literal.
        impl<$($lt,)? $T: $crate::Number<Literal = $F> $(, const $N: usize)*> ::core::cmp::PartialOrd<$F> for $Type {
            #[inline]
            fn partial_cmp(&self, other: &$F) -> ::core::option::Option<::core::cmp::Ordering> {
                self.to_value().partial_cmp(other)
            }

            #[inline]
            fn lt(&self, other: &$F) -> bool {
                self.to_value() < *other
            }

            #[inline]
            fn le(&self, other: &$F) -> bool {
                self.to_value() <= *other
            }

            #[inline]
            fn gt(&self, other: &$F) -> bool {
                self.to_value() > *other
            }

            #[inline]
            fn ge(&self, other: &$F) -> bool {
                self.to_value() >= *other
            }
        }
    };

    (@over $F:ty, $strong:expr, [$($lt:lifetime,)?], $T:ident, [$(const $N:ident: usize)*], $Type:ty, { $($own:tt)* }) => {
        impl<$($lt,)? $T: $crate::Number<Literal = $F> $(, const $N: usize)*> $crate::Real<$F> for $Type {
            const IS_SET: bool = $T::IS_SET;
            const HAS_STRONG_ZEROS: bool = $strong;

            #[inline]
            fn constant(v: $F) -> Self {
                Self::from_literal(v)
            }

            #[inline]
            fn primal(self) -> $F {
                self.to_value().primal()
            }

            #[inline]
            fn unary<R: $crate::rules::Unary>(self, rule: R) -> Self {
                self.apply(rule)
            }

            #[inline]
            fn binary<R: $crate::rules::Binary>(self, other: Self, rule: R) -> Self {
                self.apply2(other, rule)
            }

            #[inline]
            fn sin_cos(self) -> (Self, Self) {
                self.apply_sin_cos()
            }

            $($own)*
        }

        $crate::impl_number!(@with_literal $F, [$($lt,)?], $T, [$(const $N: usize)*], $Type,
            Add add AddAssign add_assign |x, k| x.shift(k);
            Sub sub SubAssign sub_assign |x, k| x.shift(-k);
            Mul mul MulAssign mul_assign |x, k| x.scale(k);
            Div div DivAssign div_assign |x, k| x.unscale(k));

        $crate::impl_number!(@from_literal $F, [$($lt,)?], $T, [$(const $N: usize)*], $Type,
            Add add |k, x| x.shift(k);
            Sub sub |k, x| (-x).shift(k);
            Mul mul |k, x| x.scale(k);
            Div div |k, x| x.divide_literal(k));
    };

    (@with_literal $F:ty, $lt:tt, $T:ident, $N:tt, $Type:ty,
        $($Op:ident $op:ident $OpAssign:ident $op_assign:ident |$x:ident, $k:ident| $body:expr);*) => {$(
        $crate::impl_number!(@one_with_literal $F, $lt, $T, $N, $Type,
            $Op $op $OpAssign $op_assign |$x, $k| $body);
    )*};

    (@one_with_literal $F:ty, [$($lt:lifetime,)?], $T:ident, [$(const $N:ident: usize)*], $Type:ty,
        $Op:ident $op:ident $OpAssign:ident $op_assign:ident |$x:ident, $k:ident| $body:expr) => {
        impl<$($lt,)? $T: $crate::Number<Literal = $F> $(, const $N: usize)*> ::core::ops::$Op<$F> for $Type {
            type Output = Self;

            #[inline]
            fn $op(self, $k: $F) -> Self {
                let $x = self;
                $body
            }
        }

        impl<$($lt,)? $T: $crate::Number<Literal = $F> $(, const $N: usize)*> ::core::ops::$OpAssign<$F> for $Type {
            #[inline]
            fn $op_assign(&mut self, $k: $F) {
                let $x = *self;
                *self = $body;
            }
        }
    };

    (@from_literal $F:ty, $lt:tt, $T:ident, $N:tt, $Type:ty,
        $($Op:ident $op:ident |$k:ident, $x:ident| $body:expr);*) => {$(
        $crate::impl_number!(@one_from_literal $F, $lt, $T, $N, $Type, $Op $op |$k, $x| $body);
    )*};

    (@one_from_literal $F:ty, [$($lt:lifetime,)?], $T:ident, [$(const $N:ident: usize)*], $Type:ty,
        $Op:ident $op:ident |$k:ident, $x:ident| $body:expr) => {
        impl<$($lt,)? $T: $crate::Number<Literal = $F> $(, const $N: usize)*> ::core::ops::$Op<$Type> for $F {
            type Output = $Type;

            #[inline]
            fn $op(self, $x: $Type) -> $Type {
                let $k = self;
                $body
            }
        }
    };
}
