//! Stationary points of functions of several variables: where the gradient is zero, and of which kind.

use core::convert::Infallible;
use core::fmt;

use calc_multi::linalg::symmetric_eigen;
use calc_multi::{Diagonals, Dual2, Size, try_value_gradient_and_hessian};
use calc_scalar::Float;

use crate::minimize::Limits;
use crate::norm::norm;
use crate::stopped::Stopped;

/// `∇f(x) = 0`: the stationary point that Newton's method reaches from `x0`, and of which kind it is.
///
/// Minimum, maximum or saddle, whatever is near: `f` need not go down on the way. Each step is Newton's on
/// the gradient, by the eigenvalues of the Hessian, and halved while the gradient does not become shorter.
/// One run of `f` per trial, on numbers that carry gradient and Hessian; when the gradient is small enough
/// one more step is made, which shows whether the eigenvalues have settled.
///
/// # Shapes and units
///
/// `f: ℝᴺ → ℝ`, for up to some twenty variables. Of the [`Limits`], the tolerance of the gradient and the
/// budgets count.
///
/// # Accuracy
///
/// An eigenvalue has a sign if it is above rounding, and the last step has changed it by less than half.
/// So a point at which `f` is flat in some direction (as `x⁴ + y²`) is
/// [`Undecided`](StationaryKind::Undecided), unless it goes up in one other and down in another.
///
/// # Edge cases
///
/// Always returns a report; without a [solution](Stopped::is_solution) the point is the one with the
/// shortest gradient seen, and its kind undecided. A trial that is not finite shortens the step.
///
/// # Examples
///
/// ```
/// use calc_opt::minimize::Limits;
/// use calc_opt::{StationaryKind, stationary_point};
/// use calc_scalar::Real;
///
/// // Two minima, and a saddle between them.
/// fn f<R: Real>([x, y]: [R; 2]) -> R {
///     (x.powi(2) - 1.0).powi(2) + y.powi(2)
/// }
///
/// let pass = stationary_point(f, [0.2, 0.5], Limits::new());
/// assert_eq!(pass.kind, StationaryKind::Saddle);
/// assert!(pass.x[0].abs() < 1e-8_f64 && pass.evaluations < 12);
/// assert_eq!(stationary_point(f, [0.8, 0.5], Limits::new()).kind, StationaryKind::Minimum);
/// ```
pub fn stationary_point<T: Float, const N: usize, const D: usize>(
    mut f: impl FnMut([Dual2<T, N, D>; N]) -> Dual2<T, N, D>,
    x0: [T; N],
    limits: Limits<T>,
) -> StationaryPoint<T, N>
where
    Size<N>: Diagonals<D>,
{
    let Ok(point) = try_stationary_point(|x| Ok::<_, Infallible>(f(x)), x0, limits);
    point
}

/// [`stationary_point`] of a function that may fail: the first error ends the search.
///
/// # Errors
///
/// Those of `f`. Where the best point before a failure is wanted, use [`StationarySearch`].
///
/// # Examples
///
/// ```
/// use calc_opt::minimize::Limits;
/// use calc_opt::try_stationary_point;
/// use calc_scalar::Real;
///
/// fn f<R: Real>([x, y]: [R; 2]) -> Result<R, &'static str> {
///     if x < -1.0 { Err("left of the table") } else { Ok(x * x - 2.0 * x + y * y) }
/// }
/// assert_eq!(try_stationary_point(f, [3.0, 1.0], Limits::new())?.x, [1.0, 0.0]);
/// assert_eq!(try_stationary_point(f, [-3.0, 1.0], Limits::new()), Err("left of the table"));
/// # Ok::<(), &str>(())
/// ```
pub fn try_stationary_point<T: Float, const N: usize, const D: usize, E>(
    mut f: impl FnMut([Dual2<T, N, D>; N]) -> Result<Dual2<T, N, D>, E>,
    x0: [T; N],
    limits: Limits<T>,
) -> Result<StationaryPoint<T, N>, E>
where
    Size<N>: Diagonals<D>,
{
    let mut search = StationarySearch::new(x0, limits);
    while let Some(x) = search.next() {
        let (value, gradient, hessian) = try_value_gradient_and_hessian(&mut f, x)?;
        search.tell(value, gradient, hessian);
    }
    Ok(search.point())
}

/// What a function of several variables does around a point where its gradient is zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum StationaryKind {
    /// It goes up in every direction: all eigenvalues of the Hessian are positive.
    Minimum,
    /// It goes down in every direction: all are negative.
    Maximum,
    /// It goes up in one direction and down in another: there are eigenvalues of both signs.
    Saddle,
    /// No eigenvalue says otherwise, but at least one is zero as far as can be told.
    Undecided,
}

