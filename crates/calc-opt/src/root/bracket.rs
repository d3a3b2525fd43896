//! Two points between which a function changes its sign.

use calc_scalar::Float;

use super::bits;

/// A point and the value of `f` there.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Point<T> {
    /// Where.
    pub x: T,
    /// `f(x)`.
    pub value: T,
}

/// Two points between which `f` changes its sign, and the one before them.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Bracket<T> {
    /// The end that was evaluated last.
    pub newest: Point<T>,
    /// The other end.
    pub opposite: Point<T>,
    /// The end that the last step replaced; `None` before the first step.
    pub previous: Option<Point<T>>,
    /// The end that the step before that replaced.
    pub before_previous: Option<Point<T>>,
}

impl<T: Float> Bracket<T> {
    /// The end with the smaller `|f|`.
    #[must_use]
    pub fn best(&self) -> Point<T> {
        if bits::is_within(self.newest.value, self.opposite.value) {
            self.newest
        } else {
            self.opposite
        }
    }

    /// The middle, without overflow.
    #[must_use]
    pub fn middle(&self) -> T {
        let (a, b) = (self.newest.x, self.opposite.x);
        let half = T::literal(0.5);
        let width = b - a;
        if bits::is_finite(width) {
            a + half * width
        } else {
            half * a + half * b
        }
    }

    /// The point that lies the given share of the way from the newest end to the other one.
    ///
    /// It is not closer to either end than half of the tolerance, so that a step over the root closes
    /// the bracket.
    #[must_use]
    pub fn point_at(&self, share: T, tolerance: T) -> T {
        step_between(self.newest.x, self.opposite.x, share, T::ZERO, tolerance)
    }

    /// The ends in rising order.
    #[must_use]
    #[inline(never)]
    pub fn sorted(&self) -> (Point<T>, Point<T>) {
        if bits::is_below(self.newest.x, self.opposite.x) {
            (self.newest, self.opposite)
        } else {
            (self.opposite, self.newest)
        }
    }
}

/// The point a share of the way from one end to another; not closer to either than half of the tolerance, nor than
/// that margin, as a share.
pub(super) fn step_between<T: Float>(from: T, to: T, share: T, margin: T, tolerance: T) -> T {
    let width = to - from;
    let size = width.magnitude();
    let mut least = T::literal(0.5) * tolerance;
    if margin * size > least {
        least = margin * size;
    }
    let mut step = share * size;
    let most = size - least;
    if step > most {
        step = most;
    }
    // Also where the share is NaN.
    let far = step >= least;
    if !far {
        step = least;
    }
    from + step.copysign(width)
}
