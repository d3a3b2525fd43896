//! The number that records what is done to it.

use core::fmt;
use core::iter::Product;
use core::ops::{Add, Div, Mul, MulAssign, Neg, Sub};
use core::ptr;

use calc_scalar::rules::{Binary, Unary};
use calc_scalar::strong::{self, is_ordinary};
use calc_scalar::{Block, Dual, Number, impl_number, interval, terms};

use super::node::{self, NOWHERE, Node};

/// A number on a [`Tape`](crate::Tape): a value, and the place where the operation that made it is
/// recorded.
///
/// Constants have no place, and operations on constants alone are not recorded. A sign, a constant
/// factor and a constant term are not recorded either: `a·u + b` stands where `u` stands and
/// remembers `a`.
///
/// The functions of many operands, [`total`](calc_scalar::Real::total),
/// [`dot`](calc_scalar::Real::dot), [`combination`](calc_scalar::Real::combination),
/// [`norm`](calc_scalar::Real::norm) and [`logsumexp`](calc_scalar::Real::logsumexp), are one operation
/// each, and so is a [`statement`](Var::statement). A [`product`](Iterator::product) of many numbers is
/// one operation for every fifteen factors after the first, and its sweep does not wait for one factor
/// after the other.
///
/// # Edge cases
///
/// Numbers of two tapes do not mix: the slopes of an operation between them are NaN. (It can happen
/// when a gradient is taken inside a function whose gradient is taken; use a tape over
/// [`Dual`](calc_scalar::Dual) for second derivatives.)
#[derive(Clone, Copy)]
pub struct Var<'t, T: Number = f64> {
    pub(super) value: T,
    /// The slope of this number with respect to the node at its place: finite and not zero, so that
    /// products with it need no care.
    pub(super) factor: T::Literal,
    /// The tape; without any room for a constant.
    pub(super) room: &'t [Node<T>],
    /// The place of its node.
    pub(super) index: u16,
}

impl<'t, T: Number> Var<'t, T> {
    /// The constant `value`.
    #[inline]
    pub const fn lift(value: T) -> Self {
        Self {
            value,
            factor: <T::Literal as Number>::ONE,
            room: &[],
            index: NOWHERE,
        }
    }

    /// The value.
    #[must_use]
    #[inline]
    pub fn value(self) -> T {
        self.value
    }

    /// Variable number `i` of the run on this tape.
    #[inline]
    pub(crate) fn variable(room: &'t [Node<T>], i: usize, value: T) -> Self {
        // A place without a name is not looked at, since the run fails.
        let index = u16::try_from(i).unwrap_or(NOWHERE);
        Self::at(room, index, value)
    }

    /// Adds the adjoint `weight` of this number to that of its node on this tape; a constant, or a
    /// number of another tape, has none.
    #[inline]
    pub(crate) fn seed(self, room: &[Node<T>], adjoints: &mut [T], weight: T) {
        if self.stands_on(room)
            && let Some(adjoint) = adjoints.get_mut(usize::from(self.index))
        {
            *adjoint += self.through(weight);
        }
    }

    /// The number that a node stands for.
    #[inline]
    pub(super) fn at(room: &'t [Node<T>], index: u16, value: T) -> Self {
        Self {
            value,
            factor: <T::Literal as Number>::ONE,
            room,
            index,
        }
    }

    #[inline]
    fn stands_on(&self, room: &[Node<T>]) -> bool {
        ptr::eq(self.room.as_ptr(), room.as_ptr())
    }

    /// Whether both stand on one tape, or are constants.
    #[inline]
    pub(crate) fn stands_beside(&self, other: &Self) -> bool {
        self.stands_on(other.room)
    }

    #[inline]
    pub(crate) fn is_constant(&self) -> bool {
        self.room.is_empty()
    }

    /// The finite literal that this constant is, if it is one.
    #[inline]
    fn literal(&self) -> Option<T::Literal> {
        let k = self.value.primal();
        let is_one = self.is_constant() && (self.value - T::constant(k)).is_zero();
        is_one.then_some(k)
    }

    /// The slope with respect to the node of this number, from the slope with respect to itself.
    #[inline]
    fn through(self, slope: T) -> T {
        slope * self.factor
    }

