//! Powers and roots.

use super::Unary;
use super::compose::compose;
use crate::difference::Complex;
use crate::float::Float;
use crate::jet::{Jet, whole};
use crate::math;
use crate::real::{Number, Real};
use crate::strong;

/// `1/x`; slope `−1/x²`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Recip;

impl Unary for Recip {
    const NAME: &'static str = "recip";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        F::ONE / x
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        let y = T::ONE / x;
        (y, -(y * y))
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        Jet::lift(T::ONE) / x
    }

    fn complex<T: Number>(self, z: Complex<T>) -> Complex<T> {
        Complex::lift(T::ONE) / z
    }
}

/// `√x`; slope `1/(2√x)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sqrt;

impl Unary for Sqrt {
    const NAME: &'static str = "sqrt";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::sqrt(x)
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        let y = x.sqrt();
        // −0 + 0 is +0, so that the slope at −0 is +∞ like the slope at 0.
        (y, T::literal(0.5) / (y + T::ZERO))
    }

    /// `y² = x`: `yₖ = (xₖ − ∑ⱼ₌₁..ₖ₋₁ yⱼ·yₖ₋ⱼ)/(2y₀)`.
    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        let y = root_jet(x, |a, b| a * b);
        if y.is_plain_to_the_end() {
            return y;
        }
        let [y] = strong::aside([x], |[x]| [root_jet(x, strong::product)]);
        y
    }

    fn complex<T: Number>(self, z: Complex<T>) -> Complex<T> {
        z.sqrt()
    }
}

/// `√x` as a jet, with products of coefficients as given.
#[inline]
fn root_jet<T: Number, const N: usize>(x: Jet<T, N>, product: impl Fn(T, T) -> T) -> Jet<T, N> {
    let value = x.value().sqrt();
    let twice = (value + value).abs();
    Jet::unfold(value, |k, y| {
        let mut rest = x.coefficient(k);
        for j in 1..k {
            rest -= product(y.coefficient(j), y.coefficient(k - j));
        }
        strong::quotient(rest, twice)
    })
}

/// `∛x`; slope `1/(3∛x²)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cbrt;

impl Unary for Cbrt {
    const NAME: &'static str = "cbrt";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::cbrt(x)
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        let y = x.cbrt();
        let slope = if x == T::ZERO {
            // Also the slope's own slope is infinite: 1/y² would not know from which side.
            x.powf(T::Literal::from_f64(-2.0 / 3.0))
        } else if x.primal().magnitude() <= T::Literal::MAX {
            // The rounding of the root counts once.
            y / x / T::literal(3.0)
        } else {
            T::ONE / (y * y)
        };
        (y, slope)
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        let (value, slope) = self.rule(x.value());
        power_jet(x, value, slope, 1.0 / 3.0)
    }
}

/// `xⁿ` for a whole number `n`.
#[derive(Clone, Copy, Debug, Default)]
pub struct PowI(pub i32);

impl Unary for PowI {
    const NAME: &'static str = "powi";

    #[inline]
    fn parameter(self) -> f64 {
        f64::from(self.0)
    }

