//! Powers and roots on intervals.

use super::range::{Known, absolute, count, even, monotone, not_negative, root, within};
use super::rounding::{round_down, round_up};
use super::{Enclose, Interval};
use crate::float::Float;
use crate::rules::{Cbrt, PowF, PowI, Recip, Sqrt};

fn libm_cbrt() -> Known<impl Fn(f64) -> f64 + Copy> {
    Known {
        f: libm::cbrt,
        ulps: 2,
    }
}

/// `p·(p − 1)⋯(p − k + 1)/k!` for `k = 0, 1, …`.
struct Binomials<F> {
    p: Interval<F>,
    k: usize,
    last: Interval<F>,
}

impl<F: Float> Binomials<F> {
    fn of(p: Interval<F>) -> Self {
        Self {
            p,
            k: 0,
            last: count(1),
        }
    }

    fn next(&mut self) -> Interval<F> {
        if self.k > 0 {
            self.last = self.last * (self.p - count(self.k - 1)) / count(self.k);
        }
        self.k += 1;
        self.last
    }
}

/// `xⁿ`.
pub(super) fn whole_power<F: Float>(x: Interval<F>, n: i64) -> Interval<F> {
    if n < 0 {
        return count(1) / whole_power(x, -n);
    }
    let at = |t| power_of_one(t, n.unsigned_abs());
    if n == 0 {
        if x.is_empty() { x } else { count(1) }
    } else if n % 2 == 0 {
        not_negative(even(x, at))
    } else {
        monotone(x, at)
    }
}

/// `xⁿ` of one number.
fn power_of_one<F: Float>(x: Interval<F>, n: u64) -> Interval<F> {
    /// Beyond, squaring again and again loses more than `pow` does.
    const FEW: u64 = 32;
    if n > FEW && x.is_bounded() {
        #[allow(clippy::cast_precision_loss, reason = "below 2³³")]
        let size = power_of_positive(x.magnitude(), n as f64);
        return if n % 2 == 1 && x.hi < F::ZERO {
            -size
        } else {
            size
        };
    }
    let mut power = count(1);
    let mut square = x;
    let mut rest = n;
    while rest > 0 {
        if rest & 1 == 1 {
            power *= square;
        }
        rest >>= 1;
        if rest > 0 {
            square *= square;
        }
    }
    power
}

/// `xᵖ` of one number that is not negative, for finite `p`.
pub(super) fn power_of_positive<F: Float>(x: F, p: f64) -> Interval<F> {
    if x == F::ONE || p == 0.0 {
        return count(1);
    }
    if x == F::ZERO {
        return Interval::point(if p > 0.0 { F::ZERO } else { F::INFINITY });
    }
    let y = libm::pow(x.to_f64(), p);
    let bounds = Interval::<f64>::new(y, y).widened(2);
    not_negative(Interval::new(round_down(bounds.lo), round_up(bounds.hi)))
}

/// The coefficients of `xⁿ`.
fn whole<F: Float>(c: &mut [Interval<F>], x: Interval<F>, n: i64) -> bool {
    #[allow(clippy::cast_precision_loss, reason = "below 2³³")]
    let mut binomials = Binomials::of(Interval::new(round_down(n as f64), round_up(n as f64)));
    let mut exponent = n;
    for c in c.iter_mut() {
        let binomial = binomials.next();
        *c = if n >= 0 && exponent < 0 {
            if x.is_empty() { x } else { count(0) }
        } else {
            binomial * whole_power(x, exponent)
        };
        exponent -= 1;
    }
    n >= 0 || !x.contains(F::ZERO)
}

impl Enclose for Recip {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        whole(c, x, -1)
    }
}

impl Enclose for PowI {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        whole(c, x, i64::from(self.0))
    }
}

/// Whole exponents up to here have a parity that counts.
const LARGE: f64 = 4e9;

/// A whole number of moderate size.
pub(super) fn as_whole(p: f64) -> Option<i64> {
    #[allow(clippy::cast_possible_truncation, reason = "a whole number below 2³²")]
    (p - libm::trunc(p) == 0.0 && p.abs() < LARGE).then_some(p as i64)
}

/// The coefficients of `xᵖ` over what is not negative, by the values of `tᵖ`.
fn fractional<F: Float>(
    c: &mut [Interval<F>],
    x: Interval<F>,
    p: Interval<F>,
    power: impl Fn(F) -> Interval<F>,
) {
    if x.is_empty() {
        c.fill(x);
        return;
    }
    let mut binomials = Binomials::of(p);
    for (k, c) in c.iter_mut().enumerate() {
        let binomial = binomials.next();
        // The sign of p − k, which is that of the exponent of the derivative.
        let sign = (p - count(k)).midpoint();
        let at = |t: F| {
            if k == 0 && t <= F::MAX {
                power(t)
            } else if t == F::ZERO || t > F::MAX {
                let vanishes = (sign > F::ZERO) == (t == F::ZERO);
                Interval::point(if vanishes { F::ZERO } else { F::INFINITY })
            } else {
                power(t) / whole_power(Interval::point(t), i64::try_from(k).unwrap_or(i64::MAX))
            }
        };
        // Away from the whole numbers no derivative is constant: each rises or falls.
        let power = if x.hi == F::ZERO && k > 0 && sign < F::ZERO {
            Interval::EMPTY
        } else {
            at(x.lo).hull(at(x.hi))
        };
        *c = binomial * power;
    }
}

impl Enclose for Sqrt {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        let (inside, all) = within(x, F::ZERO, F::INFINITY);
        let half = Interval::point(F::from_f64(0.5));
        fractional(c, inside, half, |t| root(Interval::point(t)));
        all
    }
}

impl Enclose for PowF {
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        let p = self.0;
        if let Some(n) = as_whole(p) {
            return whole(c, x, n);
        }
        if p.is_nan() || p.abs() >= LARGE {
            // Not a number, or a number that has no fraction and may have either parity.
            c.fill(if x.is_empty() { x } else { Interval::ENTIRE });
            return false;
        }
        let (inside, all) = within(x, F::ZERO, F::INFINITY);
        let exponent = Interval::new(round_down(p), round_up(p));
        fractional(c, inside, exponent, |t| power_of_positive(t, p));
        all && (p > 0.0 || !inside.contains(F::ZERO))
    }
}

impl Enclose for Cbrt {
    /// `cₖ = binomial·∛x/xᵏ`, which is even in `x` for odd `k`, and odd for even `k`.
    fn enclose<F: Float>(self, x: Interval<F>, c: &mut [Interval<F>]) -> bool {
        let third = count(1) / count(3);
        fractional(c, absolute(x), third, |t| libm_cbrt().at(t));
        for (k, c) in c.iter_mut().enumerate() {
            if k == 0 {
                *c = libm_cbrt().rising(x);
            } else if k % 2 == 0 && x.lo < F::ZERO {
                let mirrored = -*c;
                *c = if x.hi > F::ZERO {
                    c.hull(mirrored)
                } else {
                    mirrored
                };
            }
        }
        true
    }
}
