//! Descent along lines, as a machine that asks for one evaluation at a time.

use calc_scalar::Float;

use super::direction::{Direction, add, dot};
use super::line_search::{Line, LineSearch};
use super::machine::Minimizer;
use super::options::Limits;
use super::report::{Minimum, Step};
use crate::stopped::Stopped;

/// Descent along lines, one evaluation at a time: a [`Direction`] says where to go, a [`LineSearch`] how far.
///
/// Any of the one goes with any of the other; the functions of this module are usual pairs. A trial at which
/// value or gradient is not finite makes the step shorter. Where a line search fails, the lowest trial is taken; if
/// none is lower, the direction forgets what it has learnt and steepest descent is tried once.
///
/// # Edge cases
///
/// A trial where the slope has vanished though the value has fallen by less than a twentieth of what the slopes
/// promised lies on a plateau, such as that of `1 − e^{−x²}` far out: it is not taken for a minimum. If nothing
/// better is found, the reason is [`Plateau`](Stopped::Plateau).
///
/// # Examples
///
/// ```
/// use calc_opt::minimize::direction::Bfgs;
/// use calc_opt::minimize::line_search::HagerZhang;
/// use calc_opt::minimize::{Limits, LineDescent};
///
/// let mut descent = LineDescent::new([5.0], Bfgs::new(), HagerZhang::new(), Limits::new());
/// while let Some([x]) = descent.next() {
///     descent.tell((x - 2.0) * (x - 2.0), [2.0 * (x - 2.0)]);
/// }
/// assert_eq!(descent.minimum().x, [2.0]);
/// ```
///
/// # References
///
/// J. Nocedal and S. J. Wright, *Numerical Optimization*, 2nd ed., Springer 2006, chapters 3, 5, 6 and 7.
#[derive(Clone, Copy, Debug)]
pub struct LineDescent<T, const N: usize, D, L> {
    /// Which way.
    pub direction: D,
    /// How far.
    pub search: L,
    /// When to stop.
    pub limits: Limits<T>,
    /// The point of the last step, once it was told.
    at: Option<Step<T, N>>,
    /// The direction from there.
    along: [T; N],
    trial: [T; N],
    factor: T,
    /// The lowest trial on the line, and the last one that lies on a plateau.
    lowest: Option<Step<T, N>>,
    plateau: Option<Step<T, N>>,
    best: Step<T, N>,
    best_norm: T,
    /// The lowest value seen.
    floor: T,
    first_norm: T,
    evaluations: u32,
    iterations: u32,
    stopped: Option<Stopped>,
}

/// A trial without slope lies on a plateau if `f` has fallen by less than this share of what the slopes at both
/// ends promise. It is 1 for a parabola, `2/p` for `|x|^p`.
const PLATEAU: f64 = 0.05;

impl<T: Float, const N: usize, D: Direction<T, N>, L: LineSearch<T>> LineDescent<T, N, D, L> {
    /// A descent that starts at `x0`, or at the nearest point that is allowed.
    #[must_use]
    pub fn new(x0: [T; N], direction: D, search: L, limits: Limits<T>) -> Self {
        let start = Step {
            iteration: 0,
            x: direction.inside(x0),
            value: T::NAN,
            gradient: [T::NAN; N],
            rate: T::ZERO,
        };
        Self {
            direction,
            search,
            limits,
            at: None,
            along: [T::ZERO; N],
            trial: start.x,
            factor: T::ZERO,
            lowest: None,
            plateau: None,
            best: start,
            best_norm: T::NAN,
            floor: T::NAN,
            first_norm: T::NAN,
            evaluations: 0,
            iterations: 0,
            stopped: None,
        }
    }

