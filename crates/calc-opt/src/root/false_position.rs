//! False position, and the variants that keep an end from standing still.

use calc_scalar::Float;

use super::bracket::Bracket;
use super::search::Method;

/// The line through both ends of the bracket; an end that stays twice running counts less.
///
/// On a curved function plain false position moves one end only, and the other never. The variants
/// shrink the value of the end that stays, so that the line turns until it crosses over.
///
/// # References
///
/// Illinois: M. Dowell and P. Jarratt, *A modified regula falsi method for computing the root of an
/// equation*, BIT 11, 1971, 168–174. The other two in the survey of R. P. Brent's predecessors by
/// G. Engeln-Müllges and F. Uhlig, *Numerical Algorithms with Fortran*, Springer 1996, section 2.8.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FalsePosition<T> {
    /// How much the end that stays is made to count.
    pub weight: Weight,
    side: Retained<T>,
}

/// The factor by which the value of an end that stays is multiplied.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Retained<T> {
    factor: T,
    /// The newest end at the last step.
    last: Option<T>,
}

/// What the value of an end that stays is multiplied by, when `old` at the other end became `new`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weight {
    /// 1: plain false position. On a convex function it takes as many steps as the budget allows.
    Whole,
    /// ½: the Illinois method.
    Half,
    /// `old/(old + new)`: the Pegasus method.
    Pegasus,
    /// `1 − new/old`, or ½ where that is not positive: the method of Anderson and Björck.
    AndersonBjorck,
}

impl<T: Float> FalsePosition<T> {
    /// The method before its first step.
    #[must_use]
    pub const fn new(weight: Weight) -> Self {
        Self {
            weight,
            side: Retained::new(),
        }
    }
}

impl<T: Float> Method<T> for FalsePosition<T> {
    fn propose(&mut self, bracket: &Bracket<T>, tolerance: T) -> T {
        self.side.step(bracket, tolerance, self.weight)
    }
}

impl<T: Float> Retained<T> {
    /// Nothing has stayed yet.
    pub(super) const fn new() -> Self {
        Self {
            factor: T::ONE,
            last: None,
        }
    }

    /// The next point of false position with the weight given.
    pub(super) fn step(&mut self, bracket: &Bracket<T>, tolerance: T, weight: Weight) -> T {
        let (a, b) = (bracket.newest, bracket.opposite);
        // The last newest end was replaced: its opposite stays.
        let replaced = bracket.previous.filter(|p| self.last == Some(p.x));
        self.factor = replaced.map_or(T::ONE, |old| self.factor * weight.of(old.value, a.value));
        self.last = Some(a.x);
        let opposite = b.value * self.factor;
        bracket.point_at(a.value / (a.value - opposite), tolerance)
    }
}

impl Weight {
    /// The factor when the value `old` has been replaced by `new` on the same side.
    fn of<T: Float>(self, old: T, new: T) -> T {
        let half = T::literal(0.5);
        match self {
            Self::Whole => T::ONE,
            Self::Half => half,
            Self::Pegasus => old / (old + new),
            Self::AndersonBjorck => {
                let rest = T::ONE - new / old;
                if rest > T::ZERO { rest } else { half }
            }
        }
    }
}
