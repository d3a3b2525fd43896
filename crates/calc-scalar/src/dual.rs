//! Dual numbers: a value that carries its slopes along.

use core::ops::{Add, Div, Mul, Neg, Sub};

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
/// Where a product or a quotient is NaN, so are its slopes.
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
pub struct Dual<T = f64, const N: usize = 1> {
    /// The value.
    pub value: T,
    /// The derivatives with respect to the `N` variables.
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
        Self {
            value: -self.value,
            partials: self.partials.map(|p| -p),
        }
    }
}

impl<T: Number, const N: usize> Add for Dual<T, N> {
    type Output = Self;

    #[inline]
    fn add(self, other: Self) -> Self {
        Self {
            value: self.value + other.value,
            partials: both(self, other, |p, q| p + q),
        }
    }
}

impl<T: Number, const N: usize> Sub for Dual<T, N> {
    type Output = Self;

    #[inline]
    fn sub(self, other: Self) -> Self {
        Self {
            value: self.value - other.value,
            partials: both(self, other, |p, q| p - q),
        }
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
        // Then the factors are so, too, and need no care: the usual case.
        let partials = if is_ordinary(value) {
            both(self, other, |p, q| p * v + q * u)
        } else {
            blend(
                &self,
                &other,
                strong::within(value, v),
                strong::within(value, u),
            )
        };
        Self { value, partials }
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
        let partials = if is_ordinary(value) {
            both(self, other, |p, q| (p - value * q) / v)
        } else {
            let rest = blend(&self, &other, T::ONE, -value);
            shrink(&rest, strong::within(value, v))
        };
        Self { value, partials }
    }
}

/// The inherent methods that [`impl_number!`](crate::impl_number) builds on.
#[doc(hidden)]
impl<T: Number, const N: usize> Dual<T, N> {
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
            partials: self.partials,
        }
    }

    #[inline]
    fn scale(self, k: T::Literal) -> Self {
        let value = self.value * k;
        let partials = if is_ordinary(k) {
            self.partials.map(|p| p * k)
        } else {
            stretch(&self.partials, strong::within(value, T::constant(k)))
        };
        Self { value, partials }
    }

    #[inline]
    fn unscale(self, k: T::Literal) -> Self {
        let value = self.value / k;
        let partials = if is_ordinary(k) {
            self.partials.map(|p| p / k)
        } else {
            shrink(&self.partials, strong::within(value, T::constant(k)))
        };
        Self { value, partials }
    }

    #[inline]
    fn divide_literal(self, k: T::Literal) -> Self {
        let value = T::constant(k) / self.value;
        let partials = if is_ordinary(value) {
            self.partials.map(|q| -(value * q) / self.value)
        } else {
            shrink(&stretch(&self.partials, -value), self.value)
        };
        Self { value, partials }
    }

    /// Chain rule: `(f∘u)′ = f′(u)·u′`.
    #[inline]
    fn chain(self, value: T, slope: T) -> Self {
        let partials = if is_ordinary(slope) {
            self.partials.map(|p| p * slope)
        } else {
            stretch(&self.partials, slope)
        };
        Self { value, partials }
    }

    #[inline]
    fn apply<R: Unary>(self, rule: R) -> Self {
        let (value, slope) = rule.rule(self.value);
        self.chain(value, slope)
    }

    #[inline]
    fn apply2<R: Binary>(self, other: Self, rule: R) -> Self {
        let (value, by_self, by_other) = rule.rule(self.value, other.value);
        let partials = if is_ordinary(by_self) & is_ordinary(by_other) {
            both(self, other, |p, q| p * by_self + q * by_other)
        } else {
            blend(&self, &other, by_self, by_other)
        };
        Self { value, partials }
    }

    #[inline]
    fn apply_sin_cos(self) -> (Self, Self) {
        let (sin, cos) = self.value.sin_cos();
        (self.chain(sin, cos), self.chain(cos, -sin))
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

crate::impl_number!(impl<T, const N: usize> for Dual<T, N>);

/// `combine` on each pair of slopes.
#[inline]
fn both<T: Number, const N: usize>(
    a: Dual<T, N>,
    b: Dual<T, N>,
    combine: impl Fn(T, T) -> T,
) -> [T; N] {
    let mut partials = a.partials;
    for (p, q) in partials.iter_mut().zip(b.partials) {
        *p = combine(*p, q);
    }
    partials
}

/// `p·k` for each slope, with strong zeros.
#[cold]
fn stretch<T: Number, const N: usize>(slopes: &[T; N], k: T) -> [T; N] {
    slopes.map(|p| strong::product(p, k))
}

/// `p/k` for each slope, with strong zeros.
#[cold]
fn shrink<T: Number, const N: usize>(slopes: &[T; N], k: T) -> [T; N] {
    slopes.map(|p| strong::quotient(p, k))
}

/// `p·j + q·k` for each pair of slopes, with strong zeros.
#[cold]
fn blend<T: Number, const N: usize>(a: &Dual<T, N>, b: &Dual<T, N>, j: T, k: T) -> [T; N] {
    both(*a, *b, |p, q| strong::product(p, j) + strong::product(q, k))
}