    #[inline]
    #[allow(
        clippy::cast_possible_truncation,
        reason = "whole numbers of 32 bits are exact in an f64"
    )]
    fn with_parameter(self, n: f64) -> Self {
        Self(n as i32)
    }

    /// Up to the sixth power by repeated multiplication, beyond by `pow`.
    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        match self.0 {
            0 => F::ONE,
            1 => x,
            2 => x * x,
            3..=6 => small_power(x, self.0.unsigned_abs()),
            -6..=-1 => {
                let n = self.0.unsigned_abs();
                let power = small_power(x, n);
                if power.magnitude() >= F::MIN_POSITIVE && power.magnitude() <= F::MAX {
                    if n > 4 {
                        reciprocal_power(x, n)
                    } else {
                        F::ONE / power
                    }
                } else {
                    math::pow_whole(x, self.0)
                }
            }
            n => math::pow_whole(x, n),
        }
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        let n = self.0;
        let y = x.powi(n);
        let slope = match n {
            0 => T::ZERO,
            1 => T::ONE,
            2 => x + x,
            // At a pole the reciprocal knows the slopes of higher order.
            // Of the fifth its slope would have one rounding too many.
            -7..=-6 | -4..=-1 if x != T::ZERO => {
                let upper = x.powi(1 - n);
                if is_at_an_end(upper) {
                    slope_at_an_end(x, y, x.powi(n - 1), f64::from(n))
                } else {
                    T::literal(f64::from(n)) / upper
                }
            }
            i32::MIN => T::literal(f64::from(n)) * (y / x),
            _ => {
                let lower = x.powi(n - 1);
                if is_at_an_end(lower) && x != T::ZERO {
                    slope_at_an_end(x, y, lower, f64::from(n))
                } else {
                    T::literal(f64::from(n)) * lower
                }
            }
        };
        (y, slope)
    }

    /// By repeated multiplication of jets for small `n`, which is exact where `x₀ = 0`.
    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        let n = self.0;
        let (value, slope) = self.rule(x.value());
        if n == 0 {
            return Jet::lift(value);
        }
        let mut y = if x.value() == T::ZERO || n.unsigned_abs() <= 8 {
            // Of the reciprocal, not the reciprocal of the power: (1/x)² at 0 is ∞ with all its slopes.
            let base = if n < 0 { Jet::lift(T::ONE) / x } else { x };
            jet_power(base, n.unsigned_abs())
        } else {
            power_jet(x, value, slope, f64::from(n))
        };
        y.set(0, value);
        y.set(1, strong::product(x.coefficient(1), slope));
        y
    }

    fn complex<T: Number>(self, z: Complex<T>) -> Complex<T> {
        z.powi(self.0)
    }
}

/// `xᵖ` for a constant `p`, which is exact as an `f64` for both precisions.
#[derive(Clone, Copy, Debug, Default)]
pub struct PowF(pub f64);

impl Unary for PowF {
    const NAME: &'static str = "powf";

    #[inline]
    fn parameter(self) -> f64 {
        self.0
    }

    #[inline]
    fn with_parameter(self, p: f64) -> Self {
        Self(p)
    }

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::pow(x, F::from_f64(self.0))
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        let p = T::Literal::from_f64(self.0);
        let y = x.powf(p);
        // At exponent 0 the general form would meet 0·∞.
        let slope = if p.is_zero() {
            T::ZERO
        } else if y.primal().not_a_number() {
            // Rounded, `p − 1` may be a whole number where `p` is none.
            y
        } else if is_at_an_end(y) && x != T::ZERO && !lowers_exactly(p) {
            slope_at_an_end(x, y, lowered(x, p, |x, p| x.powf(p)), self.0)
        } else if is_slight(p) && divides_well(x, y) {
            y * p / x
        } else if lowers_exactly(p) || !divides_well(x, y) {
            let lower = lowered(x, p, |x, p| x.powf(p));
            if is_at_an_end(lower) && x != T::ZERO {
                slope_at_an_end(x, y, lower, self.0)
            } else {
                lower * p
            }
        } else {
            y / x * p
        };
        (y, slope)
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        let (value, slope) = self.rule(x.value());
        power_jet(x, value, slope, self.0)
    }
}

/// Whether digits are lost to an end of the range: subnormal, zero, or infinite.
#[inline]
pub(super) fn is_at_an_end<T: Number>(x: T) -> bool {
    let size = x.primal().magnitude();
    size < T::Literal::MIN_POSITIVE || size > T::Literal::MAX
}

/// `p·xᵖ⁻¹` where the power `y = xᵖ` or the `lower` one has lost digits and the slope may not have:
/// its value from `xᵖ` in two halves with the other factors in between, its own slopes from the lower
/// power, since those of the halves can be out of range on the way.
#[cold]
pub(super) fn slope_at_an_end<T: Number>(x: T, y: T, lower: T, p: f64) -> T {
    let (at, power) = (x.primal(), y.primal());
    if at.magnitude() > T::Literal::MAX {
        return lower * T::Literal::from_f64(p);
    }
    let half = math::pow(at.magnitude(), T::Literal::from_f64(0.5 * p));
    let value = half * T::Literal::from_f64(p) / at * half.copysign(power);
    with_primal(lower * T::Literal::from_f64(p), value)
}

