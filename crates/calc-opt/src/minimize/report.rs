//! What a minimiser returns, and what it shows on its way.

use core::ops::ControlFlow;

use calc_scalar::Float;

use crate::norm::norm;
use crate::stopped::Stopped;

/// Where a search for a minimum ended, what it cost, and why it stopped.
#[derive(Clone, Copy, Debug, PartialEq)]
#[must_use]
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
pub struct Minimum<T, const N: usize> {
    /// The point: the one that met the tolerance, else the one with the lowest value seen.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub x: [T; N],
    /// `f(x)`.
    pub value: T,
    /// `‖∇f(x)‖₂`; NaN for a method without gradients.
    pub gradient_norm: T,
    /// Runs of `f`. A run that gives gradient or Hessian, too, counts once here and once there.
    pub evaluations: u32,
    /// Gradients that were computed.
    pub gradient_evaluations: u32,
    /// Hessians, or products of them with a vector, that were computed.
    pub hessian_evaluations: u32,
    /// Steps made.
    pub iterations: u32,
    /// Why the search ended.
    pub stopped: Stopped,
}

/// One point on the way down.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "T: serde::Serialize",
        deserialize = "T: calc_scalar::Number + serde::Deserialize<'de>"
    ))
)]
pub struct Step<T, const N: usize> {
    /// How many steps led here; 0 is the start.
    pub iteration: u32,
    /// The point.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub x: [T; N],
    /// `f(x)`.
    pub value: T,
    /// `∇f(x)`; NaN for a method without gradients.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub gradient: [T; N],
    /// The learning rate at this point, or the factor of the direction that led here.
    pub rate: T,
}

impl<T: Float, const N: usize> Step<T, N> {
    /// A row of zeros, to fill a buffer with.
    #[must_use]
    pub const fn blank() -> Self {
        Self {
            iteration: 0,
            x: [T::ZERO; N],
            value: T::ZERO,
            gradient: [T::ZERO; N],
            rate: T::ZERO,
        }
    }

    /// `‖∇f(x)‖₂`.
    #[must_use]
    pub fn gradient_norm(&self) -> T {
        norm(&self.gradient)
    }
}

/// An observer that writes the history into `rows`, as far as they reach.
///
/// Of a descent that made `n` steps, the rows `0..=n` are written.
pub fn record<T: Float, const N: usize>(
    rows: &mut [Step<T, N>],
) -> impl FnMut(&Step<T, N>) -> ControlFlow<()> + '_ {
    let mut free = rows.iter_mut();
    move |step| {
        if let Some(row) = free.next() {
            *row = *step;
        }
        ControlFlow::Continue(())
    }
}
