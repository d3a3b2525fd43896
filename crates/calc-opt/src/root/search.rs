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
    ends: (T, T),
    /// Which ends were infinite.
    infinite: [bool; 2],
    bracket: Bracket<T>,
    /// The last point left outside beyond the opposite end; beyond the newest it is the previous one.
    beyond: Option<Point<T>>,
    evaluations: u32,
    /// The point that is asked for.
    asked: T,
    phase: Phase,
    /// In doubt: what the look below the bracket said.
    below: Beside,
}

/// An infinite end is not drawn nearer to zero than this.
const NEAREST: f64 = 16.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    FirstEnd,
    SecondEnd,
    Inside,
    /// In doubt whether this is a root: a look below the bracket, then one above.
    LookBelow,
    LookAbove,
    // The ends of a search: the first four with a root.
    Root,
    Zero,
    Unresolved,
    Jump,
    BadInterval,
    NoSignChange,
    NotFinite,
    Pole,
    OutOfEvaluations,
    ByObserver,
}

impl Phase {
    /// Whether the search has ended.
    const fn is_end(self) -> bool {
        self as u8 >= Self::Root as u8
    }
}

/// What a look behind an end of the bracket says.
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
        let apart = b - a;
        let good = !bits::is_zero(apart) && !bits::is_nan(apart);
        let infinite = [a, b].map(bits::is_infinite);
        let [a, b] = [a, b].map(|end| {
            if bits::is_infinite(end) {
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
            beyond: None,
            evaluations: 0,
            asked: a,
            phase: if good {
                Phase::FirstEnd
            } else {
                Phase::BadInterval
            },
            below: Beside::Unknown,
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
                search.phase = Phase::Zero;
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
        if !self.phase.is_end() && self.evaluations >= self.max_evaluations {
            self.phase = Phase::OutOfEvaluations;
        }
        if self.phase.is_end() {
            None
        } else {
            Some(self.asked)
        }
    }

    /// Takes the value of `f` at the point asked for. After the end it changes nothing.
    pub fn tell(&mut self, value: T) {
        let Some(x) = self.next() else { return };
        self.evaluations += 1;
        let zero = bits::is_zero(value);
        if (zero || bits::is_nan(value)) && self.says_nothing(zero) {
            return;
        }
        let point = Point { x, value };
        let bracket = &mut self.bracket;
        self.phase = match self.phase {
            Phase::LookBelow | Phase::LookAbove => self.look(point),
            Phase::FirstEnd => {
                bracket.newest = point;
                bracket.opposite = point;
                self.asked = self.ends.1;
                if zero { Phase::Zero } else { Phase::SecondEnd }
            }
            phase => {
                let same = bits::same_sign(bracket.newest.value, value);
                if phase == Phase::SecondEnd {
                    bracket.newest = point;
                } else {
                    self.narrow(point, same);
                }
                if zero {
                    Phase::Zero
                } else if same && phase == Phase::SecondEnd {
                    Phase::NoSignChange
                } else {
                    self.ask_inside()
                }
            }
        };
    }

    /// Ends the search from outside; a reason already found stays.
    pub fn stop(&mut self) {
        if !self.phase.is_end() {
            self.phase = Phase::ByObserver;
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
            _ if bits::is_zero(self.bracket.best().value) => {
                let x = self.bracket.best().x;
                (x, x)
            }
            _ => (self.bracket.newest.x, self.bracket.opposite.x),
        };
        if a < b { (a, b) } else { (b, a) }
    }

    /// What a zero or a NaN may mean beside a root: the end of the search; or nothing, at an infinite end,
    /// where it is `∞ − ∞`, or a zero that is only tended to. Then nearly the square root of that end is
    /// asked for next, while it is beyond the other end. Returns whether that was all.
    #[cold]
    #[inline(never)]
    fn says_nothing(&mut self, zero: bool) -> bool {
        let (a, b) = self.ends;
        let [first, second] = self.infinite;
        let (infinite, other) = match self.phase {
            Phase::FirstEnd => (first, b),
            Phase::SecondEnd => (second, a),
            Phase::LookBelow | Phase::LookAbove => return false,
            _ => (false, a),
        };
        let nearer = bits::mean_size(T::ONE, self.asked).copysign(self.asked);
        let beyond = bits::same_sign(nearer, T::ONE) == bits::is_below(other, nearer);
        if infinite && beyond && !bits::is_within(nearer, T::literal(NEAREST)) {
            self.asked = nearer;
            self.ends = if self.phase == Phase::FirstEnd {
                (nearer, b)
            } else {
                (a, nearer)
            };
            return true;
        }
        if !zero {
            self.phase = Phase::NotFinite;
        }
        !zero
    }

    /// The root, or why there is none; before the end, that there is none yet.
    ///
    /// # Errors
    ///
    /// See [`RootError`].
    pub fn result(&self) -> Result<Root<T>, RootError<T>> {
        report(
            &self.bracket,
            self.ends,
            self.asked,
            self.evaluations,
            self.phase,
        )
    }

    /// Lets `point` take the place of the end with its sign: whether that is the newest one.
    fn narrow(&mut self, point: Point<T>, same: bool) {
        let bracket = &mut self.bracket;
        let replaced = if same {
            bracket.newest
        } else {
            self.beyond = bracket.previous;
            core::mem::replace(&mut bracket.opposite, bracket.newest)
        };
        bracket.before_previous = bracket.previous;
        bracket.previous = Some(replaced);
        bracket.newest = point;
    }

    /// The next question: inside the bracket while it is too wide, around it while in doubt.
    fn ask_inside(&mut self) -> Phase {
        let (low, high) = self.bracket.sorted();
        let tolerance = self.x_abs + self.x_rel * self.bracket.best().x.magnitude();
        if high.x - low.x <= tolerance {
            return self.doubt();
        }
        let halve = self.evaluations >= bits_of::<T>();
        let proposed = if halve {
            None
        } else {
            Some(self.method.propose(&self.bracket, tolerance))
        };
        let inside = |&x: &T| bits::is_below(low.x, x) && bits::is_below(x, high.x);
        let x = proposed.filter(inside);
        let x = x.unwrap_or_else(|| bits::midpoint(low.x, high.x));
        if inside(&x) {
            self.asked = x;
            Phase::Inside
        } else {
            self.doubt()
        }
    }

    /// The bracket is narrow. Did `|f|` shrink on the way, at least on one side?
    #[inline(never)]
    fn doubt(&mut self) -> Phase {
        let Bracket {
            newest,
            opposite,
            previous,
            ..
        } = self.bracket;
        let shrank = |end: Point<T>, out: Option<Point<T>>| {
            // Beside a pole at 0 both may be infinite, and ∞ is not smaller than ∞.
            bits::is_finite(end.value)
                && out.is_some_and(|out| bits::is_within(end.value, T::literal(0.25) * out.value))
        };
        if shrank(newest, previous) || shrank(opposite, self.beyond) {
            return Phase::Root;
        }
        let (low, high) = self.bracket.sorted();
        self.asked = step_back(self.ends, low.x, high.x);
        Phase::LookBelow
    }

    /// Takes a look beside the bracket: goes on above it, or decides.
    #[cold]
    #[inline(never)]
    fn look(&mut self, point: Point<T>) -> Phase {
        let (low, high) = self.bracket.sorted();
        if self.phase == Phase::LookBelow {
            self.below = beside(low, point);
            if self.below != Beside::Root {
                self.asked = step_back(self.ends, high.x, low.x);
                return Phase::LookAbove;
            }
            return Phase::Root;
        }
        classified(self.below, beside(high, point))
    }
}

/// A point behind `end`, seen from `other`: 64 widths away, but not beyond the interval.
#[inline(never)]
fn step_back<T: Float>((a, b): (T, T), end: T, other: T) -> T {
    let x = end + T::literal(64.0) * (end - other);
    // The end of the interval on that side.
    let up = bits::is_below(other, end);
    let limit = if up == bits::is_below(a, b) { b } else { a };
    if up == bits::is_below(x, limit) {
        x
    } else {
        limit
    }
}

/// Compares an end of the bracket with the point behind it.
///
/// 64 widths away `|f|` is 64 times larger beside a simple root, equal beside a jump, and 64 times smaller
/// beside a simple pole. An end of the interval has no point behind it.
#[inline(never)]
fn beside<T: Float>(end: Point<T>, out: Point<T>) -> Beside {
    let twice = |x: Point<T>| x.value + x.value;
    if bits::is_zero(out.x - end.x) {
        if bits::is_finite(end.value) {
            Beside::Nothing
        } else {
            Beside::Pole
        }
    } else if bits::is_nan(out.value) {
        Beside::Unknown
    } else if bits::is_finite(end.value) && bits::is_within(twice(end), out.value) {
        Beside::Root
    } else if bits::is_within(twice(out), end.value) {
        Beside::Pole
    } else {
        Beside::Jump
    }
}

/// What changes its sign, by what both looks say: what is named first in [`Beside`].
const fn classified(below: Beside, above: Beside) -> Phase {
    let first = if (below as u8) < above as u8 {
        below
    } else {
        above
    };
    match first {
        Beside::Root => Phase::Root,
        Beside::Unknown | Beside::Nothing => Phase::Unresolved,
        Beside::Jump => Phase::Jump,
        Beside::Pole => Phase::Pole,
    }
}

/// The report of a search that ended so.
#[inline(never)]
fn report<T: Float>(
    bracket: &Bracket<T>,
    (a, b): (T, T),
    asked: T,
    evaluations: u32,
    phase: Phase,
) -> Result<Root<T>, RootError<T>> {
    let (stopped, sign_change) = match phase {
        Phase::Root => (Stopped::BracketWidth, SignChange::Root),
        Phase::Zero => (Stopped::ExactZero, SignChange::Root),
        Phase::Unresolved => (Stopped::BracketWidth, SignChange::Unresolved),
        Phase::Jump => (Stopped::BracketWidth, SignChange::Jump),
        Phase::Pole => (Stopped::BracketWidth, SignChange::Pole),
        Phase::NoSignChange => (Stopped::NoProgress, SignChange::Unresolved),
        Phase::NotFinite => (Stopped::NotFinite, SignChange::Unresolved),
        Phase::ByObserver => (Stopped::ByObserver, SignChange::Unresolved),
        // Also before the end.
        _ => (Stopped::OutOfEvaluations, SignChange::Unresolved),
    };
    let Point { x, value } = bracket.best();
    let (low, high) = bracket.sorted();
    let best = Root {
        x,
        value,
        bracket: if stopped == Stopped::ExactZero {
            (x, x)
        } else {
            (low.x, high.x)
        },
        evaluations,
        gradient_evaluations: 0,
        hessian_evaluations: 0,
        stopped,
        sign_change,
    };
    Err(match phase {
        Phase::Root | Phase::Zero | Phase::Unresolved | Phase::Jump => return Ok(best),
        Phase::BadInterval => RootError::BadInterval { a, b },
        Phase::NoSignChange => RootError::NoSignChange {
            at_low: low.value,
            at_high: high.value,
            best,
        },
        Phase::NotFinite => RootError::NotFinite { x: asked, best },
        Phase::Pole => RootError::Pole { best },
        Phase::ByObserver => RootError::ByObserver { best },
        _ => RootError::OutOfEvaluations { best },
    })
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
