//! Moré and Thuente's search.

use calc_scalar::Float;

use super::{Course, Line, LineSearch, Trial, same};

/// Moré and Thuente's search for a factor that meets the strong Wolfe conditions.
///
/// The bracket is moved by cubics and parabolas through its ends, first for `φ` less a share of its slope,
/// so that a factor is sure to lie in it. Beyond a trial that is not finite nothing is tried.
///
/// # References
///
/// J. J. Moré and D. J. Thuente, *Line Search Algorithms with Guaranteed Sufficient Decrease*, ACM
/// Transactions on Mathematical Software 20(3), 1994, 286–307.
#[derive(Clone, Copy, Debug)]
pub struct MoreThuente<T> {
    /// `c₁` of Armijo's condition, at first 10⁻⁴.
    pub c1: T,
    /// `c₂` of the condition on the slope, at first 0.9.
    pub c2: T,
    /// Trials on one line, at first 40.
    pub max_trials: u32,
    course: Course<T>,
    /// The end with the lowest value, and the other one.
    best: Trial<T>,
    other: Trial<T>,
    bracketed: bool,
    /// Whether a trial has met Armijo's condition with a slope that is not below zero.
    plain: bool,
    least: T,
    most: T,
    /// From here on the function is not finite.
    barrier: T,
    /// The widths of the last two brackets.
    widths: [T; 2],
}

/// A trial beyond the last is between these shares of the last step farther on.
const AHEAD: [f64; 2] = [1.1, 4.0];
/// The bracket shrinks to this share in two steps, or it is halved.
const SHRINK: f64 = 0.66;

impl<T: Float> MoreThuente<T> {
    /// `c₁ = 10⁻⁴` and `c₂ = 0.9`, for quasi-Newton methods; at most 40 trials.
    #[must_use]
    pub fn new() -> Self {
        let course = Course::idle();
        let start = Trial::start(&course.line);
        Self {
            c1: T::literal(1e-4),
            c2: T::literal(0.9),
            max_trials: 40,
            course,
            best: start,
            other: start,
            bracketed: false,
            plain: false,
            least: T::ZERO,
            most: T::ZERO,
            barrier: T::INFINITY,
            widths: [T::INFINITY; 2],
        }
    }

    /// The same with another condition on the slope: 0.1 for conjugate gradients.
    #[must_use]
    pub const fn c2(mut self, c2: T) -> Self {
        self.c2 = c2;
        self
    }

    /// Moves the bracket by the trial; the next factor.
    fn advance(&mut self, trial: Trial<T>) -> T {
        let line = self.course.line;
        let tilt = self.c1 * line.slope;
        let falls = trial.value <= line.value + trial.factor * tilt;
        if falls && trial.slope >= T::ZERO {
            self.plain = true;
        }
        let next = if !self.plain && trial.value <= self.best.value && !falls {
            // φ less the share of its slope that Armijo's condition asks for.
            let tilted = |t: Trial<T>, sign: T| Trial {
                factor: t.factor,
                value: t.value - sign * t.factor * tilt,
                slope: t.slope - sign * tilt,
            };
            self.best = tilted(self.best, T::ONE);
            self.other = tilted(self.other, T::ONE);
            let next = self.step(tilted(trial, T::ONE));
            self.best = tilted(self.best, -T::ONE);
            self.other = tilted(self.other, -T::ONE);
            next
        } else {
            self.step(trial)
        };
        if !self.bracketed {
            let [least, most] = AHEAD.map(T::literal);
            let step = next - self.best.factor;
            self.least = next + least * step;
            self.most = next + most * step;
            return next;
        }
        let width = (self.other.factor - self.best.factor).magnitude();
        let [last, before] = self.widths;
        let slow = width >= T::literal(SHRINK) * before;
        self.widths = [width, last];
        self.least = self.best.factor.min(self.other.factor);
        self.most = self.best.factor.max(self.other.factor);
        if slow {
            self.best.factor + T::literal(0.5) * (self.other.factor - self.best.factor)
        } else {
            next
        }
    }

