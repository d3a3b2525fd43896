//! Newton's method by conjugate gradients in a region of trust, as a machine that asks for one product at a
//! time.

use calc_multi::linalg::dot;
use calc_scalar::Float;

use super::machine::Minimizer;
use super::options::Limits;
use super::report::{Minimum, Step};
use super::trust_region::{Judged, Promise, leads_nowhere};
use crate::norm::norm;
use crate::sphere::way_out;
use crate::stopped::Stopped;

/// Newton's method in a region of trust from products of the Hessian with vectors, one run at a time.
///
/// The step is found by conjugate gradients (Steihaug, Toint), which stop when they are exact enough, leave
/// the region of trust, or meet a direction of negative curvature: that is followed to the edge. The Hessian
/// is never formed: it keeps seven vectors, whatever `N` is.
///
/// [`next`](Self::next) asks for value, gradient and the product `H·v` at a point; at a new point `v` is zero.
/// Lengths are those of the variables as they are: give them comparable units.
///
/// # Examples
///
/// ```
/// use calc_multi::value_gradient_and_hessian_vector_product;
/// use calc_opt::minimize::{Limits, NewtonCg};
/// use calc_scalar::Real;
///
/// fn f<R: Real>([x, y]: [R; 2]) -> R {
///     (x - y).powi(2) + y.cosh()
/// }
///
/// let mut search = NewtonCg::new([3.0, -2.0], Limits::new());
/// while let Some((x, v)) = search.next() {
///     let (value, gradient, product) = value_gradient_and_hessian_vector_product(f, x, v);
///     search.tell(value, gradient, product);
/// }
/// let minimum = search.minimum();
/// assert!(minimum.stopped.is_solution());
/// assert!(minimum.x[0].abs() < 1e-8 && minimum.x[1].abs() < 1e-8);
///
/// // A function that may fail; `observed` shows the steps of this machine, too.
/// use calc_multi::try_value_gradient_and_hessian_vector_product;
/// use calc_opt::minimize::try_run;
///
/// fn right<R: Real>([x, y]: [R; 2]) -> Result<R, &'static str> {
///     if x < -4.0 { Err("left of the table") } else { Ok(f([x, y])) }
/// }
/// let evaluate = |(x, v)| try_value_gradient_and_hessian_vector_product(right, x, v);
/// assert_eq!(try_run(NewtonCg::new([3.0, -2.0], Limits::new()), evaluate), Ok(minimum));
/// let outside = NewtonCg::new([-5.0, -2.0], Limits::new());
/// assert_eq!(try_run(outside, evaluate), Err("left of the table"));
/// ```
///
/// # References
///
/// T. Steihaug, *The Conjugate Gradient Method and Trust Regions in Large Scale Optimization*, SIAM Journal
/// on Numerical Analysis 20(3), 1983, 626–637.
#[derive(Clone, Copy, Debug)]
pub struct NewtonCg<T, const N: usize> {
    /// When to stop.
    pub limits: Limits<T>,
    trial: [T; N],
    at: Option<Place<T, N>>,
    /// The radius; `None` before the first step.
    radius: Option<T>,
    /// Conjugate gradients on their way; `None` while the trial is asked for.
    inner: Option<Inner<T, N>>,
    promise: Promise<T>,
    /// The length of the first gradient.
    first: T,
    evaluations: u32,
    products: u32,
    iterations: u32,
    stopped: Option<Stopped>,
}

#[derive(Clone, Copy, Debug)]
struct Place<T, const N: usize> {
    x: [T; N],
    value: T,
    gradient: [T; N],
}

/// The state of conjugate gradients.
#[derive(Clone, Copy, Debug)]
struct Inner<T, const N: usize> {
    step: [T; N],
    residual: [T; N],
    direction: [T; N],
    /// How far below zero the model is at the step.
    promised: T,
    count: usize,
}

impl<T: Float, const N: usize> NewtonCg<T, N> {
    /// A search that starts at `x0`.
    #[must_use]
    pub fn new(x0: [T; N], limits: Limits<T>) -> Self {
        Self {
            limits,
            trial: x0,
            at: None,
            radius: None,
            inner: None,
            promise: Promise::NONE,
            first: T::NAN,
            evaluations: 0,
            products: 0,
            iterations: 0,
            stopped: None,
        }
    }

