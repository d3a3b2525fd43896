//! Intervals as sets: bounds, membership, common part, hull, pieces.

use super::rounding::{add_up, below, div_down, div_up};
use super::{Interval, Watch};
use crate::float::Float;

impl<F: Float, W: Watch> Interval<F, W> {
    /// The lower bound; NaN if empty.
    #[must_use]
    #[inline]
    pub fn lower(self) -> F {
        self.lo
    }

    /// The upper bound; NaN if empty.
    #[must_use]
    #[inline]
    pub fn upper(self) -> F {
        self.hi
    }

    /// Whether there is no number in it.
    #[must_use]
    #[inline]
    pub fn is_empty(self) -> bool {
        self.lo.not_a_number()
    }

    /// Whether there is exactly one number in it.
    #[must_use]
    #[inline]
    pub fn is_point(self) -> bool {
        self.lo == self.hi
    }

    /// Whether both bounds are finite.
    #[must_use]
    #[inline]
    pub fn is_bounded(self) -> bool {
        self.lo >= -F::MAX && self.hi <= F::MAX
    }

    /// Whether `lo ≤ x ≤ hi`. Of an unbounded interval the infinite bound counts as a member.
    #[must_use]
    #[inline]
    pub fn contains(self, x: F) -> bool {
        self.lo <= x && x <= self.hi
    }

    /// Whether `lo < x < hi`, where infinite bounds are below and above everything.
    #[must_use]
    #[inline]
    pub fn contains_inside(self, x: F) -> bool {
        (self.lo < x || self.lo < -F::MAX) && (x < self.hi || self.hi > F::MAX)
    }

    /// Whether every number of this interval is in the other; the empty one is in all.
    #[must_use]
    #[inline]
    pub fn is_subset(self, other: Self) -> bool {
        self.is_empty() || (other.lo <= self.lo && self.hi <= other.hi)
    }

    /// Whether this interval is in the other one with room on both sides: what proves that a step of
    /// Newton's method has found a root.
    #[must_use]
    #[inline]
    pub fn is_interior(self, other: Self) -> bool {
        self.is_empty() || (other.contains_inside(self.lo) && other.contains_inside(self.hi))
    }

    /// `x ∩ y`: the numbers in both.
    #[must_use]
    #[inline]
    pub fn intersect(self, other: Self) -> Self {
        if self.is_empty() || other.is_empty() {
            return Self::EMPTY;
        }
        Self::bounded(
            larger(self.lo, other.lo),
            smaller(self.hi, other.hi),
            self.watch.join(other.watch),
        )
    }

    /// The smallest interval that contains both.
    #[must_use]
    #[inline]
    pub fn hull(self, other: Self) -> Self {
        if self.is_empty() {
            return other;
        }
        if other.is_empty() {
            return self;
        }
        Self::bounded(
            smaller(self.lo, other.lo),
            larger(self.hi, other.hi),
            self.watch.join(other.watch),
        )
    }

    /// `hi − lo`, rounded up; NaN if empty.
    #[must_use]
    #[inline]
    pub fn width(self) -> F {
        if self.is_empty() {
            F::NAN
        } else {
            // The ends may be zeros of either sign.
            add_up(self.hi, -self.lo) + F::ZERO
        }
    }

    /// The largest `|x|` in it; NaN if empty.
    #[must_use]
    #[inline]
    pub fn magnitude(self) -> F {
        larger(self.lo.magnitude(), self.hi.magnitude())
    }

    /// The smallest `|x|` in it; NaN if empty.
    #[must_use]
    #[inline]
    pub fn mignitude(self) -> F {
        if self.contains(F::ZERO) {
            F::ZERO
        } else {
            smaller(self.lo.magnitude(), self.hi.magnitude())
        }
    }

