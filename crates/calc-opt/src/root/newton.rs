//! Newton's method: from a point, and inside a bracket.

use calc_scalar::Float;

use super::bracket::Bracket;
use super::report::{Root, RootError, SignChange};
use super::search::Method;
use crate::machine::{Machine, Step, machine};
use crate::stopped::Stopped;

/// Newton's method inside a bracket: halving wherever the tangent leads out, or is slow.
///
/// The machine evaluates `f` alone; set [`slope`](BracketedNewton::slope) before each
/// [`Search::tell`](super::Search::tell).
///
/// # References
///
/// W. H. Press, S. A. Teukolsky, W. T. Vetterling and B. P. Flannery, *Numerical Recipes*, 3rd ed.,
/// Cambridge 2007, section 9.4.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BracketedNewton<T> {
    /// `f′` at the point evaluated last.
    pub slope: T,
    /// The width of the bracket two steps ago, and one step ago.
    widths: (T, T),
}

impl<T: Float> BracketedNewton<T> {
    /// The method before its first step.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            slope: T::ZERO,
            widths: (T::INFINITY, T::INFINITY),
        }
    }
}

impl<T: Float> Default for BracketedNewton<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Float> Method<T> for BracketedNewton<T> {
    fn propose(&mut self, bracket: &Bracket<T>, tolerance: T) -> T {
        let half = T::literal(0.5);
        let at = bracket.newest;
        let reach = bracket.opposite.x - at.x;
        let step = -at.value / self.slope;
        let (before_last, last) = self.widths;
        self.widths = (last, step.magnitude());
        // Towards the other end, and at most half as long as the step before the last.
        let leads_in = (step > T::ZERO) == (reach > T::ZERO)
            && step.magnitude() < reach.magnitude()
            && step.magnitude() <= half * before_last;
        if !leads_in {
            self.widths = (T::INFINITY, T::INFINITY);
            return bracket.middle();
        }
        // Not shorter than half of the tolerance, so that a step over the root closes the bracket.
        at.x + step.magnitude().max(half * tolerance).copysign(step)
    }
}

/// Newton's method from a point, one evaluation at a time.
///
/// A step that does not lower `|f|` is halved until it does. The loop over it is
/// [`newton`](super::newton).
///
/// # Examples
///
/// ```
/// use calc_opt::root::Newton;
///
/// let mut newton = Newton::new(1.0);
/// while let Some(x) = newton.next() {
///     newton.tell(x * x - 2.0, 2.0 * x);
/// }
/// assert!((newton.result()?.x - 2.0_f64.sqrt()).abs() < 1e-15);
/// # Ok::<(), calc_opt::root::RootError<f64>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Newton<T> {
    /// The search ends when a step is not longer than `x_abs + x_rel·|x|`; at first 0.
    pub x_abs: T,
    /// The relative part of that length, at first `4ε`.
    pub x_rel: T,
    /// The budget, at first 100.
    pub max_evaluations: u32,
    at: Option<(T, T)>,
    step: T,
    asked: T,
    evaluations: u32,
    end: Option<Result<Stopped, Trouble<T>>>,
}

#[derive(Clone, Copy, Debug)]
enum Trouble<T> {
    NotFinite(T),
    Flat,
    OutOfEvaluations,
    ByObserver,
}

impl<T: Float> Newton<T> {
    /// Newton's method from `x0`.
    #[must_use]
    pub fn new(x0: T) -> Self {
        Self {
            x_abs: T::ZERO,
            x_rel: T::literal(4.0) * T::EPSILON,
            max_evaluations: 100,
            at: None,
            step: T::ZERO,
            asked: x0,
            evaluations: 0,
            end: None,
        }
    }

    /// The same with another absolute length of the last step.
    #[must_use]
    pub const fn x_abs(mut self, x_abs: T) -> Self {
        self.x_abs = x_abs;
        self
    }

    /// The same with another relative length of the last step.
    #[must_use]
    pub const fn x_rel(mut self, x_rel: T) -> Self {
        self.x_rel = x_rel;
        self
    }

    /// The same with another budget.
    #[must_use]
    pub const fn max_evaluations(mut self, max_evaluations: u32) -> Self {
        self.max_evaluations = max_evaluations;
        self
    }

