//! Householder's methods, Halley's among them: steps from a Taylor polynomial.

use calc_scalar::{Float, Jet};

use super::newton::Newton;
use super::report::{Root, RootError, changed};
use crate::machine::{Machine, Step};

/// Householder's method from a point, one evaluation at a time: `N − 1` derivatives in each, and the factor
/// `N` in the number of right digits.
///
/// The loops over it are [`halley`](super::halley()) and [`householder`](super::householder()).
///
/// # Examples
///
/// ```
/// use calc_opt::root::{Householder, run};
/// use calc_scalar::{Jet, Real};
///
/// let root = run(Householder::<f64, 4>::new(1.0), |x| Jet::variable(x).exp() - 2.0)?;
/// assert!((root.x - core::f64::consts::LN_2).abs() < 1e-15);
/// # Ok::<(), calc_opt::root::RootError<f64>>(())
/// ```
///
/// # References
///
/// A. S. Householder, *The Numerical Treatment of a Single Nonlinear Equation*, McGraw-Hill 1970.
#[derive(Clone, Copy, Debug)]
pub struct Householder<T, const N: usize> {
    /// The machine that makes the steps, with its settings.
    pub newton: Newton<T>,
}

impl<T: Float, const N: usize> Householder<T, N> {
    /// Householder's method from `x0`. `N` must be at least 2.
    #[must_use]
    pub fn new(x0: T) -> Self {
        const {
            assert!(
                N >= 2,
                "Householder's method needs the slope: N is at least 2"
            );
        }
        Self {
            newton: Newton::new(x0),
        }
    }

    /// The point at which `f` is wanted; `None` at the end.
    #[allow(
        clippy::should_implement_trait,
        reason = "an iterator could not be told the answer"
    )]
    pub fn next(&mut self) -> Option<T> {
        self.newton.next()
    }

    /// Takes the Taylor polynomial of `f` at the point asked for. After the end it changes nothing.
    pub fn tell(&mut self, y: Jet<T, N>) {
        let inverse = Jet::lift(T::ONE) / y;
        let step = inverse.coefficient(N - 2) / inverse.coefficient(N - 1);
        // Near a root all methods agree. Where `f` is lowest or highest, this step may be zero.
        let first = -y.value() / y.coefficient(1);
        let agrees = step.magnitude() >= T::literal(1.0 / 16.0) * first.magnitude();
        if agrees && y.coefficient(1).is_finite() {
            self.newton.tell_step(y.value(), step);
        } else {
            self.newton.tell(y.value(), y.coefficient(1));
        }
    }

    /// Ends the search from outside; a reason already found stays.
    pub fn stop(&mut self) {
        self.newton.stop();
    }

    /// The root, or why there is none; before the end, that there is none yet.
    ///
    /// # Errors
    ///
    /// See [`RootError`].
    pub fn result(&self) -> Result<Root<T>, RootError<T>> {
        changed(self.newton.result(), |best| {
            if N > 2 {
                best.hessian_evaluations = best.evaluations;
            }
        })
    }
}

impl<T: Float, const N: usize> Machine<T> for Householder<T, N> {
    type Answer = Jet<T, N>;
    type Report = Result<Root<T>, RootError<T>>;

    #[inline]
    fn next(&mut self) -> Option<T> {
        self.next()
    }

    #[inline]
    fn tell(&mut self, y: Jet<T, N>) -> Option<Step<T>> {
        let x = self.next()?;
        let (value, slope) = (y.value(), y.coefficient(1));
        self.tell(y);
        Some(Step {
            evaluations: self.newton.evaluations(),
            x,
            value,
            slope,
            bracket: self.newton.around(),
        })
    }

    fn stop(&mut self) {
        self.stop();
    }

    #[inline]
    fn report(&self) -> Self::Report {
        self.result()
    }
}
