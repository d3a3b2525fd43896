//! The number that writes down what is done to it, so that it can be done again.

use core::cmp::Ordering;
use core::fmt;
use core::ops::{Add, Div, Mul, Neg, Sub};
use core::ptr;

use calc_scalar::rules::{self, Binary, Unary};
use calc_scalar::{Dual, Float, Number, impl_number, interval};

use super::program::{Lines, Operation};

/// A number of a function that a [`Program`](crate::Program) records.
///
/// # Edge cases
///
/// Comparing it, asking it by a method of `num_traits::Float` such as `is_nan`, or taking its value by
/// [`primal`](calc_scalar::Real::primal), is a decision that stays with the program. Numbers of two programs do not
/// mix: an operation between them gives NaN.
#[derive(Clone, Copy)]
pub struct Symbol<'t, T: Number = f64> {
    value: T,
    place: Option<(&'t Lines<T>, u16)>,
}

impl<'t, T: Number> Symbol<'t, T> {
    /// The constant `value`.
    #[inline]
    pub const fn lift(value: T) -> Self {
        Self { value, place: None }
    }

    /// The value, without a trace; what is done with it is not known to the program.
    #[must_use]
    #[inline]
    pub fn value(self) -> T {
        self.value
    }

    #[inline]
    pub(crate) fn on(lines: &'t Lines<T>, index: u16, value: T) -> Self {
        Self {
            value,
            place: Some((lines, index)),
        }
    }

    /// Where this number stands in these lines; constants are written there first.
    #[inline]
    pub(crate) fn place_on(self, lines: &Lines<T>) -> u16 {
        match self.place {
            Some((own, index)) if ptr::addr_eq(own, lines) => index,
            Some(_) => lines.push(Operation::Constant(T::literal(f64::NAN))),
            None => lines.push(Operation::Constant(self.value)),
        }
    }

    #[inline]
    fn one(self, value: T, operation: impl FnOnce(u16) -> Operation<T>) -> Self {
        match self.place {
            None => Self::lift(value),
            Some((lines, index)) => Self::on(lines, lines.push(operation(index)), value),
        }
    }

    #[inline]
    fn two(self, other: Self, value: T, operation: impl FnOnce(u16, u16) -> Operation<T>) -> Self {
        let Some((lines, _)) = self.place.or(other.place) else {
            return Self::lift(value);
        };
        let (u, v) = (self.place_on(lines), other.place_on(lines));
        Self::on(lines, lines.push(operation(u, v)), value)
    }

    /// The result of a comparison, which is written down.
    #[inline]
    fn compared(self, other: Self) -> Option<Ordering> {
        let outcome = self.value.primal().partial_cmp(&other.value.primal());
        if let Some((lines, _)) = self.place.or(other.place) {
            let (u, v) = (self.place_on(lines), other.place_on(lines));
            lines.push(Operation::Compare(u, v, outcome));
        }
        outcome
    }

    /// Whether the value is so; the question and its answer are written down.
    #[inline]
    fn holds(self, question: fn(T) -> bool) -> bool {
        let answer = question(self.value);
        if let Some((lines, index)) = self.place {
            lines.push(Operation::Ask(question, answer, index));
        }
        answer
    }
}

impl<T: Number> fmt::Debug for Symbol<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Symbol")
            .field("value", &self.value)
            .field("place", &self.place.map(|(_, index)| index))
            .finish()
    }
}

impl<T: Number> Neg for Symbol<'_, T> {
    type Output = Self;

    #[inline]
    fn neg(self) -> Self {
        self.one(-self.value, Operation::Negate)
    }
}

impl<T: Number> Add for Symbol<'_, T> {
    type Output = Self;

    #[inline]
    fn add(self, other: Self) -> Self {
        self.two(other, self.value + other.value, Operation::Add)
    }
}

impl<T: Number> Sub for Symbol<'_, T> {
    type Output = Self;

    #[inline]
    fn sub(self, other: Self) -> Self {
        self.two(other, self.value - other.value, Operation::Subtract)
    }
}

impl<T: Number> Mul for Symbol<'_, T> {
    type Output = Self;

    #[inline]
    fn mul(self, other: Self) -> Self {
        self.two(other, self.value * other.value, Operation::Multiply)
    }
}

impl<T: Number> Div for Symbol<'_, T> {
    type Output = Self;

    #[inline]
    fn div(self, other: Self) -> Self {
        self.two(other, self.value / other.value, Operation::Quotient)
    }
}

