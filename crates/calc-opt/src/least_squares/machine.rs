//! Levenberg's and Marquardt's method as a machine that asks for one evaluation at a time.

use calc_scalar::Float;

use super::options::Settings;
use super::place::{Place, Told};
use super::report::Fit;
use crate::norm::{norm, weighted_norm};
use crate::stopped::Stopped;
use crate::triangle::{Damped, Triangle};

/// Levenberg–Marquardt, one evaluation at a time.
///
/// [`next`](Self::next) asks for all residuals and their slopes at a point, [`row`](Self::row) takes them
/// one after the other, [`finish`](Self::finish) says that these were all. No row is kept, so the memory
/// does not grow with their number. The functions of this module are loops over it.
///
/// # Examples
///
/// ```
/// use calc_opt::least_squares::{LevenbergMarquardt, Settings};
///
/// // A line a + b·t through three points.
/// let data = [(0.0, 1.0), (1.0, 3.0), (2.0, 5.0)];
/// let mut machine = LevenbergMarquardt::new([0.0, 0.0], Settings::new());
/// while let Some([a, b]) = machine.next() {
///     for (t, y) in data {
///         machine.row(a + b * t - y, [1.0, t]);
///     }
///     machine.finish();
/// }
/// let fit = machine.fit();
/// assert!((fit.x[0] - 1.0_f64).abs() < 1e-14 && (fit.x[1] - 2.0).abs() < 1e-14);
/// ```
///
/// # References
///
/// J. J. Moré, *The Levenberg–Marquardt algorithm: implementation and theory*, in G. A. Watson (ed.),
/// Numerical Analysis, Lecture Notes in Mathematics 630, Springer 1978, 105–116.
#[derive(Clone, Copy, Debug)]
pub struct LevenbergMarquardt<T, const N: usize> {
    /// Tolerances, budget, bounds and loss.
    pub settings: Settings<T, N>,
    /// The point whose evaluation is asked for.
    trial: [T; N],
    /// What has been told of it.
    told: Told<T, N>,
    /// The best point, once there is one.
    at: Option<Place<T, N>>,
    /// The radius of the region in which the model is trusted, in scaled variables.
    radius: T,
    damping: T,
    scale: [T; N],
    /// The share of the cost at the best point that is rounding of the residuals.
    noise: T,
    /// What the model says about the trial.
    predicted: Prediction<T>,
    /// The length of the last step and how many there were, once only the last digits are missing.
    polish: Option<(T, u32)>,
    /// How many trials in a row have hardly moved or lowered anything.
    idle: u32,
    /// The reason to end that the trial, a long step, is to confirm.
    doubted: Option<Stopped>,
    evaluations: u32,
    iterations: u32,
    stopped: Option<Stopped>,
}

#[derive(Clone, Copy, Debug)]
struct Prediction<T> {
    /// The relative reduction of the cost by the model, without the damping.
    reduction: T,
    /// The slope of the relative cost along the step.
    slope: T,
    /// The length of the step in scaled variables.
    length: T,
}

/// A step is taken when it lowers the cost by at least this share of what was predicted.
const ACCEPTED: f64 = 1e-4;

/// The length of the step is within this share of the radius.
const RADIUS_SLACK: f64 = 0.1;

/// Steps for the last digits, where the cost has none left that could tell better from worse.
const POLISH_STEPS: u32 = 20;

/// … as long as each is shorter than the last by this factor.
const POLISH_SHRINK: f64 = 0.75;

/// So many trials in a row that move by no more than the share `ε^⅝`, and lower the cost by no more than
/// `√ε`, show that only rounding is left, whatever the model promises.
const IDLE_TRIALS: u32 = 20;

/// How far a look goes that is to confirm an end, as a share of the point, and by how many roundings of the cost it
/// has to be higher there. A step that goes farther is not one for the last digits.
const LOOK: f64 = 0.01;
const VISIBLE: f64 = 64.0;

/// Newton steps towards the damping that gives a step of the wanted length.
const DAMPING_STEPS: u32 = 10;

impl<T: Float, const N: usize> LevenbergMarquardt<T, N> {
    /// A fit that starts at `x0`; a start outside the bounds is moved onto them.
    #[must_use]
    pub fn new(x0: [T; N], settings: Settings<T, N>) -> Self {
        let settings = settings.sorted();
        let infinite = T::INFINITY;
        Self {
            settings,
            trial: settings.inside(x0),
            told: Told::NOTHING,
            at: None,
            radius: infinite,
            damping: T::ZERO,
            scale: [T::ZERO; N],
            noise: T::ZERO,
            predicted: Prediction {
                reduction: T::ZERO,
                slope: T::ZERO,
                length: T::ZERO,
            },
            polish: None,
            idle: 0,
            doubted: None,
            evaluations: 0,
            iterations: 0,
            stopped: None,
        }
    }

