//! Functions of two arguments on intervals.

use super::enclose::unknown;
use super::learning::softplus;
use super::powers::{as_whole, power_of_positive, whole_power};
use super::range::{absolute, within};
use super::rounding::{round_down, round_up};
use super::sets::{larger, smaller};
use super::{Compose, Enclose, Interval};
use crate::float::Float;
use crate::math;
use crate::real::Number;
use crate::rules::{
    Atan2, Copysign, Fmod, Hypot, LogAddExp, Max, Min, Pow, RemEuclid, Signum, XLogY,
};

/// A function of `libm` of two arguments at one pair; its error is below 1 ulp, twice that is taken.
fn at<F: Float>(f: impl Fn(f64, f64) -> f64, x: F, y: F) -> Interval<F> {
    let value = f(x.to_f64(), y.to_f64());
    if value == 0.0 && x == F::ZERO {
        return Interval::point(F::ZERO);
    }
    let bounds = Interval::<f64>::new(value, value).widened(2);
    Interval::new(round_down(bounds.lo), round_up(bounds.hi))
}

/// The hull of what a function gives at the corners of a box.
fn corners<F: Float>(
    x: Interval<F>,
    y: Interval<F>,
    f: impl Fn(F, F) -> Interval<F>,
) -> Interval<F> {
    f(x.lo, y.lo)
        .hull(f(x.lo, y.hi))
        .hull(f(x.hi, y.lo))
        .hull(f(x.hi, y.hi))
}

impl Compose for Hypot {
    fn range<F: Float>(self, x: Interval<F>, y: Interval<F>) -> (Interval<F>, bool) {
        let (x, y) = (absolute(x), absolute(y));
        if x.is_empty() || y.is_empty() {
            return (Interval::EMPTY, true);
        }
        let range = at(libm::hypot, x.lo, y.lo).hull(at(libm::hypot, x.hi, y.hi));
        // Neither side is longer than the diagonal.
        let least = larger(x.lo, y.lo);
        (within(range, least, F::INFINITY).0, true)
    }

    fn compose<S: Number>(self, x: S, y: S) -> S {
        if reaches_zero(x) && reaches_zero(y) {
            // Around the tip of the cone: both slopes are between ±1, and nothing bounds what comes after.
            return x.abs() + y.abs();
        }
        let (long, short) = if size(x) >= size(y) { (x, y) } else { (y, x) };
        if is_moderate(size(long)) || reaches_zero(long) {
            (x.powi(2) + y.powi(2)).sqrt()
        } else {
            // The squares would leave the range.
            long.abs() * ((short / long).powi(2) + S::ONE).sqrt()
        }
    }
}

/// Whether the value may be zero.
fn reaches_zero<S: Number>(x: S) -> bool {
    let (lo, hi) = x.bounds();
    lo <= zero::<S>() && hi >= zero::<S>()
}

/// The largest size of the value.
fn size<S: Number>(x: S) -> S::Literal {
    let (lo, hi) = x.bounds();
    larger(lo.magnitude(), hi.magnitude())
}

/// Whether the square is far from the ends of the range.
fn is_moderate<F: Float>(size: F) -> bool {
    let far = math::pow(F::MAX, F::from_f64(0.4));
    size < far && size > F::ONE / far
}

fn zero<S: Number>() -> S::Literal {
    S::Literal::ZERO
}

impl Compose for Atan2 {
    fn range<F: Float>(self, y: Interval<F>, x: Interval<F>) -> (Interval<F>, bool) {
        if x.is_empty() || y.is_empty() {
            return (Interval::EMPTY, true);
        }
        if x.lo < F::ZERO && y.contains(F::ZERO) {
            // The cut, where the angle jumps; a zero can be on either side of it.
            let half_turn = at(libm::atan2, F::MIN_POSITIVE, -F::ONE);
            let top = half_turn.hi;
            return (Interval::new(-top, top), true);
        }
        let angle = |y: F, x: F| {
            if y == F::ZERO {
                Interval::point(F::ZERO)
            } else {
                at(libm::atan2, y, x)
            }
        };
        (corners(y, x, angle), true)
    }

    fn compose<S: Number>(self, y: S, x: S) -> S {
        let zero = zero::<S>();
        let ((y_lo, y_hi), (x_lo, x_hi)) = (y.bounds(), x.bounds());
        // Which of the two is surely not zero; what differs by a constant has the same derivatives.
        if x_lo > zero || (x_hi < zero && (y_lo > zero || y_hi < zero)) {
            (y / x).atan()
        } else if y_lo > zero || y_hi < zero {
            -(x / y).atan()
        } else {
            unknown(x) + unknown(y)
        }
    }
}

impl Compose for Pow {
    fn range<F: Float>(self, x: Interval<F>, y: Interval<F>) -> (Interval<F>, bool) {
        if x.is_empty() || y.is_empty() {
            return (Interval::EMPTY, true);
        }
        if let (true, Some(n)) = (y.is_point(), as_whole(y.lo.to_f64())) {
            return (whole_power(x, n), n >= 0 || !x.contains(F::ZERO));
        }
        let at = |x: F, y: F| {
            if y.magnitude() > F::MAX || x.magnitude() > F::MAX {
                let limit = F::from_f64(libm::pow(x.to_f64(), y.to_f64()));
                // A power of one is one, and what is close to it can become anything.
                if x == F::ONE {
                    Interval::new(F::ZERO, F::INFINITY)
                } else {
                    Interval::point(limit)
                }
            } else {
                power_of_positive(x, y.to_f64())
            }
        };
        if x.lo >= F::ZERO {
            let mut range = corners(x, y, at);
            if y.contains(F::ZERO) || x.contains(F::ONE) {
                range = range.hull(Interval::point(F::ONE));
            }
            let defined = x.lo > F::ZERO || y.lo > F::ZERO;
            return (range, defined);
        }
        // Below zero there are values at whole exponents only.
        let top = corners(absolute(x), y, at).hull(Interval::point(F::ONE)).hi;
        (Interval::new(-top, top), false)
    }

