//! The machine behind every bracketing method: ends, tolerance, budget, and the proof at the end.

use calc_scalar::Float;

use super::bits;
use super::report::{Root, RootError, SignChange};
use crate::machine::{Machine, Step, machine};
use crate::stopped::Stopped;

/// A point and the value of `f` there.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Point<T> {
    /// Where.
    pub x: T,
    /// `f(x)`.
    pub value: T,
}

/// Two points between which `f` changes its sign, and the one before them.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Bracket<T> {
    /// The end that was evaluated last.
    pub newest: Point<T>,
    /// The other end.
    pub opposite: Point<T>,
    /// The end that the last step replaced; `None` before the first step.
    pub previous: Option<Point<T>>,
    /// The end that the step before that replaced.
    pub before_previous: Option<Point<T>>,
}

impl<T: Float> Bracket<T> {
    /// The end with the smaller `|f|`.
    #[must_use]
    pub fn best(&self) -> Point<T> {
        if self.newest.value.magnitude() <= self.opposite.value.magnitude() {
            self.newest
        } else {
            self.opposite
        }
    }

    /// The middle, without overflow.
    #[must_use]
    pub fn middle(&self) -> T {
        let (a, b) = (self.newest.x, self.opposite.x);
        let half = T::literal(0.5);
        let width = b - a;
        if width.magnitude() <= T::MAX {
            a + half * width
        } else {
            half * a + half * b
        }
    }

    /// The distance between the ends.
    #[must_use]
    pub fn width(&self) -> T {
        (self.opposite.x - self.newest.x).magnitude()
    }

    /// The point that lies the given share of the way from the newest end to the other one.
    ///
    /// It is not closer to either end than half of the tolerance, so that a step over the root closes
    /// the bracket.
    #[must_use]
    pub fn point_at(&self, share: T, tolerance: T) -> T {
        let width = self.opposite.x - self.newest.x;
        let least = T::literal(0.5) * tolerance / width.magnitude();
        self.newest.x + share.max(least).min(T::ONE - least) * width
    }

    /// The ends in rising order.
    #[must_use]
    pub fn sorted(&self) -> (Point<T>, Point<T>) {
        if self.newest.x < self.opposite.x {
            (self.newest, self.opposite)
        } else {
            (self.opposite, self.newest)
        }
    }
}

/// A bracketing method: where to look next.
pub trait Method<T: Float> {
    /// A point inside the bracket. `tolerance` is the width at which the search will end.
    ///
    /// A point that is not inside is replaced by the machine, so a method need not guard its
    /// arithmetic against overflow and zero division.
    fn propose(&mut self, bracket: &Bracket<T>, tolerance: T) -> T;
}

/// A search for a root between two ends, one evaluation at a time.
///
/// [`next`](Search::next) asks, [`tell`](Search::tell) answers, [`result`](Search::result) reports.
/// The functions of this module are loops over it; use it directly to change the tolerance, or when
/// `f` is a measurement.
///
/// The search ends when the bracket is not wider than `x_abs + x_rel·|x|`, or when its ends are
/// neighbouring floats. Whatever the method proposes, it ends: after as many evaluations as a float
/// has bits, the bracket is halved by counting floats. So `f` is never run more than 130 times in
/// `f64` and 66 times in `f32`, for any function and any ends.
///
/// # Examples
///
/// ```
/// use calc_opt::root::{Chandrupatla, Search};
///
/// let mut search = Search::new(0.0, 2.0, Chandrupatla).x_abs(1e-9);
/// while let Some(x) = search.next() {
///     search.tell(x * x - 2.0);
/// }
/// let root = search.result()?;
/// assert!((root.x * root.x - 2.0_f64).abs() < 1e-8);
/// # Ok::<(), calc_opt::root::RootError<f64>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Search<T, M> {
    /// The method that proposes the points.
    pub method: M,
    /// The absolute part of the wanted width, at first 0.
    pub x_abs: T,
    /// The part of the wanted width that is relative to `|x|`, at first `4ε`.
    pub x_rel: T,
    /// The budget, at first the 130 or 66 that are never needed.
    pub max_evaluations: u32,
    ends: (T, T),
    /// Which ends were infinite.
    infinite: [bool; 2],
    bracket: Bracket<T>,
    /// The last points that were left outside, below and above the bracket.
    outside: [Option<Point<T>>; 2],
    evaluations: u32,
    phase: Phase<T>,
}

