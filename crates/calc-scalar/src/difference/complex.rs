//! The complex-step derivative: a difference quotient without subtraction.

use core::ops::{Add, Div, Mul, Neg, Sub};

use crate::float::Float;
use crate::real::Number;
use crate::rules::{Binary, Unary};

/// `Im f(x + ih)/h`: the derivative of `f` at `x` by a complex step.
///
/// One run of `f` on complex numbers. Nothing is subtracted, so no digits cancel and the step can be
/// as small as `1e-20`: the result is then exact up to rounding.
///
/// # Shapes and units
///
/// `f: ℝ → ℝ`, written over [`Real`](crate::Real); `h` has the unit of `x`.
///
/// # Accuracy
///
/// The truncation error is `h²·f‴(x)/6`. With `h = 1e-20` it is far below the rounding error of `f`.
///
/// # Edge cases
///
/// `f` has to be analytic at `x`. Arithmetic, powers, exponentials, logarithms, roots and
/// trigonometric functions are those of complex numbers; the remaining functions are continued by
/// their tangent. Outside the real domain the result is NaN.
///
/// # Examples
///
/// ```
/// use calc_scalar::{Real, difference};
///
/// let slope = difference::complex_step(|x| x.exp() / x, 2.0, 1e-20);
/// assert!((slope - 2.0_f64.exp() / 4.0).abs() < 1e-15);
/// ```
///
/// # References
///
/// W. Squire and G. Trapp, "Using Complex Variables to Estimate Derivatives of Real Functions",
/// *SIAM Review* 40(1), 1998, pp. 110–112.
#[must_use]
pub fn complex_step<T: Number>(f: impl FnOnce(Complex<T>) -> Complex<T>, x: T, h: T) -> T {
    f(Complex::new(x, h)).im / h
}

/// `re + i·im`: the number that [`complex_step`] runs a function on.
#[derive(Clone, Copy, Debug)]
pub struct Complex<T = f64> {
    /// The real part.
    pub re: T,
    /// The imaginary part.
    pub im: T,
}

impl<T: Number> Complex<T> {
    /// The number `re + i·im`.
    #[inline]
    pub const fn new(re: T, im: T) -> Self {
        Self { re, im }
    }

    /// The real number `re`.
    #[inline]
    pub const fn lift(re: T) -> Self {
        Self { re, im: T::ZERO }
    }

    pub(crate) fn exp(self) -> Self {
        let (sin, cos) = self.im.sin_cos();
        let length = self.re.exp();
        Self::new(length * cos, length * sin)
    }

    pub(crate) fn sin(self) -> Self {
        let (sin, cos) = self.re.sin_cos();
        Self::new(sin * self.im.cosh(), cos * self.im.sinh())
    }

    pub(crate) fn cos(self) -> Self {
        let (sin, cos) = self.re.sin_cos();
        Self::new(cos * self.im.cosh(), -(sin * self.im.sinh()))
    }

    /// The principal logarithm, right of the imaginary axis; elsewhere NaN, like the real one.
    pub(crate) fn ln(self) -> Self {
        if self.re > T::ZERO {
            Self::new(self.re.hypot(self.im).ln(), self.im.atan2(self.re))
        } else {
            let (value, slope) = crate::rules::Ln.rule(self.re);
            Self::new(value, slope * self.im)
        }
    }

    /// The principal root, right of the imaginary axis; elsewhere as the real one.
    pub(crate) fn sqrt(self) -> Self {
        if self.re > T::ZERO {
            let half = T::literal(0.5);
            let root = (self.re * half + self.re.hypot(self.im) * half).sqrt();
            Self::new(root, self.im * half / root)
        } else {
            let (value, slope) = crate::rules::Sqrt.rule(self.re);
            Self::new(value, slope * self.im)
        }
    }

