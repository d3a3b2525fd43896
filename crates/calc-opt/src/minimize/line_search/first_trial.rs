//! The first trial, whatever it gives.

use calc_scalar::Float;

use super::{Course, Line, LineSearch};

/// Takes the first factor at which value and slope are finite: no search, for rules that know their step.
///
/// Where they are not, the factor is halved.
///
/// # Examples
///
/// ```
/// use calc_opt::minimize::line_search::{FirstTrial, Line, LineSearch};
///
/// let mut search = FirstTrial::new();
/// search.begin(Line::new(1.0, -1.0, 0.5_f64));
/// assert_eq!(search.next(), Some(0.5));
/// search.tell(f64::NAN, f64::NAN);
/// assert_eq!(search.next(), Some(0.25));
/// search.tell(7.0, 0.0);
/// assert!(search.next().is_none() && search.is_found());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct FirstTrial<T> {
    /// Trials on one line, at first 60.
    pub max_trials: u32,
    course: Course<T>,
}

impl<T: Float> FirstTrial<T> {
    /// At most 60 trials.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            max_trials: 60,
            course: Course::idle(),
        }
    }
}

impl<T: Float> Default for FirstTrial<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Float> LineSearch<T> for FirstTrial<T> {
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
        if trial.is_finite() {
            self.course.found = true;
        } else {
            let half = T::literal(0.5) * trial.factor;
            self.course.ask(half, self.max_trials);
        }
    }

    fn is_found(&self) -> bool {
        self.course.found
    }
}
