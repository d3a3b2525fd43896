//! Brent's method, and what it shares with the method that is recommended.

use calc_scalar::Float;

use super::search::{Bracket, GOLDEN, Method};
use crate::root::Point;

/// The parabola through the three lowest points, and the golden section where it does not converge.
///
/// A parabola is trusted while its steps become shorter: each less than half of the one before the last.
///
/// # References
///
/// R. P. Brent, *Algorithms for Minimization Without Derivatives*, Prentice-Hall 1973, chapter 5
/// (the procedure `localmin`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Brent<T> {
    steps: Steps<T>,
}

impl<T: Float> Brent<T> {
    /// The method before its first step.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            steps: Steps::new(),
        }
    }
}

impl<T: Float> Default for Brent<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Float> Method<T> for Brent<T> {
    fn propose(&mut self, bracket: &Bracket<T>, tolerance: T) -> T {
        self.steps.next(bracket, tolerance, parabola(bracket))
    }
}

/// The last steps, which decide whether a model is trusted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Steps<T> {
    last: T,
    before_last: T,
}

impl<T: Float> Steps<T> {
    pub(super) const fn new() -> Self {
        Self {
            last: T::ZERO,
            before_last: T::ZERO,
        }
    }

    /// The point at the step that a model proposes, if it can be trusted, else the golden section; not
    /// too near to a point that is known already.
    pub(super) fn next(&mut self, bracket: &Bracket<T>, tolerance: T, model: Option<T>) -> T {
        let half = T::literal(0.5);
        let Bracket {
            low, best, high, ..
        } = *bracket;
        let end = bracket.longer_end();
        let trusted = model.filter(|step| {
            let x = best.x + *step;
            self.before_last.magnitude() > tolerance
                && step.magnitude() < half * self.before_last.magnitude()
                && low.x < x
                && x < high.x
        });
        if let Some(step) = trusted {
            let x = best.x + step;
            let near = (x - low.x).min(high.x - x) < tolerance + tolerance;
            self.before_last = self.last;
            self.last = if near {
                tolerance.copysign(end - best.x)
            } else {
                step
            };
        } else {
            self.before_last = end - best.x;
            self.last = T::literal(GOLDEN) * self.before_last;
        }
        best.x + self.last.magnitude().max(tolerance).copysign(self.last)
    }
}

/// The step from the best point to the turning point of the parabola through the three lowest.
pub(super) fn parabola<T: Float>(bracket: &Bracket<T>) -> Option<T> {
    let [a, b, c, ..] = bracket.lowest;
    let by = |p: Point<T>, q: Point<T>| (a.x - p.x) * (a.value - q.value);
    let (s, t) = (by(b, c), by(c, b));
    let step = ((a.x - c.x) * t - (a.x - b.x) * s) / (T::literal(2.0) * (s - t));
    step.is_finite().then_some(step)
}
