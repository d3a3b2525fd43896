//! Trigonometric functions and their inverses on intervals.

use super::range::{
    Known, absolute, convolve, count, fill, integrate, monotone, nth, root, square, within,
};
use super::{Enclose, Interval};
use crate::float::Float;
use crate::rules::{Acos, Asin, Atan, Cos, Sin, Tan};

fn libm_sin() -> Known<impl Fn(f64) -> f64 + Copy> {
    Known {
        f: libm::sin,
        ulps: 2,
    }
}
fn libm_cos() -> Known<impl Fn(f64) -> f64 + Copy> {
    Known {
        f: libm::cos,
        ulps: 2,
    }
}
fn libm_tan() -> Known<impl Fn(f64) -> f64 + Copy> {
    Known {
        f: libm::tan,
        ulps: 2,
    }
}
fn libm_asin() -> Known<impl Fn(f64) -> f64 + Copy> {
    Known {
        f: libm::asin,
        ulps: 2,
    }
}
fn libm_acos() -> Known<impl Fn(f64) -> f64 + Copy> {
    Known {
        f: libm::acos,
        ulps: 2,
    }
}
pub(super) fn libm_atan() -> Known<impl Fn(f64) -> f64 + Copy> {
    Known {
        f: libm::atan,
        ulps: 2,
    }
}

/// The range of `sin`.
pub(super) fn sin<F: Float>(x: Interval<F>) -> Interval<F> {
    wave(x, libm_sin(), libm::cos)
}

/// The range of `cos`.
pub(super) fn cos<F: Float>(x: Interval<F>) -> Interval<F> {
    wave(x, libm_cos(), |x| -libm::sin(x))
}

/// The range of a sine or a cosine with its slope.
///
/// The slope at a float has the right sign, however large the float is. Over less than half a period
/// it changes sign at most once, and where it does there is a crest or a trough.
fn wave<F: Float>(
    x: Interval<F>,
    f: Known<impl Fn(f64) -> f64 + Copy>,
    slope: impl Fn(f64) -> f64 + Copy,
) -> Interval<F> {
    if x.is_empty() {
        return x;
    }
    let all = Interval::new(-F::ONE, F::ONE);
    let width = x.width().to_f64();
    // Far out, floats are too sparse to cut an interval.
    if width >= 6.3 || (width >= 3.0 && x.magnitude().to_f64() > 1e6) {
        return all;
    }
    let range = in_halves(x, |x| in_halves(x, |x| piece_of_wave(x, f, slope)));
    range.intersect(all)
}

/// The range over an interval or, if it is as long as half a period, over its halves.
fn in_halves<F: Float>(x: Interval<F>, range: impl Fn(Interval<F>) -> Interval<F>) -> Interval<F> {
    if x.width().to_f64() < 3.0 {
        return range(x);
    }
    let (left, right) = x.bisect();
    range(left).hull(range(right))
}

/// [`wave`] over less than half a period.
fn piece_of_wave<F: Float>(
    x: Interval<F>,
    f: Known<impl Fn(f64) -> f64 + Copy>,
    slope: impl Fn(f64) -> f64,
) -> Interval<F> {
    let range = f.at(x.lo).hull(f.at(x.hi));
    let (before, after) = (slope(x.lo.to_f64()), slope(x.hi.to_f64()));
    if before > 0.0 && after < 0.0 {
        range.hull(Interval::point(F::ONE))
    } else if before < 0.0 && after > 0.0 {
        range.hull(Interval::point(-F::ONE))
    } else {
        range
    }
}

/// The derivatives of a function repeat with signs: `f, f′, −f, −f′`.
fn turning<F: Float>(c: &mut [Interval<F>], f: Interval<F>, slope: Interval<F>) {
    let mut factorial = count(1);
    for (k, c) in c.iter_mut().enumerate() {
        if k > 1 {
            factorial *= count(k);
        }
        let derivative = match k % 4 {
            0 => f,
            1 => slope,
            2 => -f,
            _ => -slope,
        };
        *c = derivative / factorial;
    }
}

impl Enclose for Sin {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        let slope = if c.len() > 1 { cos(x) } else { x };
        turning(c, sin(x), slope);
        true
    }
}

impl Enclose for Cos {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        let slope = if c.len() > 1 { -sin(x) } else { x };
        turning(c, cos(x), slope);
        true
    }
}

impl Enclose for Tan {
    /// `y′ = 1 + y²`.
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        if x.is_empty() {
            c.fill(x);
            return true;
        }
        // The cosine at a float has the right sign; less than half a period has at most one pole.
        let side = |x: F| libm::cos(x.to_f64()) > 0.0;
        if x.width().to_f64() >= 3.0 || side(x.lo) != side(x.hi) {
            c.fill(Interval::ENTIRE);
            return false;
        }
        let y = libm_tan().rising(x);
        fill(c, &[y, square(y) + count(1)], |k, before| {
            convolve(before, before, k - 1) / count(k)
        });
        true
    }
}

/// `1 − x²` over a part of `[−1, 1]`.
pub(super) fn one_minus_square<F: Float>(x: Interval<F>) -> Interval<F> {
    monotone(absolute(x), |t| (count(1) - t) * (count(1) + t))
}

/// `g = 1/√(1 − x²)`: `(1 − x²)·g′ = x·g`.
fn arc<F: Float>(c: &mut [Interval<F>], value: Interval<F>, x: Interval<F>) {
    let rest = one_minus_square(x);
    integrate(c, value, count(1) / root(rest), |k, g| {
        let one = x * nth(g, k - 1) * count(2 * k - 1);
        let two = if k > 1 {
            nth(g, k - 2) * count(k - 1)
        } else {
            count(0)
        };
        (one + two) / (rest * count(k))
    });
}

impl Enclose for Asin {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        let (inside, all) = within(x, -F::ONE, F::ONE);
        arc(c, libm_asin().rising(inside), inside);
        all
    }
}

impl Enclose for Acos {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        let (inside, all) = within(x, -F::ONE, F::ONE);
        arc(c, libm_acos().falling(inside), inside);
        for c in c.iter_mut().skip(1) {
            *c = -*c;
        }
        if let Some(value) = c.first_mut() {
            *value = within(*value, F::ZERO, F::INFINITY).0;
        }
        all
    }
}

impl Enclose for Atan {
    /// `g = 1/(1 + x²)`: `(1 + x²)·gₖ = −(2x·gₖ₋₁ + gₖ₋₂)`.
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        let g = count(1) / (square(x) + count(1));
        integrate(c, libm_atan().rising(x), g, |k, before| {
            let one = x * nth(before, k - 1) * count(2);
            let two = if k > 1 { nth(before, k - 2) } else { count(0) };
            -((one + two) * g)
        });
        true
    }
}
