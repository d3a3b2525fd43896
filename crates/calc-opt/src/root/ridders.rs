//! Ridders' method.

use calc_scalar::Float;

use super::bracket::{Bracket, Point};
use super::search::Method;

/// The middle, then the point where a line through three values crosses zero once an exponential has
/// straightened them: two runs of `f` per step, and never a point outside the bracket.
///
/// # References
///
/// C. J. F. Ridders, *A new algorithm for computing a single root of a real continuous function*, IEEE
/// Transactions on Circuits and Systems 26(11), 1979, 979–980.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ridders<T> {
    /// The ends around the middle that was asked for last.
    ends: Option<(Point<T>, Point<T>)>,
}

impl<T: Float> Ridders<T> {
    /// The method before its first step.
    #[must_use]
    pub const fn new() -> Self {
        Self { ends: None }
    }
}

impl<T: Float> Default for Ridders<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Float> Method<T> for Ridders<T> {
    fn propose(&mut self, bracket: &Bracket<T>, tolerance: T) -> T {
        let Some((a, b)) = self.ends.take() else {
            self.ends = Some((bracket.newest, bracket.opposite));
            return bracket.middle();
        };
        let middle = bracket.newest;
        // Relative to the larger end, so that the products do not overflow.
        let scale = a.value.magnitude().max(b.value.magnitude());
        let (fa, fm, fb) = (a.value / scale, middle.value / scale, b.value / scale);
        let root = (fm * fm - fa * fb).sqrt();
        // From the middle towards the end of the other sign.
        let towards = T::ONE.copysign(fa - fb) * (middle.x - a.x);
        let x = middle.x + towards * fm / root;
        let share = (x - middle.x) / (bracket.opposite.x - middle.x);
        bracket.point_at(share, tolerance)
    }
}
