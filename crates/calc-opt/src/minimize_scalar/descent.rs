//! From a start downhill, until it goes up again: three points around a minimum.

use calc_scalar::Float;

use super::report::Minimum;
use super::search::{GOLDEN, height};
use crate::machine::{Machine, Step, machine};
use crate::root::Point;
use crate::stopped::Stopped;

/// The way from a start to a bracket around a minimum, one evaluation at a time.
///
/// The first step tells which way is down. From then on each step is longer than the last, by the golden
/// ratio 1.618 or so as to pass the lowest point of the parabola through the last three points, but not by
/// more than the factor ten; after ten runs always by that, where there is no such parabola.
///
/// # Edge cases
///
/// A value that is NaN or `+∞` is higher than every number, and so is what lies beyond the largest
/// float. A start that is not finite ends the search.
///
/// # Examples
///
/// ```
/// use calc_opt::minimize_scalar::Downhill;
///
/// let mut way = Downhill::new(0.0, 1.0);
/// while let Some(x) = way.next() {
///     way.tell((x - 100.0_f64).abs());
/// }
/// let [low, best, high] = way.bracket()?;
/// assert!(low.x < 100.0 && 100.0 < high.x && best.value <= low.value.min(high.value));
/// # Ok::<(), calc_opt::minimize_scalar::Minimum<f64>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Downhill<T> {
    /// The budget, at first 400.
    pub max_evaluations: u32,
    /// The last three points; the last but one is the lowest.
    behind: Point<T>,
    best: Point<T>,
    ahead: T,
    /// How many points are known: 0, 1 or 2.
    known: u32,
    evaluations: u32,
    done: Option<Result<Point<T>, Stopped>>,
}

/// A step goes at most so many times as far as the last one.
const FARTHEST: f64 = 10.0;

/// After so many runs patience ends.
const PATIENCE: u32 = 10;

impl<T: Float> Downhill<T> {
    /// The way from `x0`, with a first step to `x0 + step`.
    #[must_use]
    pub fn new(x0: T, step: T) -> Self {
        let start = Point {
            x: x0,
            value: T::NAN,
        };
        let moves = (x0 + step).is_finite() && (x0 + step < x0 || x0 < x0 + step);
        Self {
            max_evaluations: 400,
            behind: start,
            best: start,
            ahead: x0 + step,
            known: 0,
            evaluations: 0,
            done: (!moves).then_some(Err(Stopped::NoProgress)),
        }
    }

    /// The way from a start at which `f` is known already; it is not counted.
    #[must_use]
    pub fn from_known(start: Point<T>, step: T) -> Self {
        let mut way = Self::new(start.x, step);
        way.tell(start.value);
        way.evaluations = 0;
        way
    }