impl StationaryKind {
    /// The kind by the signs of eigenvalues of which those up to `zero` have none.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_multi::linalg::symmetric_eigenvalues;
    /// use calc_opt::StationaryKind;
    ///
    /// let eigenvalues = symmetric_eigenvalues([[2.0, 3.0], [3.0, 2.0]]);
    /// assert_eq!(StationaryKind::of(&eigenvalues, 1e-12), StationaryKind::Saddle);
    /// ```
    #[must_use]
    pub fn of<T: Float>(eigenvalues: &[T], zero: T) -> Self {
        let up = eigenvalues.iter().any(|&v| v > zero);
        let down = eigenvalues.iter().any(|&v| v < -zero);
        let all = eigenvalues.iter().all(|&v| v > zero || v < -zero);
        match (up, down, all) {
            (true, true, _) => Self::Saddle,
            (true, false, true) => Self::Minimum,
            (false, true, true) => Self::Maximum,
            _ => Self::Undecided,
        }
    }
}

impl fmt::Display for StationaryKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::Saddle => "saddle",
            Self::Undecided => "undecided",
        })
    }
}

/// A place where the gradient of a function is zero, what it cost, and why the search stopped.
#[derive(Clone, Copy, Debug, PartialEq)]
#[must_use]
#[non_exhaustive]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(bound(
        serialize = "T: serde::Serialize",
        deserialize = "T: calc_scalar::Number + serde::Deserialize<'de>"
    ))
)]
pub struct StationaryPoint<T, const N: usize> {
    /// Where.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub x: [T; N],
    /// `f(x)`.
    pub value: T,
    /// `‖∇f(x)‖₂`.
    pub gradient_norm: T,
    /// The eigenvalues of the Hessian, in ascending order.
    #[cfg_attr(feature = "serde", serde(with = "calc_scalar::arrays"))]
    pub eigenvalues: [T; N],
    /// What kind of point it is.
    pub kind: StationaryKind,
    /// Runs of `f`, each with gradient and Hessian.
    pub evaluations: u32,
    /// Gradients: one for each run.
    pub gradient_evaluations: u32,
    /// Hessians: one for each run.
    pub hessian_evaluations: u32,
    /// Steps made.
    pub iterations: u32,
    /// Why the search ended.
    pub stopped: Stopped,
}

/// Newton's method for a stationary point, one evaluation at a time.
///
/// # Examples
///
/// ```
/// use calc_opt::minimize::Limits;
/// use calc_opt::{StationaryKind, StationarySearch};
///
/// // x³ − 3x has a maximum at −1.
/// let mut search = StationarySearch::new([-0.7], Limits::new());
/// while let Some([x]) = search.next() {
///     search.tell(x * x * x - 3.0 * x, [3.0 * x * x - 3.0], [[6.0 * x]]);
/// }
/// let point = search.point();
/// assert!((point.x[0] + 1.0_f64).abs() < 1e-12);
/// assert_eq!(point.kind, StationaryKind::Maximum);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct StationarySearch<T, const N: usize> {
    /// When to stop.
    pub limits: Limits<T>,
    trial: [T; N],
    at: Option<Place<T, N>>,
    /// The eigenvalues at the place before.
    before: Option<[T; N]>,
    /// Newton's step from the place, and the share of it that is tried.
    step: [T; N],
    share: T,
    first_norm: T,
    /// Whether the gradient is small, and this trial only confirms it.
    confirming: bool,
    evaluations: u32,
    iterations: u32,
    stopped: Option<Stopped>,
}

#[derive(Clone, Copy, Debug)]
struct Place<T, const N: usize> {
    x: [T; N],
    value: T,
    norm: T,
    eigenvalues: [T; N],
}

/// A step is taken if the gradient becomes shorter by at least this share of what the step promises.
const ACCEPTED: f64 = 1e-4;

/// So often a step is halved.
const HALVINGS: f64 = 1e-12;

impl<T: Float, const N: usize> StationarySearch<T, N> {
    /// A search that starts at `x0`.
    #[must_use]
    pub fn new(x0: [T; N], limits: Limits<T>) -> Self {
        Self {
            limits,
            trial: x0,
            at: None,
            before: None,
            step: [T::ZERO; N],
            share: T::ONE,
            first_norm: T::ZERO,
            confirming: false,
            evaluations: 0,
            iterations: 0,
            stopped: None,
        }
    }

