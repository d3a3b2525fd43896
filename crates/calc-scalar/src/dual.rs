//! Dual numbers: a value that carries its slopes along.

use core::iter::{Product, Sum};
use core::ops::{Add, Div, Mul, MulAssign, Neg, Sub};

use crate::interval;
use crate::math;
use crate::real::Number;
use crate::rules::{Binary, Unary};
use crate::strong::{self, is_ordinary};

/// `v + p₁ε₁ + … + p_Nε_N` with `εᵢεⱼ = 0`: a value and its `N` first derivatives.
///
/// Every operation applies its rule of differentiation once, so running a function on
/// `Dual::variable(x)` gives its value and its exact slope in one run. With `N` slots it carries a
/// whole gradient. Duals nest: `Dual<Dual<f64>>` carries second derivatives.
///
/// # Edge cases
///
/// A zero slope stays zero whatever it is multiplied by, so a constant part of a formula that sits
/// on a singular point (`√0`, `ln 0`) does not turn the derivative into NaN. An infinite slope that is
/// multiplied by zero counts as zero, too: `x·√y` at the origin has slope 0 along `y`, as it should,
/// and so has an argument that `max` did not choose. The price: `√x·√x` has slope 0 at 0 and not 1.
/// Where a product or a quotient is NaN, so are its slopes. This costs a comparison per operation, or per
/// slope where there are a few: a slope that is known to be zero then costs nothing. Over [`Ieee`](crate::Ieee)
/// no care is taken, and nothing is paid for it.
///
/// # Nesting
///
/// Inside a derivative of a derivative, a captured outer variable carries the outer slope. Mixed by
/// hand the two can be confused:
///
/// ```
/// use calc_scalar::{Dual, Real, derivative};
///
/// // d/dx [x · d/dy (x + y)] at x = 1, y = 1 is 1.
/// let confused = derivative(|x| derivative(|y| x + y, 1.0) * x, 1.0_f64);
/// assert_eq!(confused, 2.0); // the inner derivative saw x's slope as its own
///
/// // Lifted: inside, x is a constant of the inner level.
/// let right = derivative(
///     |x: Dual| derivative(|y: Dual<Dual>| Dual::lift(x) + y, Dual::constant(1.0)) * x,
///     1.0_f64,
/// );
/// assert_eq!(right, 1.0);
/// ```
///
/// [`second_derivative`](crate::second_derivative) and [`derivatives`](crate::derivatives) do not
/// nest and cannot be confused; prefer them.
///
/// # References
///
/// A. Griewank and A. Walther, *Evaluating Derivatives*, 2nd ed., SIAM 2008, chapter 3.
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
pub struct Dual<T = f64, const N: usize = 1> {
    /// The value.
    pub value: T,
    /// The derivatives with respect to the `N` variables.
    #[cfg_attr(feature = "serde", serde(with = "crate::arrays"))]
    pub partials: [T; N],
}

impl<T: Number, const N: usize> Dual<T, N> {
    /// The value `value` with slopes all zero.
    #[inline]
    pub const fn lift(value: T) -> Self {
        Self {
            value,
            partials: [T::ZERO; N],
        }
    }

    /// Variable number `i` at `value`: slope 1 in slot `i`, 0 elsewhere.
    #[must_use]
    #[inline]
    pub fn variable_at(value: T, i: usize) -> Self {
        Self {
            value,
            partials: core::array::from_fn(|j| if i == j { T::ONE } else { T::ZERO }),
        }
    }
}

impl<T: Number> Dual<T> {
    /// The variable `x`: slope 1.
    #[must_use]
    #[inline]
    pub fn variable(x: T) -> Self {
        Self::variable_at(x, 0)
    }

    /// The slope.
    #[must_use]
    #[inline]
    pub fn slope(self) -> T {
        let [slope] = self.partials;
        slope
    }
}

// Sum, product, quotient and chain rule: all that a dual number is.

impl<T: Number, const N: usize> Neg for Dual<T, N> {
    type Output = Self;

    #[inline]
    fn neg(self) -> Self {
        self.each(-self.value, |p| -p)
    }
}

impl<T: Number, const N: usize> Add for Dual<T, N> {
    type Output = Self;

    #[inline]
    fn add(self, other: Self) -> Self {
        self.both(&other, self.value + other.value, |p, q| p + q)
    }
}

impl<T: Number, const N: usize> Sub for Dual<T, N> {
    type Output = Self;

    #[inline]
    fn sub(self, other: Self) -> Self {
        self.both(&other, self.value - other.value, |p, q| p - q)
    }
}

impl<T: Number, const N: usize> Mul for Dual<T, N> {
    type Output = Self;

