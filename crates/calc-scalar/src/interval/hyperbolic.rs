//! Hyperbolic functions and their inverses on intervals.

use super::range::{
    Known, absolute, count, even, fill, integrate, monotone, nth, root, slope_of, square, within,
};
use super::trigonometric::one_minus_square;
use super::{Enclose, Interval};
use crate::float::Float;
use crate::rules::{Acosh, Asinh, Atanh, Cosh, Sinh, Tanh, TanhSlope};

fn libm_sinh() -> Known<impl Fn(f64) -> f64 + Copy> {
    Known {
        f: libm::sinh,
        ulps: 4,
    }
}
fn libm_cosh() -> Known<impl Fn(f64) -> f64 + Copy> {
    Known {
        f: libm::cosh,
        ulps: 4,
    }
}
fn libm_tanh() -> Known<impl Fn(f64) -> f64 + Copy> {
    Known {
        f: libm::tanh,
        ulps: 4,
    }
}
fn libm_asinh() -> Known<impl Fn(f64) -> f64 + Copy> {
    Known {
        f: libm::asinh,
        ulps: 4,
    }
}
fn libm_acosh() -> Known<impl Fn(f64) -> f64 + Copy> {
    Known {
        f: libm::acosh,
        ulps: 4,
    }
}
pub(super) fn libm_atanh() -> Known<impl Fn(f64) -> f64 + Copy> {
    Known {
        f: libm::atanh,
        ulps: 4,
    }
}

/// The range of `cosh`.
fn cosh<F: Float>(x: Interval<F>) -> Interval<F> {
    within(libm_cosh().rising(absolute(x)), F::ONE, F::INFINITY).0
}

/// The derivatives of a function take turns: `f, f′, f, f′`.
fn alternating<F: Float>(c: &mut [Interval<F>], f: Interval<F>, slope: Interval<F>) {
    let mut factorial = count(1);
    for (k, c) in c.iter_mut().enumerate() {
        if k > 1 {
            factorial *= count(k);
        }
        *c = if k % 2 == 0 { f } else { slope } / factorial;
    }
}

impl Enclose for Sinh {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        alternating(c, libm_sinh().rising(x), cosh(x));
        true
    }
}

impl Enclose for Cosh {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        alternating(c, cosh(x), libm_sinh().rising(x));
        true
    }
}

impl Enclose for Tanh {
    /// `y′ = s` and `s′ = −2y·s`.
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        let y = within(libm_tanh().rising(x), -F::ONE, F::ONE).0;
        let slope = even(x, |t| square(count(1) / cosh(t)));
        fill(c, &[y, slope], |k, before| {
            // The slope's coefficient j is (j + 1)·yⱼ₊₁.
            let mut sum = count(0);
            for (j, &y) in before.iter().take(k - 1).enumerate() {
                let i = k - 1 - j;
                sum += y * nth(before, i) * count(i);
            }
            -(sum * count(2)) / count(k * (k - 1))
        });
        true
    }
}

impl Enclose for TanhSlope {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        slope_of(Tanh, x, c)
    }
}

/// `g = 1/√d` with `d = ±1 + x²`: `d·g′ = −x·g`.
fn area<F: Float>(c: &mut [Interval<F>], value: Interval<F>, x: Interval<F>, d: Interval<F>) {
    integrate(c, value, count(1) / root(d), |k, g| {
        let one = x * nth(g, k - 1) * count(2 * k - 1);
        let two = if k > 1 {
            nth(g, k - 2) * count(k - 1)
        } else {
            count(0)
        };
        -(one + two) / (d * count(k))
    });
}

impl Enclose for Asinh {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        area(c, libm_asinh().rising(x), x, square(x) + count(1));
        true
    }
}

impl Enclose for Acosh {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        let (inside, all) = within(x, F::ONE, F::INFINITY);
        let value = within(libm_acosh().rising(inside), F::ZERO, F::INFINITY).0;
        let d = monotone(inside, |t| (t - count(1)) * (t + count(1)));
        area(c, value, inside, d);
        all
    }
}

impl Enclose for Atanh {
    /// `g = 1/(1 − x²)`: `(1 − x²)·gₖ = 2x·gₖ₋₁ + gₖ₋₂`.
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        let (inside, all) = within(x, -F::ONE, F::ONE);
        let g = count(1) / one_minus_square(inside);
        integrate(c, libm_atanh().rising(inside), g, |k, before| {
            let one = inside * nth(before, k - 1) * count(2);
            let two = if k > 1 { nth(before, k - 2) } else { count(0) };
            (one + two) * g
        });
        all && inside.magnitude() < F::ONE
    }
}
