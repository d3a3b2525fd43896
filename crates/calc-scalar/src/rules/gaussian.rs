//! The bell curve, its integrals, and what is made of them.

use core::f64::consts::FRAC_2_SQRT_PI;

use super::{Pair, Unary};
use crate::float::Float;
use crate::jet::Jet;
use crate::math;
use crate::real::{Number, Real};
use crate::strong;

/// `erf x`; slope `2/√π·e^(−x²)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Erf;

impl Unary for Erf {
    const NAME: &'static str = "erf";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::erf(x)
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        (x.erf(), erf_slope(x))
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        x.integrate(x.value().erf(), erf_slope(x))
    }
}

/// `erfc x = 1 − erf x`; slope `−2/√π·e^(−x²)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Erfc;

impl Unary for Erfc {
    const NAME: &'static str = "erfc";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        math::erfc(x)
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        (x.erfc(), -erf_slope(x))
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        x.integrate(x.value().erfc(), -erf_slope(x))
    }
}

/// `x·Φ(x)` with `Φ` the distribution function of the normal distribution; slope `Φ(x) + x·φ(x)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gelu;

impl Unary for Gelu {
    const NAME: &'static str = "gelu";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        WithSlope.floats(x).0
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        x.unary_pair(WithSlope)
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        let (value, slope) = self.rule(x.value());
        let mut y = (x * x.unary(Distribution)).with_value(value);
        y.set(1, strong::product(x.coefficient(1), slope));
        y
    }
}

/// The slope of [`Gelu`]; its own slope is `φ(x)·(2 − x²)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct GeluSlope;

impl Unary for GeluSlope {
    const NAME: &'static str = "gelu′";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        WithSlope.floats(x).1
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        let bend = strong::product(density(x), T::literal(2.0) - x * x);
        (x.unary(Self), bend)
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        let slope = x.unary(Distribution) + x * density(x);
        slope.with_value(x.value().unary(Self))
    }
}

/// [`Gelu`] and its slope, from one exponential.
#[derive(Clone, Copy, Debug, Default)]
struct WithSlope;

impl Pair for WithSlope {
    type First = Gelu;
    type Second = GeluSlope;
    const FIRST: Gelu = Gelu;
    const SECOND: GeluSlope = GeluSlope;

    /// Left of 0 everything is a multiple of the density, so that nothing cancels.
    #[inline]
    fn floats<F: Float>(self, x: F) -> (F, F) {
        let t = Tail::beyond(x);
        let density = t.a * F::from_f64(FRAC_1_SQRT_TAU);
        if x >= F::ZERO {
            let lower = F::ONE - t.m * t.bell * t.tiny;
            (x * lower, lower + density * t.bell * t.tiny)
        } else {
            (-(t.am * t.bell * t.tiny), (t.m - density) * t.bell * t.tiny)
        }
    }
}

/// `Φ(x) = ½·erfc(−x/√2)`, accurate in the lower tail; slope `φ(x)`.
#[derive(Clone, Copy, Debug, Default)]
struct Distribution;

/// Part of the jets of [`Gelu`], which are not run on intervals.
impl crate::interval::Enclose for Distribution {}

impl Unary for Distribution {
    const NAME: &'static str = "Φ";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        let t = Tail::beyond(x);
        let upper = t.m * t.bell * t.tiny;
        if x >= F::ZERO { F::ONE - upper } else { upper }
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        (x.unary(Self), density(x))
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        x.integrate(x.value().unary(Self), density(x))
    }
}

/// The upper tail of the normal distribution beyond `a = |x|`.
struct Tail<F> {
    /// `|x|`, held below 40, where the density is 0.
    a: F,
    /// `m(a) = (1 − Φ(a))/e^(−a²/2)`, Mills' ratio over `√(2π)`.
    m: F,
    /// `a·m(a)`
    am: F,
    /// `e^(−a²/2)` as a product, whose first factor does not underflow.
    bell: F,
    tiny: F,
}

impl<F: Float> Tail<F> {
    #[inline]
    fn beyond(x: F) -> Self {
        let end = F::from_f64(40.0);
        let a = if x.magnitude() > end {
            end
        } else {
            x.magnitude()
        };
        let (square, rest) = square(a, 0.5);
        let [power, tiny] = exp_in_two(-square);
        let bell = power * (F::ONE - rest);
        // Near 0 a rational function of a; far out 1 − w·S(w), where w = 1/a² is small.
        let (m, am) = if a < F::from_f64(3.0) {
            let m = a.with(
                |a| ratio(a, &NEAR_DOUBLE.0, &NEAR_DOUBLE.1),
                |a| ratio(a, &NEAR_SINGLE.0, &NEAR_SINGLE.1),
            );
            (m, a * m)
        } else {
            let w = F::ONE / (a * a);
            let s = w.with(
                |w| ratio(w, &FAR_DOUBLE.0, &FAR_DOUBLE.1),
                |w| ratio(w, &FAR_SINGLE.0, &FAR_SINGLE.1),
            );
            let am = F::from_f64(FRAC_1_SQRT_TAU) * (F::ONE - w * s);
            (am / a, am)
        };
        Self {
            a,
            m,
            am,
            bell,
            tiny,
        }
    }
}

