//! Newton's method in a region of trust, as a machine that asks for one evaluation at a time.

mod dogleg;
mod more_sorensen;
mod promise;

use calc_multi::linalg::{dot, product};
use calc_scalar::Float;

pub use dogleg::Dogleg;
pub use more_sorensen::MoreSorensen;
pub(crate) use promise::{Judged, Promise, leads_nowhere};

use super::machine::Minimizer;
use super::options::Limits;
use super::report::{Minimum, Step};
use crate::norm::norm;
use crate::stopped::Stopped;

/// Newton's method with exact Hessians inside a region of trust, one evaluation at a time.
///
/// Each step is the lowest point of the quadratic model `f + gᵀp + ½pᵀHp` within the radius, found from
/// the eigenvalues of `H` (see [`MoreSorensen`]; for another, [`TrustRegion::with`]), so it also leads away from saddles and along directions of negative curvature.
/// The radius grows where the model was right and shrinks where it was not, or where the trial was not
/// finite. Lengths are measured in variables scaled by the root of their curvature.
///
/// # Examples
///
/// ```
/// use calc_opt::minimize::{Limits, TrustRegion};
///
/// // x⁴ − x² with its slope and curvature.
/// let mut search = TrustRegion::new([0.1], Limits::new());
/// while let Some([x]) = search.next() {
///     search.tell(x * x * x * x - x * x, [4.0 * x * x * x - 2.0 * x], [[12.0 * x * x - 2.0]]);
/// }
/// let minimum = search.minimum();
/// assert!((minimum.x[0] - 0.5_f64.sqrt()).abs() < 1e-10);
/// ```
///
/// # References
///
/// J. J. Moré and D. C. Sorensen, *Computing a Trust Region Step*, SIAM Journal on Scientific and
/// Statistical Computing 4(3), 1983, 553–572.
#[derive(Clone, Copy, Debug)]
pub struct TrustRegion<T, const N: usize, S = MoreSorensen> {
    /// When to stop.
    pub limits: Limits<T>,
    /// Where to go within the region of trust.
    pub subproblem: S,
    trial: [T; N],
    at: Option<Place<T, N>>,
    /// The radius, in scaled variables; `None` before the first step.
    radius: Option<T>,
    /// The unit of each variable is 1 by this: the root of its curvature, lately.
    scale: [T; N],
    /// What the model says about the trial.
    promise: Promise<T>,
    /// The length of the first gradient.
    first: T,
    evaluations: u32,
    iterations: u32,
    stopped: Option<Stopped>,
}

#[derive(Clone, Copy, Debug)]
struct Place<T, const N: usize> {
    x: [T; N],
    value: T,
    gradient: [T; N],
    hessian: [[T; N]; N],
}

/// How fast the scale of a variable follows a curvature that has become smaller.
const SCALE_MEMORY: f64 = 0.94;

/// Where to go within a region of trust.
pub trait Subproblem<T: Float, const N: usize> {
    /// A step `p` with `‖p‖ ≤ radius` that makes the model `gᵀp + ½pᵀHp` low, and how far below zero it is
    /// there. The gradient is not zero.
    fn step(&self, gradient: &[T; N], hessian: [[T; N]; N], radius: T) -> ([T; N], T);
}

/// `−(gᵀp + ½pᵀHp)`.
fn reduction<T: Float, const N: usize>(
    gradient: &[T; N],
    hessian: &[[T; N]; N],
    step: &[T; N],
) -> T {
    -(dot(gradient, step) + T::literal(0.5) * dot(step, &product(hessian, step)))
}

impl<T: Float, const N: usize> TrustRegion<T, N> {
    /// A search that starts at `x0`, with exact steps.
    #[must_use]
    pub fn new(x0: [T; N], limits: Limits<T>) -> Self {
        Self::with(x0, limits, MoreSorensen)
    }
}

