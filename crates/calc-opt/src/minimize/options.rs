//! What a descent is given: its rate and its limits.

use calc_scalar::Float;

/// When a descent ends: after so many steps, or when the gradient is small.
///
/// Public fields and builders; `Limits { max_iterations: 50, gradient_tolerance: 1e-6 }` is a
/// constant.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Limits<T> {
    /// The number of steps after which the descent ends, at first 1000.
    pub max_iterations: u32,
    /// The descent ends when `‖∇f‖₂` is not above this, at first `√ε` (1.5·10⁻⁸ or 3.5·10⁻⁴).
    pub gradient_tolerance: T,
}

impl<T: Float> Limits<T> {
    /// At most 1000 steps, and a gradient of `√ε`.
    #[must_use]
    pub fn new() -> Self {
        Self {
            max_iterations: 1000,
            gradient_tolerance: T::EPSILON.sqrt(),
        }
    }

    /// The same with another number of steps.
    #[must_use]
    pub const fn max_iterations(mut self, max_iterations: u32) -> Self {
        self.max_iterations = max_iterations;
        self
    }

    /// The same with another length of the gradient; 0 never stops before the slope is exactly flat.
    #[must_use]
    pub const fn gradient_tolerance(mut self, gradient_tolerance: T) -> Self {
        self.gradient_tolerance = gradient_tolerance;
        self
    }
}

impl<T: Float> Default for Limits<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// The settings of [`gradient_descent`](super::gradient_descent): a rate and the limits.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Options<T> {
    /// The learning rate `η`.
    pub rate: T,
    /// When to stop.
    pub limits: Limits<T>,
}

impl<T: Float> Options<T> {
    /// The learning rate `η = rate`, with the usual [`Limits`].
    #[must_use]
    pub fn new(rate: T) -> Self {
        Self {
            rate,
            limits: Limits::new(),
        }
    }

    /// The same with another number of steps.
    #[must_use]
    pub const fn max_iterations(mut self, max_iterations: u32) -> Self {
        self.limits.max_iterations = max_iterations;
        self
    }

    /// The same with another length of the gradient.
    #[must_use]
    pub const fn gradient_tolerance(mut self, gradient_tolerance: T) -> Self {
        self.limits.gradient_tolerance = gradient_tolerance;
        self
    }
}
