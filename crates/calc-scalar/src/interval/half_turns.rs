//! Sine and cosine of angles in half turns, and the cardinal sine, on intervals.

use core::f64::consts::PI;

use super::range::{absolute, around, count, slope_of};
use super::trigonometric::{cos, sin};
use super::{Enclose, Interval};
use crate::float::Float;
use crate::math;
use crate::rules::{CosPi, SinPi, Sinc, SincSlope};

/// The angle of `x` half turns, less a whole number of turns; nothing if it can be any angle.
fn angle<F: Float>(x: Interval<F>) -> Option<Interval<F>> {
    let two = F::from_f64(2.0);
    if !(x.is_bounded() && x.width() < two) {
        return None;
    }
    let turns = math::floor(x.lo / two) * two;
    Some((x - Interval::point(turns)) * around(PI))
}

/// `f, f′, −f, −f′`, each with a power of `π`.
fn turning<F: Float>(c: &mut [Interval<F>], f: Interval<F>, slope: Interval<F>) {
    let mut factor = count(1);
    for (k, c) in c.iter_mut().enumerate() {
        if k > 0 {
            factor = factor * around(PI) / count(k);
        }
        *c = factor
            * match k % 4 {
                0 => f,
                1 => slope,
                2 => -f,
                _ => -slope,
            };
    }
}

/// Sine and cosine of `x` half turns.
fn sin_cos_pi<F: Float>(x: Interval<F>) -> (Interval<F>, Interval<F>) {
    if x.is_empty() {
        return (x, x);
    }
    match angle(x) {
        Some(angle) => (sin(angle), cos(angle)),
        None => (
            Interval::new(-F::ONE, F::ONE),
            Interval::new(-F::ONE, F::ONE),
        ),
    }
}

impl Enclose for SinPi {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        let (sin, cos) = sin_cos_pi(x);
        turning(c, sin, cos);
        true
    }
}

impl Enclose for CosPi {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        let (sin, cos) = sin_cos_pi(x);
        turning(c, cos, -sin);
        true
    }
}

impl Enclose for Sinc {
    /// `sinc⁽ᵏ⁾(x) = ∫₀¹ tᵏ·cos⁽ᵏ⁾(xt) dt`, so none is larger than `1/(k + 1)`: known in the middle,
    /// it is known everywhere.
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        if x.is_empty() {
            c.fill(x);
            return true;
        }
        let middle = Interval::point(x.midpoint());
        let way = x - middle;
        let mut last = count(0);
        let mut factorial = count(1);
        for (k, c) in c.iter_mut().enumerate() {
            let most = count::<F>(1) / count(k + 1);
            let all = Interval::new(-most.hi, most.hi);
            let at = if middle.magnitude() <= F::from_f64(4.0) {
                near_zero(middle, k)
            } else {
                let source = match k % 4 {
                    0 => sin(middle),
                    1 => cos(middle),
                    2 => -sin(middle),
                    _ => -cos(middle),
                };
                (source - last * count(k)) / middle
            };
            last = at.intersect(all);
            if k > 1 {
                factorial *= count(k);
            }
            let step = Interval::new(-F::ONE, F::ONE) * (absolute(way) / count(k + 2));
            let mut derivative = (last + step).intersect(all);
            if k == 0 && !x.contains(F::ZERO) {
                derivative = derivative.intersect(sin(x) / x);
            }
            *c = derivative / factorial;
        }
        true
    }
}

/// The `k`-th derivative by the series around 0: `∑ cos⁽ᵏ⁺ⁱ⁾(0)·xⁱ/(i!·(k + i + 1))` for `|x| ≤ 4`.
fn near_zero<F: Float>(x: Interval<F>, k: usize) -> Interval<F> {
    /// `4⁴⁰/40!` is below 10⁻²³.
    const TERMS: usize = 40;
    let mut sum = count(0);
    let mut power = count(1);
    for i in 0..TERMS {
        let term = power / count(k + i + 1);
        match (k + i) % 4 {
            0 => sum += term,
            2 => sum -= term,
            _ => {}
        }
        power = power * x / count(i + 1);
    }
    // The rest: its next derivative is bounded by 1.
    let rest = power.magnitude();
    sum + Interval::new(-rest, rest)
}

impl Enclose for SincSlope {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        slope_of(Sinc, x, c)
    }
}
