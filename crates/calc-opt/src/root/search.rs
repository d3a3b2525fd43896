//! The machine behind every bracketing method: ends, tolerance, budget, and the proof at the end.

use calc_scalar::Float;

use super::bits;
use super::bracket::{Bracket, Point};
use super::report::{Root, RootError, SignChange};
use crate::machine::{Machine, Step, machine};
use crate::stopped::Stopped;

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
    state: State<T>,
}

/// What does not depend on the method.
#[derive(Clone, Copy, Debug)]
struct State<T> {
    /// As they were given.
    ends: (T, T),
    /// At first the ends, without values.
    bracket: Bracket<T>,
    /// The last point left outside beyond the opposite end; beyond the newest it is the previous one.
    beyond: Option<Point<T>>,
    evaluations: u32,
    /// The point that is asked for.
    asked: T,
    phase: Phase,
    /// In doubt: what the looks so far have said.
    seen: Beside,
    /// Why the search ended, and with what; before the end, that it would be out of evaluations.
    end: (Stopped, SignChange),
}

/// An infinite end is not drawn nearer to zero than this.
const NEAREST: f64 = 16.0;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    FirstEnd,
    SecondEnd,
    Inside,
    /// In doubt whether this is a root: a look behind the newest end of the bracket, then one behind the other.
    LookBehind,
    LookBeyond,
    Nothing,
}

/// What a look behind an end of the bracket says; of two looks, what is named first counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Beside {
    Root,
    Unknown,
    Jump,
    Pole,
    /// There is no point behind.
    Nothing,
}

impl<T: Float, M: Method<T>> Search<T, M> {
    /// A search between `a` and `b`, in any order.
    #[must_use]
    pub fn new(a: T, b: T, method: M) -> Self {
        let blank = |end| Point {
            x: if bits::is_infinite(end) {
                T::MAX.copysign(end)
            } else {
                end
            },
            value: T::NAN,
        };
        let (first, second) = (blank(a), blank(b));
        let mut search = Self {
            method,
            x_abs: T::ZERO,
            x_rel: T::literal(4.0) * T::EPSILON,
            max_evaluations: 2 * bits_of::<T>() + 2,
            state: State {
                ends: (a, b),
                bracket: Bracket {
                    newest: first,
                    opposite: second,
                    previous: None,
                    before_previous: None,
                },
                beyond: None,
                evaluations: 0,
                asked: first.x,
                phase: Phase::FirstEnd,
                seen: Beside::Nothing,
                end: (Stopped::OutOfEvaluations, SignChange::Unresolved),
            },
        };
        let apart = b - a;
        if bits::is_zero(apart) || bits::is_nan(apart) {
            search
                .state
                .end(Stopped::BadInterval, SignChange::Unresolved);
        }
        search
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
                search.state.bracket.newest = point;
                search.state.end(Stopped::ExactZero, SignChange::Root);
            }
        }
        search.state.evaluations = 0;
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
        if self.state.evaluations >= self.max_evaluations {
            self.state.phase = Phase::Nothing;
        }
        (self.state.phase != Phase::Nothing).then_some(self.state.asked)
    }

    /// Takes the value of `f` at the point asked for. After the end it changes nothing.
    pub fn tell(&mut self, value: T) {
        if self.next().is_some() && self.state.take(value) {
            self.ask_inside();
        }
    }

    /// Ends the search from outside; a reason already found stays.
    pub fn stop(&mut self) {
        if self.state.phase != Phase::Nothing {
            self.state.end(Stopped::ByObserver, SignChange::Unresolved);
        }
    }

    /// Runs of `f` so far.
    #[must_use]
    pub const fn evaluations(&self) -> u32 {
        self.state.evaluations
    }

    /// What is known of where the sign changes: the ends at first, then the bracket.
    pub(super) fn around(&self) -> (T, T) {
        let bracket = &self.state.bracket;
        let best = bracket.best();
        if bits::is_zero(best.value) {
            return (best.x, best.x);
        }
        let (low, high) = bracket.sorted();
        (low.x, high.x)
    }

    /// The root, or why there is none; before the end, that there is none yet.
    ///
    /// # Errors
    ///
    /// See [`RootError`].
    pub fn result(&self) -> Result<Root<T>, RootError<T>> {
        self.state.report()
    }

    /// The next question: inside the bracket while it is too wide, around it while in doubt.
    fn ask_inside(&mut self) {
        let state = &mut self.state;
        let bracket = &state.bracket;
        let (a, b) = (bracket.newest.x, bracket.opposite.x);
        let tolerance = self.x_abs + self.x_rel * bracket.best().x.magnitude();
        let mut x = T::NAN;
        if (b - a).magnitude() > tolerance {
            if state.evaluations < bits_of::<T>() {
                x = self.method.propose(bracket, tolerance);
            }
            if !bits::is_between(a, x, b) {
                x = bits::midpoint(a, b);
            }
        }
        state.asked = x;
        if !bits::is_between(a, x, b) {
            state.doubt();
        }
    }
}

