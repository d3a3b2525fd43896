//! The machine behind every search for a minimum in an interval: bracket, tolerance, budget, report.

use calc_scalar::Float;

use super::report::Minimum;
use crate::critical_points::NotAnInterval;
use crate::machine::{Machine, Step, machine};
use crate::root::Point;
use crate::stopped::Stopped;

/// The smaller share of the golden section: `(3 − √5)/2`.
pub(super) const GOLDEN: f64 = 0.381_966_011_250_105_15;

/// How many of the lowest points a [`Bracket`] remembers.
pub(super) const REMEMBERED: usize = 5;

/// So many values that are not finite, one after the other from the start, end a search.
const SEEKS: u32 = 32;

/// So many equal values are a plateau.
const FLAT: u32 = 5;

/// Three points: the one in the middle is not higher than those around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bracket<T> {
    /// The end below. Its value is NaN while `f` was not run there, and ∞ where `f` is not finite.
    pub low: Point<T>,
    /// The lowest point.
    pub best: Point<T>,
    /// The end above, as `low`.
    pub high: Point<T>,
    /// The lowest points seen, the best first; the value is ∞ where there is none.
    pub lowest: [Point<T>; REMEMBERED],
}

impl<T: Float> Bracket<T> {
    /// The point that cuts the longer side in the golden section.
    #[must_use]
    pub fn golden(&self) -> T {
        share(self.best.x, self.longer_end(), T::literal(GOLDEN))
    }

    /// The end that is farther away from the best point.
    #[must_use]
    pub fn longer_end(&self) -> T {
        let (below, above) = (self.best.x - self.low.x, self.high.x - self.best.x);
        if below >= above {
            self.low.x
        } else {
            self.high.x
        }
    }

    /// Whether `x` is inside, and not the best point again.
    fn is_new(&self, x: T) -> bool {
        self.low.x < x && x < self.high.x && (x < self.best.x || self.best.x < x)
    }

    /// Takes a point inside.
    fn narrow(&mut self, point: Point<T>) {
        let Self {
            low, best, high, ..
        } = self;
        let above = point.x > best.x;
        if point.value <= best.value {
            *(if above { low } else { high }) = *best;
            *best = point;
        } else {
            *(if above { high } else { low }) = point;
        }
        if point.value.is_finite() {
            self.remember(point);
        }
    }

    fn remember(&mut self, point: Point<T>) {
        let mut carried = point;
        for slot in &mut self.lowest {
            if carried.value <= slot.value {
                core::mem::swap(slot, &mut carried);
            }
        }
    }
}

/// A way to choose the next point of a [`Search`].
pub trait Method<T> {
    /// The next point, inside the bracket. `tolerance` is the shortest step worth making.
    ///
    /// What is not inside, or the best point again, is replaced by the golden section, so a method need
    /// not guard its arithmetic against overflow and zero division.
    fn propose(&mut self, bracket: &Bracket<T>, tolerance: T) -> T;
}

/// A search for a minimum between two ends, one evaluation at a time.
///
/// [`next`](Search::next) asks, [`tell`](Search::tell) answers, [`minimum`](Search::minimum) reports. The
/// functions of this module are loops over it; use it directly to change a tolerance, or when `f` is a
/// measurement.
///
/// The search ends when neither end of the bracket is farther from the best point than
/// `2·(x_abs + x_rel·|x|)`, or when the values at both ends are not above the best one by more than
/// `f_rel·|f|`. After as many evaluations as a float has bits, every step is a golden section, whatever
/// the method proposes.
///
/// # Edge cases
///
/// A value that is NaN or `+∞` is higher than every number. Where the first values are such, points all
/// over the interval are tried, 32 at most. The ends themselves are looked at only when the search has
/// come to one of them.
///
/// # Examples
///
/// ```
/// use calc_opt::minimize_scalar::{Quartic, Search};
///
/// let mut search = Search::new(0.0, 4.0, Quartic::new())?.x_rel(1e-6);
/// while let Some(x) = search.next() {
///     search.tell(x * x - 2.0 * x);
/// }
/// assert!((search.minimum().x - 1.0_f64).abs() < 1e-6);
/// # Ok::<(), calc_opt::NotAnInterval<f64>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Search<T, M> {
    /// The method that proposes the points.
    pub method: M,
    /// The absolute part of the tolerance of `x`, at first `ε` of the interval.
    pub x_abs: T,
    /// The relative part, at first `√ε` (1.5·10⁻⁸ or 3.5·10⁻⁴): values alone tell no more.
    pub x_rel: T,
    /// What share of `|f|` is no difference any more, at first `2ε`.
    pub f_rel: T,
    /// The budget, at first 150 (75 in `f32`).
    pub max_evaluations: u32,
    ends: (T, T),
    bracket: Bracket<T>,
    /// Whether all values so far are equal.
    flat: bool,
    evaluations: u32,
    phase: Phase<T>,
}

