//! Jets: a value that carries its Taylor polynomial along.

use core::ops::{Add, Div, Mul, Neg, Sub};

use crate::float::Float;
use crate::interval;
use crate::real::{Number, Real};
use crate::recurrence::{Careful, ChainRule, Plain, Straight, runs_straight};
use crate::rules::{Binary, Unary};
use crate::strong::{self, is_ordinary};

/// `c₀ + c₁t + c₂t² + … + c_{N−1}t^{N−1}`: the first `N` Taylor coefficients of a function of `t`.
///
/// `cₖ = f⁽ᵏ⁾/k!`. Running a function once on [`Jet::variable`] gives all derivatives up to order
/// `N − 1` at the cost of `O(N²)` operations per step, where nesting duals would cost `2ᴺ`.
///
/// # References
///
/// A. Griewank and A. Walther, *Evaluating Derivatives*, 2nd ed., SIAM 2008, chapter 13.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "T: serde::Serialize",
        deserialize = "T: crate::Number + serde::Deserialize<'de>"
    ))
)]
pub struct Jet<T = f64, const N: usize = 3> {
    /// The Taylor coefficients, the value first.
    #[cfg_attr(feature = "serde", serde(with = "crate::arrays"))]
    pub coefficients: [T; N],
}

impl<T: Number, const N: usize> Jet<T, N> {
    /// The constant `value`: all other coefficients are zero.
    #[inline]
    pub const fn lift(value: T) -> Self {
        let mut coefficients = [T::ZERO; N];
        if N > 0 {
            coefficients[0] = value;
        }
        Self { coefficients }
    }

    /// The variable `x + t`.
    #[must_use]
    #[inline]
    pub fn variable(x: T) -> Self {
        Self {
            coefficients: core::array::from_fn(|k| match k {
                0 => x,
                1 => T::ONE,
                _ => T::ZERO,
            }),
        }
    }

    /// The value `c₀` (0 for an empty jet).
    #[must_use]
    #[inline]
    pub fn value(self) -> T {
        self.coefficient(0)
    }

    /// The coefficient `cₖ`, 0 beyond the last.
    #[must_use]
    #[inline]
    pub fn coefficient(&self, k: usize) -> T {
        self.coefficients.get(k).copied().unwrap_or(T::ZERO)
    }

    /// The derivatives `c₀, 1!·c₁, 2!·c₂, …`.
    #[must_use]
    #[inline]
    pub fn derivatives(self) -> [T; N] {
        let mut factorial = T::ONE;
        let mut k = T::ZERO;
        self.coefficients.map(|c| {
            // A derivative of zero is +0 and stays zero where the factorial overflows.
            let derivative = if c.is_zero() { T::ZERO } else { c * factorial };
            k += T::ONE;
            factorial *= k;
            derivative
        })
    }

    /// The jet whose coefficients are computed one after the other, each from those before.
    #[inline]
    pub(crate) fn unfold(value: T, mut next: impl FnMut(usize, &Self) -> T) -> Self {
        let mut y = Self::lift(value);
        for k in 1..N {
            let c = next(k, &y);
            y.set(k, c);
        }
        y
    }

    /// The solution of `y′ = slope·x′`, `y(0) = value`: the function of the jet `self` whose value is
    /// known and whose slope is known as a jet.
    #[inline]
    pub(crate) fn integrate(self, value: T, slope: Self) -> Self {
        let y = integral::<T, Plain<T, N>, N>(self, value, slope);
        if y.needs_no_care() {
            return y;
        }
        let [y] = strong::aside([self, slope], move |[x, slope]| {
            let y = integral::<T, Careful<T, N>, N>(x, value, slope);
            [if value.is_defined() {
                y
            } else {
                x.undefined(y)
            }]
        });
        y
    }

    /// Outside the domain of a function every coefficient that the argument reaches is as undefined as
    /// the value; those of a constant argument stay zero.
    fn undefined(self, mut y: Self) -> Self {
        let value = y.value();
        let mut moves = false;
        for (c, &x) in y.coefficients.iter_mut().zip(&self.coefficients).skip(1) {
            moves |= !x.is_zero();
            if moves {
                *c = value;
            }
        }
        y
    }

    /// `∑ⱼ aⱼ·bₖ₋ⱼ` for `j` from 0 to `k`: coefficient `k` of the product.
    #[inline]
    pub(crate) fn convolved(&self, k: usize, other: &Self) -> T {
        let mut sum = T::ZERO;
        for j in 0..k + 1 {
            sum += self.coefficient(j) * other.coefficient(k - j);
        }
        sum
    }

    /// Stores coefficient `k`; out of range it does nothing.
    #[inline]
    pub(crate) fn set(&mut self, k: usize, c: T) {
        if let Some(slot) = self.coefficients.get_mut(k) {
            *slot = c;
        }
    }