    /// `zⁿ` by squaring.
    pub(crate) fn powi(self, n: i32) -> Self {
        let mut power = Self::lift(T::ONE);
        let mut square = self;
        let mut rest = n.unsigned_abs();
        while rest > 0 {
            if rest & 1 == 1 {
                power *= square;
            }
            rest >>= 1;
            if rest > 0 {
                square *= square;
            }
        }
        if n < 0 {
            Self::lift(T::ONE) / power
        } else {
            power
        }
    }
}

impl<T: Number> Neg for Complex<T> {
    type Output = Self;

    #[inline]
    fn neg(self) -> Self {
        Self::new(-self.re, -self.im)
    }
}

impl<T: Number> Add for Complex<T> {
    type Output = Self;

    #[inline]
    fn add(self, other: Self) -> Self {
        Self::new(self.re + other.re, self.im + other.im)
    }
}

impl<T: Number> Sub for Complex<T> {
    type Output = Self;

    #[inline]
    fn sub(self, other: Self) -> Self {
        Self::new(self.re - other.re, self.im - other.im)
    }
}

impl<T: Number> Mul for Complex<T> {
    type Output = Self;

    #[inline]
    fn mul(self, other: Self) -> Self {
        Self::new(
            self.re * other.re - self.im * other.im,
            self.re * other.im + self.im * other.re,
        )
    }
}

impl<T: Number> Div for Complex<T> {
    type Output = Self;

    /// Scaled by the larger part of the divisor (Smith's method), so that nothing overflows.
    #[inline]
    fn div(self, other: Self) -> Self {
        if other.re.abs() >= other.im.abs() {
            let ratio = other.im / other.re;
            let scale = other.re + other.im * ratio;
            Self::new(
                (self.re + self.im * ratio) / scale,
                (self.im - self.re * ratio) / scale,
            )
        } else {
            let ratio = other.re / other.im;
            let scale = other.re * ratio + other.im;
            Self::new(
                (self.re * ratio + self.im) / scale,
                (self.im * ratio - self.re) / scale,
            )
        }
    }
}

/// The inherent methods that [`impl_number!`](crate::impl_number) builds on.
#[doc(hidden)]
impl<T: Number> Complex<T> {
    pub const ZERO_CONSTANT: Self = Self::lift(T::ZERO);
    pub const ONE_CONSTANT: Self = Self::lift(T::ONE);

    #[inline]
    fn from_literal(v: T::Literal) -> Self {
        Self::lift(T::constant(v))
    }

    #[inline]
    fn to_value(self) -> T {
        self.re
    }

    #[inline]
    fn shift(self, k: T::Literal) -> Self {
        Self::new(self.re + k, self.im)
    }

    #[inline]
    fn scale(self, k: T::Literal) -> Self {
        Self::new(self.re * k, self.im * k)
    }

    #[inline]
    fn unscale(self, k: T::Literal) -> Self {
        Self::new(self.re / k, self.im / k)
    }

    #[inline]
    fn divide_literal(self, k: T::Literal) -> Self {
        Self::from_literal(k) / self
    }

    #[inline]
    fn apply<R: Unary>(self, rule: R) -> Self {
        rule.complex(self)
    }

    /// A complex step certifies nothing: nothing is said of its expansion.
    fn expand_rule<R: Unary>(self, _: R, coefficients: &mut [Self]) {
        coefficients.fill(Self::from_literal(T::Literal::NAN));
    }

    #[inline]
    fn apply2<R: Binary>(self, other: Self, rule: R) -> Self {
        rule.complex(self, other)
    }

    #[inline]
    fn apply_sin_cos(self) -> (Self, Self) {
        (self.sin(), self.cos())
    }

    #[inline]
    fn has_only_zeros(self) -> bool {
        self.re.is_zero() && self.im.is_zero()
    }

    #[inline]
    fn has_only_finite(self) -> bool {
        self.re.is_finite() && self.im.is_finite()
    }
}

crate::impl_number!(impl<T> for Complex<T>);