    /// Product rule: `(uv)′ = u′v + v′u`.
    #[allow(
        clippy::suspicious_arithmetic_impl,
        reason = "a rule of differentiation is made of other operations"
    )]
    #[inline]
    fn mul(self, other: Self) -> Self {
        let (u, v) = (self.value, other.value);
        let value = u * v;
        usually(
            // ∞·0 may leave slopes that are infinite, and not NaN as it is.
            !strong::is_plain(value),
            // Then the factors are so, too.
            || is_ordinary(value),
            || self.both(&other, value, |p, q| p * v + q * u),
            || {
                self.both(&other, value, |p, q| {
                    careful_product::<T, N>([p, q], [u, v])
                })
            },
        )
    }
}

impl<T: Number, const N: usize> Div for Dual<T, N> {
    type Output = Self;

    /// Quotient rule in the form that neither overflows nor underflows: `(u/v)′ = (u′ − (u/v)·v′)/v`.
    #[allow(
        clippy::suspicious_arithmetic_impl,
        reason = "a rule of differentiation is made of other operations"
    )]
    #[inline]
    fn div(self, other: Self) -> Self {
        let v = other.value;
        let value = self.value / v;
        usually(
            false,
            || is_ordinary(value),
            || self.both(&other, value, |p, q| (p - value * q) / v),
            || {
                self.both(&other, value, |p, q| {
                    careful_quotient::<T, N>([p, q], [value, v])
                })
            },
        )
    }
}

/// The inherent methods that [`impl_number!`](crate::impl_number) builds on.
#[doc(hidden)]
impl<T: Number, const N: usize> Dual<T, N> {
    pub const ZERO_CONSTANT: Self = Self::lift(T::ZERO);
    pub const ONE_CONSTANT: Self = Self::lift(T::ONE);

    /// Whether slopes are plain floats on a large processor.
    const ON_LARGE: bool =
        cfg!(target_pointer_width = "64") && size_of::<T>() == size_of::<T::Literal>();