/// An infinite end is not drawn nearer to zero than this.
const NEAREST: f64 = 16.0;

#[derive(Clone, Copy, Debug)]
enum Phase<T> {
    FirstEnd,
    SecondEnd,
    Inside(T),
    /// In doubt whether this is a root: a look below the bracket, then one above.
    LookBelow(T),
    LookAbove(T, Point<T>),
    Done(Verdict<T>),
}

#[derive(Clone, Copy, Debug)]
enum Failure<T> {
    BadInterval,
    NoSignChange,
    NotFinite(T),
    Pole,
    OutOfEvaluations,
    ByObserver,
}

impl<T: Float, M: Method<T>> Search<T, M> {
    /// A search between `a` and `b`, in any order.
    #[must_use]
    pub fn new(a: T, b: T, method: M) -> Self {
        let good = a < b || b < a;
        let infinite = [a, b].map(|end| end.magnitude() > T::MAX);
        let [a, b] = [a, b].map(|end| {
            if end.magnitude() > T::MAX {
                T::MAX.copysign(end)
            } else {
                end
            }
        });
        let blank = |x| Point { x, value: T::NAN };
        Self {
            method,
            x_abs: T::ZERO,
            x_rel: T::literal(4.0) * T::EPSILON,
            max_evaluations: 2 * bits_of::<T>() + 2,
            ends: (a, b),
            infinite,
            bracket: Bracket {
                newest: blank(a),
                opposite: blank(b),
                previous: None,
                before_previous: None,
            },
            outside: [None; 2],
            evaluations: 0,
            phase: if good {
                Phase::FirstEnd
            } else {
                Phase::Done(Err(Failure::BadInterval))
            },
        }
    }

