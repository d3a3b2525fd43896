//! Systems without derivatives: Jacobians from differences, kept up to date by Broyden's formula.

use calc_scalar::Float;

use super::dogleg::Dogleg;
use super::newton::Newton;
use super::place::{Place, Steps};
use super::report::{Solution, SystemError};
use crate::stopped::Stopped;

/// Powell's hybrid method: [`QuasiNewton`] with the steps of [`Dogleg`].
pub type PowellHybrid<T, const N: usize> = QuasiNewton<T, N, Dogleg<T, N>>;

/// Broyden's method: [`QuasiNewton`] with the steps of [`Newton`].
pub type Broyden<T, const N: usize> = QuasiNewton<T, N, Newton<T, N>>;

/// A root of a system from values alone, one evaluation at a time.
///
/// The Jacobian is formed from `N` differences at the start. Each further value, wanted or not, corrects it
/// along the step that was made (Broyden's formula), which costs no run of `f`. It is formed anew where two
/// trials in a row were no good, and before anything is claimed of a point.
///
/// # Examples
///
/// ```
/// use calc_opt::root::system::PowellHybrid;
///
/// // A circle and a line, measured.
/// let mut search = PowellHybrid::powell([1.0, 0.0]);
/// while let Some([x, y]) = search.next() {
///     search.tell([x * x + y * y - 2.0, x - y]);
/// }
/// let [x, y] = search.result()?.x;
/// assert!((x - 1.0_f64).abs() < 1e-15 && (y - 1.0).abs() < 1e-15);
/// # Ok::<(), calc_opt::root::system::SystemError<f64, 2>>(())
/// ```
///
/// # References
///
/// C. G. Broyden, *A Class of Methods for Solving Nonlinear Simultaneous Equations*, Mathematics of
/// Computation 19(92), 1965, 577–593.
#[derive(Clone, Copy, Debug)]
pub struct QuasiNewton<T, const N: usize, S> {
    /// The machine that makes the steps, with its settings.
    pub steps: S,
    /// The Jacobian that is being formed, and how far that is.
    differences: Option<Differences<T, N>>,
    /// Whether the Jacobian is that of the best point.
    fresh: bool,
    /// Trials in a row that were no good.
    failures: u32,
    evaluations: u32,
    jacobians: u32,
}

/// A Jacobian of which some columns are known.
#[derive(Clone, Copy, Debug)]
struct Differences<T, const N: usize> {
    x: [T; N],
    values: [T; N],
    jacobian: [[T; N]; N],
    column: usize,
    /// Whether the coordinate is made smaller, since `f` is not finite where it is larger.
    backward: bool,
}

/// After so many bad trials in a row the Jacobian is formed anew.
const FAILURES: u32 = 2;

impl<T: Float, const N: usize> PowellHybrid<T, N> {
    /// Powell's hybrid method from `x0`.
    #[must_use]
    pub fn powell(x0: [T; N]) -> Self {
        Self::with(Dogleg::new(x0))
    }
}

impl<T: Float, const N: usize> Broyden<T, N> {
    /// Broyden's method from `x0`.
    #[must_use]
    pub fn broyden(x0: [T; N]) -> Self {
        Self::with(Newton::new(x0))
    }
}

impl<T: Float, const N: usize, S: Steps<T, N>> QuasiNewton<T, N, S> {
    /// The steps of a machine, which brings its start and its tolerances.
    const fn with(steps: S) -> Self {
        Self {
            steps,
            differences: None,
            fresh: false,
            failures: 0,
            evaluations: 0,
            jacobians: 0,
        }
    }

