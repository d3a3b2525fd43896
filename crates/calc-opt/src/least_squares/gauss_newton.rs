//! Gauss's and Newton's method as a machine that asks for one evaluation at a time.

use calc_scalar::Float;

use super::options::Settings;
use super::place::{Place, Told};
use super::report::Fit;
use crate::norm::weighted_norm;
use crate::stopped::Stopped;

/// Gauss–Newton with a line search, one evaluation at a time.
///
/// Each step solves the linear least-squares problem that the residuals look like from the point at hand.
/// A step that does not lower the cost enough, or at which something is not finite, is made shorter: at
/// least to a tenth, at most to one half, as a parabola through the costs says. Where residuals are small
/// at the end it is as fast as Newton's method; where they are large, or the Jacobian is nearly singular,
/// [`LevenbergMarquardt`](super::LevenbergMarquardt) gets farther.
///
/// [`next`](Self::next), [`row`](Self::row) and [`finish`](Self::finish) as there. Of the settings,
/// `first_radius` has no meaning here, and `x_rel` is compared with the step.
///
/// # Examples
///
/// ```
/// use calc_opt::least_squares::{GaussNewton, Settings};
///
/// // A line a + b·t through three points: one step.
/// let data = [(0.0, 1.0), (1.0, 3.0), (2.0, 5.0)];
/// let mut machine = GaussNewton::new([0.0, 0.0], Settings::new());
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
/// J. Nocedal and S. J. Wright, *Numerical Optimization*, 2nd ed., Springer 2006, section 10.3.
#[derive(Clone, Copy, Debug)]
pub struct GaussNewton<T, const N: usize> {
    /// Tolerances, budget, bounds and loss.
    pub settings: Settings<T, N>,
    /// The point whose evaluation is asked for.
    trial: [T; N],
    /// What has been told of it.
    told: Told<T, N>,
    /// The best point, once there is one.
    at: Option<Place<T, N>>,
    /// The step from there, of which a share is tried.
    step: [T; N],
    share: T,
    /// The slope of the relative cost along the whole step, and the relative reduction that it promises.
    slope: T,
    promised: T,
    /// The length of the whole step as a share of that of the point, and the largest cosine of an angle
    /// between the residuals and a column of the Jacobian.
    length: T,
    steepness: T,
    evaluations: u32,
    iterations: u32,
    stopped: Option<Stopped>,
}

/// A step is taken when it lowers the cost by at least this share of what the slope promises.
const ARMIJO: f64 = 1e-4;

/// A relative reduction of so many `ε` is lost in the rounding of the cost.
const ROUNDINGS: f64 = 64.0;

impl<T: Float, const N: usize> GaussNewton<T, N> {
    /// A fit that starts at `x0`; a start outside the bounds is moved onto them.
    #[must_use]
    pub fn new(x0: [T; N], settings: Settings<T, N>) -> Self {
        let settings = settings.sorted();
        Self {
            settings,
            trial: settings.inside(x0),
            told: Told::NOTHING,
            at: None,
            step: [T::ZERO; N],
            share: T::ONE,
            slope: T::ZERO,
            promised: T::ZERO,
            length: T::ZERO,
            steepness: T::ZERO,
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
        let Some(at) = self.at else {
            self.at = Some(place);
            if finite {
                self.advance();
            } else {
                self.stopped = Some(Stopped::NotFinite);
            }
            return;
        };
        let fall = (at.cost - place.cost) / at.cost;
        if finite && fall >= T::literal(ARMIJO) * self.share * self.slope {
            self.iterations = self.iterations.saturating_add(1);
            self.at = Some(place);
            let Settings { f_rel, .. } = self.settings;
            let whole = self.share >= T::ONE;
            if whole && fall <= f_rel && self.promised <= f_rel {
                self.stopped = Some(self.lowest());
            } else {
                self.advance();
            }
        } else {
            self.retreat(&at, if finite { fall } else { T::NEG_INFINITY });
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

    /// The whole step from a new point, unless the point is one to stop at.
    fn advance(&mut self) {
        let Some(at) = self.at else { return };
        if at.cost.is_zero() {
            self.stopped = Some(at.zero());
            return;
        }
        let fixed = self.settings.fixed(&at.x, &at.triangle.gradient());
        let any_fixed = fixed.iter().any(|&fixed| fixed);
        let triangle = if any_fixed {
            at.triangle.without(&fixed)
        } else {
            at.triangle
        };
        if triangle.steepness() <= self.settings.g_cos {
            self.stopped = Some(at.level());
            return;
        }
        let columns = triangle.column_norms();
        let scale = columns.map(|d| if d > T::ZERO { d } else { T::ONE });
        self.step = triangle.ranked(&scale).step;
        let (linear, quadratic) = triangle.change(&self.step);
        let whole = at.cost + at.cost;
        self.slope = -linear / whole;
        self.promised = -(linear + quadratic) / whole;
        self.share = T::ONE;
        self.steepness = triangle.steepness();
        let length = |v: &[T; N]| {
            // A parameter that changes nothing does not count.
            weighted_norm(v, &columns)
        };
        self.length = length(&self.step) / length(&at.x);
        if self.length <= self.settings.x_rel {
            self.stopped = Some(Stopped::StepSmall);
        }
        self.ask(&at);
    }

    /// A shorter step from the same point, after one that lowered the cost by the share `fall`.
    fn retreat(&mut self, at: &Place<T, N>, fall: T) {
        let [half, tenth] = [0.5, 0.1].map(T::literal);
        // Where a parabola with this slope and this fall is lowest.
        let lowest = half * self.share * self.slope / (self.share * self.slope - fall);
        self.share *= if lowest > tenth {
            lowest.min(half)
        } else {
            tenth
        };
        let root = T::EPSILON.sqrt();
        let rounding = T::literal(ROUNDINGS) * T::EPSILON;
        if self.promised <= self.settings.f_rel.max(T::EPSILON) {
            self.stopped = Some(self.lowest());
        } else if self.promised <= rounding || self.length <= root * root.sqrt() {
            // Cost or parameters have no digits left in which the promise could show.
            self.stopped = Some(Stopped::RoundingFloor);
        }
        self.ask(at);
    }

    /// What it means that no reduction is promised any more: a minimum, unless a column of the Jacobian that
    /// was taken for a combination of the others is not at a right angle to the residuals.
    fn lowest(&self) -> Stopped {
        let least = self.settings.f_rel.max(T::EPSILON).sqrt();
        if self.steepness <= least + least {
            Stopped::ReductionSmall
        } else {
            Stopped::NoProgress
        }
    }

    /// Asks for the point at the share of the step, while that moves.
    fn ask(&mut self, at: &Place<T, N>) {
        let mut trial = at.x;
        for (x, &p) in trial.iter_mut().zip(&self.step) {
            *x += self.share * p;
        }
        self.trial = self.settings.inside(trial);
        let moves = self.trial.iter().zip(&at.x).any(|(a, b)| a < b || b < a);
        if !moves && self.stopped.is_none() {
            self.stopped = Some(Stopped::NoProgress);
        }
    }
}
