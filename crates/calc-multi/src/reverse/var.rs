//! The number that records what is done to it.

use core::fmt;
use core::ops::{Add, Div, Mul, Neg, Sub};
use core::ptr;

use calc_scalar::rules::{Binary, Unary};
use calc_scalar::{Number, impl_number};

use super::node::{NOWHERE, Record};

/// A number on a [`Tape`](crate::Tape): a value, and the place where the operation that made it is
/// recorded.
///
/// Constants have no place. Operations on constants alone are not recorded, nor is the addition of a
/// constant, whose slope is 1.
///
/// # Edge cases
///
/// Numbers of two tapes do not mix: the slopes of an operation between them are NaN. (It can happen
/// when a gradient is taken inside a function whose gradient is taken; use a tape over
/// [`Dual`](calc_scalar::Dual) for second derivatives.)
#[derive(Clone, Copy)]
pub struct Var<'t, T = f64> {
    value: T,
    place: Option<Place<'t, T>>,
}

/// A node on a tape.
#[derive(Clone, Copy)]
struct Place<'t, T> {
    record: &'t Record<T>,
    index: u16,
}

impl<'t, T: Number> Var<'t, T> {
    /// The constant `value`.
    #[inline]
    pub const fn lift(value: T) -> Self {
        Self { value, place: None }
    }

    /// The value.
    #[must_use]
    #[inline]
    pub fn value(self) -> T {
        self.value
    }

    /// A new variable on the tape.
    #[inline]
    pub(crate) fn variable(record: &'t Record<T>, value: T) -> Self {
        let index = record.push([T::ZERO; 2], [NOWHERE; 2]);
        Self {
            value,
            place: Some(Place { record, index }),
        }
    }

    /// Where on `record` this number stands: nowhere if it is a constant or belongs to another tape.
    #[inline]
    pub(crate) fn index_on(self, record: &Record<T>) -> Option<usize> {
        let place = self.place.filter(|place| ptr::eq(place.record, record))?;
        Some(usize::from(place.index))
    }

    /// The result of an operation with one operand.
    #[inline]
    fn step(self, value: T, slope: T) -> Self {
        Self {
            value,
            place: self.place.map(|Place { record, index }| Place {
                record,
                index: record.push([slope, T::ZERO], [index, NOWHERE]),
            }),
        }
    }

    /// The result of an operation with two operands.
    #[inline]
    fn join(self, other: Self, value: T, by_self: T, by_other: T) -> Self {
        let (Some(a), Some(b)) = (self.place, other.place) else {
            return match self.place {
                Some(_) => self.step(value, by_self),
                None => other.step(value, by_other),
            };
        };
        let slopes = if ptr::eq(a.record, b.record) {
            [by_self, by_other]
        } else {
            [T::literal(f64::NAN); 2]
        };
        Self {
            value,
            place: Some(Place {
                record: a.record,
                index: a.record.push(slopes, [a.index, b.index]),
            }),
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Var<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Var")
            .field("value", &self.value)
            .field("node", &self.place.as_ref().map(|place| place.index))
            .finish()
    }
}

impl<T: Number> Neg for Var<'_, T> {
    type Output = Self;

    #[inline]
    fn neg(self) -> Self {
        self.step(-self.value, -T::ONE)
    }
}

impl<T: Number> Add for Var<'_, T> {
    type Output = Self;

    #[inline]
    fn add(self, other: Self) -> Self {
        let value = self.value + other.value;
        match (self.place, other.place) {
            (place, None) | (None, place) => Self { value, place },
            _ => self.join(other, value, T::ONE, T::ONE),
        }
    }
}

impl<T: Number> Sub for Var<'_, T> {
    type Output = Self;

    #[inline]
    fn sub(self, other: Self) -> Self {
        let value = self.value - other.value;
        match other.place {
            None => Self {
                value,
                place: self.place,
            },
            Some(_) => self.join(other, value, T::ONE, -T::ONE),
        }
    }
}

impl<T: Number> Mul for Var<'_, T> {
    type Output = Self;

    #[allow(
        clippy::suspicious_arithmetic_impl,
        reason = "the slope of a product by a factor is the other factor"
    )]
    #[inline]
    fn mul(self, other: Self) -> Self {
        let value = self.value * other.value;
        self.join(other, value, other.value, self.value)
    }
}

impl<T: Number> Div for Var<'_, T> {
    type Output = Self;

    #[allow(
        clippy::suspicious_arithmetic_impl,
        reason = "a rule of differentiation is made of other operations"
    )]
    #[inline]
    fn div(self, other: Self) -> Self {
        let value = self.value / other.value;
        let slope = T::ONE / other.value;
        self.join(other, value, slope, -(value / other.value))
    }
}

/// The inherent methods that `impl_number!` builds on.
#[doc(hidden)]
impl<T: Number> Var<'_, T> {
    pub const ZERO_CONSTANT: Self = Self::lift(T::ZERO);
    pub const ONE_CONSTANT: Self = Self::lift(T::ONE);

    #[inline]
    fn from_literal(v: T::Literal) -> Self {
        Self::lift(T::constant(v))
    }

    #[inline]
    fn to_primal(self) -> T::Literal {
        self.value.primal()
    }

    /// `x + k` has the slopes of `x`: it shares its place.
    #[inline]
    fn shift(self, k: T::Literal) -> Self {
        Self {
            value: self.value + k,
            place: self.place,
        }
    }

    #[inline]
    fn scale(self, k: T::Literal) -> Self {
        self.step(self.value * k, T::constant(k))
    }

    #[inline]
    fn unscale(self, k: T::Literal) -> Self {
        self.step(self.value / k, T::ONE / k)
    }

    #[inline]
    fn divide_literal(self, k: T::Literal) -> Self {
        let value = T::constant(k) / self.value;
        self.step(value, -(value / self.value))
    }

    #[inline]
    fn apply<R: Unary>(self, rule: R) -> Self {
        let (value, slope) = rule.rule(self.value);
        self.step(value, slope)
    }

    #[inline]
    fn apply2<R: Binary>(self, other: Self, rule: R) -> Self {
        let (value, by_self, by_other) = rule.rule(self.value, other.value);
        self.join(other, value, by_self, by_other)
    }

    #[inline]
    fn apply_sin_cos(self) -> (Self, Self) {
        let (sin, cos) = self.value.sin_cos();
        (self.step(sin, cos), self.step(cos, -sin))
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

impl_number!(impl<'t, T> for Var<'t, T>);
