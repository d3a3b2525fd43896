//! The gamma function, its logarithm and the derivatives of that.

use super::Unary;
use super::compose::compose;
use super::exponential::growth;
use super::gaussian::ratio;
use crate::float::Float;
use crate::jet::{Jet, whole};
use crate::math;
use crate::real::{Number, Real};
use crate::strong;

/// `ln |Γ(x)|`; slope `ψ(x)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct LGamma;

impl Unary for LGamma {
    const NAME: &'static str = "lgamma";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::lgamma(x)
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        (x.lgamma(), x.digamma())
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        x.integrate(x.value().lgamma(), x.digamma())
    }
}

/// `Γ(x)`; slope `Γ(x)·ψ(x)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct TGamma;

impl Unary for TGamma {
    const NAME: &'static str = "tgamma";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::tgamma(x)
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        let y = x.tgamma();
        (y, y * x.digamma())
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        growth(x.lgamma(), x.value().tgamma(), T::ONE)
    }
}

/// `ψ(x) = Γ′(x)/Γ(x)`; slope `ψ′(x)`, the trigamma function.
#[derive(Clone, Copy, Debug, Default)]
pub struct Digamma;

impl Unary for Digamma {
    const NAME: &'static str = "digamma";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        F::from_f64(digamma(x.to_f64()))
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        (x.digamma(), x.polygamma(1))
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        Term(0).jet(x)
    }
}

/// `ψ⁽ⁿ⁾(x)`, the `n`-th derivative of the digamma function.
#[derive(Clone, Copy, Debug, Default)]
pub struct Polygamma(pub u32);

impl Unary for Polygamma {
    const NAME: &'static str = "polygamma";

    #[inline]
    fn parameter(self) -> f64 {
        f64::from(self.0)
    }

    #[inline]
    fn with_parameter(self, n: f64) -> Self {
        Self(to_order(n))
    }

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        match self.0 {
            0 => Digamma.float(x),
            n => F::from_f64(factorial(n) * term(n, x.to_f64())),
        }
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        (x.polygamma(self.0), x.polygamma(self.0.saturating_add(1)))
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        if self.0 == 0 {
            return x.digamma();
        }
        let (value, slope) = self.rule(x.value());
        let mut y = x.unary(Term(self.0)) * Jet::literal(factorial(self.0));
        y.set(0, value);
        y.set(1, strong::product(x.coefficient(1), slope));
        y
    }
}

/// `ψ⁽ⁿ⁾(x)/n!`, which overflows later than the derivative itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Term(pub u32);

impl Unary for Term {
    const NAME: &'static str = "polygamma/n!";

    #[inline]
    fn parameter(self) -> f64 {
        f64::from(self.0)
    }

    #[inline]
    fn with_parameter(self, n: f64) -> Self {
        Self(to_order(n))
    }

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        F::from_f64(term(self.0, x.to_f64()))
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        let next = self.0.saturating_add(1);
        (
            x.unary(self),
            x.unary(Self(next)) * T::literal(f64::from(next)),
        )
    }

    /// Close to a pole the powers of a curved argument would cancel: `1/(x + j)ⁿ⁺¹` are split off as
    /// jets until the pole is far.
    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        /// Left of this the series is as good as it gets.
        const FAR_LEFT: f64 = -100.0;
        if x.is_straight() {
            return compose(x, self.coefficients(x.value()));
        }
        let (value, slope) = self.rule(x.value());
        let (left, right) = (T::Literal::from_f64(FAR_LEFT), whole::<T>(N + 4).primal());
        let power = i32::try_from(self.0).map_or(i32::MIN, |n| -1 - n);
        let mut at = x;
        let mut near = Jet::lift(T::ZERO);
        while at.primal() > left && at.primal() < right {
            near += at.powi(power);
            at += T::Literal::ONE;
        }
        let far = compose(at, self.coefficients(at.value()));
        let mut y = if self.0.is_multiple_of(2) {
            far - near
        } else {
            far + near
        };
        y.set(0, value);
        y.set(1, strong::product(x.coefficient(1), slope));
        y
    }
}

impl Term {
    /// The Taylor coefficients at `x`: the `j`-th is `C(n + j, j)` times the term of order `n + j`.
    fn coefficients<T: Number, const N: usize>(self, x: T) -> [T; N] {
        let mut binomial = T::ONE;
        core::array::from_fn(|j| {
            let term = self.raised(j);
            if j > 0 {
                binomial *= T::literal(f64::from(term.0)) / whole::<T>(j);
            }
            x.unary(term) * binomial
        })
    }

    /// The term of order `n + k`.
    fn raised(self, k: usize) -> Self {
        Self(self.0.saturating_add(u32::try_from(k).unwrap_or(u32::MAX)))
    }
}

/// The order of a derivative from the number that stands for it.
#[inline]
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole numbers of 32 bits are exact in an f64"
)]
fn to_order(n: f64) -> u32 {
    n as u32
}

/// `n!`; infinite from 171 on.
fn factorial(n: u32) -> f64 {
    let mut product = 1.0;
    for k in 2..=n.min(171) {
        product *= f64::from(k);
    }
    product
}

/// `ψ(x)`; NaN at the negative whole numbers, `∓∞` at `±0`.
fn digamma(x: f64) -> f64 {
    if x > 0.0 {
        digamma_right(x)
    } else if x < 0.0 {
        if x - math::floor(x) == 0.0 || x.is_infinite() {
            return f64::NAN;
        }
        // Reflected: ψ(1 − x) − π·cot πx.
        let (sin, cos) = super::sin_cos_pi(x);
        digamma_right(1.0 - x) - core::f64::consts::PI * cos / sin
    } else {
        -1.0 / x
    }
}

