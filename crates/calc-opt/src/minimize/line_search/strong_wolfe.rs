//! The strong Wolfe conditions, by a bracket and its narrowing.

use calc_scalar::Float;

use super::interpolate::cubic;
use super::{Course, Line, LineSearch, Trial, same};

/// The strong Wolfe conditions, as textbooks have it: longer until a bracket is found, then into it.
///
/// Inside the bracket the next factor is where the cubic through both ends is lowest, but not closer to an end
/// than a tenth of the bracket. Beyond a trial that is not finite nothing is tried.
///
/// # References
///
/// J. Nocedal and S. J. Wright, *Numerical Optimization*, 2nd ed., Springer 2006, algorithms 3.5 and 3.6.
#[derive(Clone, Copy, Debug)]
pub struct StrongWolfe<T> {
    /// `c₁` of Armijo's condition, at first 10⁻⁴.
    pub c1: T,
    /// `c₂` of the condition on the slope, at first 0.9.
    pub c2: T,
    /// Trials on one line, at first 40.
    pub max_trials: u32,
    course: Course<T>,
    /// The best trial that meets Armijo's condition.
    low: Trial<T>,
    /// The other end of the bracket; it may be not finite.
    high: Option<Trial<T>>,
}

impl<T: Float> StrongWolfe<T> {
    /// `c₁ = 10⁻⁴` and `c₂ = 0.9`, for quasi-Newton methods; at most 40 trials.
    #[must_use]
    pub fn new() -> Self {
        let course = Course::idle();
        Self {
            c1: T::literal(1e-4),
            c2: T::literal(0.9),
            max_trials: 40,
            low: Trial::start(&course.line),
            high: None,
            course,
        }
    }

    /// The same with another condition on the slope: 0.1 for conjugate gradients.
    #[must_use]
    pub const fn c2(mut self, c2: T) -> Self {
        self.c2 = c2;
        self
    }

    /// The next factor inside the bracket.
    fn inside(low: &Trial<T>, high: &Trial<T>) -> T {
        let width = high.factor - low.factor;
        if !high.is_finite() {
            return low.factor + T::literal(0.1) * width;
        }
        let margin = T::literal(0.1) * width.magnitude();
        let (least, most) = (
            low.factor.min(high.factor) + margin,
            low.factor.max(high.factor) - margin,
        );
        let lowest = cubic(low, high);
        if lowest.is_finite() {
            lowest.max(least).min(most)
        } else {
            low.factor + T::literal(0.5) * width
        }
    }
}

impl<T: Float> Default for StrongWolfe<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Float> LineSearch<T> for StrongWolfe<T> {
    fn begin(&mut self, line: Line<T>) {
        self.course = Course::on(line);
        self.low = Trial::start(&line);
        self.high = None;
    }

    fn next(&mut self) -> Option<T> {
        self.course.asked
    }

    fn tell(&mut self, value: T, slope: T) {
        let Some(trial) = self.course.take(value, slope) else {
            return;
        };
        let line = self.course.line;
        let finite = trial.is_finite();
        let falls = finite && line.falls(self.c1, trial.factor, value, slope);
        // Where the values cannot tell, the slope on the near side of the minimum does.
        let higher = value > self.low.value + line.rounding();
        if !falls || higher {
            self.high = Some(trial);
        } else if slope.magnitude() <= -self.c2 * line.slope {
            self.course.found = true;
            return;
        } else {
            // Towards which side does f fall from here?
            let ahead = match self.high {
                Some(high) => slope * (high.factor - trial.factor) < T::ZERO,
                None => slope < T::ZERO,
            };
            if !ahead {
                self.high = Some(self.low);
            }
            self.low = trial;
        }
        let next = match self.high {
            Some(high) => Self::inside(&self.low, &high),
            None if trial.factor >= line.longest => {
                self.course.found = true;
                return;
            }
            None => T::literal(4.0) * trial.factor,
        };
        if !same(next, self.low.factor) {
            self.course.ask(next, self.max_trials);
        }
    }

    fn is_found(&self) -> bool {
        self.course.found
    }
}