    /// The point at which value, gradient and Hessian are wanted; `None` at the end.
    #[allow(
        clippy::should_implement_trait,
        reason = "an iterator could not be told the answer"
    )]
    pub fn next(&mut self) -> Option<[T; N]> {
        if self.stopped.is_none() && self.evaluations >= self.limits.max_evaluations {
            self.stopped = Some(self.unless_confirming(Stopped::OutOfEvaluations));
        }
        self.stopped.is_none().then_some(self.trial)
    }

    /// Takes value, gradient and Hessian at the point asked for. After the end it changes nothing.
    pub fn tell(&mut self, value: T, gradient: [T; N], hessian: [[T; N]; N]) {
        if self.next().is_none() {
            return;
        }
        self.evaluations = self.evaluations.saturating_add(1);
        let length = norm(&gradient);
        let finite = value.is_finite()
            && length.is_finite()
            && hessian.iter().flatten().all(|h| h.is_finite());
        let shorter = match self.at {
            None => true,
            Some(at) => {
                let promised = T::ONE - T::literal(ACCEPTED) * self.share;
                length <= promised * at.norm || (self.confirming && length <= at.norm)
            }
        };
        if !finite || !shorter {
            self.refuse(finite, value);
            return;
        }
        let (eigenvalues, axes) = symmetric_eigen(hessian);
        if let Some(at) = self.at {
            self.before = Some(at.eigenvalues);
            self.iterations = self.iterations.saturating_add(1);
        } else {
            self.first_norm = length;
        }
        self.at = Some(Place {
            x: self.trial,
            value,
            norm: length,
            eigenvalues,
        });
        let confirmed = self.confirming || length.is_zero();
        self.confirming = self.limits.is_flat(length, self.first_norm);
        if self.confirming && confirmed {
            self.stopped = Some(Stopped::GradientSmall);
        } else if self.iterations >= self.limits.max_iterations {
            self.stopped = Some(self.unless_confirming(Stopped::OutOfIterations));
        } else {
            self.step = newton(&gradient, &eigenvalues, &axes);
            self.share = T::ONE;
            self.propose();
        }
    }

    /// Ends the search from outside; a reason already found stays.
    pub fn stop(&mut self) {
        self.stopped = self.stopped.or(Some(Stopped::ByObserver));
    }

    /// The report; before the end, that of a search stopped now.
    pub fn point(&self) -> StationaryPoint<T, N> {
        let at = self.at.unwrap_or(Place {
            x: self.trial,
            value: T::NAN,
            norm: T::NAN,
            eigenvalues: [T::NAN; N],
        });
        let stopped = self.stopped.unwrap_or(Stopped::ByObserver);
        StationaryPoint {
            x: at.x,
            value: at.value,
            gradient_norm: at.norm,
            eigenvalues: at.eigenvalues,
            kind: if stopped.is_solution() {
                self.kind(&at.eigenvalues)
            } else {
                StationaryKind::Undecided
            },
            evaluations: self.evaluations,
            gradient_evaluations: self.evaluations,
            hessian_evaluations: self.evaluations,
            iterations: self.iterations,
            stopped,
        }
    }

    /// The kind, by the eigenvalues that are above rounding and have settled.
    fn kind(&self, eigenvalues: &[T; N]) -> StationaryKind {
        let largest = eigenvalues
            .iter()
            .fold(T::ZERO, |most, v| most.max(v.magnitude()));
        let mut settled = *eigenvalues;
        for (value, before) in settled.iter_mut().zip(self.before.iter().flatten()) {
            let half = T::literal(0.5) * value.magnitude();
            if (*value - *before).magnitude() > half {
                *value = T::ZERO;
            }
        }
        let count = T::literal(f64::from(u16::try_from(N).unwrap_or(u16::MAX)));
        StationaryKind::of(&settled, T::literal(8.0) * count * T::EPSILON * largest)
    }

    /// A trial that does not help: half the step, unless it was a confirmation, or there is no step left.
    fn refuse(&mut self, finite: bool, value: T) {
        let Some(at) = self.at else {
            self.stopped = Some(Stopped::NotFinite);
            self.at = Some(Place {
                x: self.trial,
                value,
                norm: T::NAN,
                eigenvalues: [T::NAN; N],
            });
            return;
        };
        if self.confirming {
            // The gradient is at its rounding error, and was small enough before.
            self.stopped = Some(Stopped::GradientSmall);
            return;
        }
        let share = if finite { 0.5 } else { 0.1 };
        self.share *= T::literal(share);
        if self.share < T::literal(HALVINGS) {
            let floor = at.norm <= T::EPSILON * at.value.magnitude();
            self.stopped = Some(if floor {
                Stopped::RoundingFloor
            } else {
                Stopped::NoProgress
            });
        } else {
            self.propose();
        }
    }

    /// The point at the share of the step.
    fn propose(&mut self) {
        let Some(at) = self.at else { return };
        self.trial = at.x;
        for (x, &p) in self.trial.iter_mut().zip(&self.step) {
            *x += self.share * p;
        }
        let moves = self.trial.iter().zip(&at.x).any(|(a, b)| a < b || b < a);
        if !moves {
            self.stopped = Some(self.unless_confirming(Stopped::NoProgress));
        }
    }

    /// The reason, unless the gradient was small before.
    fn unless_confirming(&self, reason: Stopped) -> Stopped {
        if self.confirming {
            Stopped::GradientSmall
        } else {
            reason
        }
    }
}

/// `−H⁻¹·g`, where an eigenvalue that is zero but for rounding gives no step.
fn newton<T: Float, const N: usize>(
    gradient: &[T; N],
    eigenvalues: &[T; N],
    axes: &[[T; N]; N],
) -> [T; N] {
    let largest = eigenvalues
        .iter()
        .fold(T::ZERO, |most, v| most.max(v.magnitude()));
    let zero = T::literal(8.0) * T::EPSILON * largest;
    let mut step = [T::ZERO; N];
    for (&value, axis) in eigenvalues.iter().zip(axes) {
        if value.magnitude() > zero {
            let slope: T = axis.iter().zip(gradient).map(|(&a, &g)| a * g).sum();
            for (s, &a) in step.iter_mut().zip(axis) {
                *s -= slope / value * a;
            }
        }
    }
    step
}
