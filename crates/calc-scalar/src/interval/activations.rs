//! Activation functions on intervals.

use super::exponential::exp;
use super::learning::{erfc, logistic_series};
use super::range::{around, count, fill, monotone, nth, slope_of, square, times_argument};
use super::{Enclose, Interval};
use crate::float::Float;
use crate::rules::{Elu, ExpM1, Gelu, GeluSlope, LeakyRelu, Silu, SiluSlope};

/// A function in two pieces that meet at zero: the coefficients of each, over its side.
fn two_pieces<F: Float>(
    c: &mut [Interval<F>],
    x: Interval<F>,
    below: impl Fn(Interval<F>, &mut [Interval<F>]),
) {
    let straight = |x: Interval<F>, c: &mut [Interval<F>]| {
        fill(c, &[x, count(1)], |_, _| count(0));
    };
    if x.is_empty() || x.lo > F::ZERO {
        straight(x, c);
    } else if x.hi < F::ZERO {
        below(x, c);
    } else {
        let mut left = [Interval::EMPTY; 2];
        below(Interval::new(x.lo, F::ZERO), &mut left);
        let [value, slope] = left;
        let value = value.hull(Interval::new(F::ZERO, x.hi));
        // The slope jumps.
        fill(c, &[value, slope.hull(count(1))], |_, _| Interval::ENTIRE);
    }
}

impl Enclose for LeakyRelu {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        let slope = Interval::point(F::from_f64(self.0));
        two_pieces(c, x, |x, c| fill(c, &[x * slope, slope], |_, _| count(0)));
        true
    }
}

impl Enclose for Elu {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        let alpha = Interval::point(F::from_f64(self.0));
        two_pieces(c, x, |x, c| {
            ExpM1.enclose(x, c);
            for c in c {
                *c *= alpha;
            }
        });
        true
    }
}

/// The value of a function that falls to its only minimum and rises from there.
fn valley<F: Float>(
    x: Interval<F>,
    bottom: [f64; 2],
    f: impl Fn(Interval<F>) -> Interval<F>,
) -> Interval<F> {
    let [at, least] = bottom;
    let ends = monotone(x, f);
    let place = around::<F>(at);
    if x.lo > place.hi || x.hi < place.lo || x.is_empty() {
        ends
    } else {
        ends.hull(Interval::point(around(least).lo))
    }
}

impl Enclose for Silu {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        logistic_series(c, x);
        times_argument(c, x);
        if let Some(value) = c.first_mut() {
            let bottom = [-1.278_464_542_761_073_7, -0.278_464_542_761_073_8];
            *value = valley(x, bottom, |t| limited(t, super::learning::logistic(t)));
        }
        true
    }
}

/// `t·f`, and 0 where `t` is infinite and `f` vanishes faster.
fn limited<F: Float>(t: Interval<F>, f: Interval<F>) -> Interval<F> {
    if t.lo < -F::MAX {
        Interval::new(-F::MIN_POSITIVE, F::ZERO)
    } else {
        t * f
    }
}

impl Enclose for SiluSlope {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        slope_of(Silu, x, c)
    }
}

/// The range of `Φ(x) = ½·erfc(−x/√2)`.
fn normal<F: Float>(x: Interval<F>) -> Interval<F> {
    erfc(-(x * around(core::f64::consts::FRAC_1_SQRT_2))) * F::from_f64(0.5)
}

impl Enclose for Gelu {
    /// `Φ′ = φ` and `φ′ = −x·φ`.
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        const FRAC_1_SQRT_2_PI: f64 = 0.398_942_280_401_432_7;
        let size = super::range::absolute(x);
        let density = monotone(size, |t| {
            exp(-(square(t) * F::from_f64(0.5))) * around(FRAC_1_SQRT_2_PI)
        });
        super::range::integrate(c, monotone(x, normal), density, |k, g| {
            let two = if k > 1 { nth(g, k - 2) } else { count(0) };
            -(x * nth(g, k - 1) + two) / count(k)
        });
        times_argument(c, x);
        if let Some(value) = c.first_mut() {
            let bottom = [-0.751_791_524_693_564_5, -0.169_971_207_479_903_67];
            *value = valley(x, bottom, |t| limited(t, normal(t)));
        }
        true
    }
}

impl Enclose for GeluSlope {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        slope_of(Gelu, x, c)
    }
}