    /// The result of an operation with one operand.
    #[inline(always)]
    pub(crate) fn step(self, value: T, slope: T) -> Self {
        let slopes = [self.through(slope), T::ZERO];
        let index = node::push(self.room, slopes, [self.index, NOWHERE]);
        Self::at(self.room, index, value)
    }

    /// The result of an operation with two operands.
    #[inline(always)]
    pub(crate) fn join(self, other: Self, value: T, by_self: T, by_other: T) -> Self {
        if self.stands_on(other.room) {
            self.meet(other, value, by_self, by_other)
        } else if other.is_constant() {
            self.step(value, by_self)
        } else if self.is_constant() {
            other.step(value, by_other)
        } else {
            self.step(value, T::literal(f64::NAN))
        }
    }

    /// The result of an operation with two operands on this tape.
    #[inline(always)]
    fn meet(self, other: Self, value: T, by_self: T, by_other: T) -> Self {
        let slopes = [self.through(by_self), other.through(by_other)];
        let index = node::push(self.room, slopes, [self.index, other.index]);
        Self::at(self.room, index, value)
    }

    /// The sum of two numbers of which one at least is a constant, or which stand on different tapes.
    #[inline(always)]
    fn beside(self, other: Self, value: T) -> Self {
        if other.is_constant() {
            Self { value, ..self }
        } else if self.is_constant() {
            Self { value, ..other }
        } else {
            self.step(value, T::literal(f64::NAN))
        }
    }

    /// The product of two numbers of which one at least is a constant, or which stand on different tapes.
    fn product_beside(self, other: Self) -> Self {
        if let Some(k) = other.literal() {
            return self.scale(k);
        }
        if let Some(k) = self.literal() {
            return other.scale(k);
        }
        let value = self.value * other.value;
        let by_self = strong::within(value, other.value);
        self.join(other, value, by_self, strong::within(value, self.value))
    }

    /// The number `value` with the slope `factor` with respect to the node of this number.
    #[inline(always)]
    fn stretched(self, value: T, factor: T::Literal) -> Self {
        if is_ordinary(factor) {
            Self {
                value,
                factor,
                ..self
            }
        } else if factor.is_zero() {
            // Without a slope it is a constant.
            Self::lift(value)
        } else {
            let index = node::push(
                self.room,
                [T::constant(factor), T::ZERO],
                [self.index, NOWHERE],
            );
            Self::at(self.room, index, value)
        }
    }

    /// The result of an operation with any number of operands, given with their slopes.
    #[inline]
    pub(crate) fn gather(value: T, terms: impl Iterator<Item = (T, Self)>) -> Self {
        let mut terms = terms.filter(|(_, term)| !term.is_constant());
        let Some((slope, head)) = terms.next() else {
            return Self::lift(value);
        };
        let room = head.room;
        let operand = |(slope, term): (T, Self)| {
            if term.stands_on(room) {
                (term.through(slope), term.index)
            } else {
                (T::literal(f64::NAN), head.index)
            }
        };
        let mut first = operand((slope, head));
        let mut parts = 0_usize;
        loop {
            let pair = terms.next().map(operand);
            let second = pair.unwrap_or((T::ZERO, NOWHERE));
            let index = node::push(room, [first.0, second.0], [first.1, second.1]);
            parts = parts.saturating_add(1);
            match pair.and_then(|_| terms.next()) {
                Some(next) => first = operand(next),
                None if parts == 1 => return Self::at(room, index, value),
                None => return Self::at(room, node::push_many(room, parts), value),
            }
        }
    }
}

impl<T: Number> fmt::Debug for Var<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Var")
            .field("value", &self.value)
            .field("node", &(!self.is_constant()).then_some(self.index))
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
            ..self
        }
    }
}

impl<T: Number> Add for Var<'_, T> {
    type Output = Self;

    #[inline]
    fn add(self, other: Self) -> Self {
        let value = self.value + other.value;
        if self.stands_on(other.room) {
            self.meet(other, value, T::ONE, T::ONE)
        } else {
            self.beside(other, value)
        }
    }
}