    /// The point at which `f` is wanted; `None` at the end.
    #[allow(
        clippy::should_implement_trait,
        reason = "an iterator could not be told the answer"
    )]
    pub fn next(&mut self) -> Option<T> {
        if self.done.is_none() && self.evaluations >= self.max_evaluations {
            self.done = Some(Err(Stopped::OutOfEvaluations));
        }
        match (self.done, self.known) {
            (Some(_), _) => None,
            (None, 0) => Some(self.best.x),
            (None, _) => Some(self.ahead),
        }
    }

    /// Takes the value of `f` at the point asked for. After the end it changes nothing.
    pub fn tell(&mut self, value: T) {
        let Some(x) = self.next() else { return };
        self.evaluations += 1;
        let point = Point {
            x,
            value: height(value),
        };
        if value < -T::MAX {
            self.best = point;
            self.done = Some(Err(Stopped::Unbounded));
            return;
        }
        match self.known {
            0 if point.value.is_finite() => {
                self.best = point;
                self.known = 1;
            }
            0 => self.done = Some(Err(Stopped::NotFinite)),
            1 if point.value >= self.best.value => {
                // Not down: the other way round.
                self.behind = point;
                self.go_on(self.best.x - point.x);
            }
            1 => {
                self.behind = self.best;
                self.best = point;
                self.go_on(self.best.x - self.behind.x);
            }
            _ if point.value > self.best.value => self.done = Some(Ok(point)),
            _ => {
                let before = self.behind;
                self.behind = self.best;
                self.best = point;
                self.go_on(self.stride(before));
            }
        }
    }

    /// The three points, in ascending order, the lowest in the middle.
    ///
    /// # Errors
    ///
    /// The lowest point so far, with the reason: the start is not finite
    /// ([`NotFinite`](Stopped::NotFinite)) or does not move ([`NoProgress`](Stopped::NoProgress)), `f`
    /// falls as far as there are numbers ([`Unbounded`](Stopped::Unbounded)), or the budget is used up.
    pub fn bracket(&self) -> Result<[Point<T>; 3], Minimum<T>> {
        match self.done {
            Some(Ok(ahead)) if ahead.x < self.behind.x => Ok([ahead, self.best, self.behind]),
            Some(Ok(ahead)) => Ok([self.behind, self.best, ahead]),
            Some(Err(stopped)) => Err(self.lowest(stopped)),
            None => Err(self.lowest(Stopped::OutOfEvaluations)),
        }
    }

    /// Ends the search from outside; a reason already found stays.
    pub fn stop(&mut self) {
        if self.done.is_none() {
            self.done = Some(Err(Stopped::ByObserver));
        }
    }

    /// The last two points, the lowest among them, and the next one.
    fn around(&self) -> (T, T) {
        let (a, b) = match self.done {
            Some(Ok(ahead)) => (self.behind.x, ahead.x),
            _ => (self.behind.x, self.best.x),
        };
        (a.min(b), a.max(b))
    }

    /// The runs of `f` made.
    #[must_use]
    pub const fn evaluations(&self) -> u32 {
        self.evaluations
    }

    /// The lowest point so far, of a search that comes to nothing.
    pub(crate) fn lowest_seen(&self) -> Minimum<T> {
        self.lowest(Stopped::NoProgress)
    }

    fn lowest(&self, stopped: Stopped) -> Minimum<T> {
        Minimum {
            x: self.best.x,
            value: self.best.value,
            bracket: (
                self.behind.x.min(self.best.x),
                self.behind.x.max(self.best.x),
            ),
            evaluations: self.evaluations,
            gradient_evaluations: 0,
            hessian_evaluations: 0,
            at_end: false,
            stopped,
        }
    }

    /// The next point ahead, `1.618` or `stride` steps away.
    fn go_on(&mut self, stride: T) {
        let golden = (T::ONE - T::literal(GOLDEN)) / T::literal(GOLDEN);
        let step = if self.known == 1 {
            golden * stride
        } else {
            stride
        };
        self.known = 2;
        self.ahead = self.best.x + step;
        if !self.ahead.is_finite() {
            self.done = Some(Err(Stopped::Unbounded));
        } else if !(self.ahead < self.best.x || self.best.x < self.ahead) {
            self.done = Some(Err(Stopped::NoProgress));
        }
    }

    /// The step a little past the lowest point of the parabola through `before` and the last two points,
    /// if that is ahead.
    fn stride(&self, before: Point<T>) -> T {
        let (a, b, c) = (before, self.behind, self.best);
        let golden = (T::ONE - T::literal(GOLDEN)) / T::literal(GOLDEN);
        let last = c.x - b.x;
        let by = |p: Point<T>, q: Point<T>| (c.x - p.x) * (c.value - q.value);
        let (s, t) = (by(b, a), by(a, b));
        let step = ((c.x - a.x) * t - (c.x - b.x) * s) / (T::literal(2.0) * (s - t));
        let ratio = step / last;
        // Beyond the turning point of the parabola, so that it may be the last step.
        let ahead = if ratio > T::ZERO {
            (ratio * T::literal(1.1))
                .max(golden)
                .min(T::literal(FARTHEST))
        } else if self.evaluations < PATIENCE {
            golden
        } else {
            T::literal(FARTHEST)
        };
        ahead * last
    }
}

machine!(
    Downhill<T>,
    [],
    Result<[Point<T>; 3], Minimum<T>>,
    bracket,
    value
);
