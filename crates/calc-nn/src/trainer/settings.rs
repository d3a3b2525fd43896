//! Settings that no training can go well with.

use core::fmt;

use calc_scalar::Float;

use super::Trainer;
use crate::layer::Layer;

/// A setting with a value that is refused; see [`Stopped::Refused`](super::Stopped::Refused).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Setting {
    /// The learning rate: of the rule, of the schedule, or set after an epoch.
    Rate,
    /// [`Trainer::clip_norm`].
    ClipNorm,
    /// [`Trainer::clip_value`].
    ClipValue,
    /// [`Trainer::penalty`].
    Penalty,
    /// [`Trainer::goal`].
    Goal,
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rate => "the learning rate is refused: it has to be finite, and not below 0",
            Self::ClipNorm => "`clip_norm` is refused: the limit has to be above 0",
            Self::ClipValue => "`clip_value` is refused: the limit has to be above 0",
            Self::Penalty => {
                "`penalty` is refused: both strengths have to be finite, and not below 0"
            }
            Self::Goal => "`goal` is refused: it is NaN",
        })
    }
}

/// Whether a number can be a learning rate, or the strength of a penalty: `0 ≤ x < ∞`.
pub(super) fn fits<T: Float>(x: T) -> bool {
    x >= T::ZERO && x.is_finite()
}

impl<L: Layer> Trainer<L> {
    /// The first setting that is refused, in the precision in which it is used; the rate is not among
    /// them.
    pub(super) fn refused<T: Float>(&self) -> Option<Setting> {
        let positive = |limit: f64| T::literal(limit) > T::ZERO;
        let penalties = [self.penalty.l1, self.penalty.l2];
        if !positive(self.clip_norm) {
            Some(Setting::ClipNorm)
        } else if !positive(self.clip_value) {
            Some(Setting::ClipValue)
        } else if !penalties.iter().all(|&strength| fits(T::literal(strength))) {
            Some(Setting::Penalty)
        } else if self.goal.not_a_number() {
            Some(Setting::Goal)
        } else {
            None
        }
    }
}