    /// The point `x` and the vector `v` at which `f`, `∇f` and `H·v` are wanted; `None` at the end.
    #[allow(
        clippy::should_implement_trait,
        reason = "an iterator could not be told the answer"
    )]
    pub fn next(&mut self) -> Option<([T; N], [T; N])> {
        if self.stopped.is_none() {
            if self.iterations > self.limits.max_iterations {
                self.stopped = Some(Stopped::OutOfIterations);
            } else if self.evaluations >= self.limits.max_evaluations {
                self.stopped = Some(Stopped::OutOfEvaluations);
            }
        }
        if self.stopped.is_some() {
            return None;
        }
        Some(match (&self.inner, &self.at) {
            (Some(inner), Some(at)) => (at.x, inner.direction),
            _ => (self.trial, [T::ZERO; N]),
        })
    }

    /// Takes value, gradient and product where they were asked for. After the end it changes nothing.
    ///
    /// Returns the step, if the trial was good enough to be one.
    pub fn tell(&mut self, value: T, gradient: [T; N], product: [T; N]) -> Option<Step<T, N>> {
        self.next()?;
        self.evaluations = self.evaluations.saturating_add(1);
        if let Some(inner) = self.inner.take() {
            self.products = self.products.saturating_add(1);
            self.conjugate(inner, &product);
            return None;
        }
        let place = Place {
            x: self.trial,
            value,
            gradient,
        };
        let mut numbers = gradient.iter().chain(&place.x);
        let finite = value.is_finite() && numbers.all(|c| c.is_finite());
        let taken = match self.at {
            None => {
                self.first = norm(&gradient);
                if !finite {
                    self.stopped = Some(Stopped::NotFinite);
                }
                true
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
                    let flat = self.limits.is_flat(after.1, self.first);
                    self.stopped = self.limits.ends(flat, (&at.x, at.value), (&place.x, value));
                }
                taken
            }
        };
        if taken {
            self.at = Some(place);
        }
        if self.stopped.is_none() {
            self.begin();
        }
        taken.then_some(Step {
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
        };
        let at = self.at.unwrap_or(blank);
        Minimum {
            x: at.x,
            value: at.value,
            gradient_norm: norm(&at.gradient),
            evaluations: self.evaluations,
            gradient_evaluations: self.evaluations,
            hessian_evaluations: self.products,
            iterations: self.iterations,
            stopped: self.stopped.unwrap_or(Stopped::ByObserver),
        }
    }

    /// The first direction from a point, unless it is one to stop at.
    fn begin(&mut self) {
        let Some(at) = self.at else { return };
        if self.limits.is_flat(norm(&at.gradient), self.first) {
            self.stopped = Some(Stopped::GradientSmall);
            return;
        }
        if self.radius.is_none() {
            self.radius = Some(norm(&at.x).max(T::ONE));
        }
        self.inner = Some(Inner {
            step: [T::ZERO; N],
            residual: at.gradient,
            direction: at.gradient.map(|g| -g),
            promised: T::ZERO,
            count: 0,
        });
    }

    /// One round of conjugate gradients, given the product of the Hessian and the direction.
    fn conjugate(&mut self, mut inner: Inner<T, N>, product: &[T; N]) {
        let Some(at) = self.at else { return };
        let radius = self.radius.unwrap_or(T::ONE);
        let half = T::literal(0.5);
        let square = dot(&inner.residual, &inner.residual);
        let curvature = dot(&inner.direction, product);
        let length = square / curvature;
        let mut next = inner.step;
        for (s, &d) in next.iter_mut().zip(&inner.direction) {
            *s += length * d;
        }
        // Not along a curvature that is negative, nothing or NaN.
        let inside = curvature > T::ZERO && norm(&next) < radius;
        if !inside {
            let share = way_out(&inner.step, &inner.direction, radius);
            for (s, &d) in inner.step.iter_mut().zip(&inner.direction) {
                *s += share * d;
            }
            // A curvature that is not finite says nothing.
            let bend = if curvature.is_finite() {
                curvature
            } else {
                T::ZERO
            };
            // In this order, or the square of a long step overflows.
            inner.promised += share * (square - half * (share * bend));
            self.propose(&at, &inner);
            return;
        }
        inner.step = next;
        inner.promised += half * length * square;
        for (r, &p) in inner.residual.iter_mut().zip(product) {
            *r += length * p;
        }
        inner.count += 1;
        let left = norm(&inner.residual);
        let gradient = norm(&at.gradient);
        let share = (gradient / self.first).sqrt().min(half);
        if left <= share * gradient || inner.count >= N {
            self.propose(&at, &inner);
            return;
        }
        let ratio = left / square * left;
        for (d, &r) in inner.direction.iter_mut().zip(&inner.residual) {
            *d = ratio * *d - r;
        }
        self.inner = Some(inner);
    }

    /// Asks for the point at the end of a step.
    fn propose(&mut self, at: &Place<T, N>, inner: &Inner<T, N>) {
        self.promise = Promise {
            reduction: inner.promised,
            length: norm(&inner.step),
            slope: dot(&inner.step, &at.gradient),
        };
        let mut trial = at.x;
        for (x, &p) in trial.iter_mut().zip(&inner.step) {
            *x += p;
        }
        self.trial = trial;
        self.stopped = leads_nowhere(&at.x, &trial);
    }
}

impl<T: Float, const N: usize> Minimizer<T, N> for NewtonCg<T, N> {
    type Question = ([T; N], [T; N]);
    type Answer = (T, [T; N], [T; N]);

    fn next(&mut self) -> Option<Self::Question> {
        self.next()
    }

    fn tell(&mut self, (value, gradient, product): Self::Answer) -> Option<Step<T, N>> {
        self.tell(value, gradient, product)
    }

    fn stop(&mut self) {
        self.stop();
    }

    fn minimum(&self) -> Minimum<T, N> {
        self.minimum()
    }
}
