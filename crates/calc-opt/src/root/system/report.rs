//! What a search for a root of a system returns, and why it may fail.

use core::fmt;

use calc_scalar::Float;

use crate::stopped::Stopped;

/// A root of a system, the residuals left there, what it cost, and why the search stopped.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "T: serde::Serialize",
        deserialize = "T: calc_scalar::Number + serde::Deserialize<'de>"
    ))
)]
pub struct Solution<T, const N: usize> {
    /// The point: the one with the smallest `‖f‖₂` seen.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub x: [T; N],
    /// `f(x)`.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub values: [T; N],
    /// `‖f(x)‖₂`.
    pub value: T,
    /// Runs of `f`, those for differences included.
    pub evaluations: u32,
    /// Jacobians among them: one for each run on numbers that carry slopes, one for each `N` differences.
    pub gradient_evaluations: u32,
    /// Hessians: none.
    pub hessian_evaluations: u32,
    /// Steps made.
    pub iterations: u32,
    /// Why the search ended.
    pub stopped: Stopped,
}

/// Why there is no root of the system to return, with the best point seen.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "T: serde::Serialize",
        deserialize = "T: calc_scalar::Number + serde::Deserialize<'de>"
    ))
)]
pub enum SystemError<T, const N: usize> {
    /// The start, a residual there, or a slope of one, is NaN or infinite.
    NotFinite {
        /// The start.
        best: Solution<T, N>,
    },
    /// `‖f‖` cannot be lowered from there, and is not zero: a minimum of `‖f‖`, a root where the Jacobian is
    /// singular, or equations of which `‖f‖` does not show the smallest.
    Stuck {
        /// Where.
        best: Solution<T, N>,
    },
    /// The budget of evaluations is used up.
    OutOfEvaluations {
        /// The best point so far.
        best: Solution<T, N>,
    },
    /// The search was stopped from outside.
    ByObserver {
        /// The best point so far.
        best: Solution<T, N>,
    },
}

impl<T: Float, const N: usize> SystemError<T, N> {
    /// The best point seen, with the counts: what was found, though it is not a root.
    #[must_use]
    pub const fn best(&self) -> Solution<T, N> {
        match *self {
            Self::NotFinite { best }
            | Self::Stuck { best }
            | Self::OutOfEvaluations { best }
            | Self::ByObserver { best } => best,
        }
    }
}

impl<T, const N: usize> SystemError<T, N> {
    pub(super) const fn best_mut(&mut self) -> &mut Solution<T, N> {
        match self {
            Self::NotFinite { best }
            | Self::Stuck { best }
            | Self::OutOfEvaluations { best }
            | Self::ByObserver { best } => best,
        }
    }
}

impl<T: Float, const N: usize> fmt::Display for SystemError<T, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Solution {
            x,
            value,
            evaluations,
            ..
        } = self.best();
        match self {
            Self::NotFinite { .. } => {
                write!(
                    f,
                    "f or its Jacobian is not finite at x = {x:?}: start elsewhere"
                )
            }
            Self::Stuck { .. } => write!(
                f,
                "no step from x = {x:?} lowers ‖f‖ = {value:?}: a lowest point of ‖f‖, or a root where the Jacobian is \
                 singular; start elsewhere"
            ),
            Self::OutOfEvaluations { .. } => write!(
                f,
                "no root after {evaluations} evaluations, best ‖f‖ = {value:?} at x = {x:?}: allow more, or \
                 start elsewhere"
            ),
            Self::ByObserver { .. } => write!(
                f,
                "stopped after {evaluations} evaluations at ‖f‖ = {value:?}, x = {x:?}: let it go on"
            ),
        }
    }
}

impl<T: Float, const N: usize> core::error::Error for SystemError<T, N> {}