    /// The point at which `f` and `f′` are wanted; `None` at the end.
    #[allow(
        clippy::should_implement_trait,
        reason = "an iterator could not be told the answer"
    )]
    pub fn next(&mut self) -> Option<T> {
        if self.end.is_none() && self.evaluations >= self.max_evaluations {
            self.end = Some(Err(Trouble::OutOfEvaluations));
        }
        self.end.is_none().then_some(self.asked)
    }

    /// Takes `f` and `f′` at the point asked for. After the end it changes nothing.
    pub fn tell(&mut self, value: T, slope: T) {
        let step = if slope.is_finite() {
            -value / slope
        } else {
            T::NAN
        };
        self.tell_step(value, step);
    }

    /// Takes `f` at the point asked for and the step from there that a method proposes: for those that
    /// know more than a slope, such as [`halley`](super::halley()). After the end it changes nothing.
    ///
    /// An infinite step says that `f` is flat.
    pub fn tell_step(&mut self, value: T, step: T) {
        let Some(x) = self.next() else { return };
        self.evaluations += 1;
        if self.lowers(value) {
            self.at = Some((x, value));
            self.advance(x, value, step);
        } else if self.at.is_none() {
            self.end = Some(Err(Trouble::NotFinite(x)));
        } else {
            self.retreat();
        }
    }

    /// Ends the search from outside; a reason already found stays.
    pub fn stop(&mut self) {
        if self.end.is_none() {
            self.end = Some(Err(Trouble::ByObserver));
        }
    }

    /// Runs of `f` so far.
    #[must_use]
    pub const fn evaluations(&self) -> u32 {
        self.evaluations
    }

    /// The best point so far, twice.
    pub(super) fn around(&self) -> (T, T) {
        let x = self.at.map_or(self.asked, |(x, _)| x);
        (x, x)
    }

    /// The point that is asked for, also when the search has ended.
    pub(super) const fn asked(&self) -> T {
        self.asked
    }

    /// Whether `|f|` is lower than at the best point; for the start, whether both are finite.
    pub(super) fn lowers(&self, value: T) -> bool {
        match self.at {
            Some((_, best)) => value.magnitude() < best.magnitude(),
            None => value.is_finite() && self.asked.is_finite(),
        }
    }

    /// Whether no point has been told from which a step starts.
    pub(super) const fn is_new(&self) -> bool {
        self.at.is_none()
    }

    /// The result, where a short step says that there is a root only if `|f|` there says so as well.
    pub(super) fn result_if(&self, small: impl FnOnce(T) -> bool) -> Result<Root<T>, RootError<T>> {
        match self.result() {
            Ok(mut best) if best.stopped == Stopped::StepSmall && !small(best.value) => {
                best.stopped = Stopped::NoProgress;
                Err(RootError::Flat { best })
            }
            result => result,
        }
    }

    /// Counts an evaluation from which no step starts; a root or a value that is not finite ends it.
    pub(super) fn count_only(&mut self, x: T, value: T) {
        self.evaluations += 1;
        if value.is_zero() {
            self.at = Some((x, value));
            self.end = Some(Ok(Stopped::ExactZero));
        } else if !value.is_finite() {
            self.asked = x;
            self.end = Some(Err(Trouble::NotFinite(x)));
        }
    }

    /// The full step from a new best point.
    fn advance(&mut self, x: T, value: T, step: T) {
        let next = x + step;
        self.end = if value.is_zero() {
            Some(Ok(Stopped::ExactZero))
        } else if step.magnitude() > T::MAX {
            Some(Err(Trouble::Flat))
        } else if !next.is_finite() {
            Some(Err(Trouble::NotFinite(x)))
        } else if step.magnitude() <= self.x_abs + self.x_rel * x.magnitude() {
            Some(Ok(Stopped::StepSmall))
        } else {
            None
        };
        self.step = step;
        self.asked = next;
    }

    /// Half the step from the best point, while it still moves the point.
    fn retreat(&mut self) {
        let Some((best, _)) = self.at else { return };
        let full = self.asked - best;
        // Rounding alone keeps a step of a few ulps from lowering |f| any further.
        if self.step.magnitude() <= T::literal(16.0) * T::EPSILON * best.magnitude() {
            self.end = Some(Ok(Stopped::StepSmall));
            return;
        }
        self.asked = best + T::literal(0.5) * full;
        if !(self.asked < best || best < self.asked) {
            self.end = Some(Err(Trouble::Flat));
        }
    }

    /// The root, or why there is none; before the end, that there is none yet.
    ///
    /// # Errors
    ///
    /// See [`RootError`].
    pub fn result(&self) -> Result<Root<T>, RootError<T>> {
        let (x, value) = self.at.unwrap_or((self.asked, T::NAN));
        let report = |stopped| Root {
            x,
            value,
            bracket: (x, x),
            evaluations: self.evaluations,
            gradient_evaluations: self.evaluations,
            hessian_evaluations: 0,
            stopped,
            sign_change: SignChange::Unresolved,
        };
        match self.end.unwrap_or(Err(Trouble::OutOfEvaluations)) {
            Ok(stopped) => Ok(report(stopped)),
            Err(Trouble::NotFinite(x)) => Err(RootError::NotFinite {
                x,
                best: report(Stopped::NotFinite),
            }),
            Err(Trouble::Flat) => Err(RootError::Flat {
                best: report(Stopped::NoProgress),
            }),
            Err(Trouble::OutOfEvaluations) => Err(RootError::OutOfEvaluations {
                best: report(Stopped::OutOfEvaluations),
            }),
            Err(Trouble::ByObserver) => Err(RootError::ByObserver {
                best: report(Stopped::ByObserver),
            }),
        }
    }
}

machine!(Newton<T>, [], Result<Root<T>, RootError<T>>, result, slope);
