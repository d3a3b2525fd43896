//! A bracket around a root, looked for from a guess.

use calc_scalar::Float;

use super::bracket::Point;
use super::report::{Root, RootError, SignChange};
use crate::machine::{Machine, Step, machine};
use crate::stopped::Stopped;

/// A search for two points between which `f` changes its sign, one evaluation at a time.
///
/// It begins with `x0 ± step` and goes on with steps twice as long, on the side where `|f|` is smaller.
/// Where `f` is NaN the domain has ended: from there on that side is approached by halves.
///
/// The loop over it is [`bracket`](super::bracket()).
///
/// # References
///
/// W. H. Press, S. A. Teukolsky, W. T. Vetterling and B. P. Flannery, *Numerical Recipes*, 3rd ed.,
/// Cambridge 2007, section 9.1.
#[derive(Clone, Copy, Debug)]
pub struct Expansion<T> {
    /// The budget, at first 66: with that many steps each twice as long as the last, 1 grows to 10¹⁹.
    pub max_evaluations: u32,
    start: T,
    step: T,
    low: Option<Point<T>>,
    high: Option<Point<T>>,
    /// The nearest points below and above at which `f` was NaN.
    barriers: [Option<T>; 2],
    asked: Option<T>,
    evaluations: u32,
    by_observer: bool,
}

impl<T: Float> Expansion<T> {
    /// A search from `x0` with the first step `step`; its sign does not matter.
    #[must_use]
    pub fn new(x0: T, step: T) -> Self {
        Self {
            max_evaluations: 66,
            start: x0,
            step: step.magnitude(),
            low: None,
            high: None,
            barriers: [None; 2],
            asked: Some(x0),
            evaluations: 0,
            by_observer: false,
        }
    }

    /// The same with another budget.
    #[must_use]
    pub const fn max_evaluations(mut self, max_evaluations: u32) -> Self {
        self.max_evaluations = max_evaluations;
        self
    }

    /// The point at which `f` is wanted; `None` at the end.
    #[allow(
        clippy::should_implement_trait,
        reason = "an iterator could not be told the answer"
    )]
    pub fn next(&mut self) -> Option<T> {
        let good = self.start.is_finite() && self.step.is_finite() && self.step > T::ZERO;
        if good && self.evaluations < self.max_evaluations {
            self.asked
        } else {
            None
        }
    }

    /// Takes the value of `f` at the point asked for. After the end it changes nothing.
    pub fn tell(&mut self, value: T) {
        let Some(x) = self.next() else { return };
        self.evaluations += 1;
        let point = Point { x, value };
        (self.low, self.high) = match (self.low, self.high) {
            (Some(low), Some(high)) if value.not_a_number() => {
                let [below, above] = &mut self.barriers;
                *(if x < low.x { below } else { above }) = Some(x);
                (Some(low), Some(high))
            }
            // Where the sign changed in this step, the rest is not needed.
            (Some(low), Some(high)) if x < low.x => (
                Some(point),
                Some(if sign_changes(point, low) { low } else { high }),
            ),
            (Some(low), Some(high)) => (
                Some(if sign_changes(high, point) { high } else { low }),
                Some(point),
            ),
            _ => (Some(point), Some(point)),
        };
        self.asked = self.ask();
    }

    /// The two points, or why there are none.
    ///
    /// # Errors
    ///
    /// [`RootError::BadInterval`] when the start is not finite or the step not a positive number,
    /// [`RootError::NotFinite`] when `f` is NaN at the start or on both sides,
    /// [`RootError::NoSignChange`] when the budget was used up without a change of sign.
    pub fn result(&self) -> Result<(Point<T>, Point<T>), RootError<T>> {
        let (Some(low), Some(high)) = (self.low, self.high) else {
            return Err(RootError::BadInterval {
                a: self.start,
                b: self.start + self.step,
            });
        };
        if sign_changes(low, high) || low.value.is_zero() || high.value.is_zero() {
            return Ok((low, high));
        }
        let nearer = if low.value.magnitude() < high.value.magnitude() {
            low
        } else {
            high
        };
        let best = |stopped| Root {
            x: nearer.x,
            value: nearer.value,
            bracket: (low.x, high.x),
            evaluations: self.evaluations,
            gradient_evaluations: 0,
            hessian_evaluations: 0,
            stopped,
            sign_change: SignChange::Unresolved,
        };
        if low.value.not_a_number() {
            return Err(RootError::NotFinite {
                x: low.x,
                best: best(Stopped::NotFinite),
            });
        }
        if self.by_observer {
            return Err(RootError::ByObserver {
                best: best(Stopped::ByObserver),
            });
        }
        Err(RootError::NoSignChange {
            at_low: low.value,
            at_high: high.value,
            best: best(Stopped::OutOfEvaluations),
        })
    }

    /// Ends the search from outside; a bracket already found stays.
    pub const fn stop(&mut self) {
        self.by_observer |= self.asked.is_some();
        self.asked = None;
    }

    /// The lowest and the highest point so far.
    fn around(&self) -> (T, T) {
        let x = |point: Option<Point<T>>| point.map_or(self.start, |p| p.x);
        (x(self.low), x(self.high))
    }

    /// Runs of `f` so far.
    #[must_use]
    pub const fn evaluations(&self) -> u32 {
        self.evaluations
    }

    /// Where to look next; `None` when the sign has changed, or there is nowhere to go.
    fn ask(&mut self) -> Option<T> {
        let (low, high) = (self.low?, self.high?);
        let done = sign_changes(low, high) || low.value.is_zero() || high.value.is_zero();
        if done || low.value.not_a_number() {
            return None;
        }
        let [below, above] = self.barriers;
        let down = next(low.x, -self.step, below);
        let up = next(high.x, self.step, above);
        let descend = low.x < high.x && low.value.magnitude() < high.value.magnitude();
        let x = if descend { down.or(up) } else { up.or(down) };
        if low.x < high.x {
            self.step = self.step + self.step;
        }
        x
    }
}

machine!(
    Expansion<T>,
    [],
    Result<(Point<T>, Point<T>), RootError<T>>,
    result,
    value
);

/// The point one step from an end, or halfway to the barrier; `None` if there is no such number.
fn next<T: Float>(end: T, step: T, barrier: Option<T>) -> Option<T> {
    let far = end + step;
    let x = match barrier {
        Some(barrier) => {
            let halfway = end + T::literal(0.5) * (barrier - end);
            if step > T::ZERO {
                halfway.min(far)
            } else {
                halfway.max(far)
            }
        }
        None => far,
    };
    let moves = x < end || end < x;
    (x.is_finite() && moves && barrier != Some(x)).then_some(x)
}

/// Whether `f` has different signs at two points.
fn sign_changes<T: Float>(a: Point<T>, b: Point<T>) -> bool {
    (a.value > T::ZERO && b.value < T::ZERO) || (a.value < T::ZERO && b.value > T::ZERO)
}