/// `x` with another value at its core and the same derivatives, unless only `x` is infinite.
#[inline]
pub(super) fn with_primal<T: Number>(x: T, value: T::Literal) -> T {
    if x.primal() == value {
        x
    } else if x.primal().magnitude() <= T::Literal::MAX {
        // In this order, so that the difference, of two numbers that are nearly the same, is exact.
        x + (value - x.primal())
    } else if value.magnitude() > T::Literal::MAX {
        x
    } else {
        T::constant(value)
    }
}

/// Whether `p − 1` is exact. If not, `xᵖ⁻¹` is off by up to `ln x` ulps, and `xᵖ/x` is better.
#[inline]
pub(super) fn lowers_exactly<F: Float>(p: F) -> bool {
    let lower = p - F::ONE;
    p - lower == F::ONE && lower + F::ONE == p
}

/// Whether an exponent is so small that `xᵖ⁻¹` and its slopes may be out of the range while their products with `p`
/// are not.
#[inline]
pub(super) fn is_slight<F: Float>(p: F) -> bool {
    p.magnitude() < F::from_f64(1e-3)
}

/// `xᵖ⁻¹` by `power`, also where `p − 1` is rounded. Only a power that is whole knows the sign of its base, and
/// then `p` is large and even, and so is what `p − 1` is rounded to.
#[inline]
pub(super) fn lowered<T: Number>(x: T, p: T::Literal, power: impl Fn(T, T::Literal) -> T) -> T {
    let lower = p - T::Literal::ONE;
    if lowers_exactly(p) {
        power(x, lower)
    } else if p - p.trunc() == T::Literal::ZERO
        && T::Literal::ONE.copysign(x.primal()) < T::Literal::ZERO
    {
        -power(-x, lower)
    } else {
        // −0 + 0 is +0.
        power(x + T::ZERO, lower)
    }
}

/// Whether `y/x` keeps the digits of `y`: neither is zero, infinite or close to the end of the range.
#[inline]
pub(super) fn divides_well<T: Number>(x: T, y: T) -> bool {
    let (x, y) = (x.primal().magnitude(), y.primal().magnitude());
    let least = T::Literal::MIN_POSITIVE;
    let quotient = y / x;
    x > T::Literal::ZERO
        && y >= least
        && y <= T::Literal::MAX
        && quotient >= least
        && quotient <= T::Literal::MAX
}

/// `xᵖ` as a jet, from `x·y′ = p·y·x′`:
/// `k·x₀·yₖ = ∑ⱼ₌₁..ₖ (p·j − (k − j))·xⱼ·yₖ₋ⱼ`; the first by the rule, which can be finite where the
/// value is not.
fn power_jet<T: Number, const N: usize>(x: Jet<T, N>, value: T, slope: T, p: f64) -> Jet<T, N>
where
    Jet<T, N>: Real<T::Literal>,
{
    let at = x.value();
    if at == T::ZERO {
        return power_jet_at_zero(x, value, p);
    }
    if is_at_an_end(value) {
        return power_jet_at_an_end(x, value, slope, p);
    }
    let y = power_recurrence(x, value, slope, p, |a, b| a * b);
    if y.is_plain_to_the_end() {
        return y;
    }
    let [y] = strong::aside([x], move |[x]| {
        [power_recurrence(x, value, slope, p, strong::product)]
    });
    y
}