    /// A finite float in the middle; 0 of the whole line, `±MAX` of a half-line, NaN if empty.
    #[must_use]
    #[inline]
    pub fn midpoint(self) -> F {
        if self.is_empty() {
            return F::NAN;
        }
        let (bottom, top) = (self.lo < -F::MAX, self.hi > F::MAX);
        match (bottom, top) {
            (true, true) => F::ZERO,
            (true, false) => -F::MAX,
            (false, true) => F::MAX,
            (false, false) => {
                let half = F::from_f64(0.5);
                let sum = self.lo + self.hi;
                if sum.magnitude() <= F::MAX {
                    // Halving the sum is exact, unless it is among the smallest numbers.
                    smaller(larger(sum * half, self.lo), self.hi)
                } else {
                    self.lo * half + self.hi * half
                }
            }
        }
    }

    /// The two halves, which share the middle.
    ///
    /// A half-line is cut at a finite place, so that repeated cutting gets everywhere.
    #[must_use]
    #[inline]
    pub fn bisect(self) -> (Self, Self) {
        if self.is_empty() {
            return (self, self);
        }
        let middle = if self.is_bounded() {
            self.midpoint()
        } else if self.contains_inside(F::ZERO) {
            F::ZERO
        } else {
            // Twice as far out as the finite bound.
            let bound = if self.lo < -F::MAX { self.hi } else { self.lo };
            let step = bound + bound;
            let one = if self.lo < -F::MAX { -F::ONE } else { F::ONE };
            let middle = if step.magnitude() > F::ONE { step } else { one };
            smaller(larger(middle, -F::MAX), F::MAX)
        };
        (
            Self::bounded(self.lo, middle, self.watch),
            Self::bounded(middle, self.hi, self.watch),
        )
    }

    /// `{z : z·v = u for some u in self, v in other}`: division that knows that a divisor around zero
    /// leaves a gap.
    ///
    /// The second piece is empty unless there is a gap. Zero in both gives the whole line; a divisor of
    /// zero alone gives nothing else. This is the division of the interval Newton method.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_scalar::Interval;
    ///
    /// let [left, right] = Interval::new(1.0, 2.0).quotients(Interval::new(-1.0, 4.0));
    /// assert_eq!((left.upper(), right.lower()), (-1.0, 0.25));
    /// ```
    #[must_use]
    pub fn quotients(self, other: Self) -> [Self; 2] {
        let watch = self.watch.join(other.watch);
        if self.is_empty() || other.is_empty() {
            return [Self::EMPTY; 2];
        }
        if !other.contains(F::ZERO) {
            return [self / other, Self::EMPTY];
        }
        if self.contains(F::ZERO) {
            return [Self::ENTIRE.with_watch(watch), Self::EMPTY];
        }
        let left = |hi| Self::bounded(-F::INFINITY, hi, watch);
        let right = |lo| Self::bounded(lo, F::INFINITY, watch);
        // The bound of the dividend that is closest to zero decides.
        let (below_zero, above_zero) = (other.lo < F::ZERO, other.hi > F::ZERO);
        let pieces = if self.lo > F::ZERO {
            (
                below_zero.then(|| left(div_up(self.lo, other.lo))),
                above_zero.then(|| right(div_down(self.lo, other.hi))),
            )
        } else {
            (
                above_zero.then(|| left(div_up(self.hi, other.hi))),
                below_zero.then(|| right(div_down(self.hi, other.lo))),
            )
        };
        match pieces {
            (Some(left), Some(right)) => [left, right],
            (Some(piece), None) | (None, Some(piece)) => [piece, Self::EMPTY],
            (None, None) => [Self::EMPTY; 2],
        }
    }

    /// The interval widened by `steps` floats on either side.
    #[must_use]
    pub fn widened(self, steps: u32) -> Self {
        let (mut lo, mut hi) = (self.lo, self.hi);
        for _ in 0..steps {
            (lo, hi) = (below(lo), hi.next_above());
        }
        Self::bounded(lo, hi, self.watch)
    }
}

/// The smaller of two numbers; NaN if either is.
#[inline]
pub(super) fn smaller<F: Float>(a: F, b: F) -> F {
    if a <= b || a.not_a_number() { a } else { b }
}

/// The larger of two numbers; NaN if either is.
#[inline]
pub(super) fn larger<F: Float>(a: F, b: F) -> F {
    if a >= b || a.not_a_number() { a } else { b }
}
