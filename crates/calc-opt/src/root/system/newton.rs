//! Newton's method for systems with a line search, as a machine that asks for one evaluation at a time.

use calc_scalar::Float;

use super::place::{Place, Progress, Steps, Tolerance, positive};
use super::report::{Solution, SystemError};
use crate::stopped::Stopped;

/// Newton's method for `f(x) = 0` with `f: ℝᴺ → ℝᴺ`, one evaluation at a time.
///
/// The direction is that of Newton's step. A step that does not lower `‖f‖` enough is made shorter, at
/// least to a tenth and at most to one half, as a parabola through the values says. Where the Jacobian is
/// singular the direction is that of a step damped a little, as in Levenberg's and Marquardt's method.
///
/// A root is claimed as by [`Dogleg`](super::Dogleg).
///
/// # References
///
/// J. E. Dennis and R. B. Schnabel, *Numerical Methods for Unconstrained Optimization and Nonlinear
/// Equations*, SIAM 1996, sections 6.3 and 6.5.
#[derive(Clone, Copy, Debug)]
pub struct Newton<T, const N: usize> {
    /// When to stop.
    pub tolerance: Tolerance<T>,
    trial: [T; N],
    at: Option<Place<T, N>>,
    scale: [T; N],
    /// How far each variable has reached.
    reach: [T; N],
    direction: [T; N],
    /// The share of the direction that is tried.
    share: T,
    /// The sizes of the equations at the start.
    first: [T; N],
    progress: Progress,
}

/// A step is taken when it lowers `‖f‖` by at least this share of what the slope promises.
const ARMIJO: f64 = 1e-4;

impl<T: Float, const N: usize> Newton<T, N> {
    /// Newton's method from `x0`.
    #[must_use]
    pub fn new(x0: [T; N]) -> Self {
        Self {
            tolerance: Tolerance::new::<N>(),
            trial: x0,
            at: None,
            scale: [T::ZERO; N],
            reach: [T::ZERO; N],
            direction: [T::ZERO; N],
            share: T::ONE,
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
        let Some(at) = self.at else {
            if !trial.is_finite() {
                progress.stopped = Some(Stopped::NotFinite);
            }
            self.first = trial.sizes();
            self.reach = trial.x.map(T::magnitude);
            self.at = Some(trial);
            self.advance();
            return;
        };
        if trial.is_finite() && trial.norm <= (T::ONE - T::literal(ARMIJO) * self.share) * at.norm {
            progress.step(trial.norm / at.norm);
            self.at = Some(trial);
            self.advance();
        } else {
            self.retreat(&at, &trial);
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

    /// The full step from a new point, or with a new Jacobian, unless that is a root.
    fn advance(&mut self) {
        let Some(at) = self.at else { return };
        if self.progress.stopped.is_some() {
            return;
        }
        at.rescale(&mut self.scale);
        let scale = positive(&self.scale);
        at.reach(&scale, &mut self.reach);
        self.progress.stopped = at.root(
            &at.newton(&scale),
            &scale,
            &self.reach,
            &self.first,
            &self.tolerance,
        );
        let mut newton = at.model.ranked(&scale);
        if newton.rank < N {
            newton = at.model.damped(T::EPSILON.sqrt(), &scale);
        }
        self.direction = newton.step;
        self.share = T::ONE;
        self.ask(&at);
    }

    /// A shorter step in the same direction.
    fn retreat(&mut self, at: &Place<T, N>, trial: &Place<T, N>) {
        let [half, tenth] = [0.5, 0.1].map(T::literal);
        // The parabola through both squares with the slope −2 at the point; in units of the share.
        let rise = trial.norm / at.norm;
        let lowest = self.share / (rise * rise - T::ONE + self.share + self.share);
        let factor = if lowest > tenth {
            lowest.min(half)
        } else {
            tenth
        };
        self.share *= factor;
        let scale = positive(&self.scale);
        if at.rounds_to_a_root(&at.newton(&scale), &scale, &self.reach, &self.first) {
            self.progress.stopped = Some(Stopped::ResidualSmall);
        }
        self.ask(at);
    }

    /// Asks for the point at the share of the direction, while that moves.
    fn ask(&mut self, at: &Place<T, N>) {
        let mut trial = at.x;
        for (x, &p) in trial.iter_mut().zip(&self.direction) {
            *x += self.share * p;
        }
        self.trial = trial;
        let moves = trial.iter().zip(&at.x).any(|(a, b)| a < b || b < a);
        if !moves && self.progress.stopped.is_none() {
            self.progress.stopped = Some(Stopped::NoProgress);
        }
    }
}

impl<T: Float, const N: usize> Steps<T, N> for Newton<T, N> {
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
        self.advance();
    }
}
