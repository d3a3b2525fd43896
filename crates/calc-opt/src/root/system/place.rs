//! A point of a system with all that is known there, and what that proves.

use calc_scalar::Float;

use super::report::{Solution, SystemError};
use crate::norm::{norm, weighted_norm};
use crate::stopped::Stopped;
use crate::triangle::{Damped, Triangle};

/// When a search for a root of a system ends.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Tolerance<T> {
    /// A root is found when no coordinate of Newton's step is longer than this, at first 0.
    pub x_abs: T,
    /// … or when Newton's step is not longer than this share of `x`, both with each coordinate in units
    /// that make the columns of the Jacobian equally long; at first `4ε`.
    pub x_rel: T,
    /// The budget in runs of `f`, at first `200·(N + 1)`.
    pub max_evaluations: u32,
}

impl<T: Float> Tolerance<T> {
    /// Nothing absolute, `4ε`, and a budget for `N` unknowns.
    #[must_use]
    pub fn new<const N: usize>() -> Self {
        Self {
            x_abs: T::ZERO,
            x_rel: T::literal(4.0) * T::EPSILON,
            max_evaluations: u32::try_from(N)
                .unwrap_or(u32::MAX)
                .saturating_add(1)
                .saturating_mul(200),
        }
    }

    /// The same with another absolute length of the last step.
    #[must_use]
    pub const fn x_abs(mut self, x_abs: T) -> Self {
        self.x_abs = x_abs;
        self
    }

    /// The same with another relative length of the last step.
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
}

/// A point, the residuals, and the linear model there.
#[derive(Clone, Copy, Debug)]
pub struct Place<T, const N: usize> {
    pub(super) x: [T; N],
    pub(super) values: [T; N],
    pub(super) norm: T,
    pub(super) jacobian: [[T; N]; N],
    pub(super) model: Triangle<T, N>,
}

/// How fast the scale of a variable follows a column that has become shorter.
const SCALE_MEMORY: f64 = 0.9;

/// How much of its reach a variable keeps after a step.
const REACH_MEMORY: f64 = 0.9;

/// How far rounding may keep a residual from zero, in units of `ε·∑|Jᵢⱼxⱼ|`.
const ROUNDINGS: f64 = 4.0;

impl<T: Float, const N: usize> Place<T, N> {
    pub(super) fn new(x: [T; N], values: [T; N], jacobian: [[T; N]; N]) -> Self {
        let mut model = Triangle::EMPTY;
        for (row, &value) in jacobian.iter().zip(&values) {
            model.add(value, *row);
        }
        Self {
            x,
            values,
            norm: norm(&values),
            jacobian,
            model,
        }
    }

    pub(super) fn is_finite(&self) -> bool {
        let slopes = self.jacobian.as_flattened();
        self.norm.is_finite() && self.x.iter().chain(slopes).all(|v| v.is_finite())
    }

    /// Newton's step `−J⁻¹f`, from equations that have been made equally long: where they are not, the
    /// rank is that of the equations and not of their units.
    pub(super) fn newton(&self, scale: &[T; N]) -> Damped<T, N> {
        let mut model = Triangle::EMPTY;
        for (row, &value) in self.jacobian.iter().zip(&self.values) {
            let length = weighted_norm(row, &scale.map(|d| T::ONE / d));
            let unit = if length > T::ZERO {
                T::ONE / length
            } else {
                T::ONE
            };
            model.add(value * unit, row.map(|v| v * unit));
        }
        model.ranked(scale)
    }

    /// The scale of each variable: its column of the Jacobian at its longest so far.
    pub(super) fn rescale(&self, scale: &mut [T; N]) {
        for (scale, length) in scale.iter_mut().zip(self.model.column_norms()) {
            *scale = (T::literal(SCALE_MEMORY) * *scale).max(length);
        }
    }