    /// A search between two points at which `f` is known already; they are not counted.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_opt::root::{Adaptive, Point, Search};
    ///
    /// let f = |x: f64| x * x - 2.0;
    /// let point = |x| Point { x, value: f(x) };
    /// let mut search = Search::between(point(1.0), point(2.0), Adaptive::new());
    /// while let Some(x) = search.next() {
    ///     search.tell(f(x));
    /// }
    /// assert!((search.result()?.x - 2.0_f64.sqrt()).abs() < 1e-15);
    /// # Ok::<(), calc_opt::root::RootError<f64>>(())
    /// ```
    #[must_use]
    pub fn between(a: Point<T>, b: Point<T>, method: M) -> Self {
        let mut search = Self::new(a.x, b.x, method);
        for point in [a, b] {
            search.tell(point.value);
            // A root needs no interval.
            if point.value.is_zero() {
                search.bracket.newest = point;
                search.bracket.opposite = point;
                search.phase = exactly_zero();
            }
        }
        search.evaluations = 0;
        search
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

    /// The point at which `f` is wanted; `None` at the end.
    #[allow(
        clippy::should_implement_trait,
        reason = "an iterator could not be told the answer"
    )]
    pub fn next(&mut self) -> Option<T> {
        let x = match self.phase {
            Phase::Done(_) => return None,
            Phase::FirstEnd => self.ends.0,
            Phase::SecondEnd => self.ends.1,
            Phase::Inside(x) | Phase::LookBelow(x) | Phase::LookAbove(x, _) => x,
        };
        if self.evaluations >= self.max_evaluations {
            self.phase = Phase::Done(Err(Failure::OutOfEvaluations));
            return None;
        }
        Some(x)
    }

    /// Takes the value of `f` at the point asked for. After the end it changes nothing.
    pub fn tell(&mut self, value: T) {
        let Some(x) = self.next() else { return };
        self.evaluations += 1;
        let point = Point { x, value };
        if self.draws_nearer(value) {
            return;
        }
        let looking = matches!(self.phase, Phase::LookBelow(_) | Phase::LookAbove(..));
        if value.not_a_number() && !looking {
            self.phase = Phase::Done(Err(Failure::NotFinite(x)));
            return;
        }
        self.phase = match self.phase {
            Phase::FirstEnd => {
                self.bracket.newest = point;
                self.bracket.opposite = point;
                if value.is_zero() {
                    exactly_zero()
                } else {
                    Phase::SecondEnd
                }
            }
            Phase::SecondEnd => {
                self.bracket.newest = point;
                if value.is_zero() {
                    exactly_zero()
                } else if same_sign(self.bracket.opposite.value, value) {
                    Phase::Done(Err(Failure::NoSignChange))
                } else {
                    self.ask_inside()
                }
            }
            Phase::Inside(_) => {
                self.narrow(point);
                if value.is_zero() {
                    exactly_zero()
                } else {
                    self.ask_inside()
                }
            }
            Phase::LookBelow(_) => self.look_above(point),
            Phase::LookAbove(_, below) => Phase::Done(self.classify(below, point)),
            Phase::Done(_) => self.phase,
        };
    }

    /// Ends the search from outside; a reason already found stays.
    pub fn stop(&mut self) {
        if !matches!(self.phase, Phase::Done(_)) {
            self.phase = Phase::Done(Err(Failure::ByObserver));
        }
    }

    /// Runs of `f` so far.
    #[must_use]
    pub const fn evaluations(&self) -> u32 {
        self.evaluations
    }

    /// What is known of where the sign changes: the ends at first, then the bracket.
    pub(super) fn around(&self) -> (T, T) {
        let (a, b) = match self.phase {
            Phase::FirstEnd | Phase::SecondEnd => self.ends,
            _ if self.bracket.best().value.is_zero() => {
                let x = self.bracket.best().x;
                (x, x)
            }
            _ => (self.bracket.newest.x, self.bracket.opposite.x),
        };
        if a < b { (a, b) } else { (b, a) }
    }

    /// Whether the answer at an infinite end says nothing: NaN as in `∞ − ∞`, or a zero that is only
    /// tended to. Then nearly the square root of that end is asked for next, while it is beyond the other end.
    fn draws_nearer(&mut self, value: T) -> bool {
        let [first, second] = self.infinite;
        let says_nothing = value.not_a_number() || value.is_zero();
        let (end, other) = match self.phase {
            Phase::FirstEnd if first && says_nothing => (&mut self.ends.0, self.ends.1),
            Phase::SecondEnd if second && says_nothing => (&mut self.ends.1, self.ends.0),
            _ => return false,
        };
        let nearer = bits::midpoint(T::ONE, end.magnitude()).copysign(*end);
        let beyond = if *end > T::ZERO {
            other < nearer
        } else {
            nearer < other
        };
        if beyond && nearer.magnitude() > T::literal(NEAREST) {
            *end = nearer;
            return true;
        }
        false
    }

    /// The root, or why there is none; before the end, that there is none yet.
    ///
    /// # Errors
    ///
    /// See [`RootError`].
    pub fn result(&self) -> Result<Root<T>, RootError<T>> {
        let outcome = match self.phase {
            Phase::Done(outcome) => outcome,
            _ => Err(Failure::OutOfEvaluations),
        };
        let (stopped, sign_change) = match outcome {
            Ok(reasons) => reasons,
            Err(Failure::Pole) => (Stopped::BracketWidth, SignChange::Pole),
            Err(Failure::NoSignChange) => (Stopped::NoProgress, SignChange::Unresolved),
            Err(Failure::NotFinite(_)) => (Stopped::NotFinite, SignChange::Unresolved),
            Err(Failure::ByObserver) => (Stopped::ByObserver, SignChange::Unresolved),
            Err(_) => (Stopped::OutOfEvaluations, SignChange::Unresolved),
        };
        let best = self.report(stopped, sign_change);
        Err(match outcome {
            Ok(_) => return Ok(best),
            Err(Failure::BadInterval) => RootError::BadInterval {
                a: self.ends.0,
                b: self.ends.1,
            },
            Err(Failure::NoSignChange) => {
                let (low, high) = self.bracket.sorted();
                RootError::NoSignChange {
                    at_low: low.value,
                    at_high: high.value,
                    best,
                }
            }
            Err(Failure::NotFinite(x)) => RootError::NotFinite { x, best },
            Err(Failure::Pole) => RootError::Pole { best },
            Err(Failure::OutOfEvaluations) => RootError::OutOfEvaluations { best },
            Err(Failure::ByObserver) => RootError::ByObserver { best },
        })
    }

    fn report(&self, stopped: Stopped, sign_change: SignChange) -> Root<T> {
        let best = self.bracket.best();
        let (low, high) = self.bracket.sorted();
        Root {
            x: best.x,
            value: best.value,
            bracket: if best.value.is_zero() {
                (best.x, best.x)
            } else {
                (low.x, high.x)
            },
            evaluations: self.evaluations,
            gradient_evaluations: 0,
            hessian_evaluations: 0,
            stopped,
            sign_change,
        }
    }

    /// Lets `point` take the place of the end with its sign.
    fn narrow(&mut self, point: Point<T>) {
        let bracket = &mut self.bracket;
        bracket.before_previous = bracket.previous;
        let replaced = if same_sign(bracket.newest.value, point.value) {
            bracket.newest
        } else {
            core::mem::replace(&mut bracket.opposite, bracket.newest)
        };
        bracket.newest = point;
        bracket.previous = Some(replaced);
        let [below, above] = &mut self.outside;
        *(if replaced.x < bracket.opposite.x {
            below
        } else {
            above
        }) = Some(replaced);
    }

    /// The next question: inside the bracket while it is too wide, around it while in doubt.
    fn ask_inside(&mut self) -> Phase<T> {
        let (low, high) = self.bracket.sorted();
        let tolerance = self.x_abs + self.x_rel * self.bracket.best().x.magnitude();
        if high.x - low.x <= tolerance {
            return self.doubt();
        }
        let halve = self.evaluations >= bits_of::<T>();
        let x = if halve {
            bits::midpoint(low.x, high.x)
        } else {
            self.method.propose(&self.bracket, tolerance)
        };
        if low.x < x && x < high.x {
            return Phase::Inside(x);
        }
        let x = bits::midpoint(low.x, high.x);
        if low.x < x && x < high.x {
            Phase::Inside(x)
        } else {
            self.doubt()
        }
    }

    /// The bracket is narrow. Did `|f|` shrink on the way, at least on one side?
    fn doubt(&self) -> Phase<T> {
        let (low, high) = self.bracket.sorted();
        let [below, above] = self.outside;
        let quarter = T::literal(0.25);
        let shrank = |end: Point<T>, out: Option<Point<T>>| {
            // Beside a pole at 0 both may be infinite, and ∞ is not smaller than ∞.
            end.value.is_finite()
                && out.is_some_and(|out| end.value.magnitude() <= quarter * out.value.magnitude())
        };
        if shrank(low, below) || shrank(high, above) {
            return Phase::Done(Ok((Stopped::BracketWidth, SignChange::Root)));
        }
        Phase::LookBelow(self.step_back(low.x, high.x))
    }

    /// A point behind `end`, seen from `other`: 64 widths away, but not beyond the interval.
    fn step_back(&self, end: T, other: T) -> T {
        let (a, b) = self.ends;
        let x = end + T::literal(64.0) * (end - other);
        x.max(a.min(b)).min(a.max(b))
    }

    fn look_above(&self, below: Point<T>) -> Phase<T> {
        let (low, high) = self.bracket.sorted();
        Phase::LookAbove(self.step_back(high.x, low.x), below)
    }

    /// Compares the ends with the points behind them.
    ///
    /// 64 widths away `|f|` is 64 times larger beside a simple root, equal beside a jump, and 64
    /// times smaller beside a simple pole. An end of the interval has no point behind it.
    fn classify(&self, below: Point<T>, above: Point<T>) -> Verdict<T> {
        let (low, high) = self.bracket.sorted();
        let two = T::literal(2.0);
        let (mut unknown, mut pole) = (false, true);
        for (end, out) in [(low, below), (high, above)] {
            let behind = end.x < out.x || out.x < end.x;
            if !behind {
                continue;
            }
            let (at, outside) = (end.value.magnitude(), out.value.magnitude());
            if end.value.is_finite() && outside >= two * at {
                return Ok((Stopped::BracketWidth, SignChange::Root));
            }
            unknown |= outside.not_a_number();
            pole &= two * outside <= at;
        }
        if unknown {
            Ok((Stopped::BracketWidth, SignChange::Unresolved))
        } else if pole {
            Err(Failure::Pole)
        } else {
            Ok((Stopped::BracketWidth, SignChange::Jump))
        }
    }
}

machine!(Search<T, M>, [M: Method<T>], Result<Root<T>, RootError<T>>, result, value);

/// How a search ended.
type Verdict<T> = Result<(Stopped, SignChange), Failure<T>>;

/// The number of bits of the type: so many halvings separate any two floats.
const fn bits_of<T>() -> u32 {
    if size_of::<T>() == size_of::<f32>() {
        32
    } else {
        64
    }
}

/// The end at a value of exactly zero.
const fn exactly_zero<T>() -> Phase<T> {
    Phase::Done(Ok((Stopped::ExactZero, SignChange::Root)))
}

/// Whether two values that are not zero have the same sign; an infinity has one, too.
fn same_sign<T: Float>(a: T, b: T) -> bool {
    (a > T::ZERO) == (b > T::ZERO)
}
