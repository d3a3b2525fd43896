//! Who notices that a computation with intervals was not the same for all numbers in them.

use core::cell::Cell;

/// What an interval carries along to tell what happened to it: nothing, or a [`Watcher`].
pub trait Watch: Copy {
    /// Nobody.
    const NONE: Self;

    /// Who watches the result of an operation on two numbers.
    #[must_use]
    fn join(self, other: Self) -> Self;

    /// A question about the numbers has no answer that holds for all of them.
    fn undecided(self);

    /// Some of the numbers are outside of a domain.
    fn partial(self);
}

impl Watch for () {
    const NONE: Self = ();

    #[inline]
    fn join(self, (): Self) {}

    #[inline]
    fn undecided(self) {}

    #[inline]
    fn partial(self) {}
}

/// Sees what happens to the intervals that carry its [`Watcher`]s.
///
/// # Examples
///
/// ```
/// use calc_scalar::interval::Witness;
/// use calc_scalar::{Interval, Real};
///
/// let witness = Witness::new();
/// let x = witness.watch(Interval::new(-1.0, 1.0));
/// let y = if x > 0.0 { x.sin() } else { x };
/// assert!(!witness.decided()); // what y is depends on the number in x
/// # let _ = y;
/// ```
#[derive(Debug, Default)]
pub struct Witness {
    undecided: Cell<bool>,
    partial: Cell<bool>,
}

impl Witness {
    /// A witness that has seen nothing.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            undecided: Cell::new(false),
            partial: Cell::new(false),
        }
    }

    /// The same interval, watched.
    #[must_use]
    pub fn watch<F: crate::Float>(&self, x: super::Interval<F>) -> super::Interval<F, Watcher<'_>> {
        x.with_watch(Watcher {
            witness: Some(self),
        })
    }

    /// Whether every comparison had the same answer for all numbers, so that all of them took the same
    /// branches. Reading a plain float out of an interval ([`Real::primal`](crate::Real::primal)) counts
    /// as a comparison.
    #[must_use]
    pub fn decided(&self) -> bool {
        !self.undecided.get()
    }

    /// Whether every function was defined for all numbers it was applied to.
    #[must_use]
    pub fn defined(&self) -> bool {
        !self.partial.get()
    }
}

/// Tells a [`Witness`] what happens to an interval.
#[derive(Clone, Copy, Debug)]
pub struct Watcher<'w> {
    witness: Option<&'w Witness>,
}

impl Watch for Watcher<'_> {
    const NONE: Self = Self { witness: None };

    #[inline]
    fn join(self, other: Self) -> Self {
        match self.witness {
            Some(_) => self,
            None => other,
        }
    }

    #[inline]
    fn undecided(self) {
        if let Some(witness) = self.witness {
            witness.undecided.set(true);
        }
    }

    #[inline]
    fn partial(self) {
        if let Some(witness) = self.witness {
            witness.partial.set(true);
        }
    }
}