    /// How far each variable has reached, which its size at the start begins: less of it after each step. One that
    /// started at zero has that of its first size that `‖f‖` sees.
    pub(super) fn reach(&self, scale: &[T; N], reach: &mut [T; N]) {
        let least = T::EPSILON * weighted_norm(&self.x, scale);
        for ((reach, x), &d) in reach.iter_mut().zip(&self.x).zip(scale) {
            if *reach > T::ZERO {
                *reach = T::literal(REACH_MEMORY) * *reach;
            } else if d * x.magnitude() > least {
                *reach = x.magnitude();
            }
        }
    }

    /// The size of each equation: of its residual and of the terms `Jᵢⱼxⱼ`.
    pub(super) fn sizes(&self) -> [T; N] {
        let mut sizes = self.values.map(T::magnitude);
        for (size, row) in sizes.iter_mut().zip(&self.jacobian) {
            for (&v, &x) in row.iter().zip(&self.x) {
                *size += (v * x).magnitude();
            }
        }
        sizes
    }

    /// Whether every residual by itself is no more than this share of `∑|Jᵢⱼ|·reachⱼ`, and short beside `first`, the
    /// sizes at the start that are not zero. `‖f‖` and `‖D·p‖` do not see an equation in small units.
    fn is_level(&self, share: T, reach: &[T; N], first: &[T; N]) -> bool {
        let root = T::EPSILON.sqrt();
        let rows = self.jacobian.iter().zip(&self.values).zip(first);
        let mut level = true;
        for ((row, value), &first) in rows {
            let mut terms = T::ZERO;
            for ((v, x), &reach) in row.iter().zip(&self.x).zip(reach) {
                terms += share * v.magnitude() * x.magnitude().max(reach);
            }
            let value = value.magnitude();
            level &= value <= terms && (first.is_zero() || value <= root * first);
        }
        level
    }

    /// `‖f + Jp‖/‖f‖`: what the model leaves of the residuals.
    pub(super) fn left(&self, step: &[T; N]) -> T {
        let mut left = self.model.rhs;
        for (left, row) in left.iter_mut().zip(&self.model.r) {
            *left += row.iter().zip(step).map(|(&v, &p)| v * p).sum();
        }
        norm(&left) / self.norm
    }

    /// Whether this is a root: exactly, or because Newton's step is as short as asked, and every residual with it.
    pub(super) fn root(
        &self,
        newton: &Damped<T, N>,
        scale: &[T; N],
        reach: &[T; N],
        first: &[T; N],
        tolerance: &Tolerance<T>,
    ) -> Option<Stopped> {
        if self.norm.is_zero() {
            return Some(Stopped::ExactZero);
        }
        if newton.rank < N {
            return None;
        }
        let short = newton.step.iter().all(|p| p.magnitude() <= tolerance.x_abs);
        let step = weighted_norm(&newton.step, scale);
        let relative = step <= tolerance.x_rel * weighted_norm(&self.x, scale);
        let level = T::literal(ROUNDINGS) * tolerance.x_rel;
        (short || relative && self.is_level(level, reach, first)).then_some(Stopped::StepSmall)
    }

    /// Whether a step that does not lower `‖f‖` fails for rounding alone: the Jacobian is regular, and
    /// Newton's step changes only the last quarter of the digits of `x`, or every residual is what the last
    /// digits of `x` make of it. Both look so at the edge of a pole, too, and where `f` is all rounding: the residuals
    /// have to be short beside `first`, those of the start and the terms that they were made of, each by itself.
    pub(super) fn rounds_to_a_root(
        &self,
        newton: &Damped<T, N>,
        scale: &[T; N],
        reach: &[T; N],
        first: &[T; N],
    ) -> bool {
        let root = T::EPSILON.sqrt();
        let size = weighted_norm(&self.x, scale);
        // Much less than the `√ε` of differences: those across a jump look like a steep slope.
        let little = root * root.sqrt();
        let short = weighted_norm(&newton.step, scale) <= little * size;
        let least = T::literal(ROUNDINGS) * T::EPSILON;
        newton.rank == N
            && (short && self.is_level(little, reach, first)
                || self.is_level(least, &self.x, first))
    }
}