impl<T: Float> State<T> {
    /// Takes the value at the point asked for; returns whether to go on inside the bracket.
    fn take(&mut self, value: T) -> bool {
        self.evaluations += 1;
        let point = Point {
            x: self.asked,
            value,
        };
        let phase = self.phase;
        if matches!(phase, Phase::LookBehind | Phase::LookBeyond) {
            self.look(point);
            return false;
        }
        if bits::is_zero(value) || bits::is_nan(value) {
            self.zero_or_nan(point);
            return false;
        }
        let bracket = &mut self.bracket;
        let newest = core::mem::replace(&mut bracket.newest, point);
        let same = bits::same_sign(newest.value, value);
        match phase {
            Phase::FirstEnd => {
                self.asked = bracket.opposite.x;
                self.phase = Phase::SecondEnd;
                return false;
            }
            Phase::SecondEnd => {
                bracket.opposite = newest;
                self.phase = Phase::Inside;
                if same {
                    self.end(Stopped::NoProgress, SignChange::Unresolved);
                    return false;
                }
            }
            _ => {
                let replaced = if same {
                    newest
                } else {
                    self.beyond = bracket.previous;
                    core::mem::replace(&mut bracket.opposite, newest)
                };
                bracket.before_previous = bracket.previous;
                bracket.previous = Some(replaced);
            }
        }
        true
    }

    const fn end(&mut self, stopped: Stopped, sign_change: SignChange) {
        self.phase = Phase::Nothing;
        self.end = (stopped, sign_change);
    }

    /// A zero is a root, and a NaN the end of the search; but at an infinite end they say nothing, as `∞ − ∞` or
    /// because zero is only tended to. Then nearly the square root of that end is asked for next, while it is
    /// beyond the other end.
    #[cold]
    #[inline(never)]
    fn zero_or_nan(&mut self, point: Point<T>) {
        let (end, other) = if self.phase == Phase::FirstEnd {
            (self.ends.0, self.bracket.opposite.x)
        } else {
            (self.ends.1, self.bracket.newest.x)
        };
        let nearer = bits::mean_size(T::ONE, point.x).copysign(point.x);
        let beyond = bits::same_sign(nearer, T::ONE) == bits::is_below(other, nearer);
        if self.phase != Phase::Inside
            && bits::is_infinite(end)
            && beyond
            && !bits::is_within(nearer, T::literal(NEAREST))
        {
            self.asked = nearer;
        } else if bits::is_zero(point.value) {
            self.bracket.newest = point;
            self.end(Stopped::ExactZero, SignChange::Root);
        } else {
            self.end(Stopped::NotFinite, SignChange::Unresolved);
        }
    }

    /// The bracket is narrow. Did `|f|` shrink on the way, at least on one side?
    #[inline(never)]
    fn doubt(&mut self) {
        let Bracket {
            newest,
            opposite,
            previous,
            ..
        } = self.bracket;
        let width = newest.x - opposite.x;
        let shrank = |end: Point<T>, out: Option<Point<T>>| {
            out.is_some_and(|out| {
                bits::is_root_like([end.value, out.value], [width, out.x - end.x])
            })
        };
        if shrank(newest, previous) || shrank(opposite, self.beyond) {
            self.end(Stopped::BracketWidth, SignChange::Root);
        } else {
            self.ask_behind(Phase::LookBehind);
        }
    }

