//! Armijo's condition, by steps that grow shorter.

use calc_scalar::Float;

use super::interpolate::{cubic, parabola};
use super::{Course, Line, LineSearch, Trial};

/// Backtracking: shorter and shorter, until `f` has fallen by a share of what its slope promised.
///
/// The next factor is where the parabola through `φ(0)`, `φ′(0)` and the trial is lowest (the cubic, where
/// the slope at the trial helps), between 0.1 and 0.5 of the last. Never longer than the first trial.
///
/// # References
///
/// J. E. Dennis and R. B. Schnabel, *Numerical Methods for Unconstrained Optimization and Nonlinear
/// Equations*, Prentice-Hall 1983, section 6.3.
#[derive(Clone, Copy, Debug)]
pub struct Backtracking<T> {
    /// `c₁` of Armijo's condition, at first 10⁻⁴.
    pub c1: T,
    /// Trials on one line, at first 40.
    pub max_trials: u32,
    course: Course<T>,
}

impl<T: Float> Backtracking<T> {
    /// `c₁ = 10⁻⁴`, at most 40 trials.
    #[must_use]
    pub fn new() -> Self {
        Self {
            c1: T::literal(1e-4),
            max_trials: 40,
            course: Course::idle(),
        }
    }
}

impl<T: Float> Default for Backtracking<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Float> LineSearch<T> for Backtracking<T> {
    fn begin(&mut self, line: Line<T>) {
        self.course = Course::on(line);
    }

    fn next(&mut self) -> Option<T> {
        self.course.asked
    }

    fn tell(&mut self, value: T, slope: T) {
        let Some(trial) = self.course.take(value, slope) else {
            return;
        };
        let line = self.course.line;
        if !trial.is_finite() {
            let tenth = T::literal(0.1) * trial.factor;
            self.course.ask(tenth, self.max_trials);
        } else if line.falls(self.c1, trial.factor, value, slope) {
            self.course.found = true;
        } else {
            let start = Trial::start(&line);
            let [least, most] = [0.1, 0.5].map(|share| T::literal(share) * trial.factor);
            let by_slope = cubic(&start, &trial);
            let lowest = if slope > T::ZERO && by_slope.is_finite() {
                by_slope
            } else {
                parabola(&start, &trial)
            };
            let next = if lowest > least {
                lowest.min(most)
            } else {
                least
            };
            self.course.ask(next, self.max_trials);
        }
    }

    fn is_found(&self) -> bool {
        self.course.found
    }
}