#[derive(Clone, Copy, Debug)]
enum Phase<T> {
    /// Nothing finite yet.
    Seek,
    Inside(T),
    /// A last look at the lower end, or the upper one.
    LookLow,
    LookHigh,
    Done(Stopped),
}

impl<T: Float, M: Method<T>> Search<T, M> {
    /// A search between `a` and `b`, in any order.
    ///
    /// # Errors
    ///
    /// [`NotAnInterval`] when an end is not finite or the ends are equal.
    pub fn new(a: T, b: T, method: M) -> Result<Self, NotAnInterval<T>> {
        let (a, b) = NotAnInterval::sorted(a, b)?;
        let not_run = |x| Point { x, value: T::NAN };
        let start = share(a, b, T::literal(GOLDEN));
        let none = Point {
            x: start,
            value: T::INFINITY,
        };
        Ok(Self {
            method,
            x_abs: T::EPSILON * b - T::EPSILON * a,
            x_rel: T::EPSILON.sqrt(),
            f_rel: T::EPSILON + T::EPSILON,
            max_evaluations: if single::<T>() { 75 } else { 150 },
            ends: (a, b),
            bracket: Bracket {
                low: not_run(a),
                best: not_run(start),
                high: not_run(b),
                lowest: [none; REMEMBERED],
            },
            flat: true,
            evaluations: 0,
            phase: Phase::Seek,
        })
    }

    /// A search between three points at which `f` is known already, the lowest in the middle; they are
    /// not counted.
    ///
    /// # Errors
    ///
    /// [`NotAnInterval`] when the points are not in ascending order and finite, or the middle one is not
    /// the lowest.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_opt::minimize_scalar::{Brent, Search};
    /// use calc_opt::root::Point;
    ///
    /// let f = |x: f64| x.powi(4) - x;
    /// let [low, best, high] = [0.0, 0.5, 2.0].map(|x| Point { x, value: f(x) });
    /// let mut search = Search::between(low, best, high, Brent::new())?;
    /// while let Some(x) = search.next() {
    ///     search.tell(f(x));
    /// }
    /// assert!((search.minimum().x - 0.25_f64.cbrt()).abs() < 1e-7);
    /// # Ok::<(), calc_opt::NotAnInterval<f64>>(())
    /// ```
    pub fn between(
        low: Point<T>,
        best: Point<T>,
        high: Point<T>,
        method: M,
    ) -> Result<Self, NotAnInterval<T>> {
        let mut search = Self::new(low.x, high.x, method)?;
        let [low, best, high] = [low, best, high].map(|p| Point {
            x: p.x,
            value: height(p.value),
        });
        let inside = low.x < best.x && best.x < high.x;
        let lowest = best.value.is_finite() && best.value <= low.value.min(high.value);
        if !(inside && lowest) {
            return Err(NotAnInterval {
                a: low.x,
                b: high.x,
            });
        }
        search.bracket.low = low;
        search.bracket.best = best;
        search.bracket.high = high;
        for point in [high, low, best] {
            if point.value.is_finite() {
                search.bracket.remember(point);
            }
        }
        search.flat = !(best.value < low.value || best.value < high.value);
        search.phase = search.ask_inside();
        Ok(search)
    }

    /// The same with another absolute tolerance of `x`.
    #[must_use]
    pub const fn x_abs(mut self, x_abs: T) -> Self {
        self.x_abs = x_abs;
        self
    }

    /// The same with another relative tolerance of `x`.
    #[must_use]
    pub const fn x_rel(mut self, x_rel: T) -> Self {
        self.x_rel = x_rel;
        self
    }

    /// The same with another tolerance of the value.
    #[must_use]
    pub const fn f_rel(mut self, f_rel: T) -> Self {
        self.f_rel = f_rel;
        self
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
        let x = match self.phase {
            Phase::Done(_) => return None,
            Phase::Seek => self.sought(self.evaluations),
            Phase::Inside(x) => x,
            Phase::LookLow => self.ends.0,
            Phase::LookHigh => self.ends.1,
        };
        if self.evaluations >= self.max_evaluations {
            self.phase = Phase::Done(Stopped::OutOfEvaluations);
            return None;
        }
        Some(x)
    }

    /// Takes the value of `f` at the point asked for. After the end it changes nothing.
    pub fn tell(&mut self, value: T) {
        let Some(x) = self.next() else { return };
        let runs_before = self.evaluations;
        self.evaluations += 1;
        let point = Point {
            x,
            value: height(value),
        };
        if value < -T::MAX {
            self.bracket.best = point;
            self.phase = Phase::Done(Stopped::Unbounded);
            return;
        }
        self.flat &= runs_before == 0 || point.value == self.bracket.best.value;
        self.phase = match self.phase {
            Phase::Seek if point.value.is_finite() => {
                self.found(point, runs_before);
                self.ask_inside()
            }
            Phase::Seek if self.evaluations >= SEEKS => Phase::Done(Stopped::NotFinite),
            Phase::Seek => Phase::Seek,
            Phase::Inside(_) => {
                self.bracket.narrow(point);
                self.ask_inside()
            }
            Phase::LookLow | Phase::LookHigh => {
                self.look_back(point);
                self.finish()
            }
            Phase::Done(_) => self.phase,
        };
    }

