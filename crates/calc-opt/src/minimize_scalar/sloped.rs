//! The search that knows the slope: a minimum is where the slope changes its sign from − to +.

use calc_scalar::Float;

use super::report::Minimum;
use super::search::{height, share, single};
use crate::critical_points::NotAnInterval;
use crate::machine::{Machine, Step, machine};
use crate::root::{self, Adaptive, Point};
use crate::stopped::Stopped;

/// A search for a minimum between two ends by value and slope, one evaluation at a time.
///
/// Values decide which part of the interval is worth looking at; inside, the zero of the slope is found
/// as by [`root::find`]. So the point is known to all digits of the slope, and not, as by values alone,
/// to half of them.
///
/// # Edge cases
///
/// A value that is NaN or `+∞` is higher than every number, and so is one without a slope. A slope that
/// jumps from − to +, as that of `|x|` does, has its minimum at the jump. Where the values of two points
/// differ by less than `8ε·|f|`, their slopes decide. A pole to `−∞` inside is no minimum: there the search ends as
/// [`Unbounded`](Stopped::Unbounded).
///
/// # Examples
///
/// ```
/// use calc_opt::minimize_scalar::SlopeSearch;
///
/// let mut search = SlopeSearch::new(0.0, 4.0)?;
/// while let Some(x) = search.next() {
///     search.tell(x * x * x - 2.0 * x, 3.0 * x * x - 2.0);
/// }
/// assert!((search.minimum().x - (2.0 / 3.0_f64).sqrt()).abs() < 1e-15);
/// # Ok::<(), calc_opt::NotAnInterval<f64>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SlopeSearch<T> {
    /// The absolute part of the wanted width, at first 0.
    pub x_abs: T,
    /// The part of the wanted width that is relative to `|x|`, at first `4ε`.
    pub x_rel: T,
    /// The budget, at first 150 (75 in `f32`).
    pub max_evaluations: u32,
    ends: (T, T),
    low: Place<T>,
    high: Place<T>,
    best: Place<T>,
    /// The highest finite value.
    highest: T,
    evaluations: u32,
    phase: Phase<T>,
}

/// A point with its value and slope.
#[derive(Clone, Copy, Debug)]
struct Place<T> {
    x: T,
    value: T,
    slope: T,
    /// Whether `f` was run here.
    seen: bool,
}

#[derive(Clone, Copy, Debug)]
enum Phase<T> {
    /// Nothing finite yet.
    Seek,
    /// On the way to two ends with slopes towards each other.
    Locate(T),
    /// Between two such ends.
    Inside(root::Search<T, Adaptive<T>>),
    Done(Stopped),
}

/// Differences below this many ulps are rounding.
const NOISE: f64 = 8.0;

/// So many values that are not finite, one after the other from the start, end a search.
const SEEKS: u32 = 32;

impl<T: Float> SlopeSearch<T> {
    /// A search between `a` and `b`, in any order.
    ///
    /// # Errors
    ///
    /// [`NotAnInterval`] when an end is not finite or the ends are equal.
    pub fn new(a: T, b: T) -> Result<Self, NotAnInterval<T>> {
        let (a, b) = NotAnInterval::sorted(a, b)?;
        let unseen = |x| Place {
            x,
            value: T::NAN,
            slope: T::NAN,
            seen: false,
        };
        Ok(Self {
            x_abs: T::ZERO,
            x_rel: T::literal(4.0) * T::EPSILON,
            max_evaluations: if single::<T>() { 75 } else { 150 },
            ends: (a, b),
            low: unseen(a),
            high: unseen(b),
            best: unseen(share(a, b, T::literal(0.5))),
            highest: T::NEG_INFINITY,
            evaluations: 0,
            phase: Phase::Seek,
        })
    }

    /// The same with another absolute width.
    #[must_use]
    pub const fn x_abs(mut self, x_abs: T) -> Self {
        self.x_abs = x_abs;
        self
    }