/// `ψ(x)` for `x > 0`: down to `[1, 2)` by `ψ(x) = ψ(x − 1) + 1/(x − 1)`, there as a rational
/// function times the distance from the zero; from 10 on by the asymptotic series.
fn digamma_right(x: f64) -> f64 {
    if x >= 10.0 {
        let square = 1.0 / (x * x);
        let series = ASYMPTOTIC.iter().fold(0.0, |sum, c| sum * square + c);
        return math::ln(x) - (0.5 / x + series * square);
    }
    if x < 1.0 {
        return digamma_unit(x) - 1.0 / x;
    }
    let mut at = x - 1.0;
    let mut sum = 0.0;
    while at >= 1.0 {
        sum += 1.0 / at;
        at -= 1.0;
    }
    digamma_unit(at) + sum
}

/// `ψ(1 + u)` for `u` in `[0, 1)`, right to the last digits also beside its zero.
fn digamma_unit(u: f64) -> f64 {
    /// The zero of ψ less 1, in two parts.
    const ZERO: [f64; 2] = [0.461_632_144_968_362_36, -1.552_234_816_285_867_7e-17];
    ((u - ZERO[0]) - ZERO[1]) * ratio(u, &DIGAMMA_UNIT.0, &DIGAMMA_UNIT.1)
}

/// `ψ⁽ⁿ⁾(x)/n! = (−1)ⁿ⁺¹·ζ(n + 1, x)` for `n ≥ 1`, and `ψ(x)`.
fn term(n: u32, x: f64) -> f64 {
    if n == 0 {
        return digamma(x);
    }
    let zeta = zeta(n.saturating_add(1), x);
    if n.is_multiple_of(2) { -zeta } else { zeta }
}

/// `ζ(s, x) = ∑ 1/(x + n)ˢ` over `n ≥ 0`, for `s ≥ 2`; NaN at the negative whole numbers.
fn zeta(s: u32, x: f64) -> f64 {
    if x > 0.0 || x.is_nan() {
        return zeta_right(s, x);
    }
    let r = x - math::round(x);
    if x == 0.0 {
        return power_below(x, s);
    }
    if r == 0.0 || x.is_infinite() {
        return f64::NAN;
    }
    // The sum over all whole numbers less the part left of x; r is x up to a whole number.
    let left = zeta_right(s, 1.0 - r) - zeta_right(s, 1.0 - x);
    let left = if s.is_multiple_of(2) { left } else { -left };
    power_below(r, s) + zeta_right(s, 1.0 + r) + left
}

/// `ζ(s, x)` for `x > 0` by the formula of Euler and Maclaurin.
fn zeta_right(s: u32, x: f64) -> f64 {
    let order = f64::from(s);
    let enough = order + 10.0;
    let mut sum = 0.0;
    let mut a = x;
    while a < enough {
        let next = power_below(a, s);
        sum += next;
        // Ten times the rest is below the last digit.
        if next * enough * 10.0 <= sum * f64::EPSILON {
            return sum;
        }
        a += 1.0;
    }
    let r = 1.0 / a;
    let square = r * r;
    let mut product = order;
    let mut rest = 0.0;
    let mut k = order;
    let mut power = square;
    for c in EULER_MACLAURIN {
        rest += c * product * power;
        product *= (k + 1.0) * (k + 2.0);
        k += 2.0;
        power *= square;
    }
    let head = 1.0 / (order - 1.0) + 0.5 * r + rest;
    sum + power_below(a, s - 1) * head
}

/// `1/xˢ`.
fn power_below(x: f64, s: u32) -> f64 {
    super::PowI(i32::try_from(s).map_or(i32::MIN, |s| -s)).float(x)
}

/// `B₂ₖ/(2k)` for `k` from 8 down to 1: the asymptotic series of ψ.
const ASYMPTOTIC: [f64; 8] = [
    -3617.0 / 8160.0,
    1.0 / 12.0,
    -691.0 / 32760.0,
    1.0 / 132.0,
    -1.0 / 240.0,
    1.0 / 252.0,
    -1.0 / 120.0,
    1.0 / 12.0,
];

/// `B₂ₖ/(2k)!` for `k` from 1 to 10.
const EULER_MACLAURIN: [f64; 10] = [
    1.0 / 12.0,
    -1.0 / 720.0,
    1.0 / 30240.0,
    -1.0 / 1_209_600.0,
    1.0 / 47_900_160.0,
    -691.0 / 1_307_674_368_000.0,
    1.0 / 74_724_249_600.0,
    -3617.0 / 10_670_622_842_880_000.0,
    43867.0 / 5_109_094_217_170_944_000.0,
    -174_611.0 / 802_857_662_698_291_200_000.0,
];

/// `ψ(1 + u)/(1 + u − x₀)` on `[0, 1]`, to a relative 7.5e-20; by `tests/data/make_coefficients.py`.
const DIGAMMA_UNIT: ([f64; 7], [f64; 7]) = (
    [
        1.089_467_852_838_395_5e-6,
        0.000_581_113_506_398_567_7,
        0.019_964_082_741_519_26,
        0.216_314_072_514_324_55,
        0.971_132_752_626_239_2,
        1.867_592_510_407_445_3,
        1.250_380_137_503_405_4,
    ],
    [
        0.000_120_431_511_722_869_01,
        0.006_100_975_692_434_821,
        0.091_119_022_533_032_85,
        0.571_045_572_713_312_8,
        1.663_073_696_366_590_9,
        2.177_166_598_667_134_2,
        1.0,
    ],
);
