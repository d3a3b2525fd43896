//! Exponentials and logarithms on intervals.

use core::f64::consts::{LN_2, LN_10};

use super::range::{Known, around, count, fill, not_negative, nth, within};
use super::{Enclose, Interval};
use crate::float::Float;
use crate::rules::{Exp, Exp2, Exp10, ExpM1, Ln, Ln1p, Log2, Log10};

pub(super) fn libm_exp() -> Known<impl Fn(f64) -> f64 + Copy> {
    Known {
        f: libm::exp,
        ulps: 2,
    }
}
fn libm_exp2() -> Known<impl Fn(f64) -> f64 + Copy> {
    Known {
        f: libm::exp2,
        ulps: 2,
    }
}
fn libm_exp10() -> Known<impl Fn(f64) -> f64 + Copy> {
    Known {
        f: libm::exp10,
        ulps: 8,
    }
}
fn libm_exp_m1() -> Known<impl Fn(f64) -> f64 + Copy> {
    Known {
        f: libm::expm1,
        ulps: 2,
    }
}
pub(super) fn libm_ln() -> Known<impl Fn(f64) -> f64 + Copy> {
    Known {
        f: libm::log,
        ulps: 2,
    }
}
pub(super) fn libm_ln_1p() -> Known<impl Fn(f64) -> f64 + Copy> {
    Known {
        f: libm::log1p,
        ulps: 2,
    }
}
fn libm_log2() -> Known<impl Fn(f64) -> f64 + Copy> {
    Known {
        f: libm::log2,
        ulps: 2,
    }
}
fn libm_log10() -> Known<impl Fn(f64) -> f64 + Copy> {
    Known {
        f: libm::log10,
        ulps: 4,
    }
}

/// `eˣ`.
pub(super) fn exp<F: Float>(x: Interval<F>) -> Interval<F> {
    not_negative(libm_exp().rising(x))
}

/// `y′ = rate·y`.
fn growth<F: Float>(c: &mut [Interval<F>], y: Interval<F>, rate: Interval<F>) {
    fill(c, &[y], |k, before| nth(before, k - 1) * rate / count(k));
}

impl Enclose for Exp {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        growth(c, exp(x), count(1));
        true
    }
}

impl Enclose for Exp2 {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        growth(c, not_negative(libm_exp2().rising(x)), around(LN_2));
        true
    }
}

impl Enclose for Exp10 {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        growth(c, not_negative(libm_exp10().rising(x)), around(LN_10));
        true
    }
}

impl Enclose for ExpM1 {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        growth(c, exp(x), count(1));
        if let Some(value) = c.first_mut() {
            *value = within(libm_exp_m1().rising(x), -F::ONE, F::INFINITY).0;
        }
        true
    }
}

/// A logarithm of `u ≥ 0` over the number whose logarithm is `base`: `cₖ = ∓1/(k·uᵏ·base)`.
fn logarithm<F: Float>(
    c: &mut [Interval<F>],
    value: Interval<F>,
    u: Interval<F>,
    base: Interval<F>,
) {
    let slope = count(1) / (u * base);
    let inverse = count(1) / u;
    fill(c, &[value, slope], |k, before| {
        -(nth(before, k - 1) * inverse * count(k - 1) / count(k))
    });
}

/// What is not negative of `x`, and whether all of it is positive.
fn positive<F: Float>(x: Interval<F>) -> (Interval<F>, bool) {
    let (inside, all) = within(x, F::ZERO, F::INFINITY);
    (inside, all && !inside.contains(F::ZERO))
}

impl Enclose for Ln {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        let (x, defined) = positive(x);
        logarithm(c, libm_ln().rising(x), x, count(1));
        defined
    }
}

impl Enclose for Log2 {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        let (x, defined) = positive(x);
        logarithm(c, libm_log2().rising(x), x, around(LN_2));
        defined
    }
}

impl Enclose for Log10 {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        let (x, defined) = positive(x);
        logarithm(c, libm_log10().rising(x), x, around(LN_10));
        defined
    }
}

impl Enclose for Ln1p {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        let (inside, all) = within(x, -F::ONE, F::INFINITY);
        let u = not_negative(inside + count(1));
        logarithm(c, libm_ln_1p().rising(inside), u, count(1));
        all && !inside.contains(-F::ONE)
    }
}