    /// The point at which residuals and slopes are wanted; `None` at the end.
    #[allow(
        clippy::should_implement_trait,
        reason = "an iterator could not be told the answer"
    )]
    pub fn next(&mut self) -> Option<[T; N]> {
        if self.stopped.is_none() && self.evaluations >= self.settings.max_evaluations {
            self.stopped = Some(Stopped::OutOfEvaluations);
        }
        self.stopped.is_none().then_some(self.trial)
    }

    /// One residual at the point asked for, and its slopes.
    pub fn row(&mut self, residual: T, slopes: [T; N]) {
        self.told.add(self.settings.loss, residual, slopes);
    }

    /// All residuals of the point asked for have been told. After the end it changes nothing.
    pub fn finish(&mut self) {
        if self.next().is_none() {
            return;
        }
        self.evaluations = self.evaluations.saturating_add(1);
        let place = self.told.take(self.trial);
        let finite = place.is_finite();
        match self.at {
            None if finite => self.begin(place),
            None => {
                self.at = Some(place);
                self.stopped = Some(Stopped::NotFinite);
            }
            Some(at) => self.judge(at, place, finite),
        }
    }

    /// Ends the fit from outside; a reason already found stays.
    pub fn stop(&mut self) {
        self.stopped = self.stopped.or(Some(Stopped::ByObserver));
    }

    /// The best point so far, what is known about it, and why the fit ended.
    pub fn fit(&self) -> Fit<T, N> {
        let at = self.at.unwrap_or(Place::unknown(self.trial));
        let stopped = self.stopped.unwrap_or(Stopped::OutOfEvaluations);
        at.fit(self.evaluations, self.iterations, stopped)
    }

    /// The first point: scales and radius.
    fn begin(&mut self, place: Place<T, N>) {
        self.rescale(&place);
        let size = self.scaled_length(&place.x);
        let factor = self.settings.first_radius;
        // From zero the only length in these units is that of the residuals.
        let size = if size > T::ZERO {
            size
        } else {
            place.triangle.squares.sqrt()
        };
        self.radius = factor * size;
        self.at = Some(place);
        self.propose();
    }

    /// The scale of each variable is the largest column of the Jacobian so far. A residual is made of terms
    /// as large as its slopes times the variables, and rounded as these are.
    fn rescale(&mut self, place: &Place<T, N>) {
        let norms = place.triangle.column_norms();
        let terms = weighted_norm(&place.x, &norms);
        self.noise = (T::EPSILON * terms / place.triangle.squares.sqrt()).min(T::ONE);
        for (scale, norm) in self.scale.iter_mut().zip(norms) {
            *scale = scale.max(norm);
            if scale.is_zero() {
                *scale = T::ONE;
            }
        }
    }

    /// Compares the trial with the model's promise.
    fn judge(&mut self, at: Place<T, N>, trial: Place<T, N>, finite: bool) {
        if let Some((last, steps)) = self.polish {
            self.polish(at, trial, finite, last, steps);
            return;
        }
        if let Some(reason) = self.doubted.take() {
            let visible = T::literal(VISIBLE) * T::EPSILON.max(self.noise);
            let fall = (at.cost - trial.cost) / at.cost;
            if finite && fall > visible {
                self.iterations = self.iterations.saturating_add(1);
                self.rescale(&trial);
                self.at = Some(trial);
                self.propose();
            } else if finite && fall >= -visible {
                self.stopped = Some(Stopped::Plateau);
            } else if self.predicted.reduction > visible {
                // What the model promised would have been seen: it is higher all around.
                self.stopped = Some(reason);
            } else {
                self.end(reason, T::INFINITY);
            }
            return;
        }
        let Prediction {
            reduction,
            slope,
            length,
        } = self.predicted;
        let [tenth, quarter, half] = [0.1, 0.25, 0.5].map(T::literal);
        // A trial that is not finite, or ten times worse, says nothing about the model.
        let actual = if finite && tenth * tenth * trial.cost < at.cost {
            (at.cost - trial.cost) / at.cost
        } else {
            -T::ONE
        };
        let ratio = if reduction.is_zero() {
            T::ZERO
        } else {
            actual / reduction
        };
        if ratio <= quarter {
            let shrink = if actual >= T::ZERO {
                half
            } else {
                half * slope / (slope + half * actual)
            };
            let shrink = if !finite || tenth * tenth * trial.cost >= at.cost || shrink < tenth {
                tenth
            } else {
                shrink
            };
            self.radius = shrink * self.radius.min(length / tenth);
            self.damping /= shrink;
        } else if self.damping.is_zero() || ratio >= T::literal(0.75) {
            self.radius = length / half;
            self.damping *= half;
        }
        let mut here = at.x;
        if ratio >= T::literal(ACCEPTED) {
            self.iterations = self.iterations.saturating_add(1);
            self.rescale(&trial);
            self.at = Some(trial);
            here = trial.x;
        }
        let size = self.scaled_length(&here);
        let root = T::EPSILON.sqrt();
        let idle = length <= root * root.sqrt().sqrt() * size && actual.magnitude() <= root;
        self.idle = if idle { self.idle + 1 } else { 0 };
        match self.verdict(actual, reduction, ratio, size) {
            // A step that the radius has cut short proves nothing where much lies in a direction that was not
            // gone far enough: one more looks there.
            Some(reason) if reason.is_solution() && !self.is_proved() => {
                self.doubted = Some(reason);
                self.radius = T::literal(LOOK) * size;
                self.propose();
            }
            // A step that was not taken says nothing about the next.
            Some(reason) if ratio >= T::literal(ACCEPTED) => self.end(reason, length),
            Some(reason) => self.end(reason, T::INFINITY),
            None => self.propose(),
        }
    }

    /// Ends for that reason, perhaps after some more steps for the last digits, which have to be shorter than the
    /// last one.
    fn end(&mut self, reason: Stopped, last: T) {
        if reason == Stopped::ReductionSmall {
            self.polish = Some((last, 0));
            self.radius = T::INFINITY;
            self.propose();
        } else {
            self.stopped = Some(reason);
        }
    }

    /// Goes on with Gauss–Newton steps while they shrink and the cost does not rise: they still move the
    /// parameters where the cost has no digits left.
    fn polish(&mut self, at: Place<T, N>, trial: Place<T, N>, finite: bool, last: T, steps: u32) {
        let length = self.predicted.length;
        let rise = T::ONE + (T::literal(64.0) * T::EPSILON).max(T::literal(8.0) * self.noise);
        let better =
            finite && trial.cost <= at.cost * rise && length <= T::literal(POLISH_SHRINK) * last;
        if better {
            self.iterations = self.iterations.saturating_add(1);
            self.at = Some(trial);
        }
        let floor = length <= T::EPSILON * self.scaled_length(&trial.x);
        if !better || floor || steps >= POLISH_STEPS {
            self.stopped = Some(if self.is_near() {
                Stopped::ReductionSmall
            } else {
                Stopped::Plateau
            });
            return;
        }
        self.polish = Some((length, steps + 1));
        self.propose();
    }

    /// Whether the last trial ends the fit.
    fn verdict(&self, actual: T, reduction: T, ratio: T, size: T) -> Option<Stopped> {
        let Settings { f_rel, x_rel, .. } = self.settings;
        let half = T::literal(0.5);
        if self.at.is_some_and(|at| at.cost.is_zero()) {
            return Some(Stopped::ExactZero);
        }
        let agree = half * ratio <= T::ONE;
        let level = |level: T| actual.magnitude() <= level && reduction <= level;
        let whole = self.damping.is_zero();
        if (level(f_rel) && agree && self.is_low()) || (whole && level(self.noise)) {
            Some(Stopped::ReductionSmall)
        } else if whole && self.radius <= x_rel * size && self.is_low() {
            Some(Stopped::StepSmall)
        } else {
            let stuck = (whole && level(T::EPSILON) && agree)
                || self.radius <= T::EPSILON * size
                || self.idle >= IDLE_TRIALS;
            if (stuck || self.radius <= x_rel * size) && self.is_proved() {
                Some(Stopped::ReductionSmall)
            } else {
                stuck.then_some(Stopped::RoundingFloor)
            }
        }
    }

    /// Whether nothing that can be seen is left to be gained at the best point. A step that the radius has cut
    /// short does not prove it, on a plateau it promises little, too; but that no column of the Jacobian has a
    /// part of the residuals does, whatever its length.
    fn is_low(&self) -> bool {
        self.at
            .is_some_and(|at| at.cost.is_zero() || self.free(&at).steepness() <= self.level())
    }

    /// Whether no direction between the columns has one, either: they may become more and more alike on the way
    /// to infinity.
    #[inline(never)]
    fn is_proved(&self) -> bool {
        self.at
            .is_some_and(|at| at.cost.is_zero() || self.free(&at).is_low(self.level()))
    }

    /// The share of the residuals that cannot be seen to be gained.
    fn level(&self) -> T {
        let level = self.settings.f_rel.max(self.noise).sqrt();
        level + level
    }

    /// Whether the step that the model would take is short: a small share of the point, or no more than what changes
    /// the residuals by that share. Where it is long though it promises nothing that can be seen, the valley may go
    /// down all the way to infinity.
    fn is_near(&self) -> bool {
        let Some(at) = self.at else { return false };
        let free = self.free(&at);
        let columns = free.column_norms();
        let scale = columns.map(|d| if d > T::ZERO { d } else { T::ONE });
        let step = free.ranked(&scale).step;
        let size = weighted_norm(&at.x, &columns).max(free.squares.sqrt());
        let share = T::literal(LOOK).max(self.settings.f_rel.sqrt());
        weighted_norm(&step, &columns) <= share * size
    }

    /// The problem without the variables that are pushed against their bounds.
    #[inline(never)]
    fn free(&self, at: &Place<T, N>) -> Triangle<T, N> {
        let fixed = self.settings.fixed(&at.x, &at.triangle.gradient());
        if fixed.iter().any(|&fixed| fixed) {
            at.triangle.without(&fixed)
        } else {
            at.triangle
        }
    }

    /// The next trial, inside the radius and the bounds.
    fn propose(&mut self) {
        let Some(at) = self.at else { return };
        if at.cost.is_zero() {
            self.stopped = Some(at.zero());
            return;
        }
        let triangle = self.free(&at);
        if triangle.steepness() <= self.settings.g_cos {
            self.stopped = Some(at.level());
            return;
        }
        let (step, damping) = self.step(&triangle);
        self.damping = damping;
        let mut trial = at.x;
        for (x, &p) in trial.iter_mut().zip(&step) {
            *x += p;
        }
        self.trial = self.settings.inside(trial);
        let mut taken = self.trial;
        for (p, &x) in taken.iter_mut().zip(&at.x) {
            *p -= x;
        }
        let length = self.scaled_length(&step);
        if self.iterations == 0 {
            self.radius = self.radius.min(length);
        }
        let (linear, quadratic) = triangle.change(&taken);
        // Relative to twice the cost, the sum of squares.
        let whole = at.cost + at.cost;
        let damped = damping * length * length / whole;
        self.predicted = Prediction {
            reduction: (-(linear + quadratic) / whole).max(T::ZERO),
            slope: -(quadratic / whole + damped),
            length,
        };
        let moves = self.trial.iter().zip(&at.x).any(|(a, b)| a < b || b < a);
        if !moves {
            self.stopped = Some(match self.polish {
                Some(_) => Stopped::ReductionSmall,
                None if self.is_proved() => Stopped::StepSmall,
                None => Stopped::RoundingFloor,
            });
        }
    }

    /// The step whose scaled length is the radius, or the Gauss–Newton step if that is shorter; with its
    /// damping.
    fn step(&self, triangle: &Triangle<T, N>) -> ([T; N], T) {
        let slack = T::literal(RADIUS_SLACK) * self.radius;
        let newton = triangle.damped(T::ZERO, &self.scale);
        let length = self.scaled_length(&newton.step);
        let mut over = length - self.radius;
        if over <= slack {
            return (newton.step, T::ZERO);
        }
        // Bounds of the damping: from Newton's method on the curve of lengths, and from the gradient.
        let mut low = if newton.rank == N {
            over / self.radius / self.inverse_slope(&newton, length)
        } else {
            T::ZERO
        };
        let mut steepest = triangle.gradient();
        for (g, &d) in steepest.iter_mut().zip(&self.scale) {
            *g /= d;
        }
        let steepest = norm(&steepest);
        let mut high = steepest / self.radius;
        if high.is_zero() {
            high = T::MIN_POSITIVE / self.radius.min(T::literal(RADIUS_SLACK));
        }
        let mut damping = self.damping.max(low).min(high);
        if damping.is_zero() {
            damping = steepest / length;
        }
        let mut best = newton;
        for _ in 0..DAMPING_STEPS {
            if damping.is_zero() {
                damping = T::MIN_POSITIVE.max(T::literal(1e-3) * high);
            }
            best = triangle.damped(damping, &self.scale);
            let length = self.scaled_length(&best.step);
            let before = over;
            over = length - self.radius;
            let stuck = low.is_zero() && over <= before && before < T::ZERO;
            if over.magnitude() <= slack || stuck {
                break;
            }
            let correction = over / self.radius / self.inverse_slope(&best, length);
            if over > T::ZERO {
                low = low.max(damping);
            } else {
                high = high.min(damping);
            }
            damping = low.max(damping + correction);
        }
        (best.step, damping)
    }

    /// `‖R⁻ᵀ·D²p‖²/‖Dp‖²`: how fast the length of the step falls with the damping.
    fn inverse_slope(&self, solution: &Damped<T, N>, length: T) -> T {
        let mut direction = solution.step;
        for (p, &d) in direction.iter_mut().zip(&self.scale) {
            *p = d * (d * *p / length);
        }
        solution.squared_length(&direction)
    }

    /// `‖D·v‖`.
    fn scaled_length(&self, v: &[T; N]) -> T {
        weighted_norm(v, &self.scale)
    }
}