    /// The lowest point seen, and why the search ended; before the end, that of a search stopped now.
    pub fn minimum(&self) -> Minimum<T> {
        let Bracket {
            low, best, high, ..
        } = self.bracket;
        Minimum {
            x: best.x,
            value: best.value,
            bracket: (low.x, high.x),
            evaluations: self.evaluations,
            gradient_evaluations: 0,
            hessian_evaluations: 0,
            at_end: best.x <= self.ends.0 || best.x >= self.ends.1,
            stopped: match self.phase {
                Phase::Done(stopped) => stopped,
                _ => Stopped::OutOfEvaluations,
            },
        }
    }

    /// Ends the search from outside; a reason already found stays.
    pub const fn stop(&mut self) {
        if !matches!(self.phase, Phase::Done(_)) {
            self.phase = Phase::Done(Stopped::ByObserver);
        }
    }

    /// Runs of `f` so far.
    #[must_use]
    pub const fn evaluations(&self) -> u32 {
        self.evaluations
    }

    const fn around(&self) -> (T, T) {
        (self.bracket.low.x, self.bracket.high.x)
    }

    /// The `n`th point of those tried first: they fill the interval evenly.
    fn sought(&self, n: u32) -> T {
        let turns = T::literal(f64::from(n) + 1.0) * T::literal(GOLDEN);
        let (a, b) = self.ends;
        share(a, b, turns - turns.floor())
    }

    /// The first finite value, after `misses` others: the nearest of these are the ends.
    fn found(&mut self, point: Point<T>, misses: u32) {
        self.bracket.best = point;
        self.bracket.remember(point);
        for n in 0..misses {
            let miss = Point {
                x: self.sought(n),
                value: T::INFINITY,
            };
            let Bracket { low, high, .. } = &mut self.bracket;
            if low.x < miss.x && miss.x < point.x {
                *low = miss;
            } else if point.x < miss.x && miss.x < high.x {
                *high = miss;
            }
        }
    }

    /// The next question, while the bracket is too wide.
    fn ask_inside(&mut self) -> Phase<T> {
        let Bracket {
            low, best, high, ..
        } = self.bracket;
        let tolerance = self.x_abs + self.x_rel * best.x.magnitude();
        if (best.x - low.x).max(high.x - best.x) <= tolerance + tolerance {
            return self.finish();
        }
        if self.flat && self.evaluations >= FLAT {
            return Phase::Done(Stopped::Plateau);
        }
        // An end where f was not run is NaN, and above nothing.
        let level = best.value + self.f_rel * best.value.magnitude();
        if low.value <= level && high.value <= level {
            return Phase::Done(Stopped::ReductionSmall);
        }
        let bits = if single::<T>() { 32 } else { 64 };
        let golden = self.bracket.golden();
        let proposed = if self.evaluations >= bits {
            golden
        } else {
            self.method.propose(&self.bracket, tolerance)
        };
        let middle = share(best.x, self.bracket.longer_end(), T::literal(0.5));
        for x in [proposed, golden, middle] {
            if self.bracket.is_new(x) {
                return Phase::Inside(x);
            }
        }
        Phase::Done(Stopped::RoundingFloor)
    }

    /// The bracket is narrow: where it is bounded by an end that was not looked at, a look.
    fn finish(&self) -> Phase<T> {
        if self.bracket.low.value.not_a_number() {
            Phase::LookLow
        } else if self.bracket.high.value.not_a_number() {
            Phase::LookHigh
        } else {
            Phase::Done(Stopped::BracketWidth)
        }
    }

    /// Takes the value at an end of the interval.
    fn look_back(&mut self, point: Point<T>) {
        let old = self.bracket.best;
        let Bracket {
            low, best, high, ..
        } = &mut self.bracket;
        let (end, other) = if point.x < old.x {
            (low, high)
        } else {
            (high, low)
        };
        *end = point;
        if point.value <= old.value {
            *best = point;
            *other = old;
        }
    }
}

machine!(Search<T, M>, [M: Method<T>], Minimum<T>, minimum, value);

/// The height of a value for comparison: NaN is the highest.
pub(super) fn height<T: Float>(value: T) -> T {
    if value.not_a_number() {
        T::INFINITY
    } else {
        value
    }
}

/// The point at a share of the way from `a` to `b`, without overflow.
pub(super) fn share<T: Float>(a: T, b: T, part: T) -> T {
    let way = b - a;
    if way.is_finite() {
        a + part * way
    } else {
        a * (T::ONE - part) + b * part
    }
}

/// Whether the type is `f32`.
pub(super) const fn single<T: Float>() -> bool {
    size_of::<T>() == size_of::<f32>()
}
