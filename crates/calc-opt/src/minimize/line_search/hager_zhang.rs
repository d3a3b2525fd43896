//! Hager and Zhang's search.

use calc_scalar::Float;

use super::interpolate::secant;
use super::{Course, Line, LineSearch, Trial, same};

/// Hager and Zhang's search: secants of the slope from both ends of a bracket.
///
/// It takes a factor that meets Wolfe's conditions, or the approximate ones, and so finds minima to the last digits
/// of the gradient, where values have none left to compare. The paper lets `f` rise by `10⁻⁶·|f|`; here it may by a
/// few units of rounding. Beyond a trial that is not finite nothing is tried.
///
/// # References
///
/// W. W. Hager and H. Zhang, *A New Conjugate Gradient Method with Guaranteed Descent and an Efficient Line
/// Search*, SIAM Journal on Optimization 16(1), 2005, 170–192.
#[derive(Clone, Copy, Debug)]
pub struct HagerZhang<T> {
    /// `c₁` of Armijo's condition, `δ` in the paper, at first 0.1.
    pub c1: T,
    /// `c₂` of the condition on the slope, `σ` in the paper, at first 0.9.
    pub c2: T,
    /// Trials on one line, at first 50.
    pub max_trials: u32,
    course: Course<T>,
    /// The near end of the bracket: low, and falling.
    near: Trial<T>,
    /// The far end of the bracket: rising; while it is narrowed it may be higher and falling instead.
    far: Option<Trial<T>>,
    /// From here on the function is not finite.
    barrier: T,
    stage: Stage<T>,
}

/// What the trial asked for is to be.
#[derive(Clone, Copy, Debug)]
enum Stage<T> {
    /// The far end of the bracket.
    Bracket,
    /// The first secant, in the bracket between these.
    First(Trial<T>, Trial<T>),
    /// The second secant; the bracket was so wide before both.
    Second(T),
    /// The middle.
    Middle,
}

/// The bracket grows by this factor, `ρ` in the paper.
const GROWTH: f64 = 5.0;
/// Both secants together narrow the bracket to this share, or it is halved: `γ` in the paper.
const NARROWED: f64 = 0.66;

impl<T: Float> HagerZhang<T> {
    /// `c₁ = 0.1` and `c₂ = 0.9`; at most 50 trials.
    #[must_use]
    pub fn new() -> Self {
        let course = Course::idle();
        Self {
            c1: T::literal(0.1),
            c2: T::literal(0.9),
            max_trials: 50,
            near: Trial::start(&course.line),
            far: None,
            barrier: T::INFINITY,
            stage: Stage::Bracket,
            course,
        }
    }

    /// Puts the trial into the bracket. Whether the far end rises now; if not, the middle is wanted.
    fn update(&mut self, trial: Trial<T>) -> bool {
        let line = self.course.line;
        let inside =
            self.near.factor < trial.factor && self.far.is_none_or(|far| trial.factor < far.factor);
        if inside {
            let low = trial.value <= line.value + line.rounding();
            if trial.slope < T::ZERO && low {
                self.near = trial;
            } else {
                self.far = Some(trial);
            }
        }
        self.far.is_some_and(|far| far.slope >= T::ZERO)
    }

    fn width(&self) -> T {
        match self.far {
            Some(far) => far.factor - self.near.factor,
            None => T::INFINITY,
        }
    }

    fn middle(&self) -> T {
        self.near.factor + T::literal(0.5) * self.width()
    }

    /// The next factor, when the bracket is as it should be.
    fn propose(&mut self, trial: Trial<T>) -> T {
        let Some(far) = self.far else {
            return T::NAN;
        };
        let begin = |search: &mut Self| {
            search.stage = Stage::First(search.near, far);
            search.guarded(secant(&search.near, &far))
        };
        match self.stage {
            Stage::First(a, b) => {
                self.stage = Stage::Second(b.factor - a.factor);
                // A second secant on the side where the first one moved the end.
                let again = if same(far.factor, trial.factor) {
                    secant(&b, &far)
                } else if same(self.near.factor, trial.factor) {
                    secant(&a, &self.near)
                } else {
                    T::NAN
                };
                if self.near.factor < again && again < far.factor {
                    return again;
                }
                self.after_second(b.factor - a.factor, begin)
            }
            Stage::Second(before) => self.after_second(before, begin),
            Stage::Bracket | Stage::Middle => begin(self),
        }
    }

    fn after_second(&mut self, before: T, begin: impl FnOnce(&mut Self) -> T) -> T {
        if self.width() > T::literal(NARROWED) * before {
            self.stage = Stage::Middle;
            self.middle()
        } else {
            begin(self)
        }
    }

    /// The factor, or the middle where it lies outside.
    fn guarded(&self, factor: T) -> T {
        let inside = self.near.factor < factor && self.far.is_some_and(|far| factor < far.factor);
        if inside { factor } else { self.middle() }
    }
}

impl<T: Float> Default for HagerZhang<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Float> LineSearch<T> for HagerZhang<T> {
    fn begin(&mut self, line: Line<T>) {
        self.course = Course::on(line);
        self.near = Trial::start(&line);
        self.far = None;
        self.barrier = T::INFINITY;
        self.stage = Stage::Bracket;
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
            self.barrier = trial.factor;
            let next = self.near.factor + T::literal(0.1) * (trial.factor - self.near.factor);
            self.course.ask(next, self.max_trials);
            return;
        }
        let low = value <= line.value + line.rounding();
        let nearly = low && slope <= (T::literal(2.0) * self.c1 - T::ONE) * line.slope;
        let falls = nearly || line.falls(self.c1, trial.factor, value, slope);
        if falls && (slope >= self.c2 * line.slope || trial.factor >= line.longest) {
            self.course.found = true;
            return;
        }
        let rises = self.update(trial);
        let next = if rises {
            self.propose(trial)
        } else if self.far.is_some() {
            // The far end is high but still falls: there is a minimum before it.
            self.middle()
        } else if self.barrier.is_finite() {
            self.near.factor + T::literal(0.5) * (self.barrier - self.near.factor)
        } else {
            T::literal(GROWTH) * trial.factor
        };
        let inside = self.near.factor < next && self.far.is_none_or(|far| next < far.factor);
        if inside && !same(next, trial.factor) {
            self.course.ask(next, self.max_trials);
        }
    }

    fn is_found(&self) -> bool {
        self.course.found
    }
}
