//! Powell's conjugate directions, without gradients.

use calc_scalar::Float;

use super::direction::minus;
use super::look_around::{LookAround, Seen, distances};
use super::machine::{Minimizer, run};
use super::options::Limits;
use super::report::{Minimum, Step};
use crate::minimize_scalar::{Downhill, Quartic, Search};
use crate::root::Point;
use crate::stopped::Stopped;

/// `min f(x)` from `x0` by Powell's conjugate directions: from values alone, for a few variables and a smooth
/// `f`.
///
/// Each round searches `N` lines and at times one more, 8 to 12 runs of `f` each.
///
/// # Edge cases
///
/// See [`Powell`].
///
/// # Examples
///
/// ```
/// use calc_opt::minimize::{Limits, powell};
///
/// let minimum = powell(
///     |[x, y]| (x - 1.0_f64).powi(2) + (x + y).powi(2) + 3.0,
///     [3.0, 2.0],
///     Limits::new(),
/// );
/// assert!(minimum.stopped.is_solution());
/// assert!((minimum.x[0] - 1.0).abs() < 1e-6 && (minimum.x[1] + 1.0).abs() < 1e-6);
/// ```
///
/// # References
///
/// See [`Powell`].
pub fn powell<T: Float, const N: usize>(
    f: impl FnMut([T; N]) -> T,
    x0: [T; N],
    limits: Limits<T>,
) -> Minimum<T, N> {
    run(Powell::new(x0, limits), f)
}

/// Powell's method, one value at a time: for smooth functions of few variables without a gradient.
///
/// Goes to the lowest point along each of `N` directions, at first the axes. What all of them together have
/// moved is a new direction, and takes the place of the one that gave most; on a parabola the directions
/// become conjugate, and `N` rounds are enough. When a round no longer moves, the directions are the axes
/// again, and if the next one does not move either, the search looks some way off, along every coordinate and
/// along its whole way: only where it is higher all around, it says that this is a minimum.
///
/// # Edge cases
///
/// A value that is NaN or `+∞` is higher than every number. A line on which `f` falls for ever is left
/// alone; if there are others, the search goes on along these. [`Limits`] count rounds as iterations; without
/// a tolerance of `x`, that is `√ε` of the coordinates and of the first steps. Where the function is as low some
/// way off, as where it falls only towards infinity, the reason is [`Plateau`](Stopped::Plateau).
/// Beside a pole it is [`Unbounded`](Stopped::Unbounded), as far as [`NelderMead`](super::NelderMead) sees one. In a
/// valley with a sharp bottom, as that of `|x − 1| + 3·|x + y|`, the end claimed may be no minimum.
///
/// # Examples
///
/// ```
/// use calc_opt::minimize::{Limits, Powell};
///
/// let mut search = Powell::new([-1.2, 1.0], Limits::new());
/// while let Some([x, y]) = search.next() {
///     search.tell(100.0 * (y - x * x) * (y - x * x) + (1.0 - x) * (1.0 - x));
/// }
/// let minimum = search.minimum();
/// assert!(minimum.stopped.is_solution());
/// assert!((minimum.x[0] - 1.0_f64).abs() < 1e-6);
/// ```
///
/// # References
///
/// M. J. D. Powell, *An Efficient Method for Finding the Minimum of a Function of Several Variables without
/// Calculating Derivatives*, The Computer Journal 7(2), 1964, 155–162.
#[derive(Clone, Copy, Debug)]
pub struct Powell<T, const N: usize> {
    /// When to stop.
    pub limits: Limits<T>,
    /// Where the search began.
    start: Place<T, N>,
    at: Place<T, N>,
    directions: [[T; N]; N],
    /// The steps of the first round.
    first: [T; N],
    /// Where the round began.
    before: Place<T, N>,
    /// The direction of the line, and the place on it.
    line: Line<T, N>,
    /// The largest reduction of the round, and the direction that gave it.
    most: (T, usize),
    /// Whether the directions of this round are the axes.
    axes: bool,
    /// Whether they are as short as a look around, and not those of the start.
    short: bool,
    /// Whether a line of this round had no lowest point.
    runs_off: bool,
    varied: bool,
    evaluations: u32,
    iterations: u32,
    stopped: Option<Stopped>,
}

#[derive(Clone, Copy, Debug)]
struct Place<T, const N: usize> {
    x: [T; N],
    value: T,
}

#[derive(Clone, Copy, Debug)]
struct Line<T, const N: usize> {
    which: Which<T>,
    direction: [T; N],
    phase: Phase<T>,
}

/// Which line it is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Which<T> {
    Start,
    /// The direction of this number.
    Direction(usize),
    /// The point as far beyond the end of the round as its beginning is behind.
    Beyond,
    /// The direction of the whole round.
    Whole,
    /// A look around before the search ends for this reason.
    Around(LookAround<T>, Stopped),
}

