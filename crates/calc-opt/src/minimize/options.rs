//! What a minimiser is given: tolerances and budgets, the same for all.

use calc_scalar::Float;

use crate::stopped::Stopped;

/// When a search for a minimum ends: tolerances on gradient, point and value, and budgets.
///
/// The same meaning for every minimiser; a method that has no gradient, or no steps, leaves its part out.
///
/// | it ends, and says …                            | when                                                      |
/// |------------------------------------------------|-----------------------------------------------------------|
/// | [`GradientSmall`](crate::Stopped::GradientSmall) | `‖∇f(x)‖₂ ≤ gradient_tolerance + gradient_relative·‖∇f(x₀)‖₂` |
/// | [`StepSmall`](crate::Stopped::StepSmall)       | a step with `\|Δxᵢ\| ≤ x_abs + x_rel·\|xᵢ\|` for every `i` |
/// | [`Plateau`](crate::Stopped::Plateau)           | a step that lowers `f` by no more than `f_abs + f_rel·\|f\|` |
/// | [`OutOfIterations`](crate::Stopped::OutOfIterations) | `max_iterations` steps were made                    |
/// | [`OutOfEvaluations`](crate::Stopped::OutOfEvaluations) | `f` was run `max_evaluations` times               |
///
/// At first only the gradient counts, and the budgets. A tolerance of 0 on point or value is none. Public
/// fields and builders, so that it can be a constant.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Limits<T> {
    /// The number of steps after which the search ends, at first 1000.
    pub max_iterations: u32,
    /// The number of runs of `f` after which the search ends, at first 100 000.
    pub max_evaluations: u32,
    /// The length of the gradient that is small enough, at first `√ε` (1.5·10⁻⁸ or 3.5·10⁻⁴).
    pub gradient_tolerance: T,
    /// The share of the first gradient that is small enough, at first 0.
    pub gradient_relative: T,
    /// The step that is short enough in every coordinate, at first 0: none is.
    pub x_abs: T,
    /// The step that is short enough as a share of the coordinate, at first 0.
    pub x_rel: T,
    /// The reduction of `f` that is too small to go on for, at first 0: none is.
    pub f_abs: T,
    /// The reduction of `f`, as a share of it, that is too small to go on for, at first 0.
    pub f_rel: T,
}

impl<T: Float> Limits<T> {
    /// At most 1000 steps and 100 000 runs of `f`, and a gradient of `√ε`.
    #[must_use]
    pub fn new() -> Self {
        Self {
            max_iterations: 1000,
            max_evaluations: 100_000,
            gradient_tolerance: T::EPSILON.sqrt(),
            gradient_relative: T::ZERO,
            x_abs: T::ZERO,
            x_rel: T::ZERO,
            f_abs: T::ZERO,
            f_rel: T::ZERO,
        }
    }

    /// The same with another number of steps.
    #[must_use]
    pub const fn max_iterations(mut self, max_iterations: u32) -> Self {
        self.max_iterations = max_iterations;
        self
    }

    /// The same with another number of runs of `f`.
    #[must_use]
    pub const fn max_evaluations(mut self, max_evaluations: u32) -> Self {
        self.max_evaluations = max_evaluations;
        self
    }

    /// The same with another length of the gradient; 0 never stops before the slope is exactly flat.
    #[must_use]
    pub const fn gradient_tolerance(mut self, gradient_tolerance: T) -> Self {
        self.gradient_tolerance = gradient_tolerance;
        self
    }

    /// The same with a length of the gradient that is a share of the first one.
    #[must_use]
    pub const fn gradient_relative(mut self, gradient_relative: T) -> Self {
        self.gradient_relative = gradient_relative;
        self
    }

    /// The same with a step that is short enough: `x_abs + x_rel·|xᵢ|`.
    #[must_use]
    pub const fn x_tolerance(mut self, x_abs: T, x_rel: T) -> Self {
        self.x_abs = x_abs;
        self.x_rel = x_rel;
        self
    }

    /// The same with a reduction of `f` that is too small to go on for: `f_abs + f_rel·|f|`.
    #[must_use]
    pub const fn f_tolerance(mut self, f_abs: T, f_rel: T) -> Self {
        self.f_abs = f_abs;
        self.f_rel = f_rel;
        self
    }

    /// Whether a step from a point and its value to another one ends the search, unless the gradient does.
    pub(crate) fn ends<const N: usize>(
        &self,
        flat: bool,
        before: (&[T; N], T),
        after: (&[T; N], T),
    ) -> Option<Stopped> {
        if flat {
            None
        } else if self.is_short(before.0, after.0) {
            Some(Stopped::StepSmall)
        } else if self.is_level(before.1, after.1) {
            Some(Stopped::Plateau)
        } else {
            None
        }
    }

    /// Whether a gradient is small enough, when the first one was `first` long.
    pub(crate) fn is_flat(&self, gradient_norm: T, first: T) -> bool {
        let relative = if self.gradient_relative > T::ZERO {
            self.gradient_relative * first
        } else {
            T::ZERO
        };
        gradient_norm <= self.gradient_tolerance + relative
    }

    /// Whether a step from `before` to `after` is short enough; never without a tolerance.
    pub(crate) fn is_short<const N: usize>(&self, before: &[T; N], after: &[T; N]) -> bool {
        let asked = self.x_abs > T::ZERO || self.x_rel > T::ZERO;
        asked
            && before.iter().zip(after).all(|(&from, &to)| {
                (to - from).magnitude() <= self.x_abs + self.x_rel * to.magnitude()
            })
    }

    /// Whether a value that has fallen from `before` to `after` has fallen too little; never without a
    /// tolerance.
    pub(crate) fn is_level(&self, before: T, after: T) -> bool {
        let asked = self.f_abs > T::ZERO || self.f_rel > T::ZERO;
        let reduction = before - after;
        asked
            && reduction >= T::ZERO
            && reduction <= self.f_abs + self.f_rel * before.magnitude().max(after.magnitude())
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