    /// Whether it moves along a straight line: all coefficients beyond the first are zero.
    #[inline]
    pub(crate) fn is_straight(&self) -> bool {
        self.coefficients.iter().skip(2).all(|c| c.is_zero())
    }

    /// The same jet with another value.
    #[inline]
    pub(crate) fn with_value(mut self, value: T) -> Self {
        self.set(0, value);
        self
    }

    /// The same jet with every coefficient mapped.
    #[inline]
    pub(crate) fn map(self, f: impl FnMut(T) -> T) -> Self {
        Self {
            coefficients: self.coefficients.map(f),
        }
    }
}

impl<T: Number, const N: usize> Neg for Jet<T, N> {
    type Output = Self;

    #[inline]
    fn neg(self) -> Self {
        self.map(|c| -c)
    }
}

impl<T: Number, const N: usize> Add for Jet<T, N> {
    type Output = Self;

    #[inline]
    fn add(mut self, other: Self) -> Self {
        for (a, b) in self.coefficients.iter_mut().zip(other.coefficients) {
            *a += b;
        }
        self
    }
}

impl<T: Number, const N: usize> Sub for Jet<T, N> {
    type Output = Self;

    #[inline]
    fn sub(mut self, other: Self) -> Self {
        for (a, b) in self.coefficients.iter_mut().zip(other.coefficients) {
            *a -= b;
        }
        self
    }
}

impl<T: Number, const N: usize> Mul for Jet<T, N> {
    type Output = Self;

    /// Product of two polynomials, cut after degree `N − 1`.
    #[inline]
    fn mul(self, other: Self) -> Self {
        let mut product = self;
        for k in 0..N {
            // A sum that starts at 0 would lose the sign of −0.
            let mut sum = self.value() * other.coefficient(k);
            for j in 1..=k {
                sum += self.coefficient(j) * other.coefficient(k - j);
            }
            product.set(k, sum);
        }
        // Then no product was zero times infinity.
        let undefined = |any, &c: &T| any | !strong::is_plain(c);
        if product.coefficients.iter().fold(false, undefined) {
            let [product] = strong::aside([self, other], |[a, b]| [a.product_of_singular(b)]);
            product
        } else {
            product
        }
    }
}

impl<T: Number, const N: usize> Div for Jet<T, N> {
    type Output = Self;

    /// `q = u/v` from `q·v = u`: `qₖ = (uₖ − ∑ⱼ₌₁..ₖ vⱼ·qₖ₋ⱼ)/v₀`.
    #[allow(
        clippy::suspicious_arithmetic_impl,
        reason = "a rule of differentiation is made of other operations"
    )]
    #[inline]
    fn div(self, other: Self) -> Self {
        let value = self.value() / other.value();
        let v = other.value();
        let quotient = Self::unfold(value, |k, q| {
            let mut rest = self.coefficient(k);
            for j in (1..=k).rev() {
                rest -= other.coefficient(j) * q.coefficient(k - j);
            }
            rest / v
        });
        if quotient.needs_no_care() {
            quotient
        } else {
            let [quotient] = strong::aside([self, other], |[a, b]| [a.quotient_of_singular(b)]);
            quotient
        }
    }
}

/// The inherent methods that [`impl_number!`](crate::impl_number) builds on.
#[doc(hidden)]
impl<T: Number, const N: usize> Jet<T, N> {
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
    fn shift(mut self, k: T::Literal) -> Self {
        self.set(0, self.value() + k);
        self
    }

    #[inline]
    fn scale(self, k: T::Literal) -> Self {
        let value = self.value() * k;
        let scaled = if is_ordinary(k) {
            self.map(|c| c * k)
        } else {
            let k = strong::within(value, T::constant(k));
            self.map(|c| strong::product(c, k))
        };
        scaled.with_value(value)
    }

    #[inline]
    fn unscale(self, k: T::Literal) -> Self {
        let value = self.value() / k;
        let scaled = if is_ordinary(k) {
            self.map(|c| c / k)
        } else {
            let k = strong::within(value, T::constant(k));
            self.map(|c| strong::quotient(c, k))
        };
        scaled.with_value(value)
    }

    #[inline]
    fn divide_literal(self, k: T::Literal) -> Self {
        Self::from_literal(k) / self
    }

    #[inline]
    fn apply<R: Unary>(self, rule: R) -> Self
    where
        Self: Real<T::Literal>,
    {
        if T::IS_SET {
            return interval::compose_jet(self, rule);
        }
        rule.jet(self)
    }

    fn expand_rule<R: Unary>(self, rule: R, coefficients: &mut [Self]) {
        interval::expand_jet(self, rule, coefficients);
    }

    #[inline]
    fn apply2<R: Binary>(self, other: Self, rule: R) -> Self
    where
        Self: Number<Literal = T::Literal>,
    {
        if T::IS_SET {
            let value = self.value().binary(other.value(), rule);
            return rule.compose(self, other).with_value(value);
        }
        rule.jet(self, other)
    }

