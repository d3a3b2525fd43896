//! Sine and cosine of angles in half turns, and the cardinal sine.

use core::f64::consts::{FRAC_PI_2, PI};

use super::compose::compose;
use super::{Pair, Unary};
use crate::float::Float;
use crate::jet::{Jet, whole};
use crate::real::{Number, Real};

/// `sin πx`; slope `π·cos πx`.
#[derive(Clone, Copy, Debug, Default)]
pub struct SinPi;

impl Unary for SinPi {
    const NAME: &'static str = "sinpi";
    const TURNS: bool = true;

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        sin_cos_pi(x).0
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        let (sin, cos) = sin_cos_pi(x);
        (sin, cos * T::literal(PI))
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        sin_cos_pi(x).0
    }
}

/// `cos πx`; slope `−π·sin πx`.
#[derive(Clone, Copy, Debug, Default)]
pub struct CosPi;

impl Unary for CosPi {
    const NAME: &'static str = "cospi";
    const TURNS: bool = true;

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        sin_cos_pi(x).1
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        let (sin, cos) = sin_cos_pi(x);
        (cos, -(sin * T::literal(PI)))
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        sin_cos_pi(x).1
    }
}

/// `(sin πx, cos πx)`: taken back exactly to an eighth of a turn around 0 or a quarter turn, so that
/// whole and half numbers give exact results, however large.
pub(super) fn sin_cos_pi<T: Number>(x: T) -> (T, T) {
    let two = T::Literal::from_f64(2.0);
    let at = x.primal();
    let turns = (at / two).round() * two;
    // In [−1, 1]; exact.
    let r = x - turns;
    let half = T::literal(0.5);
    let size = r.primal().magnitude();
    let quarter = T::Literal::from_f64(0.25);
    let pi = T::literal(PI);
    let (sin, cos) = if size <= quarter {
        (r * pi).sin_cos()
    } else if size <= quarter + half.primal() {
        if r > T::ZERO {
            let (sin, cos) = ((half - r) * pi).sin_cos();
            (cos, sin)
        } else {
            let (sin, cos) = ((r + half) * pi).sin_cos();
            (-cos, sin)
        }
    } else {
        let rest = if r > T::ZERO { T::ONE - r } else { -T::ONE - r };
        let (sin, cos) = (rest * pi).sin_cos();
        (sin, -cos)
    };
    // A zero of the sine has the sign of x, one of the cosine is +0.
    let sin = if sin != T::ZERO {
        sin
    } else if T::Literal::ONE.copysign(at) < T::Literal::ZERO {
        -(T::ZERO - sin)
    } else {
        sin + T::ZERO
    };
    (sin, cos + T::ZERO)
}

/// `sin(x)/x`, 1 at 0; slope `(cos x − sin(x)/x)/x`, 0 at 0.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sinc;

impl Unary for Sinc {
    const NAME: &'static str = "sinc";

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
        compose(x, coefficients(x.value(), 0))
    }
}

/// The slope of [`Sinc`].
#[derive(Clone, Copy, Debug, Default)]
pub struct SincSlope;

impl Unary for SincSlope {
    const NAME: &'static str = "sinc′";

    #[inline]
    fn float<F: Float>(self, x: F) -> F {
        WithSlope.floats(x).1
    }

    #[inline]
    fn rule<T: Number>(self, x: T) -> (T, T) {
        let [_, _, bend] = coefficients(x, 0);
        (x.unary(Self), bend + bend)
    }

    #[inline]
    fn jet<T: Number, const N: usize>(self, x: Jet<T, N>) -> Jet<T, N>
    where
        Jet<T, N>: Real<T::Literal>,
    {
        let mut k = 0;
        let outer = coefficients(x.value(), 1).map(|c: T| {
            k += 1;
            c * whole::<T>(k)
        });
        compose(x, outer)
    }
}

/// [`Sinc`] and its slope.
#[derive(Clone, Copy, Debug, Default)]
struct WithSlope;

impl Pair for WithSlope {
    type First = Sinc;
    type Second = SincSlope;
    const FIRST: Sinc = Sinc;
    const SECOND: SincSlope = SincSlope;

    #[inline]
    fn floats<F: Float>(self, x: F) -> (F, F) {
        if x.is_zero() {
            return (F::ONE, F::ZERO);
        }
        if x.magnitude() > F::MAX {
            return (F::ZERO, F::ZERO);
        }
        let (sin, cos) = x.sin_cos();
        let y = sin / x;
        let slope = if x.magnitude() < F::from_f64(FRAC_PI_2) {
            // The terms of the quotient would cancel.
            let square = x * x;
            let series = SLOPE_SERIES
                .iter()
                .fold(F::ZERO, |sum, &c| sum * square + F::from_f64(c));
            x * series
        } else {
            (cos - y) / x
        };
        (y, slope)
    }
}

/// `(−1)ᵏ·2k/(2k + 1)!` for `k` from 11 down to 1: the slope of [`Sinc`] is `∑ aₖ·x²ᵏ⁻¹`.
const SLOPE_SERIES: [f64; 11] = {
    let mut series = [0.0; 11];
    let mut factorial = 1.0;
    let mut k = 1;
    while k <= 11 {
        let twice = (2 * k) as f64;
        factorial *= -twice * (twice + 1.0);
        series[11 - k] = twice / factorial;
        k += 1;
    }
    series
};

/// `dₖ = sinc⁽ᵏ⁾(x)/k!` for `k` from `first` on.
///
/// The derivatives `zₖ` of `sin(x)/x` satisfy `x·zₖ + k·zₖ₋₁ = sin⁽ᵏ⁾(x)`. Forward that is stable as
/// long as `k ≤ |x|`, and backward from there on (the method of Miller).
fn coefficients<T: Number, const N: usize>(x: T, first: usize) -> [T; N] {
    /// So far beyond the last order any start has died out.
    const BEYOND: usize = 60;
    let mut derivatives = [T::ZERO; N];
    let size = x.primal().magnitude();
    if size > T::Literal::MAX {
        return derivatives;
    }
    let (value, slope) = (x.unary(Sinc), x.unary(SincSlope));
    let (sin, cos) = x.sin_cos();
    let source = |k: usize| match k % 4 {
        0 => sin,
        1 => cos,
        2 => -sin,
        _ => -cos,
    };
    let last = first + N;
    let mut store = |k: usize, z: T| {
        if let Some(slot) = k.checked_sub(first).and_then(|k| derivatives.get_mut(k)) {
            *slot = z;
        }
    };
    // Forward.
    let mut z = slope;
    store(0, value);
    store(1, slope);
    let mut k = 2;
    while k < last && T::Literal::from_f64(k as f64) <= size {
        z = (source(k) - z * whole::<T>(k)) / x;
        store(k, z);
        k += 1;
    }
    // Backward.
    let turn = k;
    let mut z = T::ZERO;
    let mut k = last + BEYOND;
    while k > turn {
        z = (source(k) - x * z) / whole::<T>(k);
        k -= 1;
        store(k, z);
    }
    let mut factorial = T::ONE;
    for k in 2..=first {
        factorial *= whole::<T>(k);
    }
    let mut k = first;
    derivatives.map(|z| {
        let d = z / factorial;
        k += 1;
        factorial *= whole::<T>(k);
        d
    })
}
