//! What a search for a root returns, and why it may fail.

use core::fmt;

use calc_scalar::Float;

use crate::stopped::Stopped;

/// A root, the bracket that proves it, what it cost, and why the search stopped.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Root<T> {
    /// The end of the bracket at which `|f|` is smaller.
    pub x: T,
    /// `f(x)`.
    pub value: T,
    /// `f` changes its sign between these two; equal to `(x, x)` where the value is exactly zero, and
    /// for methods without a bracket.
    pub bracket: (T, T),
    /// Runs of `f`.
    pub evaluations: u32,
    /// Slopes that were computed.
    pub gradient_evaluations: u32,
    /// Second derivatives that were computed.
    pub hessian_evaluations: u32,
    /// Why the search ended.
    pub stopped: Stopped,
    /// What kind of sign change lies in the bracket.
    pub sign_change: SignChange,
}

/// What happens to `f` where its sign changes.
///
/// A bracket of two neighbouring floats cannot tell `x − 0.3` from `1/(x − 0.3)`; the values around
/// it can. They are compared with those farther out, which costs two runs of `f` where there is
/// doubt, and none where there is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum SignChange {
    /// `|f|` shrinks towards it: a root. Where it is larger by many orders of magnitude far away, as beside `⌊x⌋` in
    /// a bracket from 1 to 10³⁰⁰, a jump may look so: there `value` is not small.
    Root,
    /// `|f|` grows towards it, as in `1/x`: to the double at least, where the distance shrinks by 64.
    Pole,
    /// `|f|` tends to something else than zero: a jump. Or it shrinks or grows by less than a factor of two where the
    /// distance changes by 64, as `|x|ᵖ` with `|p| < ⅙` does: from values a weak pole, or a root as steep, cannot be
    /// told from a jump.
    Jump,
    /// Not looked into: there was no bracket, or the search ended before.
    Unresolved,
}

/// Why there is no root to return, with the numbers at hand.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum RootError<T> {
    /// The ends of the interval are equal, or NaN.
    BadInterval {
        /// One end.
        a: T,
        /// The other.
        b: T,
    },
    /// `f` has the same sign at both ends.
    NoSignChange {
        /// `f` at the lower end of the bracket in `best`.
        at_low: T,
        /// `f` at the upper end.
        at_high: T,
        /// The end with the smaller `|f|`.
        best: Root<T>,
    },
    /// `f(x)` is NaN, or the next point is not finite.
    NotFinite {
        /// Where.
        x: T,
        /// The best point before that.
        best: Root<T>,
    },
    /// The sign changes at a pole, not at a root.
    Pole {
        /// The bracket around the pole.
        best: Root<T>,
    },
    /// The slope is zero, or no step lowers `|f|`: methods without a bracket do not know where to go.
    Flat {
        /// Where.
        best: Root<T>,
    },
    /// The budget of evaluations is used up.
    OutOfEvaluations {
        /// The best point so far.
        best: Root<T>,
    },
    /// The observer asked to stop.
    ByObserver {
        /// The best point so far.
        best: Root<T>,
    },
}

impl<T: Float> RootError<T> {
    /// The best point seen, with the counts: what was found, though it is not a root.
    ///
    /// If `f` was not run at all, as for [`BadInterval`](Self::BadInterval), that is one end with the value NaN.
    #[must_use]
    pub const fn best(&self) -> Root<T> {
        match *self {
            Self::BadInterval { a, b } => Root {
                x: a,
                value: T::NAN,
                bracket: (a, b),
                evaluations: 0,
                gradient_evaluations: 0,
                hessian_evaluations: 0,
                stopped: Stopped::BadInterval,
                sign_change: SignChange::Unresolved,
            },
            Self::NoSignChange { best, .. }
            | Self::NotFinite { best, .. }
            | Self::Pole { best }
            | Self::Flat { best }
            | Self::OutOfEvaluations { best }
            | Self::ByObserver { best } => best,
        }
    }

    /// The report inside, where there is one.
    const fn best_mut(&mut self) -> Option<&mut Root<T>> {
        match self {
            Self::BadInterval { .. } => None,
            Self::NoSignChange { best, .. }
            | Self::NotFinite { best, .. }
            | Self::Pole { best }
            | Self::Flat { best }
            | Self::OutOfEvaluations { best }
            | Self::ByObserver { best } => Some(best),
        }
    }
}

/// The outcome with its report changed.
pub(super) fn changed<T: Float>(
    mut outcome: Result<Root<T>, RootError<T>>,
    change: impl FnOnce(&mut Root<T>),
) -> Result<Root<T>, RootError<T>> {
    let report = match &mut outcome {
        Ok(root) => Some(root),
        Err(error) => error.best_mut(),
    };
    if let Some(report) = report {
        change(report);
    }
    outcome
}

impl<T: Float> fmt::Display for RootError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadInterval { a, b } => {
                write!(
                    f,
                    "[{a:?}, {b:?}] is not an interval: give two different numbers"
                )
            }
            Self::NoSignChange {
                at_low,
                at_high,
                best,
            } => {
                let (low, high) = best.bracket;
                write!(
                    f,
                    "f({low:?}) = {at_low:?} and f({high:?}) = {at_high:?} have the same sign: move an end, \
                     or look for a point where f touches zero with critical_points"
                )
            }
            Self::NotFinite { x, best } => {
                write!(
                    f,
                    "f is not finite at or beyond x = {x:?}: keep away from there"
                )?;
                if best.value.not_a_number() {
                    return Ok(());
                }
                write!(f, "; best so far f({:?}) = {:?}", best.x, best.value)
            }
            Self::Pole { best } => write!(
                f,
                "f changes its sign at x = {:?} by a pole, not by a root: bracket another place",
                best.x
            ),
            Self::Flat { best } => write!(
                f,
                "no step from x = {:?}, where f is {:?}, lowers |f|: start elsewhere, or use a bracket",
                best.x, best.value
            ),
            Self::ByObserver { best } => write!(
                f,
                "the observer stopped after {} evaluations at f({:?}) = {:?}: let it go on",
                best.evaluations, best.x, best.value
            ),
            Self::OutOfEvaluations { best } => write!(
                f,
                "no root after {} evaluations, best f({:?}) = {:?}: allow more, or use a bracket",
                best.evaluations, best.x, best.value
            ),
        }
    }
}

impl<T: Float> core::error::Error for RootError<T> {}