impl<T: Float, const N: usize, S: Subproblem<T, N>> TrustRegion<T, N, S> {
    /// A search that starts at `x0`, with steps such as [`Dogleg`]'s.
    ///
    /// # Examples
    ///
    /// ```
    /// use calc_multi::value_gradient_and_hessian;
    /// use calc_opt::minimize::{Dogleg, Limits, TrustRegion, run};
    ///
    /// let search = TrustRegion::with([3.0_f64, 1.0], Limits::new(), Dogleg);
    /// let minimum = run(search, |x| {
    ///     value_gradient_and_hessian(|[x, y]| x * x + (x - y) * (x - y), x)
    /// });
    /// assert!(minimum.x[0].abs() < 1e-15 && minimum.x[1].abs() < 1e-15);
    /// ```
    #[must_use]
    pub fn with(x0: [T; N], limits: Limits<T>, subproblem: S) -> Self {
        Self {
            limits,
            subproblem,
            trial: x0,
            at: None,
            radius: None,
            scale: [T::ZERO; N],
            promise: Promise::NONE,
            first: T::NAN,
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
        if self.stopped.is_none() && self.evaluations > self.limits.max_iterations {
            self.stopped = Some(Stopped::OutOfIterations);
        } else if self.stopped.is_none() && self.evaluations >= self.limits.max_evaluations {
            self.stopped = Some(Stopped::OutOfEvaluations);
        }
        self.stopped.is_none().then_some(self.trial)
    }

    /// Takes value, gradient and Hessian at the point asked for. After the end it changes nothing.
    ///
    /// Returns the step, if the trial was good enough to be one.
    pub fn tell(&mut self, value: T, gradient: [T; N], hessian: [[T; N]; N]) -> Option<Step<T, N>> {
        self.next()?;
        let before = (self.at.is_some(), self.iterations);
        self.evaluations = self.evaluations.saturating_add(1);
        let place = Place {
            x: self.trial,
            value,
            gradient,
            hessian,
        };
        let finite = value.is_finite()
            && gradient.iter().chain(&place.x).all(|c| c.is_finite())
            && hessian.iter().flatten().all(|h| h.is_finite());
        match self.at {
            None => {
                self.at = Some(place);
                self.first = norm(&gradient);
                if !finite {
                    self.stopped = Some(Stopped::NotFinite);
                }
            }
            Some(at) => {
                let before = (at.value, norm(&at.gradient));
                let after = (value, norm(&gradient));
                let Judged {
                    radius,
                    taken,
                    stopped,
                } = self.promise.judge(self.radius, before, after, finite);
                self.radius = radius;
                self.stopped = stopped;
                if taken {
                    self.iterations = self.iterations.saturating_add(1);
                    self.at = Some(place);
                    let flat = self.limits.is_flat(after.1, self.first);
                    self.stopped = self.limits.ends(flat, (&at.x, at.value), (&place.x, value));
                }
            }
        }
        if self.stopped.is_none() {
            self.propose();
        }
        ((self.at.is_some(), self.iterations) != before).then_some(Step {
            iteration: self.iterations,
            x: place.x,
            value,
            gradient,
            rate: T::ONE,
        })
    }

    /// Ends the search from outside; a reason already found stays.
    pub fn stop(&mut self) {
        self.stopped = self.stopped.or(Some(Stopped::ByObserver));
    }

    /// The lowest point seen, and why the search ended; before the end, that of a search stopped now.
    pub fn minimum(&self) -> Minimum<T, N> {
        let blank = Place {
            x: self.trial,
            value: T::NAN,
            gradient: [T::NAN; N],
            hessian: [[T::NAN; N]; N],
        };
        let at = self.at.unwrap_or(blank);
        Minimum {
            x: at.x,
            value: at.value,
            gradient_norm: norm(&at.gradient),
            evaluations: self.evaluations,
            gradient_evaluations: self.evaluations,
            hessian_evaluations: self.evaluations,
            iterations: self.iterations,
            stopped: self.stopped.unwrap_or(Stopped::ByObserver),
        }
    }

    /// The scale of each variable follows the root of its curvature: up at once, down slowly, but so that the
    /// curvatures of scaled variables keep half of their digits beside each other.
    fn rescale(&mut self, hessian: &[[T; N]; N]) {
        let digits = T::EPSILON.sqrt().sqrt();
        let mut largest = T::ZERO;
        for (i, (scale, row)) in self.scale.iter_mut().zip(hessian).enumerate() {
            let root = row.get(i).map_or(T::ZERO, |h| h.magnitude()).sqrt();
            let mut before = *scale * T::literal(SCALE_MEMORY);
            if root > T::ZERO {
                before = before.min(root / digits);
            }
            *scale = before.max(root);
            largest = largest.max(*scale);
        }
        for scale in &mut self.scale {
            if scale.is_zero() {
                *scale = if largest.is_zero() { T::ONE } else { largest };
            }
        }
    }

    /// The next trial, unless this point is one to stop at.
    fn propose(&mut self) {
        let Some(at) = self.at else { return };
        if self.limits.is_flat(norm(&at.gradient), self.first) {
            self.stopped = Some(Stopped::GradientSmall);
            return;
        }
        self.rescale(&at.hessian);
        let scale = self.scale;
        let radius = *self.radius.get_or_insert_with(|| {
            let size = norm(&by(&at.x, &scale));
            if size > T::ZERO { size } else { T::ONE }
        });
        let inverse = scale.map(|d| T::ONE / d);
        let mut hessian = at.hessian;
        for (row, &d) in hessian.iter_mut().zip(&inverse) {
            *row = by(row, &inverse).map(|h| h * d);
        }
        let gradient = by(&at.gradient, &inverse);
        let (scaled, reduction) = self.subproblem.step(&gradient, hessian, radius);
        let step = by(&scaled, &inverse);
        self.promise = Promise {
            reduction,
            length: norm(&scaled),
            slope: dot(&step, &at.gradient),
        };
        let mut trial = at.x;
        for (x, &p) in trial.iter_mut().zip(&step) {
            *x += p;
        }
        self.trial = trial;
        self.stopped = leads_nowhere(&at.x, &trial);
    }
}

impl<T: Float, const N: usize, S: Subproblem<T, N>> Minimizer<T, N> for TrustRegion<T, N, S> {
    type Question = [T; N];
    type Answer = (T, [T; N], [[T; N]; N]);

    fn next(&mut self) -> Option<[T; N]> {
        self.next()
    }

    fn tell(&mut self, (value, gradient, hessian): Self::Answer) -> Option<Step<T, N>> {
        self.tell(value, gradient, hessian)
    }

    fn stop(&mut self) {
        self.stop();
    }

    fn minimum(&self) -> Minimum<T, N> {
        self.minimum()
    }
}

/// `(a₁b₁, …, a_Nb_N)`.
fn by<T: Float, const N: usize>(a: &[T; N], b: &[T; N]) -> [T; N] {
    let mut product = *a;
    for (p, &b) in product.iter_mut().zip(b) {
        *p *= b;
    }
    product
}