    fn compose<S: Number>(self, x: S, y: S) -> S {
        let (exponent, _) = y.bounds();
        if (y - S::constant(exponent)).is_zero() {
            // A constant exponent never touches ln x.
            x.powf(exponent)
        } else if x.bounds().0 > zero::<S>() {
            (y * x.ln()).exp()
        } else {
            unknown(x) + unknown(y)
        }
    }
}

impl Compose for Max {
    fn range<F: Float>(self, x: Interval<F>, y: Interval<F>) -> (Interval<F>, bool) {
        (Interval::new(larger(x.lo, y.lo), larger(x.hi, y.hi)), true)
    }

    fn compose<S: Number>(self, x: S, y: S) -> S {
        let ((x_lo, x_hi), (y_lo, y_hi)) = (x.bounds(), y.bounds());
        if x_lo > y_hi {
            x
        } else if y_lo > x_hi {
            y
        } else {
            (x + y + (x - y).abs()) * S::literal(0.5)
        }
    }
}

impl Compose for Min {
    fn range<F: Float>(self, x: Interval<F>, y: Interval<F>) -> (Interval<F>, bool) {
        (
            Interval::new(smaller(x.lo, y.lo), smaller(x.hi, y.hi)),
            true,
        )
    }

    fn compose<S: Number>(self, x: S, y: S) -> S {
        let ((x_lo, x_hi), (y_lo, y_hi)) = (x.bounds(), y.bounds());
        if x_hi < y_lo {
            x
        } else if y_hi < x_lo {
            y
        } else {
            (x + y - (x - y).abs()) * S::literal(0.5)
        }
    }
}

impl Compose for Copysign {
    fn range<F: Float>(self, x: Interval<F>, sign: Interval<F>) -> (Interval<F>, bool) {
        let mut signs = [Interval::EMPTY];
        Signum.enclose(sign, &mut signs);
        let [signs] = signs;
        (absolute(x) * signs, true)
    }

    fn compose<S: Number>(self, x: S, sign: S) -> S {
        x.abs() * sign.signum()
    }
}

impl Compose for RemEuclid {
    fn range<F: Float>(self, x: Interval<F>, y: Interval<F>) -> (Interval<F>, bool) {
        let divisor = absolute(y);
        let all = Interval::new(F::ZERO, divisor.hi);
        let quotient = x / divisor;
        if quotient.is_empty() {
            return (Interval::EMPTY, false);
        }
        let (lo, hi) = (math::floor(quotient.lo), math::floor(quotient.hi));
        let range = if lo == hi {
            (x - divisor * Interval::point(lo)).intersect(all)
        } else {
            all
        };
        (range, !y.contains(F::ZERO))
    }

    fn compose<S: Number>(self, x: S, y: S) -> S {
        let divisor = y.abs();
        x - divisor * (x / divisor).floor()
    }
}

impl Compose for Fmod {
    fn range<F: Float>(self, x: Interval<F>, y: Interval<F>) -> (Interval<F>, bool) {
        // That of the sizes, with the sign of x.
        let above = within(x, F::ZERO, F::INFINITY).0;
        let below = within(-x, F::ZERO, F::INFINITY).0;
        let (right, defined) = RemEuclid.range(above, y);
        let (left, _) = RemEuclid.range(below, y);
        (right.hull(-left), defined && !y.contains(F::ZERO))
    }

    fn compose<S: Number>(self, x: S, y: S) -> S {
        x - y * (x / y).trunc()
    }
}

impl Compose for LogAddExp {
    fn range<F: Float>(self, x: Interval<F>, y: Interval<F>) -> (Interval<F>, bool) {
        if x.is_empty() || y.is_empty() {
            return (Interval::EMPTY, true);
        }
        let at = |x: F, y: F| {
            let (most, least) = (larger(x, y), smaller(x, y));
            if most.magnitude() > F::MAX {
                return Interval::point(most);
            }
            let difference = Interval::point(least) - Interval::point(most);
            Interval::point(most) + softplus(difference)
        };
        (at(x.lo, y.lo).hull(at(x.hi, y.hi)), true)
    }

    fn compose<S: Number>(self, x: S, y: S) -> S {
        y + (x - y).softplus()
    }
}

impl Compose for XLogY {
    fn range<F: Float>(self, x: Interval<F>, y: Interval<F>) -> (Interval<F>, bool) {
        let (inside, all) = within(y, F::ZERO, F::INFINITY);
        let logarithm = super::exponential::libm_ln().rising(inside);
        let defined = all && (inside.lo > F::ZERO || x.is_point() && x.contains(F::ZERO));
        (x * logarithm, defined)
    }

    fn compose<S: Number>(self, x: S, y: S) -> S {
        x * y.ln()
    }
}