/// The inherent methods that `impl_number!` builds on.
#[doc(hidden)]
impl<T: Number> Symbol<'_, T> {
    pub const ZERO_CONSTANT: Self = Self::lift(T::ZERO);
    pub const ONE_CONSTANT: Self = Self::lift(T::ONE);

    #[inline]
    fn from_literal(v: T::Literal) -> Self {
        Self::lift(T::constant(v))
    }

    /// The value leaves the program, which writes that down.
    #[inline]
    fn to_value(self) -> T {
        if let Some((lines, index)) = self.place {
            lines.push(Operation::Look(index, self.value.primal()));
        }
        self.value
    }

    /// Series of enclosures over symbols are not recorded.
    fn expand_rule<R: Unary>(self, _: R, coefficients: &mut [Self]) {
        coefficients.fill(Self::lift(T::literal(f64::NAN)));
    }

    #[inline]
    fn shift(self, k: T::Literal) -> Self {
        self.one(self.value + k, |u| Operation::Shift(u, k))
    }

    #[inline]
    fn scale(self, k: T::Literal) -> Self {
        self.one(self.value * k, |u| Operation::Scale(u, k))
    }

    #[inline]
    fn unscale(self, k: T::Literal) -> Self {
        self.one(self.value / k, |u| Operation::Unscale(u, k))
    }

    #[inline]
    fn divide_literal(self, k: T::Literal) -> Self {
        let value = T::constant(k) / self.value;
        self.one(value, |u| Operation::Divide(k, u))
    }

    #[inline]
    fn apply<R: Unary>(self, rule: R) -> Self {
        let again = |x: T, parameter| x.value_and_slope(R::default().with_parameter(parameter));
        let (value, _) = self.value.value_and_slope(rule);
        let parameter = rule.parameter();
        self.one(value, |u| Operation::Unary(again, parameter, u))
    }

    #[inline]
    fn apply2<R: Binary>(self, other: Self, rule: R) -> Self
    where
        Dual<T, 2>: Number<Literal = T::Literal>,
    {
        let again = |x: T, y: T| interval::value_and_slopes(x, y, R::default());
        let (value, _, _) = interval::value_and_slopes(self.value, other.value, rule);
        self.two(other, value, |u, v| Operation::Binary(again, u, v))
    }

    #[inline]
    fn apply_sin_cos(self) -> (Self, Self) {
        (self.apply(rules::Sin), self.apply(rules::Cos))
    }

    #[inline]
    fn has_only_zeros(self) -> bool {
        self.value.is_zero() && self.place.is_none()
    }

    #[inline]
    fn has_only_finite(self) -> bool {
        self.value.is_finite()
    }
}

impl_number!(impl<'t, T> for Symbol<'t, T> {
    // As the provided method, with a decision that is written down.
    #[inline]
    fn clamp(self, low: T::Literal, high: T::Literal) -> Self {
        if self.holds(|value| value.primal().not_a_number()) {
            return self;
        }
        self.max(Self::from_literal(low)).min(Self::from_literal(high))
    }

    // Without looking at values to find a scale.
    #[inline]
    fn norm(x: &[Self]) -> Self {
        x.iter().fold(Self::lift(T::ZERO), |norm, &u| norm.hypot(u))
    }

    #[inline]
    fn logsumexp(x: &[Self]) -> Self {
        let (&first, rest) = match x.split_first() {
            Some(parts) => parts,
            None => return Self::from_literal(-<T::Literal as Float>::INFINITY),
        };
        rest.iter().fold(first, |sum, &u| sum.logaddexp(u))
    }
});

#[cfg(feature = "num-traits")]
calc_scalar::impl_num_traits!(impl<'t, T> for Symbol<'t, T> { own });
impl_number!(@sums ['t,], T, [], Symbol<'t, T>);
impl_number!(@products ['t,], T, [], Symbol<'t, T>);

/// Compares the values; the program writes the result down.
impl<T: Number> PartialEq for Symbol<'_, T> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.compared(*other) == Some(Ordering::Equal)
    }
}

/// Compares the values; the program writes the result down.
impl<T: Number> PartialOrd for Symbol<'_, T> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.compared(*other)
    }
}

macro_rules! compare_literals {
    ($($F:ident)*) => {$(
        /// Compares the value with a literal; the program writes the result down.
        impl<T: Number<Literal = $F>> PartialEq<$F> for Symbol<'_, T> {
            #[inline]
            fn eq(&self, other: &$F) -> bool {
                self.compared(Self::from_literal(*other)) == Some(Ordering::Equal)
            }
        }

        /// Compares the value with a literal; the program writes the result down.
        impl<T: Number<Literal = $F>> PartialOrd<$F> for Symbol<'_, T> {
            #[inline]
            fn partial_cmp(&self, other: &$F) -> Option<Ordering> {
                self.compared(Self::from_literal(*other))
            }
        }
    )*};
}

compare_literals!(f32 f64);
