//! Descent as a machine that asks for one evaluation at a time.

use calc_scalar::Float;

use super::machine::Minimizer;
use super::options::Limits;
use super::report::{Minimum, Step};
use crate::rule::Rule;
use crate::stopped::Stopped;

/// Descent, one evaluation at a time: [`next`](Descent::next) asks, [`tell`](Descent::tell) answers.
///
/// No closure is stored, so a descent may be kept across the ticks of a control loop, copied, or
/// driven by measured values. The functions of this module are loops over it.
///
/// # Examples
///
/// ```
/// use calc_opt::minimize::{Descent, Limits};
/// use calc_opt::rule::Sgd;
///
/// let mut descent = Descent::new([5.0], Sgd::new(0.1), Limits::new().max_iterations(20));
/// while let Some([x]) = descent.next() {
///     descent.tell(x * x, [2.0 * x]);
/// }
/// let minimum = descent.minimum();
/// assert_eq!((minimum.iterations, minimum.evaluations), (20, 21));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Descent<T, const N: usize, R> {
    /// The rule that makes the steps.
    pub rule: R,
    /// When to stop.
    pub limits: Limits<T>,
    point: [T; N],
    /// The gradient at `point`, once it was told.
    gradient: Option<[T; N]>,
    best: Best<T, N>,
    /// Point and value before the last step.
    before: Option<([T; N], T)>,
    /// The length of the first gradient.
    first: T,
    evaluations: u32,
    iterations: u32,
    memoryless: bool,
    stopped: Option<Stopped>,
}

/// The best point so far.
#[derive(Clone, Copy, Debug)]
struct Best<T, const N: usize> {
    x: [T; N],
    value: T,
    gradient_norm: T,
}

impl<T: Float, const N: usize, R: Rule<T, N>> Descent<T, N, R> {
    /// A descent that starts at `x0`.
    #[must_use]
    pub const fn new(x0: [T; N], rule: R, limits: Limits<T>) -> Self {
        Self {
            rule,
            limits,
            point: x0,
            gradient: None,
            best: Best {
                x: x0,
                value: T::NAN,
                gradient_norm: T::NAN,
            },
            before: None,
            first: T::NAN,
            evaluations: 0,
            iterations: 0,
            memoryless: false,
            stopped: None,
        }
    }

    /// Declares that the rule's step depends on the gradient alone: once the point stands still, it
    /// stands still for ever.
    pub(super) const fn memoryless(mut self) -> Self {
        self.memoryless = true;
        self
    }

    /// The point at which value and gradient are wanted; `None` at the end.
    ///
    /// Asked twice without an answer in between, it gives the same point.
    #[allow(
        clippy::should_implement_trait,
        reason = "an iterator could not be told the answer"
    )]
    pub fn next(&mut self) -> Option<[T; N]> {
        if self.stopped.is_none()
            && let Some(gradient) = self.gradient.take()
        {
            let before = self.point;
            self.rule.update(&mut self.point, &gradient);
            self.iterations = self.iterations.saturating_add(1);
            if self.memoryless && same(&self.point, &before) {
                self.stopped = Some(Stopped::NoProgress);
            }
        }
        match self.stopped {
            None => Some(self.point),
            Some(_) => None,
        }
    }

    /// Takes `f` and `∇f` at the point asked for.
    ///
    /// Returns what was told, for an observer. An answer without a question changes nothing.
    pub fn tell(&mut self, value: T, gradient: [T; N]) -> Step<T, N> {
        let told = Step {
            iteration: self.iterations,
            x: self.point,
            value,
            gradient,
            rate: self.rule.rate(),
        };
        if self.stopped.is_none() && self.gradient.is_none() {
            self.evaluations = self.evaluations.saturating_add(1);
            self.stopped = self.judge(&told);
            self.gradient = Some(gradient);
        }
        told
    }

    /// Ends the descent from outside; a reason already found stays.
    pub fn stop(&mut self) {
        self.stopped = self.stopped.or(Some(Stopped::ByObserver));
    }

    /// The report; before the end, that of a descent stopped now.
    pub fn minimum(&self) -> Minimum<T, N> {
        Minimum {
            x: self.best.x,
            value: self.best.value,
            gradient_norm: self.best.gradient_norm,
            evaluations: self.evaluations,
            gradient_evaluations: self.evaluations,
            hessian_evaluations: 0,
            iterations: self.iterations,
            stopped: self.stopped.unwrap_or(Stopped::ByObserver),
        }
    }

    /// Keeps the best point, and says whether this one is the last.
    fn judge(&mut self, told: &Step<T, N>) -> Option<Stopped> {
        let gradient_norm = told.gradient_norm();
        let mut numbers = told.gradient.iter().chain(&told.x);
        let finite = told.value.is_finite() && numbers.all(|c| c.is_finite());
        let first = self.evaluations == 1;
        if first {
            self.first = gradient_norm;
        }
        let arrived = finite && self.limits.is_flat(gradient_norm, self.first);
        let before = self.before.replace((told.x, told.value));
        if first || arrived || (finite && told.value < self.best.value) {
            self.best = Best {
                x: told.x,
                value: told.value,
                gradient_norm,
            };
        }
        if !finite {
            Some(Stopped::NotFinite)
        } else if arrived {
            Some(Stopped::GradientSmall)
        } else if before.is_some_and(|(x, _)| self.limits.is_short(&x, &told.x)) {
            Some(Stopped::StepSmall)
        } else if before.is_some_and(|(_, value)| self.limits.is_level(value, told.value)) {
            Some(Stopped::Plateau)
        } else if self.iterations >= self.limits.max_iterations {
            Some(Stopped::OutOfIterations)
        } else if self.evaluations >= self.limits.max_evaluations {
            Some(Stopped::OutOfEvaluations)
        } else {
            None
        }
    }
}

impl<T: Float, const N: usize, R: Rule<T, N>> Minimizer<T, N> for Descent<T, N, R> {
    type Question = [T; N];
    type Answer = (T, [T; N]);

    fn next(&mut self) -> Option<[T; N]> {
        self.next()
    }

    fn tell(&mut self, (value, gradient): Self::Answer) -> Option<Step<T, N>> {
        Some(self.tell(value, gradient))
    }

    fn stop(&mut self) {
        self.stop();
    }

    fn minimum(&self) -> Minimum<T, N> {
        self.minimum()
    }
}

/// Whether two points are equal in every coordinate.
#[allow(
    clippy::float_cmp,
    reason = "standing still means exactly the same number"
)]
fn same<T: Float, const N: usize>(a: &[T; N], b: &[T; N]) -> bool {
    a.iter().zip(b).all(|(p, q)| p == q)
}
