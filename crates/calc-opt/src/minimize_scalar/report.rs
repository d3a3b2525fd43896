//! What a search for a minimum in an interval returns.

use calc_scalar::Float;

use crate::stopped::Stopped;

/// The lowest point found in an interval, the bracket around it, what it cost, and why the search stopped.
#[derive(Clone, Copy, Debug, PartialEq)]
#[must_use]
#[non_exhaustive]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Minimum<T> {
    /// The point with the lowest value seen.
    pub x: T,
    /// `f(x)`.
    pub value: T,
    /// A local minimum lies between these two: `f` is not lower there than at `x`, or the interval
    /// ends.
    pub bracket: (T, T),
    /// Runs of `f`.
    pub evaluations: u32,
    /// Slopes that were computed.
    pub gradient_evaluations: u32,
    /// Second derivatives: none.
    pub hessian_evaluations: u32,
    /// Whether `x` is an end of the interval: `f` may go on falling beyond.
    pub at_end: bool,
    /// Why the search ended.
    pub stopped: Stopped,
}

impl<T: Float> Minimum<T> {
    /// The same after `runs` more runs of `f` before.
    pub(super) fn with_runs_before(mut self, runs: u32) -> Self {
        self.evaluations = self.evaluations.saturating_add(runs);
        self
    }
}