/// `e^y` for `y ≤ 0` as a product, whose first factor is a normal number as long as the product is
/// not 0.
#[inline]
pub(super) fn exp_in_two<F: Float>(y: F) -> [F; 2] {
    let power = math::exp(y);
    if power > F::MIN_POSITIVE / F::EPSILON {
        [power, F::ONE]
    } else {
        const SHIFT: f64 = 64.0;
        /// `e⁻⁶⁴`
        const LOWER: f64 = 1.603_810_890_548_638e-28;
        [math::exp(y + F::from_f64(SHIFT)), F::from_f64(LOWER)]
    }
}

/// `2/√π·e^(−x²)`.
#[inline]
fn erf_slope<T: Number>(x: T) -> T {
    bell(x, 1.0) * T::literal(FRAC_2_SQRT_PI)
}

/// `φ(x) = e^(−x²/2)/√(2π)`.
#[inline]
fn density<T: Number>(x: T) -> T {
    bell(x, 0.5) * T::literal(FRAC_1_SQRT_TAU)
}

const FRAC_1_SQRT_TAU: f64 = 0.398_942_280_401_432_7;

/// `e^(−k·x²)` for `k` a power of two. Rounding `x²` alone would cost up to `x²` ulps.
#[inline]
fn bell<T: Number>(x: T, k: f64) -> T {
    let (square, rest) = square(x, k);
    (-square).exp() * (T::ONE - rest)
}

/// `k·x²` for `k` a power of two, and what its rounding left over.
///
/// With `a` the multiple of 1/64 next to `x`: `x² = a² + (x − a)(x + a)`, where `a²` is exact and the
/// rest is small.
#[inline]
fn square<T: Number>(x: T, k: f64) -> (T, T) {
    let k = T::Literal::from_f64(k);
    if x.abs() <= T::literal(64.0) {
        let steps = T::Literal::from_f64(64.0);
        let a = (x.primal() * steps).round() / steps;
        let exact = a * a * k;
        let small = (x - a) * (x + a) * k;
        let square = small + exact;
        (square, (-square + exact) + small)
    } else {
        (x * x * k, T::ZERO)
    }
}

/// `P(x)/Q(x)`, the highest coefficients first.
#[inline]
pub(super) fn ratio<F: Float>(x: F, p: &[F], q: &[F]) -> F {
    let horner = |coefficients: &[F]| coefficients.iter().fold(F::ZERO, |sum, &c| sum * x + c);
    horner(p) / horner(q)
}

/// `m(a)` on `[0, 3]`, to a relative 9.5e-18; by `tests/data/make_coefficients.py`.
const NEAR_DOUBLE: ([f64; 8], [f64; 9]) = (
    [
        1.446_197_618_559_875e-5,
        0.000_346_468_753_506_274_47,
        0.003_864_960_630_290_508,
        0.025_915_379_693_499_406,
        0.112_883_272_482_624_06,
        0.321_908_801_944_677_7,
        0.565_127_888_955_026_1,
        0.5,
    ],
    [
        3.625_089_530_886_741_5e-5,
        0.000_868_463_477_709_623_5,
        0.009_724_392_626_119_962,
        0.065_826_685_864_222_58,
        0.292_596_173_083_701_7,
        0.869_900_005_114_930_6,
        1.682_251_011_209_652_3,
        1.928_140_338_712_915_7,
        1.0,
    ],
);

/// `m(a)` on `[0, 3]`, in single precision, to a relative 2.1e-10; by `tests/data/make_coefficients.py`.
const NEAR_SINGLE: ([f32; 5], [f32; 6]) = (
    [
        0.002_575_998,
        0.029_399_633,
        0.148_228_26,
        0.387_675_14,
        0.5,
    ],
    [
        0.006_455_219,
        0.073_746_46,
        0.377_292_5,
        1.051_716_1,
        1.573_234_8,
        1.0,
    ],
);

/// `S(w)` on `[1/1600, 1/9]`, to a relative 3.1e-15; by `tests/data/make_coefficients.py`.
const FAR_DOUBLE: ([f64; 8], [f64; 8]) = (
    [
        2_300.003_591_574_454_7,
        87_017.753_896_997_16,
        146_017.721_456_932_4,
        73_960.624_634_317_25,
        15_491.955_481_270_745,
        1_487.685_907_982_213_2,
        64.271_461_449_973_09,
        0.999_999_999_999_980_6,
    ],
    [
        127_985.522_674_478_37,
        368_675.868_123_064_05,
        315_880.173_428_448,
        113_795.777_993_041_13,
        19_611.384_430_679_936,
        1_674.500_292_352_921,
        67.271_461_449_937_05,
        1.0,
    ],
);

/// `S(w)` on `[1/1600, 1/9]`, in single precision, to a relative 2.8e-8; by `tests/data/make_coefficients.py`.
const FAR_SINGLE: ([f32; 4], [f32; 4]) = (
    [7.324_165_3, 46.768_806, 15.590_124, 0.999_999_94],
    [95.659_13, 87.545_31, 18.590_084, 1.0],
);
