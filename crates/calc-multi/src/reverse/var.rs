//! The number that records what is done to it.

use core::fmt;
use core::ops::{Add, Div, Mul, Neg, Sub};
use core::ptr;

use calc_scalar::rules::{Binary, Unary};
use calc_scalar::strong::{self, is_ordinary};
use calc_scalar::{Number, impl_number};

use super::node::{NOWHERE, Record};

/// A number on a [`Tape`](crate::Tape): a value, and the place where the operation that made it is
/// recorded.
///
/// Constants have no place, and operations on constants alone are not recorded. A sign, a constant
/// factor and a constant term are not recorded either: `a·u + b` stands where `u` stands and
/// remembers `a`.
///
/// # Edge cases
///
/// Numbers of two tapes do not mix: the slopes of an operation between them are NaN. (It can happen
/// when a gradient is taken inside a function whose gradient is taken; use a tape over
/// [`Dual`](calc_scalar::Dual) for second derivatives.)
#[derive(Clone, Copy)]
pub struct Var<'t, T: Number = f64> {
    value: T,
    /// The slope of this number with respect to the node at its place.
    factor: T::Literal,
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
        Self {
            value,
            factor: <T::Literal as Number>::ONE,
            place: None,
        }
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
        Self::at(Place { record, index }, value)
    }

    /// Adds the adjoint `weight` of this number to that of its node on `record`; a constant, or a
    /// number of another tape, has none.
    #[inline]
    pub(crate) fn seed(self, record: &Record<T>, adjoints: &mut [T], weight: T) {
        let place = self.place.filter(|place| ptr::eq(place.record, record));
        if let Some(adjoint) = place.and_then(|p| adjoints.get_mut(usize::from(p.index))) {
            *adjoint += strong::product(weight, T::constant(self.factor));
        }
    }

    /// The number that a node stands for.
    #[inline]
    fn at(place: Place<'t, T>, value: T) -> Self {
        Self {
            place: Some(place),
            ..Self::lift(value)
        }
    }

    /// The result of an operation with one operand.
    #[inline]
    fn step(self, value: T, slope: T) -> Self {
        match self.place {
            None => Self::lift(value),
            Some(Place { record, index }) => {
                let slopes = [strong::product(slope, T::constant(self.factor)), T::ZERO];
                let index = record.push(slopes, [index, NOWHERE]);
                Self::at(Place { record, index }, value)
            }
        }
    }

    /// The result of an operation with two operands.
    #[inline]
    fn join(self, other: Self, value: T, by_self: T, by_other: T) -> Self {
        match (self.place, other.place) {
            (_, None) => self.step(value, by_self),
            (None, _) => other.step(value, by_other),
            (Some(a), Some(b)) => {
                let slopes = if ptr::eq(a.record, b.record) {
                    [
                        strong::product(by_self, T::constant(self.factor)),
                        strong::product(by_other, T::constant(other.factor)),
                    ]
                } else {
                    [T::literal(f64::NAN); 2]
                };
                let index = a.record.push(slopes, [a.index, b.index]);
                let record = a.record;
                Self::at(Place { record, index }, value)
            }
        }
    }
}

impl<T: Number> fmt::Debug for Var<'_, T> {
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
        Self {
            value: -self.value,
            factor: -self.factor,
            place: self.place,
        }
    }
}

impl<T: Number> Add for Var<'_, T> {
    type Output = Self;

    #[inline]
    fn add(self, other: Self) -> Self {
        let value = self.value + other.value;
        match (self.place, other.place) {
            (_, None) => Self { value, ..self },
            (None, _) => Self { value, ..other },
            _ => self.join(other, value, T::ONE, T::ONE),
        }
    }
}

impl<T: Number> Sub for Var<'_, T> {
    type Output = Self;

    #[inline]
    fn sub(self, other: Self) -> Self {
        let value = self.value - other.value;
        match (self.place, other.place) {
            (_, None) => Self { value, ..self },
            (None, _) => Self { value, ..-other },
            _ => self.join(other, value, T::ONE, -T::ONE),
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
        let by_self = strong::within(value, other.value);
        self.join(other, value, by_self, strong::within(value, self.value))
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
        let slope = strong::within(value, T::ONE / other.value);
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

    #[inline]
    fn shift(self, k: T::Literal) -> Self {
        Self {
            value: self.value + k,
            ..self
        }
    }

    #[inline]
    fn scale(self, k: T::Literal) -> Self {
        let value = self.value * k;
        let factor = if is_ordinary(k) {
            self.factor * k
        } else {
            strong::product(self.factor, strong::within(value.primal(), k))
        };
        Self {
            value,
            factor,
            place: self.place,
        }
    }

    #[inline]
    fn unscale(self, k: T::Literal) -> Self {
        let value = self.value / k;
        let factor = if is_ordinary(k) {
            self.factor / k
        } else {
            strong::quotient(self.factor, strong::within(value.primal(), k))
        };
        Self {
            value,
            factor,
            place: self.place,
        }
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