/// The recurrence of [`power_jet`], with products of coefficients as given.
#[inline]
fn power_recurrence<T: Number, const N: usize>(
    x: Jet<T, N>,
    value: T,
    slope: T,
    p: f64,
    product: impl Fn(T, T) -> T,
) -> Jet<T, N> {
    let p = T::literal(p);
    Jet::unfold(value, |k, y| {
        if k == 1 {
            return strong::product(x.coefficient(1), slope);
        }
        let n = whole::<T>(k);
        let mut sum = T::ZERO;
        for i in 0..k {
            let j = whole::<T>(i + 1);
            sum += product(x.coefficient(i + 1), y.coefficient(k - 1 - i)) * (p * j - (n - j));
        }
        if sum.is_zero() {
            T::ZERO
        } else {
            sum / (n * x.value())
        }
    })
}

/// Where the value has underflowed or overflowed: the coefficients, some of which have not, come from
/// powers of their own, `C(p, k)·xᵖ⁻ᵏ`.
#[cold]
fn power_jet_at_an_end<T: Number, const N: usize>(
    x: Jet<T, N>,
    value: T,
    slope: T,
    p: f64,
) -> Jet<T, N> {
    let mut binomial = T::ONE;
    let mut lower = p;
    let mut order = T::ZERO;
    let outer = core::array::from_fn(|k| {
        if k > 0 {
            order += T::ONE;
            binomial *= T::literal(lower) / order;
            lower -= 1.0;
        }
        strong::product(binomial, x.value().unary(PowF(lower)))
    });
    let mut y = compose(x, outer);
    y.set(0, value);
    y.set(1, strong::product(x.coefficient(1), slope));
    y
}

/// At 0 the power has as many derivatives as its exponent is large; the next one is infinite.
fn power_jet_at_zero<T: Number, const N: usize>(x: Jet<T, N>, value: T, p: f64) -> Jet<T, N>
where
    Jet<T, N>: Real<T::Literal>,
{
    let size = p.abs();
    if size - math::trunc(size) == 0.0 && size <= f64::from(u32::MAX) {
        // The reciprocal knows on which side of 0 it is.
        let base = if p < 0.0 { Jet::lift(T::ONE) / x } else { x };
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a whole number between 0 and u32::MAX"
        )]
        let mut y = jet_power(base, size as u32);
        y.set(0, value);
        return y;
    }
    let constant = x.coefficients.iter().skip(1).all(|c| c.is_zero());
    if constant {
        return Jet::lift(value);
    }
    // y = x₁ᵖ·tᵖ·(1 + …): every power of t below p is absent, at p and beyond it diverges.
    let mut order = 0.0;
    let mut falling = T::ONE;
    let mut leading = T::ONE;
    Jet::unfold(value, |_, _| {
        falling *= T::literal(p - order);
        leading *= x.coefficient(1);
        order += 1.0;
        if order < p {
            T::ZERO
        } else {
            falling * leading * T::constant(T::Literal::INFINITY)
        }
    })
}

/// `xⁿ` for `n ≥ 1` with the fewest roundings on the way to 6.
#[inline]
fn small_power<F: Float>(x: F, n: u32) -> F {
    let square = x * x;
    match n {
        1 => x,
        2 => square,
        3 => square * x,
        4 => square * square,
        5 => square * square * x,
        _ => (square * x) * (square * x),
    }
}

/// `x⁻⁵` or `x⁻⁶`, where the power is in the range: without what the rounding of `x²` did to it.
#[inline]
fn reciprocal_power<F: Float>(x: F, n: u32) -> F {
    let square = x * x;
    // T. J. Dekker's product.
    let (upper, lower) = math::split(x);
    let rest = ((upper * upper - square) + (upper + upper) * lower) + lower * lower;
    let (last, squares) = if n == 5 { (x, 2.0) } else { (square, 3.0) };
    let y = F::ONE / (square * square * last);
    y - y * (F::from_f64(squares) * rest / square)
}

/// `xⁿ` by squaring jets.
fn jet_power<T: Number, const N: usize>(x: Jet<T, N>, n: u32) -> Jet<T, N>
where
    Jet<T, N>: Real<T::Literal>,
{
    let mut power = Jet::lift(T::ONE);
    let mut square = x;
    let mut rest = n;
    while rest > 0 {
        if rest & 1 == 1 {
            power *= square;
        }
        rest >>= 1;
        if rest > 0 {
            square *= square;
        }
    }
    power
}