    /// The point at which `f` is wanted; `None` at the end.
    #[allow(
        clippy::should_implement_trait,
        reason = "an iterator could not be told the answer"
    )]
    pub fn next(&mut self) -> Option<[T; N]> {
        let budget = self.steps.tolerance().max_evaluations;
        let spent = self.evaluations >= budget;
        let progress = self.steps.progress();
        if spent && progress.stopped.is_none() {
            progress.stopped = Some(Stopped::OutOfEvaluations);
        }
        if progress.stopped.is_some() {
            return None;
        }
        Some(match &self.differences {
            Some(differences) => differences.asked(),
            None => self.steps.trial(),
        })
    }

    /// Takes `f` at the point asked for. After the end it changes nothing.
    pub fn tell(&mut self, values: [T; N]) {
        let Some(x) = self.next() else { return };
        self.evaluations = self.evaluations.saturating_add(1);
        if let Some(mut differences) = self.differences.take() {
            if differences.tell(values) {
                self.differences = Some(differences);
            } else {
                self.refreshed(&differences);
            }
            return;
        }
        let Some(&at) = self.steps.place() else {
            // The start. Where it or a value is not finite there is no need for slopes.
            if x.iter().chain(&values).all(|v| v.is_finite()) {
                self.differences = Some(Differences::new(x, values));
            } else {
                self.steps.take(values, [[T::ZERO; N]; N]);
            }
            return;
        };
        let jacobian = updated(&at, &x, &values);
        self.steps.take(values, jacobian);
        let moved = self.steps.place().is_some_and(|now| differ(&now.x, &at.x));
        self.fresh &= !moved;
        self.failures = if moved { 0 } else { self.failures + 1 };
        self.refresh_if_needed();
    }

    /// Ends the search from outside; a reason already found stays.
    pub fn stop(&mut self) {
        self.steps.progress().stop();
    }

    /// The root, or why there is none; before the end, that there is none yet.
    ///
    /// # Errors
    ///
    /// See [`SystemError`].
    pub fn result(&self) -> Result<Solution<T, N>, SystemError<T, N>>
    where
        S: Copy,
    {
        let mut steps = self.steps;
        let mut progress = *steps.progress();
        progress.evaluations = self.evaluations;
        progress.jacobians = self.jacobians;
        let (x, values) = match (self.steps.place(), &self.differences) {
            (Some(at), _) => (at.x, at.values),
            (None, Some(differences)) => (differences.x, differences.values),
            (None, None) => (self.steps.trial(), [T::NAN; N]),
        };
        progress.outcome(x, values)
    }

    /// Forms the Jacobian anew where the one at hand has failed, or a claim rests on it.
    fn refresh_if_needed(&mut self) {
        let stopped = self.steps.progress().stopped;
        let claims =
            stopped.is_some_and(|s| s != Stopped::ExactZero && s != Stopped::OutOfEvaluations);
        if self.fresh || !(claims || self.failures >= FAILURES) {
            return;
        }
        if let Some(&Place { x, values, .. }) = self.steps.place() {
            self.steps.progress().stopped = None;
            self.differences = Some(Differences::new(x, values));
        }
    }

    /// Hands a complete Jacobian on.
    fn refreshed(&mut self, differences: &Differences<T, N>) {
        self.jacobians = self.jacobians.saturating_add(1);
        let first = self.steps.place().is_none();
        self.fresh = true;
        self.failures = 0;
        if first {
            self.steps.take(differences.values, differences.jacobian);
        } else {
            let place = Place::new(differences.x, differences.values, differences.jacobian);
            if place.is_finite() {
                self.steps.replace(place);
            } else {
                self.steps.progress().stopped = Some(Stopped::NoProgress);
            }
        }
    }
}

impl<T: Float, const N: usize> Differences<T, N> {
    const fn new(x: [T; N], values: [T; N]) -> Self {
        Self {
            x,
            values,
            jacobian: [[T::ZERO; N]; N],
            column: 0,
            backward: false,
        }
    }

    /// The point beside `x` that is wanted.
    fn asked(&self) -> [T; N] {
        let mut x = self.x;
        if let Some(x) = x.get_mut(self.column) {
            // Half of the digits: rounding and curvature weigh equally.
            let size = if x.is_zero() { T::ONE } else { x.magnitude() };
            let step = T::EPSILON.sqrt() * size;
            *x += if self.backward { -step } else { step };
        }
        x
    }

    /// Takes the values there; whether more are wanted.
    fn tell(&mut self, values: [T; N]) -> bool {
        let finite = values.iter().all(|v| v.is_finite());
        if !finite && !self.backward {
            self.backward = true;
            return true;
        }
        let asked = self.asked();
        let (here, there) = (self.x.get(self.column), asked.get(self.column));
        if let (Some(&here), Some(&there)) = (here, there) {
            let rows = self
                .jacobian
                .iter_mut()
                .zip(values.iter().zip(&self.values));
            for (row, (&new, &old)) in rows {
                if let Some(slot) = row.get_mut(self.column) {
                    *slot = (new - old) / (there - here);
                }
            }
        }
        self.column += 1;
        self.backward = false;
        self.column < N
    }
}

/// `B + (y − B·s)·sᵀ/(sᵀs)`: Broyden's formula, for the step `s` from `at` to `x` and the change `y` of `f`.
fn updated<T: Float, const N: usize>(at: &Place<T, N>, x: &[T; N], values: &[T; N]) -> [[T; N]; N] {
    let mut step = *x;
    for (s, &x) in step.iter_mut().zip(&at.x) {
        *s -= x;
    }
    let square: T = step.iter().map(|&s| s * s).sum();
    let mut jacobian = at.jacobian;
    for (row, (&new, &old)) in jacobian.iter_mut().zip(values.iter().zip(&at.values)) {
        let predicted: T = row.iter().zip(&step).map(|(&b, &s)| b * s).sum();
        let missing = (new - old - predicted) / square;
        if missing.is_finite() {
            for (b, &s) in row.iter_mut().zip(&step) {
                *b += missing * s;
            }
        }
    }
    jacobian
}

/// Whether two points differ.
fn differ<T: Float, const N: usize>(a: &[T; N], b: &[T; N]) -> bool {
    a.iter().zip(b).any(|(a, b)| a < b || b < a)
}