    /// The point at which value and gradient are wanted; `None` at the end.
    #[allow(
        clippy::should_implement_trait,
        reason = "an iterator could not be told the answer"
    )]
    pub fn next(&mut self) -> Option<[T; N]> {
        if self.stopped.is_none() && self.evaluations >= self.limits.max_evaluations {
            self.stopped = Some(Stopped::OutOfEvaluations);
        }
        self.stopped.is_none().then_some(self.trial)
    }

    /// Takes `f` and `∇f` at the point asked for. After the end it changes nothing.
    ///
    /// Returns the step, if this trial, or an earlier one on the same line, has become one.
    pub fn tell(&mut self, value: T, gradient: [T; N]) -> Option<Step<T, N>> {
        self.next()?;
        self.evaluations = self.evaluations.saturating_add(1);
        let told = Step {
            iteration: self.iterations.saturating_add(1),
            x: self.trial,
            value,
            gradient,
            rate: self.factor,
        };
        let mut numbers = gradient.iter().chain(&told.x);
        let finite = value.is_finite() && numbers.all(|c| c.is_finite());
        match self.at {
            None => Some(self.begin(told, finite)),
            Some(at) => self.judge(&at, told, finite),
        }
    }

    /// Ends the descent from outside; a reason already found stays.
    pub fn stop(&mut self) {
        self.stopped = self.stopped.or(Some(Stopped::ByObserver));
    }

    /// The report; before the end, that of a descent stopped now.
    pub fn minimum(&self) -> Minimum<T, N> {
        Minimum {
            x: self.best.x,
            value: self.best.value,
            gradient_norm: self.best_norm,
            evaluations: self.evaluations,
            gradient_evaluations: self.evaluations,
            hessian_evaluations: 0,
            iterations: self.iterations,
            stopped: self.stopped.unwrap_or(Stopped::ByObserver),
        }
    }

    /// Takes the start.
    fn begin(&mut self, told: Step<T, N>, finite: bool) -> Step<T, N> {
        let start = Step {
            iteration: 0,
            ..told
        };
        self.at = Some(start);
        self.best = start;
        self.floor = start.value;
        self.best_norm = self.direction.gradient_norm(&start);
        self.first_norm = self.best_norm;
        if !finite {
            self.stopped = Some(Stopped::NotFinite);
        } else if self.limits.is_flat(self.best_norm, self.first_norm) {
            self.stopped = Some(Stopped::GradientSmall);
        } else if self.limits.max_iterations == 0 {
            self.stopped = Some(Stopped::OutOfIterations);
        } else {
            self.aim(&start);
        }
        start
    }

    /// Tells the line search what the trial gave.
    fn judge(&mut self, at: &Step<T, N>, told: Step<T, N>, finite: bool) -> Option<Step<T, N>> {
        if told.value <= T::NEG_INFINITY {
            self.stopped = Some(Stopped::Unbounded);
            return None;
        }
        let slope = dot(&told.gradient, &self.along);
        if !finite {
            self.search.tell(T::NAN, T::NAN);
        } else if self.is_plateau(at, &told, slope) {
            self.plateau = Some(told);
            self.search.tell(T::NAN, T::NAN);
        } else {
            if self.lowest.is_none_or(|lowest| told.value < lowest.value) {
                self.lowest = Some(told);
            }
            self.keep(&told);
            self.search.tell(told.value, slope);
        }
        self.go_on(at, told)
    }

    /// Keeps the point if it is the best so far: lower, or among equal ones flatter.
    fn keep(&mut self, step: &Step<T, N>) {
        let rounding = Line::new(self.floor, T::ZERO, T::ZERO).rounding();
        if step.value <= self.floor + rounding {
            let norm = self.direction.gradient_norm(step);
            if step.value < self.floor - rounding || norm < self.best_norm {
                self.best = *step;
                self.best_norm = norm;
            }
            self.floor = self.floor.min(step.value);
        }
    }

    /// Whether the slope has vanished where the value has not fallen as slopes make it fall.
    fn is_plateau(&self, at: &Step<T, N>, told: &Step<T, N>, slope: T) -> bool {
        let half = T::literal(0.5);
        let before = dot(&at.gradient, &self.along);
        let promised = -half * self.factor * (before + slope);
        let rounding = T::literal(1e3) * T::EPSILON * at.value.magnitude();
        self.limits
            .is_flat(self.direction.gradient_norm(told), self.first_norm)
            && promised > rounding
            && at.value - told.value < T::literal(PLATEAU) * promised
    }

    /// Asks for the next trial on the line; whether there is one.
    fn ask(&mut self, at: &Step<T, N>) -> bool {
        while let Some(factor) = self.search.next() {
            let mut trial = at.x;
            add(&mut trial, factor, &self.along);
            let trial = self.direction.inside(trial);
            if !trial.iter().all(|c| c.is_finite()) {
                self.search.tell(T::NAN, T::NAN);
            } else if moves(&at.x, &trial) {
                self.trial = trial;
                self.factor = factor;
                return true;
            } else {
                break;
            }
        }
        false
    }

    /// Asks for the next trial, or takes the step, or tries another way.
    fn go_on(&mut self, at: &Step<T, N>, told: Step<T, N>) -> Option<Step<T, N>> {
        if self.ask(at) {
            return None;
        }
        let found = self.search.is_found().then_some(told);
        let lower = self.lowest.filter(|lowest| lowest.value < at.value);
        if let Some(step) = found.or(lower) {
            self.take(at, step);
            return Some(step);
        }
        if self.direction.forget() {
            self.aim(at);
        } else {
            self.stopped = Some(self.failure(at));
        }
        None
    }

    /// Why there is no step to take.
    fn failure(&mut self, at: &Step<T, N>) -> Stopped {
        if let Some(plateau) = self.plateau {
            self.keep(&plateau);
            return Stopped::Plateau;
        }
        if has_run_off(at) {
            return Stopped::Unbounded;
        }
        let rounding = Line::new(at.value, T::ZERO, T::ZERO).rounding();
        match self.lowest {
            None if self.evaluations > 1 => Stopped::NotFinite,
            Some(lowest) if lowest.value > at.value + rounding => Stopped::NoProgress,
            _ => Stopped::RoundingFloor,
        }
    }

    /// Takes the step, and says whether it is the last.
    fn take(&mut self, at: &Step<T, N>, step: Step<T, N>) {
        self.iterations = self.iterations.saturating_add(1);
        self.direction.learn(at, &step);
        self.at = Some(step);
        let norm = self.direction.gradient_norm(&step);
        let arrived = self.limits.is_flat(norm, self.first_norm);
        if arrived {
            self.best = step;
            self.best_norm = norm;
        }
        if arrived {
            self.stopped = Some(Stopped::GradientSmall);
        } else if self.limits.is_short(&at.x, &step.x) {
            self.stopped = Some(Stopped::StepSmall);
        } else if self.limits.is_level(at.value, step.value) {
            self.stopped = Some(Stopped::Plateau);
        } else if self.iterations >= self.limits.max_iterations {
            self.stopped = Some(Stopped::OutOfIterations);
        } else {
            self.aim(&step);
        }
    }

    /// Asks for a trial on the line that the direction gives, or on the steepest.
    fn aim(&mut self, at: &Step<T, N>) {
        loop {
            let aim = self.direction.aim(at);
            let slope = dot(&aim.direction, &at.gradient);
            if slope < T::ZERO && slope.is_finite() {
                self.along = aim.direction;
                self.lowest = None;
                self.plateau = None;
                self.search.begin(Line {
                    value: at.value,
                    slope,
                    first: aim.first,
                    longest: aim.longest,
                    reference: aim.reference,
                });
                if self.ask(at) {
                    return;
                }
            }
            if !self.direction.forget() {
                self.stopped = Some(if has_run_off(at) {
                    Stopped::Unbounded
                } else {
                    Stopped::NoProgress
                });
                return;
            }
        }
    }
}

/// Whether the point or the value is, but for a few bits, at the end of the range.
fn has_run_off<T: Float, const N: usize>(at: &Step<T, N>) -> bool {
    let end = T::MAX / T::literal(64.0);
    at.value < -end || at.x.iter().any(|x| x.magnitude() > end)
}

/// Whether any coordinate differs.
fn moves<T: Float, const N: usize>(from: &[T; N], to: &[T; N]) -> bool {
    from.iter().zip(to).any(|(a, b)| a < b || b < a)
}

impl<T, const N: usize, D, L> Minimizer<T, N> for LineDescent<T, N, D, L>
where
    T: Float,
    D: Direction<T, N>,
    L: LineSearch<T>,
{
    type Question = [T; N];
    type Answer = (T, [T; N]);

    fn next(&mut self) -> Option<[T; N]> {
        self.next()
    }

    fn tell(&mut self, (value, gradient): Self::Answer) -> Option<Step<T, N>> {
        self.tell(value, gradient)
    }

    fn stop(&mut self) {
        self.stop();
    }

    fn minimum(&self) -> Minimum<T, N> {
        self.minimum()
    }
}