#[derive(Clone, Copy, Debug)]
enum Phase<T> {
    /// One point, at 0 or 1 on the line.
    Once(T),
    /// Down, until it goes up again.
    Down(Downhill<T>),
    /// Between three points.
    Narrow(Search<T, Quartic<T>>),
}

/// The first steps are so far, as a share of the coordinate; or so far from zero.
const STEP: (f64, f64) = (0.05, 0.005);

/// So many points down a line without one that is higher end it.
const PATIENCE: u32 = 25;

/// How exactly a line is searched, as a share of the way on it.
const LINE: f64 = 0.01;

impl<T: Float, const N: usize> Powell<T, N> {
    /// A search that starts at `x0`.
    #[must_use]
    pub fn new(x0: [T; N], limits: Limits<T>) -> Self {
        let first = x0.map(|x| {
            if x.is_zero() {
                T::literal(STEP.1)
            } else {
                T::literal(STEP.0) * x.magnitude()
            }
        });
        let at = Place {
            x: x0,
            value: T::NAN,
        };
        Self {
            limits,
            start: at,
            at,
            directions: diagonal(&first),
            first,
            before: at,
            line: Line {
                which: Which::Start,
                direction: [T::ZERO; N],
                phase: Phase::Once(T::ZERO),
            },
            most: (T::ZERO, 0),
            axes: true,
            short: false,
            runs_off: false,
            varied: false,
            evaluations: 0,
            iterations: 0,
            stopped: None,
        }
    }

    /// The same with other first steps, one for each coordinate.
    #[must_use]
    pub fn steps(mut self, steps: [T; N]) -> Self {
        self.first = steps;
        self.directions = diagonal(&steps);
        self
    }

