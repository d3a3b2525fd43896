//! Taylor polynomials in several variables, and with them any mixed partial derivative.

use core::array;
use core::ops::{Add, Div, Mul, Neg, Sub};

use calc_scalar::rules::{Binary, Unary};
use calc_scalar::{Jet, Number, Real, impl_number, strong};

/// The largest number of variables that one expansion can be in; others may be constants.
const MAX_ACTIVE: usize = 6;

/// Terms up to this total order have their own, shorter chain rule.
const LOW_ORDER: usize = 4;

/// No term can have a higher total order.
const HIGH_ORDER: usize = 16;

/// Coefficients of the jets of those lengths.
const LOW: usize = LOW_ORDER + 1;
const HIGH: usize = HIGH_ORDER + 1;

/// `∑ c_β·t^β` over all `β ≤ α`: a value and its Taylor coefficients in several variables.
///
/// `α` is a multi-index, chosen at run time: the highest order in each variable. Running a function on
/// such numbers gives every mixed partial derivative up to `α` in one run, each without a difference of
/// large numbers. A constant has one coefficient, whatever `α` is.
///
/// # Shapes and units
///
/// `K` is the room for coefficients, of which there are `∏ (αᵢ + 1)`; 64 suffice for every `α` of total
/// order 6. A product costs `∏ (αᵢ + 1)(αᵢ + 2)/2` multiplications, an elementary function `|α|`
/// products. A number takes `K` floats and 8 bytes.
///
/// # References
///
/// A. Griewank and A. Walther, *Evaluating Derivatives*, 2nd ed., SIAM 2008, chapter 13.
#[derive(Clone, Copy, Debug)]
pub struct MultiJet<T = f64, const K: usize = 64> {
    /// The coefficients, the order in the first active variable running fastest.
    coefficients: [T; K],
    /// The highest order in each active variable.
    orders: [u8; MAX_ACTIVE],
    /// How many coefficients there are; 1 for a constant.
    len: u8,
}

impl<T: Number, const K: usize> MultiJet<T, K> {
    /// The constant `value`.
    #[inline]
    pub const fn lift(value: T) -> Self {
        let mut coefficients = [T::ZERO; K];
        if K > 0 {
            coefficients[0] = value;
        }
        Self {
            coefficients,
            orders: [0; MAX_ACTIVE],
            len: 1,
        }
    }

    /// The variable `value + t`, whose coefficient has the place `stride`, in an expansion of this shape.
    #[inline]
    pub(crate) fn variable(value: T, stride: usize, shape: Shape) -> Self {
        let mut variable = Self::lift(value);
        variable.set(stride, T::ONE);
        variable.orders = shape.orders;
        variable.len = shape.len;
        variable
    }

    /// The coefficients in use, the value first.
    #[inline]
    pub(crate) fn coefficients(&self) -> &[T] {
        self.coefficients
            .get(..usize::from(self.len))
            .unwrap_or(&self.coefficients)
    }

    /// The value.
    #[must_use]
    #[inline]
    pub fn value(&self) -> T {
        self.coefficients.first().copied().unwrap_or(T::ZERO)
    }

    /// The highest total order of a term.
    #[inline]
    fn total_order(&self) -> usize {
        self.orders.iter().map(|&n| usize::from(n)).sum()
    }

    /// Stores a coefficient; out of range it does nothing.
    #[inline]
    fn set(&mut self, at: usize, c: T) {
        if let Some(slot) = self.coefficients.get_mut(at) {
            *slot = c;
        }
    }

    /// The same with another value.
    #[inline]
    fn with_value(mut self, value: T) -> Self {
        self.set(0, value);
        self
    }

    /// All coefficients mapped.
    #[inline]
    fn map(mut self, f: impl Fn(T) -> T) -> Self {
        let len = usize::from(self.len);
        for c in self.coefficients.iter_mut().take(len) {
            *c = f(*c);
        }
        self
    }

    /// The coefficients of two numbers combined; those that a constant has not are 0.
    #[inline]
    fn map2(mut self, other: &Self, f: impl Fn(T, T) -> T) -> Self {
        if self.len < other.len {
            self.len = other.len;
            self.orders = other.orders;
        }
        let len = usize::from(self.len);
        for (a, &b) in self
            .coefficients
            .iter_mut()
            .zip(&other.coefficients)
            .take(len)
        {
            *a = f(*a, b);
        }
        self
    }

    /// The truncated product, with strong zeros where a factor is not finite.
    fn product(&self, other: &Self) -> Self {
        let shape = if self.len < other.len { other } else { self };
        let mut product = Self::lift(T::ZERO);
        product.len = shape.len;
        product.orders = shape.orders;
        let (a, b) = (self.coefficients(), other.coefficients());
        let len = usize::from(shape.len);
        let into = |product: &mut Self, times: fn(T, T) -> T| {
            if let Some(sum) = product.coefficients.get_mut(..len) {
                convolve(a, b, sum, active(&shape.orders), times);
            }
        };
        into(&mut product, |a, b| a * b);
        if !product.has_only_finite() {
            product.coefficients = [T::ZERO; K];
            into(&mut product, strong::product);
        }
        product
    }