/// Scales to divide by: 1 where a column has always been zero.
pub(super) fn positive<T: Float, const N: usize>(scale: &[T; N]) -> [T; N] {
    scale.map(|d| if d > T::ZERO { d } else { T::ONE })
}

/// What a machine with its own Jacobians needs of one that is told them.
pub trait Steps<T: Float, const N: usize> {
    /// The best point.
    fn place(&self) -> Option<&Place<T, N>>;

    /// When to stop.
    fn tolerance(&self) -> Tolerance<T>;

    /// The point that is asked for.
    fn trial(&self) -> [T; N];

    /// The counts and the end.
    fn progress(&mut self) -> &mut Progress;

    /// Goes on from the same point with another Jacobian.
    fn replace(&mut self, place: Place<T, N>);

    /// Takes `f` and the Jacobian at the trial.
    fn take(&mut self, values: [T; N], jacobian: [[T; N]; N]);
}

/// A step that leaves more than this of `‖f‖` is a slow one …
const SLOW: f64 = 0.999;

/// … and after so many of them in a row the search is stuck.
const SLOW_STEPS: u32 = 20;

/// The counts of a search and its end.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    pub(super) evaluations: u32,
    pub(super) jacobians: u32,
    pub(super) iterations: u32,
    /// Steps in a row that hardly lowered `‖f‖`.
    pub(super) slow: u32,
    pub(super) stopped: Option<Stopped>,
}

impl Progress {
    pub(super) const NONE: Self = Self {
        evaluations: 0,
        jacobians: 0,
        iterations: 0,
        slow: 0,
        stopped: None,
    };

    /// Counts a run of `f` that also gave the Jacobian.
    pub(super) fn count(&mut self) {
        self.evaluations = self.evaluations.saturating_add(1);
        self.jacobians = self.jacobians.saturating_add(1);
    }

    /// Counts a step that leaves the share `left` of `‖f‖`.
    pub(super) fn step<T: Float>(&mut self, left: T) {
        self.iterations = self.iterations.saturating_add(1);
        self.slow = if left < T::literal(SLOW) {
            0
        } else {
            self.slow + 1
        };
        if self.slow >= SLOW_STEPS {
            self.stopped = Some(Stopped::NoProgress);
        }
    }

    /// Ends the search from outside; a reason already found stays.
    pub(super) fn stop(&mut self) {
        self.stopped = self.stopped.or(Some(Stopped::ByObserver));
    }

    /// Whether the search goes on, given its budget.
    pub(super) fn goes_on(&mut self, max_evaluations: u32) -> bool {
        if self.stopped.is_none() && self.evaluations >= max_evaluations {
            self.stopped = Some(Stopped::OutOfEvaluations);
        }
        self.stopped.is_none()
    }

    /// The root, or why there is none, with the best point.
    pub(super) fn outcome<T: Float, const N: usize>(
        &self,
        x: [T; N],
        values: [T; N],
    ) -> Result<Solution<T, N>, SystemError<T, N>> {
        let stopped = self.stopped.unwrap_or(Stopped::OutOfEvaluations);
        let best = Solution {
            x,
            values,
            value: norm(&values),
            evaluations: self.evaluations,
            gradient_evaluations: self.jacobians,
            hessian_evaluations: 0,
            iterations: self.iterations,
            stopped,
        };
        match stopped {
            Stopped::NotFinite => Err(SystemError::NotFinite { best }),
            Stopped::OutOfEvaluations => Err(SystemError::OutOfEvaluations { best }),
            Stopped::ByObserver => Err(SystemError::ByObserver { best }),
            _ if stopped.is_solution() => Ok(best),
            _ => Err(SystemError::Stuck { best }),
        }
    }
}