    #[inline]
    pub(crate) fn apply_sin_cos(self) -> (Self, Self) {
        let (s, c) = if runs_straight(&self) {
            sine_and_cosine::<T, Straight<T>, N>(self)
        } else {
            sine_and_cosine::<T, Plain<T, N>, N>(self)
        };
        if s.is_plain_to_the_end() & c.is_plain_to_the_end() {
            return (s, c);
        }
        let [s, c] = strong::aside([self], |[x]| {
            sine_and_cosine::<T, Careful<T, N>, N>(x).into()
        });
        (s, c)
    }

    /// Whether the last coefficient is finite, and with it all those that took part in it: a product or
    /// a sum with a number that is not finite never is. Without strong zeros always.
    #[inline]
    pub(crate) fn is_plain_to_the_end(&self) -> bool {
        !T::HAS_STRONG_ZEROS || self.coefficients.last().is_none_or(|c| c.is_finite())
    }

    /// Whether no coefficient tells of a product of zero and infinity.
    #[inline]
    fn needs_no_care(self) -> bool {
        !T::HAS_STRONG_ZEROS || self.has_only_finite()
    }

    #[inline]
    fn has_only_zeros(self) -> bool {
        self.coefficients.iter().all(|c| c.is_zero())
    }

    #[inline]
    fn has_only_finite(self) -> bool {
        self.coefficients.iter().all(|c| c.is_finite())
    }

    /// The quotient where a coefficient is infinite or NaN, with strong zeros.
    fn quotient_of_singular(self, other: Self) -> Self {
        let value = self.value() / other.value();
        let v = strong::within(value, other.value());
        Self::unfold(value, |k, q| {
            let above = other.coefficients.iter().take(k + 1).skip(1);
            let below = q.coefficients.iter().take(k).rev();
            let mut rest = self.coefficient(k);
            for (&v, &q) in above.zip(below) {
                rest -= strong::product(v, q);
            }
            strong::quotient(rest, v)
        })
    }

    /// The product where a coefficient is infinite or NaN: strong zeros for all but the value, which is
    /// that of the floats.
    fn product_of_singular(self, other: Self) -> Self {
        let value = self.value() * other.value();
        let this = self.with_value(strong::within(value, self.value()));
        let other = other.with_value(strong::within(value, other.value()));
        Self {
            coefficients: core::array::from_fn(|k| {
                if k == 0 {
                    return value;
                }
                let forward = this.coefficients.iter().take(k + 1);
                let backward = other.coefficients.iter().take(k + 1).rev();
                let mut sum = T::ZERO;
                for (&a, &b) in forward.zip(backward) {
                    sum += strong::product(a, b);
                }
                sum
            }),
        }
    }
}

crate::impl_number!(impl<T, const N: usize> for Jet<T, N>);
#[cfg(feature = "num-traits")]
crate::impl_num_traits!(impl<T, const N: usize> for Jet<T, N>);

/// `y₀ = value` and `k·yₖ` as the chain rule has it.
#[inline]
fn integral<T: Number, C: ChainRule<T, N>, const N: usize>(
    x: Jet<T, N>,
    value: T,
    slope: Jet<T, N>,
) -> Jet<T, N> {
    let mut chain = C::of(x);
    Jet::unfold(value, |k, _| over(chain.next(slope.coefficient(k - 1)), k))
}

/// `(sin x, cos x)`, each the slope of the other.
#[inline]
fn sine_and_cosine<T: Number, C: ChainRule<T, N>, const N: usize>(
    x: Jet<T, N>,
) -> (Jet<T, N>, Jet<T, N>) {
    let (sin, cos) = x.value().sin_cos();
    let (mut s, mut c) = (Jet::lift(sin), Jet::lift(cos));
    let (mut by_s, mut by_c) = (C::of(x), C::of(x));
    for k in 1..N {
        let next_s = over(by_c.next(c.coefficient(k - 1)), k);
        let next_c = -over(by_s.next(s.coefficient(k - 1)), k);
        s.set(k, next_s);
        c.set(k, next_c);
    }
    (s, c)
}

/// `c/k`: by the factor `1/k`, which is there before `c` is, where a recurrence would wait for a quotient.
#[inline]
pub(crate) fn over<T: Number>(c: T, k: usize) -> T {
    match T::Literal::INVERSES.get(k) {
        Some(&inverse) if !T::IS_SET => c * inverse,
        _ => c / whole::<T>(k),
    }
}

/// A small whole number; exact.
#[inline]
#[allow(clippy::cast_precision_loss, reason = "orders are far below 2⁵²")]
pub(crate) fn whole<T: Number>(k: usize) -> T {
    T::literal(k as f64)
}