    /// Takes a look behind an end of the bracket: goes on behind the other, or decides.
    #[cold]
    #[inline(never)]
    fn look(&mut self, point: Point<T>) {
        let seen = beside(self.bracket.newest, point);
        if (seen as u8) < self.seen as u8 {
            self.seen = seen;
        }
        if self.phase == Phase::LookBehind && seen != Beside::Root {
            self.ask_behind(Phase::LookBeyond);
        } else {
            self.end(Stopped::BracketWidth, self.seen.sign_change());
        }
    }

    /// Asks for a point behind the opposite end, which changes places with the newest: 64 widths away, but not beyond
    /// the interval.
    #[inline(never)]
    fn ask_behind(&mut self, phase: Phase) {
        self.phase = phase;
        let bracket = &mut self.bracket;
        core::mem::swap(&mut bracket.newest, &mut bracket.opposite);
        let (end, other) = (bracket.newest.x, bracket.opposite.x);
        let (a, b) = self.ends;
        let x = end + T::literal(64.0) * (end - other);
        // The end of the interval on that side.
        let up = bits::is_below(other, end);
        let limit = if up == bits::is_below(a, b) { b } else { a };
        self.asked = if up == bits::is_below(x, limit) {
            x
        } else {
            limit
        };
    }

    /// The report of a search that ended so.
    #[inline(never)]
    fn report(&self) -> Result<Root<T>, RootError<T>> {
        let (stopped, sign_change) = self.end;
        let Point { x, value } = self.bracket.best();
        // As `sorted` does, which returns copies: on a Cortex-M4F that took 32 bytes of stack more.
        let (mut low, mut high) = (self.bracket.newest, self.bracket.opposite);
        if bits::is_below(high.x, low.x) {
            core::mem::swap(&mut low, &mut high);
        }
        let best = Root {
            x,
            value,
            bracket: if stopped == Stopped::ExactZero {
                (x, x)
            } else {
                (low.x, high.x)
            },
            evaluations: self.evaluations,
            gradient_evaluations: 0,
            hessian_evaluations: 0,
            stopped,
            sign_change,
        };
        Err(match stopped {
            Stopped::BracketWidth if sign_change == SignChange::Pole => RootError::Pole { best },
            Stopped::BracketWidth | Stopped::ExactZero => return Ok(best),
            Stopped::BadInterval => RootError::BadInterval {
                a: self.ends.0,
                b: self.ends.1,
            },
            Stopped::NoProgress => RootError::NoSignChange {
                at_low: low.value,
                at_high: high.value,
                best,
            },
            Stopped::NotFinite => RootError::NotFinite {
                x: self.asked,
                best,
            },
            Stopped::ByObserver => RootError::ByObserver { best },
            _ => RootError::OutOfEvaluations { best },
        })
    }
}

/// Compares an end of the bracket with the point behind it.
///
/// 64 widths away `|f|` is 64 times larger beside a simple root, equal beside a jump, and 64 times smaller
/// beside a simple pole. An end of the interval has no point behind it.
fn beside<T: Float>(end: Point<T>, out: Point<T>) -> Beside {
    let twice = |x: Point<T>| x.value + x.value;
    if !bits::is_finite(end.value) {
        Beside::Pole
    } else if bits::is_zero(out.x - end.x) {
        Beside::Nothing
    } else if bits::is_nan(out.value) {
        Beside::Unknown
    } else if bits::is_within(twice(end), out.value) {
        Beside::Root
    } else if bits::is_within(twice(out), end.value) {
        Beside::Pole
    } else {
        Beside::Jump
    }
}

impl Beside {
    const fn sign_change(self) -> SignChange {
        match self {
            Self::Root => SignChange::Root,
            Self::Unknown | Self::Nothing => SignChange::Unresolved,
            Self::Jump => SignChange::Jump,
            Self::Pole => SignChange::Pole,
        }
    }
}

machine!(Search<T, M>, [M: Method<T>], Result<Root<T>, RootError<T>>, result, value);

/// The number of bits of the type: so many halvings separate any two floats.
const fn bits_of<T>() -> u32 {
    if size_of::<T>() == size_of::<f32>() {
        32
    } else {
        64
    }
}