    /// Whether a single slope that needs care is looked at once more: a compiler that knows it then sees that no care
    /// is needed, and leaves out the first look, too.
    const IS_WEIGHED: bool = N == 1 && Self::ON_LARGE;

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
            partials: self.partials,
        }
    }

    #[inline]
    fn scale(self, k: T::Literal) -> Self {
        let value = self.value * k;
        // Of a literal the compiler knows.
        if k.is_ordinary() {
            self.each(value, |p| p * k)
        } else {
            self.stretched(value, strong::within(value, T::constant(k)))
        }
    }

    #[inline]
    fn unscale(self, k: T::Literal) -> Self {
        let value = self.value / k;
        if k.is_ordinary() {
            self.each(value, |p| p / k)
        } else {
            self.shrunk(value, strong::within(value, T::constant(k)))
        }
    }

    #[inline]
    fn divide_literal(self, k: T::Literal) -> Self {
        let value = T::constant(k) / self.value;
        usually(
            false,
            || is_ordinary(value),
            || self.each(value, |q| -(value * q) / self.value),
            || self.stretched(value, -value).shrunk(value, self.value),
        )
    }

    /// Chain rule: `(f∘u)′ = f′(u)·u′`.
    #[inline]
    fn chain(self, value: T, slope: T) -> Self {
        if N > 1 && N <= FEW && !T::IS_SET && T::HAS_STRONG_ZEROS {
            return self.chain_of_few(value, slope);
        }
        usually(
            false,
            || is_ordinary(slope),
            || self.each(value, |p| p * slope),
            || {
                self.each(value, |p| {
                    if !Self::IS_WEIGHED {
                        strong::product(p, slope)
                    } else if p.is_zero() | (slope.is_zero() & !weighs(p)) {
                        T::ZERO
                    } else {
                        p * slope
                    }
                })
            },
        )
    }

    /// The chain rule for a few slopes, some of which the compiler may know: those that are zero stay zero
    /// then, and the others cost their product and nothing else.
    #[inline]
    fn chain_of_few(self, value: T, slope: T) -> Self {
        let live = |p: T| if p.is_zero() { T::ZERO } else { p * slope };
        let mut y = self.each(value, live);
        // On a large processor the products tell of one that needs care: none does that the compiler knows.
        let undefined = |any, y: &T| any | !y.is_defined();
        let suspect = if Self::ON_LARGE {
            y.partials.iter().fold(false, undefined) && slope.is_zero()
        } else {
            slope.is_zero()
        };
        if suspect {
            for (y, &p) in y.partials.iter_mut().zip(&self.partials) {
                // Of an infinite or undefined slope that is NaN.
                if !p.is_finite() {
                    *y = T::ZERO;
                }
            }
        }
        y
    }

    #[inline]
    fn apply<R: Unary>(self, rule: R) -> Self {
        let pair = self.value.value_and_slope(rule);
        if R::TURNS && N > FEW && T::HAS_STRONG_ZEROS {
            let (value, slope) = math::together(pair);
            return self.chain(value, slope);
        }
        let (value, slope) = pair;
        if R::TURNS && Self::IS_WEIGHED && T::HAS_STRONG_ZEROS && cfg!(feature = "std") {
            // Without a branch, behind which the compiler might move a sine: then it is a call of its own.
            return self.each(value, |p| {
                let y = p * slope;
                let is_zero = p.is_zero() | (slope.is_zero() & !p.is_finite());
                if is_zero & !y.is_defined() {
                    T::ZERO
                } else {
                    y
                }
            });
        }
        self.chain(value, slope)
    }

    fn expand_rule<R: Unary>(self, rule: R, coefficients: &mut [Self]) {
        interval::expand(self.value, rule, coefficients, |value, slope| {
            self.chain(value, slope)
        });
    }

    #[inline]
    fn apply2<R: Binary>(self, other: Self, rule: R) -> Self
    where
        Self: Number<Literal = T::Literal>,
    {
        if T::IS_SET {
            let value = self.value.binary(other.value, rule);
            return Self {
                value,
                ..rule.compose(self, other)
            };
        }
        let (value, by_self, by_other) = rule.rule(self.value, other.value);
        usually(
            false,
            || is_ordinary(by_self) & is_ordinary(by_other),
            || self.both(&other, value, |p, q| p * by_self + q * by_other),
            || self.blended(&other, value, by_self, by_other),
        )
    }

    #[inline]
    fn apply_sin_cos(self) -> (Self, Self) {
        let (sin, cos) = self.value.sin_cos();
        (self.chain(sin, cos), self.chain(cos, -sin))
    }

    /// The number `value` with the slopes `p·k`, with strong zeros.
    #[inline]
    fn stretched(&self, value: T, k: T) -> Self {
        self.each(value, |p| strong::product(p, k))
    }

    /// The number `value` with the slopes `p/k`, with strong zeros.
    #[inline]
    fn shrunk(&self, value: T, k: T) -> Self {
        self.each(value, |p| strong::quotient(p, k))
    }

    /// The number `value` with the slopes `p·j + q·k`, with strong zeros.
    #[inline]
    fn blended(&self, other: &Self, value: T, j: T, k: T) -> Self {
        self.both(other, value, |p, q| careful_sum::<T, N>([p, q], [j, k]))
    }

    /// The number `value` with slopes to be overwritten: for size, copying many is cheaper than clearing them.
    #[inline]
    fn at(&self, value: T) -> Self {
        if N > FEW {
            Self { value, ..*self }
        } else {
            Self::lift(value)
        }
    }

    /// The number `value` whose slopes are `f` of these.
    #[inline]
    fn each(&self, value: T, f: impl Fn(T) -> T) -> Self {
        let mut y = self.at(value);
        for (y, &p) in y.partials.iter_mut().zip(&self.partials) {
            *y = f(p);
        }
        y
    }

    /// The number `value` whose slopes are `f` of these and those of `other`.
    #[inline]
    fn both(&self, other: &Self, value: T, f: impl Fn(T, T) -> T) -> Self {
        let mut y = self.at(value);
        let pairs = self.partials.iter().zip(&other.partials);
        for (y, (&p, &q)) in y.partials.iter_mut().zip(pairs) {
            *y = f(p, q);
        }
        y
    }

    #[inline]
    fn has_only_zeros(self) -> bool {
        self.value.is_zero() && self.partials.iter().all(|p| p.is_zero())
    }

    #[inline]
    fn has_only_finite(self) -> bool {
        self.value.is_finite() && self.partials.iter().all(|p| p.is_finite())
    }
}

/// Terms are added in place, to −0, which changes none. A large processor begins with the first term: what a
/// term is made of is then compiled twice, and a sum with ten slopes takes some half of the instructions.
impl<T: Number, const N: usize> Sum for Dual<T, N> {
    #[inline]
    fn sum<I: Iterator<Item = Self>>(mut terms: I) -> Self {
        let value = T::constant(-T::Literal::ZERO);
        let partials = [value; N];
        let large = cfg!(target_pointer_width = "64");
        let first = large.then(|| terms.next()).flatten();
        let mut sum = first.unwrap_or(Self { value, partials });
        terms.for_each(|term| {
            sum.value += term.value;
            for (p, &q) in sum.partials.iter_mut().zip(&term.partials) {
                *p += q;
            }
        });
        sum
    }
}