    /// `f(u₀ + w)` from the Taylor coefficients of `f` at `u₀`, by Horner's scheme in `w`, which has no
    /// value and so no power above the total order.
    #[inline]
    fn compose<const L: usize>(&self, f: &Jet<T, L>) -> Self {
        let w = self.with_value(T::ZERO);
        let mut sum = Self::lift(f.coefficient(self.total_order()));
        for k in (0..self.total_order()).rev() {
            sum = sum.product(&w).with_value(f.coefficient(k));
        }
        sum
    }

    /// The same for a function of two arguments, with coefficients of coefficients.
    #[inline]
    fn compose2<const L: usize>(&self, other: &Self, f: &Jet<Jet<T, L>, L>) -> Self {
        let z = other.with_value(T::ZERO);
        let order = self.total_order().max(other.total_order());
        let mut u = *self;
        if u.len < other.len {
            u.len = other.len;
            u.orders = other.orders;
        }
        let mut sum = Self::lift(T::ZERO);
        for row in f.coefficients.iter().take(order + 1).rev() {
            // Terms of too high an order vanish by themselves.
            sum = u.compose(row).map2(&sum.product(&z), |a, b| a + b);
        }
        sum
    }
}

/// The orders of the variables that take part.
#[inline]
fn active(orders: &[u8; MAX_ACTIVE]) -> &[u8] {
    let used = orders.iter().take_while(|&&n| n > 0).count();
    orders.get(..used).unwrap_or(orders)
}

/// Adds the truncated product of two polynomials to `sum`; either may be a constant.
///
/// Along the last variable the coefficients are polynomials in the others.
fn convolve<T: Number>(a: &[T], b: &[T], sum: &mut [T], orders: &[u8], times: fn(T, T) -> T) {
    let Some((_, rest)) = orders.split_last() else {
        if let ([a, ..], [b, ..], [sum, ..]) = (a, b, sum) {
            *sum += times(*a, *b);
        }
        return;
    };
    let stride = rest
        .iter()
        .map(|&n| usize::from(n) + 1)
        .product::<usize>()
        .max(1);
    for (i, a) in a.chunks(stride).enumerate() {
        // Not zipped: that divides by the length of the chunks, which could panic if it were 0.
        let mut sums = sum.chunks_mut(stride).skip(i);
        for b in b.chunks(stride) {
            let Some(sum) = sums.next() else { break };
            convolve(a, b, sum, rest, times);
        }
    }
}

/// The size of an expansion.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    orders: [u8; MAX_ACTIVE],
    len: u8,
}

impl Shape {
    /// The shape of all `β ≤ α`, unless it has more than `room` coefficients or too high an order.
    pub(crate) fn new(alpha: &[usize], room: usize) -> Option<Self> {
        let mut shape = Self {
            orders: [0; MAX_ACTIVE],
            len: 1,
        };
        let mut total = 0_usize;
        let mut slots = shape.orders.iter_mut();
        for &n in alpha.iter().filter(|&&n| n > 0) {
            let order = u8::try_from(n).ok()?;
            *slots.next()? = order;
            shape.len = shape.len.checked_mul(order.checked_add(1)?)?;
            total += n;
        }
        (usize::from(shape.len) <= room && total <= HIGH_ORDER).then_some(shape)
    }
}

impl<T: Number, const K: usize> Neg for MultiJet<T, K> {
    type Output = Self;

    #[inline]
    fn neg(self) -> Self {
        self.map(|c| -c)
    }
}

impl<T: Number, const K: usize> Add for MultiJet<T, K> {
    type Output = Self;

    #[inline]
    fn add(self, other: Self) -> Self {
        self.map2(&other, |a, b| a + b)
    }
}

impl<T: Number, const K: usize> Sub for MultiJet<T, K> {
    type Output = Self;

    #[inline]
    fn sub(self, other: Self) -> Self {
        self.map2(&other, |a, b| a - b)
    }
}

impl<T: Number, const K: usize> Mul for MultiJet<T, K> {
    type Output = Self;

    #[inline]
    fn mul(self, other: Self) -> Self {
        let value = self.value() * other.value();
        let a = self.with_value(strong::within(value, self.value()));
        let b = other.with_value(strong::within(value, other.value()));
        a.product(&b).with_value(value)
    }
}

impl<T: Number, const K: usize> Div for MultiJet<T, K> {
    type Output = Self;

    /// By the reciprocal series of the divisor.
    #[allow(
        clippy::suspicious_arithmetic_impl,
        reason = "a rule of differentiation is made of other operations"
    )]
    #[inline]
    fn div(self, other: Self) -> Self {
        let value = self.value() / other.value();
        let v = strong::within(value, other.value());
        // u/v = (u/v₀)/(1 + w), which neither overflows nor underflows where the quotient does not.
        let scaled = self.map(|c| strong::quotient(c, v)).with_value(value);
        let w = other.map(|c| -strong::quotient(c, v)).with_value(T::ZERO);
        let mut sum = scaled;
        for _ in 0..w.total_order() {
            sum = sum.product(&w).map2(&scaled, |a, b| a + b);
        }
        sum.with_value(value)
    }
}

