//! How far to go along a direction: searches on a line.
//!
//! ```
//! use calc_opt::minimize::line_search::{Line, LineSearch, MoreThuente};
//!
//! // φ(α) = (α − 3)², from α = 0 and with the first trial at 1.
//! let mut search = MoreThuente::new();
//! search.begin(Line::new(9.0, -6.0, 1.0_f64));
//! let mut factor = 0.0;
//! while let Some(trial) = search.next() {
//!     factor = trial;
//!     search.tell((factor - 3.0) * (factor - 3.0), 2.0 * (factor - 3.0));
//! }
//! assert!(search.is_found());
//! assert!((factor - 3.0).abs() <= 0.9 * 3.0);
//! ```
//!
//! # Which one
//!
//! | you want …                                                     | go to           |
//! |----------------------------------------------------------------|-----------------|
//! | a lower value, and no more                                     | [`Backtracking`] |
//! | the step that a quasi-Newton method learns from                | [`MoreThuente`] |
//! | the same, as the textbooks have it                             | [`StrongWolfe`] |
//! | right steps down to the last digits of `f`                     | [`HagerZhang`]  |
//! | the first trial, whatever it gives                             | [`FirstTrial`]  |
//!
//! # What they ask for
//!
//! With `φ(α) = f(x + α·d)`, a slope `φ′(0) < 0` and constants `0 < c₁ < c₂ < 1`:
//!
//! | condition           | formula                                                                     |
//! |---------------------|-----------------------------------------------------------------------------|
//! | Armijo's            | `φ(α) ≤ φ(0) + c₁·α·φ′(0)`                                                  |
//! | Wolfe's             | Armijo's, and `φ′(α) ≥ c₂·φ′(0)`                                            |
//! | strong Wolfe's      | Armijo's, and `\|φ′(α)\| ≤ c₂·\|φ′(0)\|`                                    |
//! | approximate Wolfe's | `φ(α) ≤ φ(0)` and `(2c₁ − 1)·φ′(0) ≥ φ′(α) ≥ c₂·φ′(0)`                     |
//!
//! Near a minimum two values have no digits left to compare, but two slopes do. So all of these searches take the
//! approximate form for Armijo's where the values agree to a few units of rounding, [`HagerZhang`] wherever it
//! holds.

mod backtracking;
mod first_trial;
mod hager_zhang;
mod interpolate;
mod more_thuente;
mod strong_wolfe;

use calc_scalar::Float;

pub use backtracking::Backtracking;
pub use first_trial::FirstTrial;
pub use hager_zhang::HagerZhang;
pub use more_thuente::MoreThuente;
pub use strong_wolfe::StrongWolfe;

/// The start of a search on a line: what is known at `α = 0`, and where to try first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line<T> {
    /// `φ(0)`.
    pub value: T,
    /// `φ′(0)`, below zero.
    pub slope: T,
    /// The first factor to try.
    pub first: T,
    /// The largest factor allowed, `+∞` at first.
    pub longest: T,
    /// The value that Armijo's condition compares with: `φ(0)` at first; a larger one lets `f` rise for a
    /// while.
    pub reference: T,
}

impl<T: Float> Line<T> {
    /// A line along which `f` falls from `value` with `slope`, tried first at `first`.
    #[must_use]
    pub const fn new(value: T, slope: T, first: T) -> Self {
        Self {
            value,
            slope,
            first,
            longest: T::INFINITY,
            reference: value,
        }
    }

    /// By how much two values may differ that are the same but for rounding.
    pub(super) fn rounding(&self) -> T {
        T::literal(VALUE_ULPS) * T::EPSILON * self.value.magnitude()
    }

    /// Armijo's condition at `factor`, in its approximate form where the values cannot tell.
    fn falls(&self, c1: T, factor: T, value: T, slope: T) -> bool {
        let two = T::literal(2.0);
        let equal = (value - self.value).magnitude() <= self.rounding();
        let promised = -factor * self.slope;
        let unseen = equal && promised <= T::literal(UNSEEN) * self.rounding();
        value <= self.reference + c1 * factor * self.slope
            || (unseen && slope <= (two * c1 - T::ONE) * self.slope)
    }
}

/// Units of rounding by which two equal values of `f` may differ: a sum of some ten terms.
const VALUE_ULPS: f64 = 8.0;

/// A fall of so many times the rounding would be seen in the values.
const UNSEEN: f64 = 100.0;

/// One trial on the line.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Trial<T> {
    factor: T,
    value: T,
    slope: T,
}

impl<T: Float> Trial<T> {
    /// The start of the line.
    fn start(line: &Line<T>) -> Self {
        Self {
            factor: T::ZERO,
            value: line.value,
            slope: line.slope,
        }
    }

    fn is_finite(&self) -> bool {
        self.value.is_finite() && self.slope.is_finite()
    }
}

/// Whether two factors are the same number.
#[allow(
    clippy::float_cmp,
    reason = "a trial asked for twice is exactly the same"
)]
fn same<T: Float>(a: T, b: T) -> bool {
    a == b
}

/// A search for a factor `α` on a line: [`begin`](LineSearch::begin) sets it up,
/// [`next`](LineSearch::next) asks for `φ` and `φ′` at a factor, [`tell`](LineSearch::tell) answers.
///
/// A value or slope that is not finite makes the next trial shorter. The number of trials is limited.
pub trait LineSearch<T> {
    /// Forgets everything and starts on `line`.
    fn begin(&mut self, line: Line<T>);

    /// The factor at which value and slope are wanted; `None` at the end.
    fn next(&mut self) -> Option<T>;

    /// Takes `φ(α)` and `φ′(α)` at the factor asked for.
    fn tell(&mut self, value: T, slope: T);

    /// Whether the last factor told is the one looked for; if not at the end, there is none.
    fn is_found(&self) -> bool;
}

/// What the searches have in common: the line, the factor asked for, and how it ended.
#[derive(Clone, Copy, Debug)]
struct Course<T> {
    line: Line<T>,
    asked: Option<T>,
    trials: u32,
    found: bool,
}

impl<T: Float> Course<T> {
    /// No line yet.
    const fn idle() -> Self {
        Self {
            line: Line::new(T::ZERO, T::ZERO, T::ZERO),
            asked: None,
            trials: 0,
            found: false,
        }
    }

    fn on(line: Line<T>) -> Self {
        let first = line.first.min(line.longest);
        let falls = line.slope < T::ZERO && first > T::ZERO;
        Self {
            line,
            asked: falls.then_some(first),
            trials: 0,
            found: false,
        }
    }

    /// Takes the answer: the trial, if it was asked for.
    fn take(&mut self, value: T, slope: T) -> Option<Trial<T>> {
        let factor = self.asked.take()?;
        self.trials = self.trials.saturating_add(1);
        Some(Trial {
            factor,
            value,
            slope,
        })
    }

    /// Asks for another factor, unless there were enough or it is none.
    fn ask(&mut self, factor: T, max_trials: u32) {
        if self.trials < max_trials && factor > T::ZERO && factor.is_finite() {
            self.asked = Some(factor.min(self.line.longest));
        }
    }
}