impl<T: Number> Sub for Var<'_, T> {
    type Output = Self;

    #[inline]
    fn sub(self, other: Self) -> Self {
        let value = self.value - other.value;
        if self.stands_on(other.room) {
            self.meet(other, value, T::ONE, -T::ONE)
        } else {
            self.beside(-other, value)
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
        if !self.stands_on(other.room) {
            let [product] = strong::aside([self, other], |[a, b]| [a.product_beside(b)]);
            return product;
        }
        let value = self.value * other.value;
        let by_self = strong::within(value, other.value);
        self.meet(other, value, by_self, strong::within(value, self.value))
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
        if let Some(k) = other.literal() {
            return self.unscale(k);
        }
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
    fn to_value(self) -> T {
        self.value
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
        if T::IS_SET {
            // A product of factors would be rounded.
            return self.step(value, T::constant(k));
        }
        let factor = if is_ordinary(k) {
            self.factor * k
        } else {
            strong::product(self.factor, strong::within(value.primal(), k))
        };
        self.stretched(value, factor)
    }

    #[inline]
    fn unscale(self, k: T::Literal) -> Self {
        let value = self.value / k;
        if T::IS_SET {
            return self.step(value, T::ONE / k);
        }
        let factor = if is_ordinary(k) {
            self.factor / k
        } else {
            strong::quotient(self.factor, strong::within(value.primal(), k))
        };
        self.stretched(value, factor)
    }

    #[inline]
    fn divide_literal(self, k: T::Literal) -> Self {
        let value = T::constant(k) / self.value;
        self.step(value, -(value / self.value))
    }

    #[inline]
    fn apply<R: Unary>(self, rule: R) -> Self {
        let (value, slope) = strong::together(self.value.value_and_slope(rule));
        self.step(value, slope)
    }

    fn expand_rule<R: Unary>(self, rule: R, coefficients: &mut [Self]) {
        interval::expand(self.value, rule, coefficients, |value, slope| {
            self.step(value, slope)
        });
    }

    #[inline]
    fn apply2<R: Binary>(self, other: Self, rule: R) -> Self
    where
        Dual<T, 2>: Number<Literal = T::Literal>,
    {
        let (value, by_self, by_other) = interval::value_and_slopes(self.value, other.value, rule);
        self.join(other, value, by_self, by_other)
    }

    #[inline]
    fn apply_sin_cos(self) -> (Self, Self) {
        let (sin, cos) = self.value.sin_cos();
        (self.step(sin, cos), self.step(cos, -sin))
    }

    #[inline]
    fn has_only_zeros(self) -> bool {
        self.value.is_zero() && self.is_constant()
    }

    #[inline]
    fn has_only_finite(self) -> bool {
        self.value.is_finite()
    }
}

impl_number!(impl<'t, T> for Var<'t, T> {
    #[inline]
    fn total(terms: &[Self]) -> Self {
        Self::recorded_total(terms)
    }

    #[inline]
    fn dot(x: &[Self], y: &[Self]) -> Self {
        Self::recorded_dot(x, y)
    }

    #[inline]
    fn combination(weights: &[T::Literal], x: &[Self]) -> Self {
        Self::recorded_combination(weights, x)
    }

    #[inline]
    fn norm(x: &[Self]) -> Self {
        Self::recorded_norm(x)
    }

    #[inline]
    fn logsumexp(x: &[Self]) -> Self {
        Self::recorded_logsumexp(x).unwrap_or_else(|| terms::logsumexp(x.iter().copied()))
    }

    #[inline]
    fn block<const K: usize, B: Block<K, T::Literal>>(inputs: [Self; K], block: B) -> Self {
        Self::statement(inputs, |x: [Dual<T, K>; K]| block.evaluate(x))
    }
});

impl<T: Number> MulAssign for Var<'_, T> {
    #[inline]
    fn mul_assign(&mut self, other: Self) {
        *self = *self * other;
    }
}

/// One operation for every few factors.
impl<T: Number> Product for Var<'_, T> {
    #[inline]
    fn product<I: Iterator<Item = Self>>(factors: I) -> Self {
        Self::recorded_product(factors)
    }
}

impl_number!(@sums ['t,], T, [], Var<'t, T>);
impl_number!(@compare ['t,], T, [], Var<'t, T>);
impl_number!(@compare_literals f32, ['t,], T, [], Var<'t, T>);
impl_number!(@compare_literals f64, ['t,], T, [], Var<'t, T>);
#[cfg(feature = "num-traits")]
calc_scalar::impl_num_traits!(impl<'t, T> for Var<'t, T>);
