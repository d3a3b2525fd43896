//! The secant method.

use calc_scalar::Float;

use super::newton::Newton;
use super::report::{Root, RootError, changed};
use crate::machine::{Machine, Step, machine};

/// The secant method from two points, one evaluation at a time: Newton's method with the slope of
/// the line through the last two points.
///
/// Equal or infinite starts give [`RootError::BadInterval`] without a run of `f`.
///
/// The loop over it is [`secant`](super::secant).
#[derive(Clone, Copy, Debug)]
pub struct Secant<T> {
    /// The machine that makes the steps, with its settings.
    pub newton: Newton<T>,
    /// The first point, until it is asked for; then the point told last.
    last: (T, Option<T>),
    /// The larger `|f|` of the two starts.
    first: T,
    /// `f` at the point asked for last, if the step from there is short by a slope from far away: then the
    /// slope is looked for beside it first.
    doubt: Option<T>,
}

impl<T: Float> Secant<T> {
    /// The secant method through `x0` and `x1`.
    #[must_use]
    pub fn new(x0: T, x1: T) -> Self {
        Self {
            newton: Newton::new(x1),
            last: (x0, None),
            first: T::ZERO,
            doubt: None,
        }
    }

    /// The point at which `f` is wanted; `None` at the end.
    #[allow(
        clippy::should_implement_trait,
        reason = "an iterator could not be told the answer"
    )]
    pub fn next(&mut self) -> Option<T> {
        match self.last {
            (x0, None) => self
                .newton
                .next()
                .filter(|_| self.bad_interval().is_none())
                .and(Some(x0)),
            _ => {
                let x = self.newton.next()?;
                Some(if self.doubt.is_some() { beside(x) } else { x })
            }
        }
    }

    /// Takes `f` at the point asked for. After the end it changes nothing.
    pub fn tell(&mut self, value: T) {
        match self.last {
            (_, None) if self.bad_interval().is_some() => {}
            (x0, None) => {
                self.last = (x0, Some(value));
                self.first = value.magnitude();
                self.newton.count_only(x0, value);
            }
            (before, Some(old)) => {
                let Some(x) = self.newton.next() else { return };
                if let Some(at) = self.doubt.take() {
                    self.last = (x, Some(at));
                    self.newton.tell(at, (value - at) / (beside(x) - x));
                    return;
                }
                if self.newton.is_new() {
                    self.first = self.first.max(value.magnitude());
                }
                let slope = (value - old) / (x - before);
                let far = (x - before).magnitude() > T::literal(NEAR) * x.magnitude();
                let short = (value / slope).magnitude() <= T::EPSILON.sqrt() * x.magnitude();
                if far && short && !value.is_zero() && self.newton.lowers(value) {
                    self.newton.count_only(x, value);
                    self.doubt = Some(value);
                } else {
                    self.last = (x, Some(value));
                    self.newton.tell(value, slope);
                }
            }
        }
    }

    /// Ends the search from outside; a reason already found stays.
    pub fn stop(&mut self) {
        self.newton.stop();
    }

    /// Runs of `f` so far.
    #[must_use]
    pub const fn evaluations(&self) -> u32 {
        self.newton.evaluations()
    }

    fn around(&self) -> (T, T) {
        self.newton.around()
    }

    /// The root, or why there is none; before the end, that there is none yet.
    ///
    /// # Errors
    ///
    /// See [`RootError`].
    pub fn result(&self) -> Result<Root<T>, RootError<T>> {
        match self.bad_interval() {
            Some(error) => Err(error),
            // A line across a jump is steep as well.
            None => without_slopes(self.newton.result_if(|value| lowered(value, self.first))),
        }
    }

    /// Before the first point is told: whether no line goes through the two.
    fn bad_interval(&self) -> Option<RootError<T>> {
        let (a, None) = self.last else { return None };
        let b = self.newton.asked();
        let good = a.is_finite() && b.is_finite() && (a < b || b < a);
        (!good).then_some(RootError::BadInterval { a, b })
    }
}

machine!(Secant<T>, [], Result<Root<T>, RootError<T>>, result, value);

/// The report of a search that was told no slopes.
pub(super) fn without_slopes<T: Float>(
    outcome: Result<Root<T>, RootError<T>>,
) -> Result<Root<T>, RootError<T>> {
    changed(outcome, |best| best.gradient_evaluations = 0)
}

/// A slope between points that are nearer than this share of `x` is the slope at `x`.
pub(super) const NEAR: f64 = 1e-3;

/// A point from which the slope at `x` can be told.
pub(super) fn beside<T: Float>(x: T) -> T {
    let size = if x.is_zero() { T::ONE } else { x.magnitude() };
    x + T::EPSILON.sqrt() * size
}

/// Whether `|f|` has become so much smaller that it may well tend to zero.
pub(super) fn lowered<T: Float>(value: T, first: T) -> bool {
    value.magnitude() <= T::literal(LOWERED) * first
}

/// A short step is taken for a root when `|f|` is this share of what it was, or less.
const LOWERED: f64 = 0.0625;