/// The inherent methods that `impl_number!` builds on.
#[doc(hidden)]
impl<T: Number, const K: usize> MultiJet<T, K> {
    pub const ZERO_CONSTANT: Self = Self::lift(T::ZERO);
    pub const ONE_CONSTANT: Self = Self::lift(T::ONE);

    #[inline]
    fn from_literal(v: T::Literal) -> Self {
        Self::lift(T::constant(v))
    }

    #[inline]
    fn to_value(self) -> T {
        self.value()
    }

    #[inline]
    fn shift(self, k: T::Literal) -> Self {
        self.with_value(self.value() + k)
    }

    #[inline]
    fn scale(self, k: T::Literal) -> Self {
        let value = self.value() * k;
        let k = strong::within(value, T::constant(k));
        self.map(|c| strong::product(c, k)).with_value(value)
    }

    #[inline]
    fn unscale(self, k: T::Literal) -> Self {
        let value = self.value() / k;
        let k = strong::within(value, T::constant(k));
        self.map(|c| strong::quotient(c, k)).with_value(value)
    }

    #[inline]
    fn divide_literal(self, k: T::Literal) -> Self {
        Self::from_literal(k) / self
    }

    #[inline]
    fn apply<R: Unary>(self, rule: R) -> Self
    where
        Jet<T, LOW>: Real<T::Literal>,
        Jet<T, HIGH>: Real<T::Literal>,
    {
        if self.total_order() <= LOW_ORDER {
            self.compose(&Jet::<T, LOW>::variable(self.value()).unary(rule))
        } else {
            self.compose(&Jet::<T, HIGH>::variable(self.value()).unary(rule))
        }
    }

    /// `f⁽ᵏ⁾/k!` of the number from those of its value: coefficient `j` of the series of `f⁽ᵏ⁾/k!` is
    /// `(k + j over j)` times coefficient `k + j` of that of `f`.
    fn expand_rule<R: Unary>(self, rule: R, coefficients: &mut [Self]) {
        let mut known = [T::ZERO; HIGH];
        self.value().expand(rule, &mut known);
        for (k, slot) in coefficients.iter_mut().enumerate() {
            let mut binomial = T::ONE;
            let (mut above, mut below) = (T::ZERO, T::ZERO);
            for _ in 0..k {
                above += T::ONE;
            }
            let shifted = Jet::<T, HIGH> {
                coefficients: array::from_fn(|j| {
                    let c = match known.get(k + j) {
                        Some(&c) => strong::product(c, binomial),
                        None => crate::gradient::not_a_number(),
                    };
                    above += T::ONE;
                    below += T::ONE;
                    binomial = binomial * above / below;
                    c
                }),
            };
            *slot = self.compose(&shifted);
        }
    }

    #[inline]
    fn apply2<R: Binary>(self, other: Self, rule: R) -> Self
    where
        Jet<T, LOW>: Number<Literal = T::Literal>,
        Jet<T, HIGH>: Number<Literal = T::Literal>,
        Jet<Jet<T, LOW>, LOW>: Real<T::Literal>,
        Jet<Jet<T, HIGH>, HIGH>: Real<T::Literal>,
    {
        let (x, y) = (self.value(), other.value());
        if self.total_order().max(other.total_order()) <= LOW_ORDER {
            let x = Jet::lift(Jet::<T, LOW>::variable(x));
            let y = Jet::<Jet<T, LOW>, LOW>::variable(Jet::lift(y));
            self.compose2(&other, &x.binary(y, rule))
        } else {
            let x = Jet::lift(Jet::<T, HIGH>::variable(x));
            let y = Jet::<Jet<T, HIGH>, HIGH>::variable(Jet::lift(y));
            self.compose2(&other, &x.binary(y, rule))
        }
    }

    #[inline]
    fn apply_sin_cos(self) -> (Self, Self)
    where
        Jet<T, LOW>: Real<T::Literal>,
        Jet<T, HIGH>: Real<T::Literal>,
    {
        (
            self.apply(calc_scalar::rules::Sin),
            self.apply(calc_scalar::rules::Cos),
        )
    }

    #[inline]
    fn has_only_zeros(&self) -> bool {
        self.coefficients().iter().all(|c| c.is_zero())
    }

    #[inline]
    fn has_only_finite(&self) -> bool {
        self.coefficients().iter().all(|c| c.is_finite())
    }
}

impl_number!(impl<T, const K: usize> for MultiJet<T, K>);
#[cfg(feature = "num-traits")]
calc_scalar::impl_num_traits!(impl<T, const K: usize> for MultiJet<T, K>);