    /// The factor that cubic and parabola propose, and the ends of the new bracket.
    fn step(&mut self, trial: Trial<T>) -> T {
        let (best, other) = (self.best, self.other);
        let turned = trial.slope * best.slope.signum() < T::ZERO;
        let ahead = trial.factor > best.factor;
        let far = if ahead { self.most } else { self.least };
        let next = if trial.value > best.value {
            // Higher: the minimum lies between.
            self.bracketed = true;
            let by_cubic = minimum(&best, &trial);
            let slope = (best.value - trial.value) / (trial.factor - best.factor) + best.slope;
            let by_parabola =
                best.factor + T::literal(0.5) * (best.slope / slope) * (trial.factor - best.factor);
            if (by_cubic - best.factor).magnitude() < (by_parabola - best.factor).magnitude() {
                by_cubic
            } else {
                by_cubic + T::literal(0.5) * (by_parabola - by_cubic)
            }
        } else if turned {
            // Lower, and the slope has turned: between, too.
            self.bracketed = true;
            farther(&trial, minimum(&trial, &best), secant(&trial, &best))
        } else if trial.slope.magnitude() < best.slope.magnitude() {
            // Lower and flatter: on, as far as the cubic has a minimum there.
            let by_cubic = beyond(&trial, &best).unwrap_or(far);
            let by_slopes = secant(&trial, &best);
            if self.bracketed {
                let next = nearer(&trial, by_cubic, by_slopes);
                let most = trial.factor + T::literal(SHRINK) * (other.factor - trial.factor);
                if ahead {
                    next.min(most)
                } else {
                    next.max(most)
                }
            } else {
                farther(&trial, by_cubic, by_slopes)
                    .min(self.most)
                    .max(self.least)
            }
        } else if self.bracketed {
            // Lower, but not flatter.
            minimum(&trial, &other)
        } else {
            far
        };
        if trial.value > best.value {
            self.other = trial;
        } else {
            if turned {
                self.other = best;
            }
            self.best = trial;
        }
        next
    }
}

/// The minimiser of the cubic through `a` and `b`, reckoned from `a`.
fn minimum<T: Float>(a: &Trial<T>, b: &Trial<T>) -> T {
    super::interpolate::cubic(b, a)
}

/// The minimiser of the cubic beyond `trial`, away from `best`; none where the cubic falls for ever.
fn beyond<T: Float>(trial: &Trial<T>, best: &Trial<T>) -> Option<T> {
    let lowest = minimum(trial, best);
    let away = (lowest - trial.factor) * (trial.factor - best.factor) > T::ZERO;
    (away && lowest.is_finite()).then_some(lowest)
}

fn secant<T: Float>(a: &Trial<T>, b: &Trial<T>) -> T {
    a.factor + a.slope / (a.slope - b.slope) * (b.factor - a.factor)
}

fn farther<T: Float>(from: &Trial<T>, a: T, b: T) -> T {
    if (a - from.factor).magnitude() > (b - from.factor).magnitude() {
        a
    } else {
        b
    }
}

fn nearer<T: Float>(from: &Trial<T>, a: T, b: T) -> T {
    if (a - from.factor).magnitude() < (b - from.factor).magnitude() {
        a
    } else {
        b
    }
}

impl<T: Float> Default for MoreThuente<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Float> LineSearch<T> for MoreThuente<T> {
    fn begin(&mut self, line: Line<T>) {
        self.course = Course::on(line);
        self.best = Trial::start(&line);
        self.other = self.best;
        self.bracketed = false;
        self.plain = false;
        self.least = T::ZERO;
        self.most = T::literal(5.0) * line.first;
        self.barrier = T::INFINITY;
        self.widths = [T::INFINITY; 2];
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
            let next = self.best.factor + T::literal(0.1) * (trial.factor - self.best.factor);
            self.course.ask(next, self.max_trials);
            return;
        }
        let falls = line.falls(self.c1, trial.factor, value, slope);
        let at_end = trial.factor >= line.longest && falls && slope <= self.c1 * line.slope;
        if at_end || (falls && slope.magnitude() <= -self.c2 * line.slope) {
            self.course.found = true;
            return;
        }
        let mut next = self.advance(trial);
        if next >= self.barrier {
            next = self.best.factor + T::literal(0.5) * (self.barrier - self.best.factor);
        }
        let inside = !self.bracketed || (self.least < next && next < self.most);
        if inside && !same(next, trial.factor) {
            self.course.ask(next, self.max_trials);
        }
    }

    fn is_found(&self) -> bool {
        self.course.found
    }
}
