//! Newton's method for systems in a region of trust, as a machine that asks for one evaluation at a time.

use calc_scalar::Float;

use super::place::{Place, Progress, Steps, Tolerance, positive};
use super::report::{Solution, SystemError};
use crate::norm::{norm, weighted_norm};
use crate::sphere::way_out;
use crate::stopped::Stopped;
use crate::triangle::Damped;

/// Newton's method for `f(x) = 0` with `f: ℝᴺ → ℝᴺ` in a region of trust, one evaluation at a time.
///
/// The step is Newton's where that lies within the radius; else it leads along Powell's dogleg, down the
/// steepest slope of `‖f‖²` first and then towards Newton's point. A trial that does not lower `‖f‖` as the
/// linear model promised, or that is not finite, makes the radius smaller. Lengths are measured in
/// variables scaled by the columns of the Jacobian, so units do not matter.
///
/// A root is claimed where Newton's step, with the Jacobian of that very point, is as short as asked, or
/// where all residuals are zero but for the rounding of `x`; never because `‖f‖` is small or the search
/// is stuck.
///
/// # Examples
///
/// ```
/// use calc_opt::root::system::Dogleg;
///
/// // A circle and a line.
/// let mut search = Dogleg::new([1.0, 0.0]);
/// while let Some([x, y]) = search.next() {
///     search.tell([x * x + y * y - 2.0, x - y], [[2.0 * x, 2.0 * y], [1.0, -1.0]]);
/// }
/// assert_eq!(search.result()?.x, [1.0, 1.0_f64]);
/// # Ok::<(), calc_opt::root::system::SystemError<f64, 2>>(())
/// ```
///
/// # References
///
/// M. J. D. Powell, *A Hybrid Method for Nonlinear Equations*, in P. Rabinowitz (ed.), Numerical Methods
/// for Nonlinear Algebraic Equations, Gordon and Breach 1970, 87–114.
#[derive(Clone, Copy, Debug)]
pub struct Dogleg<T, const N: usize> {
    /// When to stop.
    pub tolerance: Tolerance<T>,
    trial: [T; N],
    at: Option<Place<T, N>>,
    scale: [T; N],
    /// How far each variable has reached.
    reach: [T; N],
    /// The radius, in scaled variables; `None` before the first step.
    radius: Option<T>,
    /// What the model says about the trial: the relative reduction of `‖f‖²`, and the scaled length.
    predicted: (T, T),
    /// The sizes of the equations at the start.
    first: [T; N],
    progress: Progress,
}

/// A step is taken when it gives at least this share of what the model promised.
const ACCEPTED: f64 = 1e-4;

/// The first radius in units of `‖D·x₀‖`; from zero it is the length of Newton's step.
const FIRST_RADIUS: f64 = 1.0;

impl<T: Float, const N: usize> Dogleg<T, N> {
    /// A search that starts at `x0`.
    #[must_use]
    pub fn new(x0: [T; N]) -> Self {
        Self {
            tolerance: Tolerance::new::<N>(),
            trial: x0,
            at: None,
            scale: [T::ZERO; N],
            reach: [T::ZERO; N],
            radius: None,
            predicted: (T::ZERO, T::ZERO),
            first: [T::ZERO; N],
            progress: Progress::NONE,
        }
    }

