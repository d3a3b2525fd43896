//! Functions of machine learning and statistics on intervals.

use core::f64::consts::FRAC_2_SQRT_PI;

use super::exponential::{exp, libm_ln, libm_ln_1p};
use super::hyperbolic::libm_atanh;
use super::powers::whole_power;
use super::range::{
    Known, around, count, even, fill, integrate, monotone, not_negative, nth, slope_of, square,
    within,
};
use super::{Enclose, Interval};
use crate::float::Float;
use crate::rules::{Erf, Erfc, Logistic, LogisticSlope, Logit, Softplus};

fn libm_erf() -> Known<impl Fn(f64) -> f64 + Copy> {
    Known {
        f: libm::erf,
        ulps: 2,
    }
}
fn libm_erfc() -> Known<impl Fn(f64) -> f64 + Copy> {
    Known {
        f: libm::erfc,
        ulps: 8,
    }
}

/// The range of `σ(x) = 1/(1 + e⁻ˣ)`.
pub(super) fn logistic<F: Float>(x: Interval<F>) -> Interval<F> {
    monotone(x, |t| {
        if t.lo >= F::ZERO {
            count(1) / (count(1) + exp(-t))
        } else {
            let small = exp(t);
            small / (count(1) + small)
        }
    })
}

/// The range of `σ′(x) = e⁻|ˣ|/(1 + e⁻|ˣ|)²`.
fn logistic_slope<F: Float>(x: Interval<F>) -> Interval<F> {
    even(x, |t| {
        let small = exp(-t);
        small / square(count(1) + small)
    })
}

/// The coefficients of `σ` from `y′ = y·(1 − y)`, and of the second on with `1 − 2y`.
pub(super) fn logistic_series<F: Float>(c: &mut [Interval<F>], x: Interval<F>) {
    // 1 − 2σ(x) = σ(−x) − σ(x), and the slope's own slope is that times the slope.
    let lean = logistic(-x) - logistic(x);
    fill(c, &[logistic(x), logistic_slope(x)], |k, y| {
        // sₖ₋₁ = (1/(k − 1))·∑ sᵢ·lⱼ with i + j = k − 2, sᵢ = (i + 1)·yᵢ₊₁, l₀ = lean, lⱼ = −2yⱼ.
        let mut sum = count(0);
        for i in 0..k - 1 {
            let j = k - 2 - i;
            let l = if j == 0 {
                lean
            } else {
                nth(y, j) * -F::from_f64(2.0)
            };
            sum += nth(y, i + 1) * count(i + 1) * l;
        }
        sum / count(k * (k - 1))
    });
}

impl Enclose for Logistic {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        logistic_series(c, x);
        true
    }
}

impl Enclose for LogisticSlope {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        slope_of(Logistic, x, c)
    }
}

/// The value of the log-odds of one number.
fn log_odds<F: Float>(t: Interval<F>) -> Interval<F> {
    let quarter = F::from_f64(0.25);
    if t.lo > quarter && t.hi < F::ONE - quarter {
        // 2·artanh(2t − 1), where the difference is exact.
        libm_atanh().rising(t + t - count(1)) * F::from_f64(2.0)
    } else {
        libm_ln().rising(t) - libm_ln_1p().rising(-t)
    }
}

impl Enclose for Logit {
    /// `cₖ = ((1 − x)⁻ᵏ − (−x)⁻ᵏ)/k`.
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        let (inside, all) = within(x, F::ZERO, F::ONE);
        let rest = count(1) - inside;
        for (k, c) in c.iter_mut().enumerate() {
            *c = if k == 0 {
                monotone(inside, log_odds)
            } else {
                let power = -i64::try_from(k).unwrap_or(i64::MAX);
                (whole_power(rest, power) - whole_power(-inside, power)) / count(k)
            };
        }
        all && inside.lo > F::ZERO && inside.hi < F::ONE
    }
}

/// The range of `ln(1 + eˣ)`.
pub(super) fn softplus<F: Float>(x: Interval<F>) -> Interval<F> {
    monotone(x, |t| {
        let small = not_negative(libm_ln_1p().rising(exp(-Interval::point(t.magnitude()))));
        if t.hi > F::ZERO { t + small } else { small }
    })
}

impl Enclose for Softplus {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        let value = softplus(x);
        if let Some((first, slopes)) = c.split_first_mut() {
            *first = value;
            logistic_series(slopes, x);
            for (k, c) in slopes.iter_mut().enumerate() {
                *c /= count(k + 1);
            }
        }
        true
    }
}

/// The range of `2/√π·e^(−x²)`.
fn bell<F: Float>(x: Interval<F>) -> Interval<F> {
    even(x, |t| exp(-square(t)) * around(FRAC_2_SQRT_PI))
}

/// The integral of `g = ±bell`: `g′ = −2x·g`.
fn error_function<F: Float>(
    c: &mut [Interval<F>],
    value: Interval<F>,
    slope: Interval<F>,
    x: Interval<F>,
) {
    integrate(c, value, slope, |k, g| {
        let one = x * nth(g, k - 1);
        let two = if k > 1 { nth(g, k - 2) } else { count(0) };
        (one + two) * -F::from_f64(2.0) / count(k)
    });
}

impl Enclose for Erf {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        let value = within(libm_erf().rising(x), -F::ONE, F::ONE).0;
        error_function(c, value, bell(x), x);
        true
    }
}

/// The range of `erfc`.
pub(super) fn erfc<F: Float>(x: Interval<F>) -> Interval<F> {
    within(libm_erfc().falling(x), F::ZERO, F::from_f64(2.0)).0
}

impl Enclose for Erfc {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        error_function(c, erfc(x), -bell(x), x);
        true
    }
}
