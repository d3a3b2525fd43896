//! Bounds of elementary functions of one float, and ranges of functions that rise, fall or turn.

use super::arithmetic::ORDERS;
use super::rounding::{round_down, round_up};
use super::{Enclose, Interval};
use crate::float::Float;

/// A function of `libm` in double precision, and by how many of its ulps a bound is widened: twice
/// the largest error that is known.
///
/// The function is a type: through a pointer to it, nobody could say how much stack a call takes.
#[derive(Clone, Copy)]
pub(super) struct Known<G> {
    pub(super) f: G,
    pub(super) ulps: u32,
}

impl<G: Fn(f64) -> f64 + Copy> Known<G> {
    /// A float below `f(x)`.
    pub(super) fn down<F: Float>(self, x: F) -> F {
        let y = (self.f)(x.to_f64());
        // An odd function has an exact zero at zero.
        if y == 0.0 && x == F::ZERO {
            return F::ZERO;
        }
        round_down(steps_below(y, self.ulps))
    }

    /// A float above `f(x)`.
    pub(super) fn up<F: Float>(self, x: F) -> F {
        let y = (self.f)(x.to_f64());
        if y == 0.0 && x == F::ZERO {
            return F::ZERO;
        }
        round_up(-steps_below(-y, self.ulps))
    }

    /// The range of a function that does not fall.
    pub(super) fn rising<F: Float>(self, x: Interval<F>) -> Interval<F> {
        if x.is_empty() {
            return x;
        }
        Interval::new(self.down(x.lo), self.up(x.hi))
    }

    /// The range of a function that does not rise.
    pub(super) fn falling<F: Float>(self, x: Interval<F>) -> Interval<F> {
        if x.is_empty() {
            return x;
        }
        Interval::new(self.down(x.hi), self.up(x.lo))
    }

    /// `f(x)` of one float.
    pub(super) fn at<F: Float>(self, x: F) -> Interval<F> {
        Interval::new(self.down(x), self.up(x))
    }
}

/// `x`, `steps` floats further down.
fn steps_below(mut x: f64, steps: u32) -> f64 {
    for _ in 0..steps {
        x = x.next_down();
    }
    x
}

/// The range of a function that does not fall or does not rise, given on intervals of one number.
pub(super) fn monotone<F: Float>(
    x: Interval<F>,
    f: impl Fn(Interval<F>) -> Interval<F>,
) -> Interval<F> {
    if x.is_empty() {
        return x;
    }
    f(Interval::point(x.lo)).hull(f(Interval::point(x.hi)))
}

/// The range of a function of `|x|` that does not fall or does not rise in it.
pub(super) fn even<F: Float>(
    x: Interval<F>,
    f: impl Fn(Interval<F>) -> Interval<F>,
) -> Interval<F> {
    monotone(absolute(x), f)
}

/// `{|x|}`.
pub(super) fn absolute<F: Float>(x: Interval<F>) -> Interval<F> {
    Interval::new(x.mignitude(), x.magnitude())
}

/// `{x²}`.
pub(super) fn square<F: Float>(x: Interval<F>) -> Interval<F> {
    let size = absolute(x);
    size * size
}

/// `x` within `[lo, hi]`, and whether that is all of it.
pub(super) fn within<F: Float>(x: Interval<F>, lo: F, hi: F) -> (Interval<F>, bool) {
    let inside = x.intersect(Interval::new(lo, hi));
    (inside, x.is_subset(inside))
}

/// The numbers between two neighbouring floats of `f64` around an irrational constant.
pub(super) fn around<F: Float>(constant: f64) -> Interval<F> {
    Interval::new(
        round_down(constant.next_down()),
        round_up(constant.next_up()),
    )
}

/// Fills the coefficients from the first two and a step that makes each from those before.
pub(super) fn fill<F: Float>(
    coefficients: &mut [Interval<F>],
    known: &[Interval<F>],
    next: impl Fn(usize, &[Interval<F>]) -> Interval<F>,
) {
    for k in 0..coefficients.len() {
        let Some((before, [c, ..])) = coefficients.split_at_mut_checked(k) else {
            return;
        };
        *c = match known.get(k) {
            Some(&known) => known,
            None => next(k, before),
        };
    }
}

/// A whole number; exact.
pub(super) fn count<F: Float>(k: usize) -> Interval<F> {
    #[allow(clippy::cast_precision_loss, reason = "orders are far below 2⁵²")]
    Interval::point(F::from_f64(k as f64))
}

/// `∑ⱼ aⱼ·bₙ₋ⱼ`.
pub(super) fn convolve<F: Float>(a: &[Interval<F>], b: &[Interval<F>], n: usize) -> Interval<F> {
    let pairs = a.iter().zip(b.iter().take(n + 1).rev());
    pairs.fold(count(0), |sum, (&a, &b)| sum + a * b)
}

/// The number at place `k`; nothing is claimed beyond the last.
pub(super) fn nth<F: Float>(c: &[Interval<F>], k: usize) -> Interval<F> {
    c.get(k).copied().unwrap_or(Interval::EMPTY)
}

/// Fills the coefficients of a function from its value and those of its slope, of which the first is
/// known and `next` makes the others.
pub(super) fn integrate<F: Float>(
    coefficients: &mut [Interval<F>],
    value: Interval<F>,
    slope: Interval<F>,
    next: impl Fn(usize, &[Interval<F>]) -> Interval<F>,
) {
    let Some((first, slopes)) = coefficients.split_first_mut() else {
        return;
    };
    *first = value;
    fill(slopes, &[slope], next);
    for (k, c) in slopes.iter_mut().enumerate() {
        *c /= count(k + 1);
    }
}

/// `√x` of what is not negative.
pub(super) fn root<F: Float>(x: Interval<F>) -> Interval<F> {
    let (x, _) = within(x, F::ZERO, F::INFINITY);
    if x.is_empty() {
        return x;
    }
    Interval::new(
        super::rounding::sqrt_down(x.lo),
        super::rounding::sqrt_up(x.hi),
    )
}

/// What is not negative of an interval.
pub(super) fn not_negative<F: Float>(x: Interval<F>) -> Interval<F> {
    within(x, F::ZERO, F::INFINITY).0
}

/// The coefficients of the slope of a function.
pub(super) fn slope_of<F: Float>(
    rule: impl Enclose,
    x: Interval<F>,
    c: &mut [Interval<F>],
) -> bool {
    let mut known = [Interval::EMPTY; ORDERS + 1];
    let Some(wanted) = known.get_mut(..=c.len()) else {
        c.fill(Interval::ENTIRE);
        return false;
    };
    let defined = rule.enclose(x, wanted);
    for (k, (c, &next)) in c.iter_mut().zip(wanted.iter().skip(1)).enumerate() {
        *c = next * count(k + 1);
    }
    defined
}

/// The coefficients of `x·f(x)` from those of `f`.
pub(super) fn times_argument<F: Float>(c: &mut [Interval<F>], x: Interval<F>) {
    let mut before = count(0);
    for c in c {
        let this = *c;
        *c = x * this + before;
        before = this;
    }
}