    /// The same with other tolerances.
    #[must_use]
    pub const fn tolerance(mut self, tolerance: Tolerance<T>) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// The point at which `f` and its Jacobian are wanted; `None` at the end.
    #[allow(
        clippy::should_implement_trait,
        reason = "an iterator could not be told the answer"
    )]
    pub fn next(&mut self) -> Option<[T; N]> {
        self.progress
            .goes_on(self.tolerance.max_evaluations)
            .then_some(self.trial)
    }

    /// Takes `f` and its Jacobian, one row per residual, at the point asked for. After the end it changes
    /// nothing.
    pub fn tell(&mut self, values: [T; N], jacobian: [[T; N]; N]) {
        if self.next().is_none() {
            return;
        }
        let progress = &mut self.progress;
        progress.count();
        let trial = Place::new(self.trial, values, jacobian);
        let mut rejected = false;
        if let Some(at) = self.at {
            rejected = !self.judge(&at, &trial);
        } else if !trial.is_finite() {
            progress.stopped = Some(Stopped::NotFinite);
        } else {
            self.first = trial.sizes();
            self.reach = trial.x.map(T::magnitude);
        }
        if !rejected {
            if let Some(at) = self.at {
                self.progress.step(trial.norm / at.norm);
            }
            self.at = Some(trial);
        }
        if self.progress.stopped.is_none() {
            self.propose(rejected);
        }
    }

    /// Ends the search from outside; a reason already found stays.
    pub fn stop(&mut self) {
        self.progress.stop();
    }

    /// The root, or why there is none; before the end, that there is none yet.
    ///
    /// # Errors
    ///
    /// See [`SystemError`].
    pub fn result(&self) -> Result<Solution<T, N>, SystemError<T, N>> {
        let best = self.at.map(|at| (at.x, at.values));
        let (x, values) = best.unwrap_or((self.trial, [T::NAN; N]));
        self.progress.outcome(x, values)
    }

    /// Compares the trial with the model's promise: sets the radius, says whether to go there.
    fn judge(&mut self, at: &Place<T, N>, trial: &Place<T, N>) -> bool {
        let (promised, length) = self.predicted;
        let ratio = if trial.is_finite() {
            let rest = trial.norm / at.norm;
            (T::ONE - rest) * (T::ONE + rest) / promised
        } else {
            T::NEG_INFINITY
        };
        let radius = self.radius.unwrap_or(length);
        self.radius = Some(next_radius(radius, length, ratio));
        ratio >= T::literal(ACCEPTED)
    }

    /// The next trial, unless this point is a root or no step leads on.
    fn propose(&mut self, rejected: bool) {
        let Some(at) = self.at else { return };
        at.rescale(&mut self.scale);
        let scale = positive(&self.scale);
        if !rejected {
            at.reach(&scale, &mut self.reach);
        }
        let newton = at.newton(&scale);
        if let Some(stopped) = at.root(&newton, &scale, &self.reach, &self.first, &self.tolerance) {
            self.progress.stopped = Some(stopped);
            return;
        }
        let size = weighted_norm(&at.x, &scale);
        let radius = self.radius.unwrap_or(if size > T::ZERO {
            T::literal(FIRST_RADIUS) * size
        } else {
            weighted_norm(&newton.step, &scale)
        });
        self.radius = Some(radius);
        let step = dogleg(&at, &newton, &scale, radius);
        let left = at.left(&step);
        let promised = (T::ONE - left) * (T::ONE + left);
        self.predicted = (promised, weighted_norm(&step, &scale));
        let mut trial = at.x;
        for (x, &p) in trial.iter_mut().zip(&step) {
            *x += p;
        }
        self.trial = trial;
        let moves = trial.iter().zip(&at.x).any(|(a, b)| a < b || b < a);
        let goes_on = moves && radius > T::EPSILON * size && promised > T::ZERO;
        if (rejected || !goes_on) && at.rounds_to_a_root(&newton, &scale, &self.reach, &self.first)
        {
            self.progress.stopped = Some(Stopped::ResidualSmall);
        } else if !goes_on {
            self.progress.stopped = Some(Stopped::NoProgress);
        }
    }
}

impl<T: Float, const N: usize> Steps<T, N> for Dogleg<T, N> {
    fn place(&self) -> Option<&Place<T, N>> {
        self.at.as_ref()
    }

    fn tolerance(&self) -> Tolerance<T> {
        self.tolerance
    }

    fn trial(&self) -> [T; N] {
        self.trial
    }

    fn progress(&mut self) -> &mut Progress {
        &mut self.progress
    }

    fn take(&mut self, values: [T; N], jacobian: [[T; N]; N]) {
        self.tell(values, jacobian);
    }

    fn replace(&mut self, place: Place<T, N>) {
        self.at = Some(place);
        self.progress.stopped = None;
        self.propose(false);
    }
}

/// The radius after a step of some length that lowered `‖f‖²` by `ratio` of what was promised.
fn next_radius<T: Float>(radius: T, length: T, ratio: T) -> T {
    let [two, half, quarter, tenth] = [2.0, 0.5, 0.25, 0.1].map(T::literal);
    if ratio >= quarter + half {
        radius.max(two * length)
    } else if ratio >= quarter {
        radius
    } else {
        // Where a parabola through both squares is lowest, if its slope is that of Newton's step.
        let lowest = T::ONE / (two - ratio);
        lowest.min(half).max(tenth) * length
    }
}

/// The point on Powell's dogleg at the given scaled distance, or Newton's if that is nearer.
fn dogleg<T: Float, const N: usize>(
    at: &Place<T, N>,
    newton: &Damped<T, N>,
    scale: &[T; N],
    radius: T,
) -> [T; N] {
    let length = weighted_norm(&newton.step, scale);
    if length <= radius {
        return newton.step;
    }
    // Down the steepest slope of ‖f‖ in scaled variables, as a unit vector.
    let mut down = [T::ZERO; N];
    for (row, &value) in at.model.r.iter().zip(&at.model.rhs) {
        for (g, &v) in down.iter_mut().zip(row) {
            *g -= v * (value / at.norm);
        }
    }
    for (g, &d) in down.iter_mut().zip(scale) {
        *g /= d;
    }
    let slope = norm(&down);
    if slope.is_zero() {
        return newton.step.map(|p| p * (radius / length));
    }
    for (g, &d) in down.iter_mut().zip(scale) {
        *g = *g / slope / d;
    }
    // The lowest point along it.
    let mut image = [T::ZERO; N];
    for (image, row) in image.iter_mut().zip(&at.model.r) {
        *image = row.iter().zip(&down).map(|(&v, &g)| v * g).sum();
    }
    let steepness = norm(&image);
    let lowest = slope * (at.norm / steepness) / steepness;
    let reach = lowest.min(radius);
    let mut step = down.map(|g| g * reach);
    if lowest < radius {
        let scaled = |v: &[T; N]| {
            let mut v = *v;
            for (v, &d) in v.iter_mut().zip(scale) {
                *v *= d;
            }
            v
        };
        let mut way = newton.step;
        for (w, &s) in way.iter_mut().zip(&step) {
            *w -= s;
        }
        let share = way_out(&scaled(&step), &scaled(&way), radius);
        for (s, &w) in step.iter_mut().zip(&way) {
            *s += share.min(T::ONE) * w;
        }
    }
    step
}