    /// The same with another relative width.
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

    /// The point at which value and slope are wanted; `None` at the end.
    #[allow(
        clippy::should_implement_trait,
        reason = "an iterator could not be told the answer"
    )]
    pub fn next(&mut self) -> Option<T> {
        if matches!(self.phase, Phase::Done(_)) {
            return None;
        }
        if self.evaluations >= self.max_evaluations {
            self.phase = Phase::Done(Stopped::OutOfEvaluations);
            return None;
        }
        match &mut self.phase {
            Phase::Done(_) => None,
            Phase::Seek => Some(self.sought(self.evaluations)),
            Phase::Locate(x) => Some(*x),
            Phase::Inside(search) => search.next(),
        }
    }

    /// Takes `f` and `f′` at the point asked for. After the end it changes nothing.
    pub fn tell(&mut self, value: T, slope: T) {
        let Some(x) = self.next() else { return };
        self.evaluations += 1;
        let place = Place {
            x,
            value: height(value),
            slope,
            seen: true,
        };
        if value.is_finite() {
            self.highest = self.highest.max(value);
        }
        if value < -T::MAX {
            self.best = place;
            self.phase = Phase::Done(Stopped::Unbounded);
        } else if let Phase::Inside(search) = self.phase {
            self.tell_inside(search, place);
        } else if !self.best.seen && !place.is_good() {
            if self.evaluations >= SEEKS {
                self.phase = Phase::Done(Stopped::NotFinite);
            }
        } else {
            if !self.best.seen {
                self.found(&place);
            }
            let _ = self.narrow(place);
            self.phase = self.locate();
        }
    }

    /// The best point, and why the search ended; before the end, that of a search stopped now.
    pub fn minimum(&self) -> Minimum<T> {
        let best = self.best;
        Minimum {
            x: best.x,
            value: best.value,
            bracket: self.around(),
            evaluations: self.evaluations,
            gradient_evaluations: self.evaluations,
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

    fn around(&self) -> (T, T) {
        (self.low.x.min(self.best.x), self.high.x.max(self.best.x))
    }

    /// The `n`th point of those tried first: they fill the interval evenly, the middle first.
    fn sought(&self, n: u32) -> T {
        let turns = T::literal(0.5) + T::literal(f64::from(n)) * T::literal(super::search::GOLDEN);
        let (a, b) = self.ends;
        share(a, b, turns - turns.floor())
    }

    /// The first good point: the nearest of the bad ones before it are the ends.
    fn found(&mut self, place: &Place<T>) {
        for n in 0..self.evaluations.saturating_sub(1) {
            let x = self.sought(n);
            let miss = Place {
                x,
                value: T::INFINITY,
                slope: T::NAN,
                seen: true,
            };
            if self.low.x < x && x < place.x {
                self.low = miss;
            } else if place.x < x && x < self.high.x {
                self.high = miss;
            }
        }
    }

    /// Takes a point in or at the end of the bracket; whether it went where its slope says.
    fn narrow(&mut self, place: Place<T>) -> bool {
        let noise = T::literal(NOISE) * T::EPSILON * self.best.value.magnitude();
        let worse = self.best.seen && !(place.is_good() && place.value <= self.best.value + noise);
        if worse {
            let above = place.x > self.best.x;
            *(if above { &mut self.high } else { &mut self.low }) = place;
            return if above {
                place.slope > T::ZERO
            } else {
                place.slope < T::ZERO
            };
        }
        if self.best.seen
            && self.best.slope.is_zero()
            && place.slope.is_zero()
            && place.value >= self.best.value
        {
            // As flat as the best point: an end, which tells a plateau.
            let end = if place.x > self.best.x {
                &mut self.high
            } else {
                &mut self.low
            };
            *end = place;
            return true;
        }
        let best = self.best;
        // Of two slopes to one side that one is further down which lies on that side.
        let nearer = if best.slope < T::ZERO && place.slope < T::ZERO {
            place.x > best.x
        } else if best.slope > T::ZERO && place.slope > T::ZERO {
            place.x < best.x
        } else {
            place.slope.magnitude() <= best.slope.magnitude()
        };
        let better = !best.seen || place.value < best.value - noise || nearer;
        if place.slope < T::ZERO {
            self.low = place;
        } else if place.slope > T::ZERO {
            self.high = place;
        }
        if better {
            self.best = place;
        }
        true
    }

    /// The next point, until the slopes at both ends point at each other.
    fn locate(&self) -> Phase<T> {
        let (low, high, best) = (self.low, self.high, self.best);
        if low.slope < T::ZERO && high.slope > T::ZERO {
            let point = |p: Place<T>| Point {
                x: p.x,
                value: p.slope,
            };
            let search = root::Search::between(point(low), point(high), Adaptive::new());
            return Phase::Inside(search.x_abs(self.x_abs).x_rel(self.x_rel));
        }
        let half = T::literal(0.5);
        if best.slope.is_zero() {
            // Flat: a minimum, if it goes up on both sides.
            return match (low.seen, high.seen) {
                (true, true) if !(low.value > best.value || high.value > best.value) => {
                    Phase::Done(Stopped::Plateau)
                }
                (true, true) => Phase::Done(Stopped::GradientSmall),
                (true, false) => Phase::Locate(share(best.x, high.x, half)),
                (false, _) => Phase::Locate(share(best.x, low.x, half)),
            };
        }
        let rising = best.slope > T::ZERO;
        let (end, other) = if rising { (low, high) } else { (high, low) };
        let falls_out = end.seen && end.x >= best.x && end.x <= best.x;
        if falls_out {
            // At the end of the interval, and still falling outwards.
            return Phase::Done(Stopped::BracketWidth);
        }
        let tolerance = self.x_abs + self.x_rel * best.x.magnitude();
        if high.x - low.x <= tolerance {
            return Phase::Done(self.narrow_end());
        }
        let second_look = !end.seen && self.evaluations >= 2;
        let x = if second_look {
            end.x
        } else {
            share(other.x, end.x, half)
        };
        if second_look || (low.x < x && x < high.x) {
            Phase::Locate(x)
        } else {
            Phase::Done(self.narrow_end())
        }
    }

    /// What a narrow bracket holds: a minimum, or a pole if the slope is so steep that `f` falls by a good part of
    /// its whole fall within the bracket.
    fn narrow_end(&self) -> Stopped {
        let root = T::EPSILON.sqrt().sqrt();
        let fall = self.highest - self.best.value + root * self.best.value.magnitude();
        let width = self.high.x - self.low.x;
        // A bracket that is wide because it may be so says nothing.
        let narrow = width <= root * root * (self.ends.1 - self.ends.0);
        let rest = self.best.slope.magnitude() * width;
        if narrow && rest + rest > root.sqrt() * fall {
            Stopped::Unbounded
        } else {
            Stopped::BracketWidth
        }
    }

    /// Takes an answer between two ends whose slopes point at each other.
    fn tell_inside(&mut self, mut search: root::Search<T, Adaptive<T>>, place: Place<T>) {
        // A look around the bracket is the search's own business.
        let inside = self.low.x < place.x && place.x < self.high.x;
        if inside && !(self.narrow(place) && place.is_good()) {
            self.phase = self.locate();
            return;
        }
        search.tell(place.slope);
        self.phase = if search.next().is_some() {
            Phase::Inside(search)
        } else {
            let exact = self.best.slope.is_zero();
            Phase::Done(if exact {
                Stopped::GradientSmall
            } else {
                self.narrow_end()
            })
        };
    }
}

machine!(SlopeSearch<T>, [], Minimum<T>, minimum, slope);

impl<T: Float> Place<T> {
    /// Whether there are a finite value and a slope.
    fn is_good(&self) -> bool {
        self.value.is_finite() && !self.slope.not_a_number()
    }
}
