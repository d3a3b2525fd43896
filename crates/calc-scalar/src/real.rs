//! What a number must be able to do, so that one function body serves values and derivatives alike.

use core::f64::consts::PI;
use core::fmt::Debug;
use core::iter::{Product, Sum};
use core::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use crate::block::Block;
use crate::float::Float;
use crate::imply::{Imply, ImplyInner};
pub(crate) use crate::number::Number;
use crate::rules::{self, Binary, Pair, Unary};
use crate::terms;

/// A real number: a float, or a float that carries its derivatives along.
///
/// Write a function once over `R: Real` and it works for `f64` (its value), [`Dual`](crate::Dual)
/// (its slope), [`Jet`](crate::Jet) (its Taylor polynomial) and the tape of `calc-multi` (its
/// gradient). Literals stand on both sides of every operator: `2.0 * x`, `x + 1.0`, `1.0 / x`.
/// `Real` means literals of type `f64`; write `Real<f32>` for functions in single precision.
///
/// A constant of the generic type is `R::constant(2.0)`. In a closure there is no bound that says
/// which literals are meant, so numbers it captures need a type: `let k = 0.5_f64;`.
///
/// # Accuracy
///
/// Every function comes from the `libm` crate or, in single precision where `libm` computes in double,
/// from a module of this one; so the same input gives the same bits on a desktop, in WebAssembly and
/// on a microcontroller. The [table of bounds](crate::rules#accuracy) gives the error
/// of each value and slope in ulps.
///
/// # Edge cases
///
/// Evaluation is total: no function panics, results are IEEE values. Outside its domain a function
/// and its derivative are NaN. Comparisons look at the value only, so a branch is taken as it would
/// be taken for a plain float. At a kink the derivative is the symmetric choice: `abs′(0) = 0`,
/// `relu′(0) = 0`, and a tie of `max` or `min` gives each argument one half.
///
/// # Examples
///
/// ```
/// use calc_scalar::{Real, derivative};
///
/// fn f<R: Real>(x: R) -> R {
///     3.0 * x.powi(3) - 2.0 * x.powi(2) + x - 5.0
/// }
///
/// assert_eq!(f(2.0), 13.0);
/// assert_eq!(derivative(f, 2.0), 29.0);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number over literals of type `{F}`",
    label = "expected a number: a float, `Dual`, `Jet` or `Var`",
    note = "`Real` means literals of type `f64`; for single precision write `Real<f32>` and `1.0_f32`"
)]
pub trait Real<F: Float = f64>:
    Copy
    + Debug
    + PartialEq
    + PartialOrd
    + PartialEq<F>
    + PartialOrd<F>
    + Neg<Output = Self>
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
    + DivAssign
    + Add<F, Output = Self>
    + Sub<F, Output = Self>
    + Mul<F, Output = Self>
    + Div<F, Output = Self>
    + AddAssign<F>
    + SubAssign<F>
    + MulAssign<F>
    + DivAssign<F>
    + Sum
    + Product
    + ImplyInner<
        F,
        Is: Add<Self, Output = Self>
                + Sub<Self, Output = Self>
                + Mul<Self, Output = Self>
                + Div<Self, Output = Self>
                // Literals among themselves: without these four, rustc takes the four above for the
                // only meaning of `2.0 * PI` in a generic function.
                + Add<F, Output = F>
                + Sub<F, Output = F>
                + Mul<F, Output = F>
                + Div<F, Output = F>,
    > + Imply<F>
{
    /// Whether a number of this type stands for all numbers of a set, as an
    /// [`Interval`](crate::Interval) does: then rules are enclosed and not evaluated.
    #[doc(hidden)]
    const IS_SET: bool = false;

    /// Whether a zero slope stays zero whatever it is multiplied by; not of [`Ieee`](crate::Ieee) and what is
    /// built on it.
    #[doc(hidden)]
    const HAS_STRONG_ZEROS: bool = true;

    /// The number `v`, whose derivatives are all zero.
    #[must_use]
    fn constant(v: F) -> Self;

    /// The value alone, without its derivatives.
    ///
    /// Use it to print, or to hold a part of a computation fixed ("stop gradient").
    #[must_use]
    fn primal(self) -> F;

    /// A function of one argument, given by its rule; every named function below is one line of this.
    #[must_use]
    fn unary<R: Unary>(self, rule: R) -> Self;

    /// A function of two arguments, given by its rule.
    #[must_use]
    fn binary<R: Binary>(self, other: Self, rule: R) -> Self;

    /// Two functions of one argument that share their work, such as a function and its slope.
    #[must_use]
    #[inline]
    fn unary_pair<R: Pair>(self, _: R) -> (Self, Self) {
        (self.unary(R::FIRST), self.unary(R::SECOND))
    }

    /// `u₁ + … + u_n`, from the first to the last.
    ///
    /// A number that records what is done to it records this as one operation, as it does for
    /// [`dot`](Real::dot), [`combination`](Real::combination), [`norm`](Real::norm) and
    /// [`logsumexp`](Real::logsumexp).
    #[must_use]
    #[inline]
    fn total(terms: &[Self]) -> Self {
        terms::total(terms.iter().copied())
    }

    /// `x₁y₁ + … + x_ny_n`. NaN where the lengths differ.
    #[must_use]
    #[inline]
    fn dot(x: &[Self], y: &[Self]) -> Self {
        if x.len() != y.len() {
            return Self::constant(F::NAN);
        }
        terms::total(x.iter().zip(y).map(|(&x, &y)| x * y))
    }

    /// `w₁x₁ + … + w_nx_n` for constant weights. NaN where the lengths differ.
    #[must_use]
    #[inline]
    fn combination(weights: &[F], x: &[Self]) -> Self {
        if weights.len() != x.len() {
            return Self::constant(F::NAN);
        }
        terms::total(x.iter().zip(weights).map(|(&x, &w)| x * w))
    }

    /// `√(x₁² + … + x_n²)` without overflow; slope `x/‖x‖`, 0 at the origin. Infinite components are equally far, and
    /// finite ones have no slope beside them.
    #[must_use]
    #[inline]
    fn norm(x: &[Self]) -> Self {
        terms::norm(x.iter().copied())
    }

    /// `ln(eˣ¹ + … + eˣⁿ)` without overflow; slopes `softmax(x)`. `−∞` of nothing.
    #[must_use]
    #[inline]
    fn logsumexp(x: &[Self]) -> Self {
        terms::logsumexp(x.iter().copied())
    }

    /// `f(u₁, …, u_K)` for a block of code with few inputs and one output.
    ///
    /// The value is that of [`Block::evaluate`]. A number that records what is done to it records the
    /// block as one operation.
    #[must_use]
    #[inline]
    fn block<const K: usize, B: Block<K, F>>(inputs: [Self; K], block: B) -> Self {
        block.evaluate(inputs)
    }

    /// `1/x`.
    #[must_use]
    #[inline]
    fn recip(self) -> Self {
        self.unary(rules::Recip)
    }

    /// `xⁿ` for a whole number `n`; slope `n·xⁿ⁻¹`. `x⁰ = 1`, also at 0.
    #[must_use]
    #[inline]
    fn powi(self, n: i32) -> Self {
        self.unary(rules::PowI(n))
    }

    /// `xᵖ` for a constant `p`; slope `p·xᵖ⁻¹`. Never touches `ln x`, so it is right at 0 and below.
    #[must_use]
    #[inline]
    fn powf(self, p: F) -> Self {
        self.unary(rules::PowF(p.to_f64()))
    }

    /// `xʸ` for a variable exponent; slopes `y·xʸ⁻¹` and `xʸ·ln x`.
    #[must_use]
    #[inline]
    fn pow(self, y: Self) -> Self {
        self.binary(y, rules::Pow)
    }

    /// `√x`; slope `1/(2√x)`, which is `+∞` at 0.
    #[must_use]
    #[inline]
    fn sqrt(self) -> Self {
        self.unary(rules::Sqrt)
    }

    /// `∛x`, also for negative `x`; slope `1/(3∛x²)`, which is `+∞` at 0.
    #[must_use]
    #[inline]
    fn cbrt(self) -> Self {
        self.unary(rules::Cbrt)
    }

    /// `√(x² + y²)` without overflow; slope `(x, y)/√(x² + y²)`, 0 at the origin and `(±1, 0)` at `(±∞, y)`
    /// for finite `y`.
    #[must_use]
    #[inline]
    fn hypot(self, y: Self) -> Self {
        self.binary(y, rules::Hypot)
    }

    /// `eˣ`; slope `eˣ`.
    #[must_use]
    #[inline]
    fn exp(self) -> Self {
        self.unary(rules::Exp)
    }

    /// `2ˣ`; slope `2ˣ·ln 2`.
    #[must_use]
    #[inline]
    fn exp2(self) -> Self {
        self.unary(rules::Exp2)
    }

    /// `10ˣ`; slope `10ˣ·ln 10`.
    #[must_use]
    #[inline]
    fn exp10(self) -> Self {
        self.unary(rules::Exp10)
    }

    /// `eˣ − 1`, accurate near 0; slope `eˣ`.
    #[must_use]
    #[inline]
    fn exp_m1(self) -> Self {
        self.unary(rules::ExpM1)
    }

    /// `ln x`; slope `1/x`. NaN below 0, value and slope.
    #[must_use]
    #[inline]
    fn ln(self) -> Self {
        self.unary(rules::Ln)
    }

    /// `ln(1 + x)`, accurate near 0; slope `1/(1 + x)`.
    #[must_use]
    #[inline]
    fn ln_1p(self) -> Self {
        self.unary(rules::Ln1p)
    }

    /// `log₂ x`; slope `1/(x·ln 2)`.
    #[must_use]
    #[inline]
    fn log2(self) -> Self {
        self.unary(rules::Log2)
    }

    /// `log₁₀ x`; slope `1/(x·ln 10)`.
    #[must_use]
    #[inline]
    fn log10(self) -> Self {
        self.unary(rules::Log10)
    }

    /// The logarithm of `x` to the constant base `b`, `ln x/ln b`; slope `1/(x·ln b)`.
    #[must_use]
    #[inline]
    fn log(self, base: F) -> Self {
        if Self::IS_SET {
            return self.ln() / Self::constant(base).ln();
        }
        self.ln() / base.ln()
    }

    /// `sin x`; slope `cos x`.
    #[must_use]
    #[inline]
    fn sin(self) -> Self {
        self.unary(rules::Sin)
    }

    /// `cos x`; slope `−sin x`.
    #[must_use]
    #[inline]
    fn cos(self) -> Self {
        self.unary(rules::Cos)
    }

    /// `(sin x, cos x)`, sharing the work.
    #[must_use]
    #[inline]
    fn sin_cos(self) -> (Self, Self) {
        (self.sin(), self.cos())
    }

    /// `tan x`; slope `1 + tan² x`.
    #[must_use]
    #[inline]
    fn tan(self) -> Self {
        self.unary(rules::Tan)
    }

    /// `sin πx`, exact at whole and half numbers of any size; slope `π·cos πx`.
    #[must_use]
    #[inline]
    fn sinpi(self) -> Self {
        self.unary(rules::SinPi)
    }

    /// `cos πx`, exact at whole and half numbers of any size; slope `−π·sin πx`.
    #[must_use]
    #[inline]
    fn cospi(self) -> Self {
        self.unary(rules::CosPi)
    }

    /// `sin(x)/x`, the cardinal sine without `π`, 1 at 0 and smooth there to every order; slope
    /// `(cos x − sin(x)/x)/x`.
    ///
    /// Signal processing often means `sin(πx)/(πx)`: that is `(PI * x).sinc()`.
    #[must_use]
    #[inline]
    fn sinc(self) -> Self {
        self.unary(rules::Sinc)
    }

    /// `arcsin x`; slope `1/√(1 − x²)`.
    #[must_use]
    #[inline]
    fn asin(self) -> Self {
        self.unary(rules::Asin)
    }

    /// `arccos x`; slope `−1/√(1 − x²)`.
    #[must_use]
    #[inline]
    fn acos(self) -> Self {
        self.unary(rules::Acos)
    }

    /// `arctan x`; slope `1/(1 + x²)`.
    #[must_use]
    #[inline]
    fn atan(self) -> Self {
        self.unary(rules::Atan)
    }

    /// The angle of the point `(x, self)`; slopes `x/r²` and `−y/r²`, and 0 at the origin.
    #[must_use]
    #[inline]
    fn atan2(self, x: Self) -> Self {
        self.binary(x, rules::Atan2)
    }

    /// `x·180/π`: radians to degrees.
    #[must_use]
    #[inline]
    fn to_degrees(self) -> Self {
        if Self::IS_SET {
            // π/4 lies between two floats.
            return self * F::from_f64(45.0) / Self::constant(F::ONE).atan();
        }
        self * F::from_f64(180.0 / PI)
    }

    /// `x·π/180`: degrees to radians.
    #[must_use]
    #[inline]
    fn to_radians(self) -> Self {
        if Self::IS_SET {
            return self * Self::constant(F::ONE).atan() / F::from_f64(45.0);
        }
        self * F::from_f64(PI / 180.0)
    }

    /// `sinh x`; slope `cosh x`.
    #[must_use]
    #[inline]
    fn sinh(self) -> Self {
        self.unary(rules::Sinh)
    }

    /// `cosh x`; slope `sinh x`.
    #[must_use]
    #[inline]
    fn cosh(self) -> Self {
        self.unary(rules::Cosh)
    }

    /// `tanh x`; slope `1/cosh² x`, accurate far into the tails.
    #[must_use]
    #[inline]
    fn tanh(self) -> Self {
        self.unary(rules::Tanh)
    }

    /// `arsinh x`; slope `1/√(1 + x²)`.
    #[must_use]
    #[inline]
    fn asinh(self) -> Self {
        self.unary(rules::Asinh)
    }

    /// `arcosh x`; slope `1/√(x² − 1)`.
    #[must_use]
    #[inline]
    fn acosh(self) -> Self {
        self.unary(rules::Acosh)
    }

    /// `artanh x`; slope `1/(1 − x²)`.
    #[must_use]
    #[inline]
    fn atanh(self) -> Self {
        self.unary(rules::Atanh)
    }

    /// `|x|`; slope `sign x`, and 0 at the kink.
    #[must_use]
    #[inline]
    fn abs(self) -> Self {
        self.unary(rules::Abs)
    }

    /// The sign of `x` as `±1` (of a zero, the sign of the zero); slope 0.
    #[must_use]
    #[inline]
    fn signum(self) -> Self {
        self.unary(rules::Signum)
    }

    /// The larger of two numbers; at a tie each argument gets half of the slope. NaN is ignored.
    #[must_use]
    #[inline]
    fn max(self, other: Self) -> Self {
        self.binary(other, rules::Max)
    }

    /// The smaller of two numbers; at a tie each argument gets half of the slope. NaN is ignored.
    #[must_use]
    #[inline]
    fn min(self, other: Self) -> Self {
        self.binary(other, rules::Min)
    }

    /// `x` held between two constants; slope 1 strictly inside, ½ on a bound, 0 outside. NaN stays
    /// NaN.
    #[must_use]
    #[inline]
    fn clamp(self, low: F, high: F) -> Self {
        if !Self::IS_SET && self.primal().not_a_number() {
            return self;
        }
        self.max(Self::constant(low)).min(Self::constant(high))
    }

    /// `|x|` with the sign of `sign`; slope in `x` is `±1`, in `sign` it is 0.
    #[must_use]
    #[inline]
    fn copysign(self, sign: Self) -> Self {
        self.binary(sign, rules::Copysign)
    }

    /// The largest whole number not above `x`; slope 0.
    #[must_use]
    #[inline]
    fn floor(self) -> Self {
        self.unary(rules::Floor)
    }

    /// The smallest whole number not below `x`; slope 0.
    #[must_use]
    #[inline]
    fn ceil(self) -> Self {
        self.unary(rules::Ceil)
    }

    /// The nearest whole number, halves away from 0; slope 0.
    #[must_use]
    #[inline]
    fn round(self) -> Self {
        self.unary(rules::Round)
    }

    /// The nearest whole number, halves to the even one; slope 0.
    #[must_use]
    #[inline]
    fn round_ties_even(self) -> Self {
        self.unary(rules::RoundTiesEven)
    }

    /// `x` without its fractional part; slope 0.
    #[must_use]
    #[inline]
    fn trunc(self) -> Self {
        self.unary(rules::Trunc)
    }

    /// The fractional part `x − trunc x`; slope 1.
    #[must_use]
    #[inline]
    fn fract(self) -> Self {
        self.unary(rules::Fract)
    }

    /// The remainder `x − y·⌊x/y⌋` of Euclidean division, in `[0, |y|)`; slopes 1 and `−⌊x/y⌋`.
    #[must_use]
    #[inline]
    fn rem_euclid(self, y: Self) -> Self {
        self.binary(y, rules::RemEuclid)
    }

    /// The remainder `x − y·trunc(x/y)` with the sign of `x`, as `%` of the plain floats; slopes 1 and
    /// `−trunc(x/y)`.
    #[must_use]
    #[inline]
    fn fmod(self, y: Self) -> Self {
        self.binary(y, rules::Fmod)
    }

    /// `max(x − y, 0)`, the positive difference; slopes 1 and −1 where it is positive, else 0.
    #[must_use]
    #[inline]
    fn fdim(self, y: Self) -> Self {
        if Self::IS_SET {
            (self - y).relu()
        } else if self <= y {
            Self::constant(F::ZERO)
        } else {
            self - y
        }
    }

    /// `x·a + b`, rounded after each step, so that the bits agree on every target.
    #[must_use]
    #[inline]
    fn mul_add(self, a: Self, b: Self) -> Self {
        self * a + b
    }

    /// `erf x = 2/√π ∫₀ˣ e^(−t²) dt`; slope `2/√π·e^(−x²)`.
    #[must_use]
    #[inline]
    fn erf(self) -> Self {
        self.unary(rules::Erf)
    }

    /// `erfc x = 1 − erf x`, accurate for large `x`; slope `−2/√π·e^(−x²)`.
    #[must_use]
    #[inline]
    fn erfc(self) -> Self {
        self.unary(rules::Erfc)
    }

    /// `ln |Γ(x)|`; slope `ψ(x)`. `+∞` at 0 and the negative whole numbers.
    #[must_use]
    #[inline]
    fn lgamma(self) -> Self {
        self.unary(rules::LGamma)
    }

    /// `Γ(x) = ∫₀^∞ t^(x−1)·e^(−t) dt`, so that `Γ(n + 1) = n!`; slope `Γ(x)·ψ(x)`.
    #[must_use]
    #[inline]
    fn tgamma(self) -> Self {
        self.unary(rules::TGamma)
    }

    /// `ψ(x) = Γ′(x)/Γ(x)`; slope `ψ′(x)`. NaN at the negative whole numbers, `∓∞` at `±0`.
    #[must_use]
    #[inline]
    fn digamma(self) -> Self {
        self.unary(rules::Digamma)
    }

    /// `ψ⁽ⁿ⁾(x)`, the `n`-th derivative of [`digamma`](Real::digamma); slope `ψ⁽ⁿ⁺¹⁾(x)`.
    ///
    /// `polygamma(1)` is the trigamma function.
    #[must_use]
    #[inline]
    fn polygamma(self, n: u32) -> Self {
        self.unary(rules::Polygamma(n))
    }

    /// `σ(x) = 1/(1 + e⁻ˣ)`, the logistic sigmoid, without overflow; slope `σ(x)·σ(−x)`.
    #[must_use]
    #[inline]
    fn logistic(self) -> Self {
        self.unary(rules::Logistic)
    }

    /// `ln(1 + eˣ)`, a smooth [`relu`](Real::relu), without overflow; slope `σ(x)`.
    #[must_use]
    #[inline]
    fn softplus(self) -> Self {
        self.unary(rules::Softplus)
    }

    /// `ln(1 + eˣ)`: another name of [`softplus`](Real::softplus).
    #[must_use]
    #[inline]
    fn log1pexp(self) -> Self {
        self.softplus()
    }

    /// `ln(x/(1 − x))`, the log-odds, inverse of [`logistic`](Real::logistic); slope `1/(x·(1 − x))`.
    /// NaN outside `[0, 1]`.
    #[must_use]
    #[inline]
    fn logit(self) -> Self {
        self.unary(rules::Logit)
    }

    /// `ln(eˣ + eʸ)` without overflow; slopes `σ(x − y)` and `σ(y − x)`.
    ///
    /// Of many numbers: [`logsumexp`](Real::logsumexp).
    #[must_use]
    #[inline]
    fn logaddexp(self, y: Self) -> Self {
        self.binary(y, rules::LogAddExp)
    }

    /// `x·ln y`, and 0 where `x` is 0, also at `y = 0`; slopes `ln y` and `x/y`. NaN for `y < 0`.
    ///
    /// Entropies and likelihoods are sums of these: `−∑ p.xlogy(p)`.
    #[must_use]
    #[inline]
    fn xlogy(self, y: Self) -> Self {
        self.binary(y, rules::XLogY)
    }

    /// `max(x, 0)`, the rectified linear unit; slope 1 above 0, 0 below and at 0.
    #[must_use]
    #[inline]
    fn relu(self) -> Self {
        self.unary(rules::Relu)
    }

    /// `x` above 0, `a·x` below, the leaky rectified linear unit; slope 1 above 0, `a` at and below 0.
    #[must_use]
    #[inline]
    fn leaky_relu(self, a: F) -> Self {
        self.unary(rules::LeakyRelu(a.to_f64()))
    }

    /// `x` above 0, `α·(eˣ − 1)` below, the exponential linear unit; slope 1 above 0, `α·eˣ` at and
    /// below 0.
    #[must_use]
    #[inline]
    fn elu(self, alpha: F) -> Self {
        self.unary(rules::Elu(alpha.to_f64()))
    }

    /// `x·Φ(x)` with the distribution function `Φ` of the normal distribution, the Gaussian error linear
    /// unit; slope `Φ(x) + x·φ(x)`, accurate in the tails.
    #[must_use]
    #[inline]
    fn gelu(self) -> Self {
        self.unary(rules::Gelu)
    }

    /// `x·σ(x)`, the sigmoid linear unit, also called swish; slope `σ(x)·(1 + x·σ(−x))`.
    #[must_use]
    #[inline]
    fn silu(self) -> Self {
        self.unary(rules::Silu)
    }
}

#[cfg(test)]
mod tests {
    use core::f64::consts::PI;

    use super::*;

    /// Arithmetic among literals inside a generic function: rustc must not take every `2.0 *` for a
    /// product with the generic number.
    fn wave<R: Real, const N: usize>(x: [R; N], weights: &[f64; N]) -> R {
        let half = 1.0 / 2.0;
        let frequency = 2.0 * PI;
        let total: f64 = weights.iter().map(|w| w * half).sum::<f64>() / 3.0;
        let mut sum = R::constant(0.0);
        for (&x, &w) in x.iter().zip(weights) {
            sum += (frequency * x).sin() * (w * 2.0 - 1.0) + total;
        }
        if sum > 0.0 { sum } else { 1.0 - sum }
    }

    #[test]
    fn literals_mix_among_themselves_inside_generic_functions() {
        let expected = Real::sin(2.0 * PI * 0.25) * 3.0 + 1.0 / 3.0;
        assert_eq!(wave([0.25], &[2.0]), expected);
    }
}