impl<T: Number, const N: usize> MulAssign for Dual<T, N> {
    #[inline]
    fn mul_assign(&mut self, other: Self) {
        let (u, v) = (self.value, other.value);
        let value = u * v;
        // As in `usually`, but in place.
        if N > FEW && (!T::HAS_STRONG_ZEROS || is_ordinary(value)) {
            self.value = value;
            for (p, &q) in self.partials.iter_mut().zip(&other.partials) {
                *p = *p * v + q * u;
            }
        } else {
            *self = *self * other;
        }
    }
}

impl<T: Number, const N: usize> Product for Dual<T, N> {
    #[inline]
    fn product<I: Iterator<Item = Self>>(mut factors: I) -> Self {
        let Some(mut product) = factors.next() else {
            return Self::ONE_CONSTANT;
        };
        factors.for_each(|factor| product *= factor);
        product
    }
}

crate::impl_number!(impl<T, const N: usize> for Dual<T, N> {});
crate::impl_number!(@compare [], T, [const N: usize], Dual<T, N>);
crate::impl_number!(@compare_literals f32, [], T, [const N: usize], Dual<T, N>);
crate::impl_number!(@compare_literals f64, [], T, [const N: usize], Dual<T, N>);
#[cfg(feature = "num-traits")]
crate::impl_num_traits!(impl<T, const N: usize> for Dual<T, N>);

/// Up to this many slopes the results are looked at, slope by slope; of more, the factors are.
const FEW: usize = 4;

/// The result of an operation: the `plain` one wherever no zero meets an infinity or NaN, which is
/// nearly always, else the same with slopes taken `with_care`.
///
/// Both are computed in place: a function that is called takes its arrays in memory, and then the compiler
/// keeps them there on the usual path as well.
///
/// A sum of products that is not NaN has no product in it that is, so none was zero times infinity, and
/// taking care gives the same: looking at the result costs a comparison per slope and no arithmetic.
/// `suspect` says what the slopes cannot tell. With many slopes it is cheaper to see that the factors
/// are `ordinary`; then no product with them needs care either.
#[inline]
fn usually<T: Number, const N: usize>(
    suspect: bool,
    ordinary: impl FnOnce() -> bool,
    plain: impl FnOnce() -> Dual<T, N>,
    with_care: impl FnOnce() -> Dual<T, N>,
) -> Dual<T, N> {
    if N > FEW && T::HAS_STRONG_ZEROS {
        return if ordinary() { plain() } else { with_care() };
    }
    let y = plain();
    let undefined = |any, &p: &T| any | !strong::is_plain(p);
    if y.partials.iter().fold(suspect, undefined) {
        with_care()
    } else {
        y
    }
}

/// [`is_ordinary`] of a float, in the fewest operations.
#[inline]
#[allow(clippy::eq_op, reason = "not of zero, an infinity or NaN")]
fn weighs<T: Number>(p: T) -> bool {
    p / p == T::ONE
}

/// The slope of `u·v` with strong zeros. A single one is called: formulas of products then stay so short
/// that they are compiled where they are used, together with what is known there.
#[inline]
fn careful_product<T: Number, const N: usize>([p, q]: [T; 2], [u, v]: [T; 2]) -> T {
    #[cold]
    #[inline(never)]
    fn aside<T: Number>(p: T, q: T, u: T, v: T) -> T {
        careful_product::<T, 2>([p, q], [u, v])
    }
    if N == 1 {
        return aside(p, q, u, v);
    }
    let value = T::constant(u.primal() * v.primal());
    let (u, v) = (strong::within(value, u), strong::within(value, v));
    strong::product(p, v) + strong::product(q, u)
}

/// The slope of a quotient by `v` that is `value`, with strong zeros, as [`careful_product`].
#[inline]
fn careful_quotient<T: Number, const N: usize>([p, q]: [T; 2], [value, v]: [T; 2]) -> T {
    #[cold]
    #[inline(never)]
    fn aside<T: Number>(p: T, q: T, value: T, v: T) -> T {
        careful_quotient::<T, 2>([p, q], [value, v])
    }
    if N == 1 {
        return aside(p, q, value, v);
    }
    let rest = strong::product(p, T::ONE) + strong::product(q, -value);
    strong::quotient(rest, strong::within(value, v))
}

/// `p·j + q·k` with strong zeros: a single one is called, several are computed in place, without a branch.
#[inline]
fn careful_sum<T: Number, const N: usize>([p, q]: [T; 2], [j, k]: [T; 2]) -> T {
    #[cold]
    #[inline(never)]
    fn aside<T: Number>(p: T, q: T, j: T, k: T) -> T {
        strong::product(p, j) + strong::product(q, k)
    }
    if N == 1 {
        aside(p, q, j, k)
    } else {
        strong::product(p, j) + strong::product(q, k)
    }
}

#[cfg(test)]
mod tests;