    /// The point at which `f` is wanted; `None` at the end.
    #[allow(
        clippy::should_implement_trait,
        reason = "an iterator could not be told the answer"
    )]
    pub fn next(&mut self) -> Option<[T; N]> {
        if self.stopped.is_none() && self.evaluations >= self.limits.max_evaluations {
            self.at = self.lowest();
            self.stopped = Some(Stopped::OutOfEvaluations);
        }
        if self.stopped.is_some() {
            return None;
        }
        let way = match &mut self.line.phase {
            Phase::Once(way) => Some(*way),
            Phase::Down(way) => way.next(),
            Phase::Narrow(search) => search.next(),
        };
        way.map(|way| self.on_line(way))
    }

    /// Takes the value at the point asked for; returns the step if a round is complete.
    ///
    /// After the end it changes nothing.
    pub fn tell(&mut self, value: T) -> Option<Step<T, N>> {
        let trial = self.next()?;
        let first = self.evaluations == 0;
        self.evaluations = self.evaluations.saturating_add(1);
        self.varied |= !first && value != self.at.value;
        if first {
            self.at.value = value;
            (self.start, self.before) = (self.at, self.at);
            if value.is_finite() && trial.iter().all(|x| x.is_finite()) {
                self.search(Which::Direction(0));
            } else {
                self.stopped = Some(Stopped::NotFinite);
            }
            return Some(self.step());
        }
        if value < -T::MAX {
            self.at = Place { x: trial, value };
            self.stopped = Some(Stopped::Unbounded);
            return Some(self.step());
        }
        match &mut self.line.phase {
            Phase::Once(_) => match self.line.which {
                Which::Around(look, reason) => self.judge_around(look, reason, trial, value),
                _ => self.judge_beyond(value),
            },
            Phase::Down(way) => {
                way.tell(value);
                if way.next().is_some() {
                    return None;
                }
                match way.bracket() {
                    Ok([low, best, high]) => {
                        let line = T::literal(LINE);
                        if let Ok(search) = Search::between(low, best, high, Quartic::new()) {
                            let width = high.x - low.x;
                            let mut search = search.x_rel(line).x_abs(line * line * width);
                            if search.next().is_some() {
                                self.line.phase = Phase::Narrow(search);
                                return None;
                            }
                        }
                        self.end_line(best)
                    }
                    // Down for ever: not this way, unless there is no other.
                    Err(_) => {
                        self.runs_off = true;
                        let here = Point {
                            x: T::ZERO,
                            value: self.at.value,
                        };
                        self.end_line(here)
                    }
                }
            }
            Phase::Narrow(search) => {
                search.tell(value);
                if search.next().is_some() {
                    return None;
                }
                let lowest = search.minimum();
                self.end_line(Point {
                    x: lowest.x,
                    value: lowest.value,
                })
            }
        }
    }

    /// Ends the search from outside; a reason already found stays.
    pub fn stop(&mut self) {
        if self.stopped.is_none() {
            self.at = self.lowest();
            self.stopped = Some(Stopped::ByObserver);
        }
    }

    /// The lowest point seen, and why the search ended; before the end, that of a search stopped now.
    pub fn minimum(&self) -> Minimum<T, N> {
        let at = self.lowest();
        Minimum {
            x: at.x,
            value: at.value,
            gradient_norm: T::NAN,
            evaluations: self.evaluations,
            gradient_evaluations: 0,
            hessian_evaluations: 0,
            iterations: self.iterations,
            stopped: self.stopped.unwrap_or(Stopped::ByObserver),
        }
    }

    /// The lowest point, also in the middle of a line.
    fn lowest(&self) -> Place<T, N> {
        let on_line = match &self.line.phase {
            Phase::Once(_) => return self.at,
            Phase::Down(way) => way.lowest_seen(),
            Phase::Narrow(search) => search.minimum(),
        };
        if self.stopped.is_none() && on_line.value < self.at.value {
            Place {
                x: self.on_line(on_line.x),
                value: on_line.value,
            }
        } else {
            self.at
        }
    }

    fn step(&self) -> Step<T, N> {
        Step {
            iteration: self.iterations,
            x: self.at.x,
            value: self.at.value,
            gradient: [T::NAN; N],
            rate: T::NAN,
        }
    }

    fn on_line(&self, way: T) -> [T; N] {
        let mut x = self.at.x;
        for (x, &d) in x.iter_mut().zip(&self.line.direction) {
            *x += way * d;
        }
        x
    }

    /// Begins a line; after the last direction, the look beyond.
    fn search(&mut self, which: Which<T>) {
        let start = Point {
            x: T::ZERO,
            value: self.at.value,
        };
        let direction = match which {
            Which::Direction(i) => self.directions.get(i).copied(),
            _ => None,
        };
        self.line = match (which, direction) {
            (Which::Direction(_), Some(direction)) => Line {
                which,
                direction,
                phase: down(start),
            },
            (Which::Whole, _) => Line {
                which,
                direction: minus(self.at.x, &self.before.x),
                phase: down(start),
            },
            _ => Line {
                which: Which::Beyond,
                direction: minus(self.at.x, &self.before.x),
                phase: Phase::Once(T::ONE),
            },
        };
    }

    /// Moves to a point on the line, if that is lower.
    fn arrive(&mut self, to: Point<T>) {
        if to.value < self.at.value {
            self.at = Place {
                x: self.on_line(to.x),
                value: to.value,
            };
        }
    }

    /// The lowest point of a line is found.
    fn end_line(&mut self, lowest: Point<T>) -> Option<Step<T, N>> {
        let reduction = self.at.value - lowest.value;
        self.arrive(lowest);
        match self.line.which {
            Which::Direction(i) => {
                if let Some(direction) = self.directions.get_mut(i) {
                    // The next step in this direction is about as long as this one.
                    let way = lowest
                        .x
                        .magnitude()
                        .max(T::literal(0.1))
                        .min(T::literal(10.0));
                    *direction = direction.map(|d| d * way);
                }
                if reduction > self.most.0 {
                    self.most = (reduction, i);
                }
                let next = i + 1;
                if next < N {
                    self.search(Which::Direction(next));
                    None
                } else {
                    self.end_directions()
                }
            }
            Which::Whole => {
                // The last direction takes the place of the one that gave most, the new one its own.
                let way = if lowest.x.is_zero() { T::ONE } else { lowest.x };
                let new = self.line.direction.map(|d| d * way);
                let last = self.directions.last().copied();
                if let (Some(given), Some(last)) = (self.directions.get_mut(self.most.1), last) {
                    *given = last;
                }
                if let Some(last) = self.directions.last_mut() {
                    *last = new;
                }
                self.axes = false;
                self.next_round()
            }
            Which::Start | Which::Beyond | Which::Around(..) => None,
        }
    }

    /// All directions are done: has this led anywhere?
    fn end_directions(&mut self) -> Option<Step<T, N>> {
        let root = T::EPSILON.sqrt();
        let asked = self.limits.x_abs > T::ZERO || self.limits.x_rel > T::ZERO;
        let pairs = self.at.x.iter().zip(&self.before.x).zip(&self.first);
        let mut near = pairs.into_iter().map(|((&x, &b), &first)| {
            let tolerance = if asked {
                self.limits.x_abs + self.limits.x_rel * x.magnitude()
            } else {
                root * (first.magnitude() + x.magnitude())
            };
            (x - b).magnitude() <= tolerance
        });
        let near = near.all(|near| near);
        let value = self.at.value.magnitude();
        let level = self.limits.f_abs + (T::EPSILON + T::EPSILON).max(self.limits.f_rel) * value;
        let flat = self.before.value - self.at.value <= level;
        if !(near || flat) {
            self.search(Which::Beyond);
            return None;
        }
        if self.axes && (self.short || self.runs_off || !self.varied) {
            self.iterations = self.iterations.saturating_add(1);
            if !self.varied {
                self.stopped = Some(Stopped::Plateau);
            } else if self.runs_off {
                self.stopped = Some(Stopped::Unbounded);
            } else {
                let reason = if near {
                    Stopped::StepSmall
                } else {
                    Stopped::ReductionSmall
                };
                self.look_around(LookAround::new(self.start.value - self.at.value), reason);
            }
            return Some(self.step());
        }
        // The directions may have become dependent: the axes again, in steps as small as these.
        (self.axes, self.short) = (true, true);
        let share = T::EPSILON.sqrt().sqrt();
        let mut steps = self.first;
        for (step, &x) in steps.iter_mut().zip(&self.at.x) {
            *step = share * (step.magnitude() + x.magnitude());
        }
        self.directions = diagonal(&steps);
        self.next_round()
    }

    /// Asks for the next value around the lowest point; after the last, the search ends.
    #[inline(never)]
    fn look_around(&mut self, look: LookAround<T>, reason: Stopped) {
        let x = &self.at.x;
        match look.point(x, &self.start.x, &self.distances()) {
            Some(point) => {
                self.line = Line {
                    which: Which::Around(look, reason),
                    direction: minus(point, x),
                    phase: Phase::Once(T::ONE),
                };
            }
            None => self.stopped = Some(reason),
        }
    }

    /// How far a look around goes.
    fn distances(&self) -> [T; N] {
        let Limits { x_abs, x_rel, .. } = self.limits;
        distances(&self.at.x, &self.first, |x, _| {
            x_abs + x_rel * x.magnitude()
        })
    }

    /// The value some way off: what is lower there is where the search goes on.
    fn judge_around(
        &mut self,
        mut look: LookAround<T>,
        reason: Stopped,
        x: [T; N],
        value: T,
    ) -> Option<Step<T, N>> {
        match look.judge::<N>(self.at.value, value) {
            Seen::Higher => self.look_around(look, reason),
            Seen::Flat => self.stopped = Some(Stopped::Plateau),
            Seen::Pole => self.stopped = Some(Stopped::Unbounded),
            Seen::Lower => {
                self.at = Place { x, value };
                (self.axes, self.short) = (true, true);
                self.directions = diagonal(&self.distances());
                return self.next_round();
            }
        }
        None
    }

    /// The value as far beyond the end of the round as its beginning is behind: does that direction pay?
    fn judge_beyond(&mut self, value: T) -> Option<Step<T, N>> {
        let (f0, f1) = (self.before.value, self.at.value);
        let (most, _) = self.most;
        let two = T::literal(2.0);
        // In units of what the best direction gave, so that no product leaves the range.
        let bend = (f0 - two * f1 + value) / most;
        let (rest, drop) = ((f0 - f1 - most) / most, (f0 - value) / most);
        if value < f0 && two * bend * rest * rest < drop * drop {
            self.search(Which::Whole);
            None
        } else {
            self.next_round()
        }
    }

    fn next_round(&mut self) -> Option<Step<T, N>> {
        self.iterations = self.iterations.saturating_add(1);
        let step = self.step();
        if self.iterations >= self.limits.max_iterations {
            self.stopped = Some(Stopped::OutOfIterations);
        } else if !self.at.x.iter().all(|x| x.is_finite()) {
            self.stopped = Some(Stopped::Unbounded);
        } else {
            self.before = self.at;
            self.most = (T::ZERO, 0);
            self.runs_off = false;
            self.search(Which::Direction(0));
        }
        Some(step)
    }
}

/// The way down a line, not for ever.
fn down<T: Float>(start: Point<T>) -> Phase<T> {
    let mut way = Downhill::from_known(start, T::ONE);
    way.max_evaluations = PATIENCE;
    Phase::Down(way)
}

/// A matrix with these on its diagonal.
fn diagonal<T: Float, const N: usize>(steps: &[T; N]) -> [[T; N]; N] {
    let mut matrix = [[T::ZERO; N]; N];
    for (i, (row, &step)) in matrix.iter_mut().zip(steps).enumerate() {
        if let Some(entry) = row.get_mut(i) {
            *entry = step;
        }
    }
    matrix
}

impl<T: Float, const N: usize> Minimizer<T, N> for Powell<T, N> {
    type Question = [T; N];
    type Answer = T;

    fn next(&mut self) -> Option<[T; N]> {
        self.next()
    }

    fn tell(&mut self, value: T) -> Option<Step<T, N>> {
        self.tell(value)
    }

    fn stop(&mut self) {
        self.stop();
    }

    fn minimum(&self) -> Minimum<T, N> {
        self.minimum()
    }
}
