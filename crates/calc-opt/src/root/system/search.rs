//! The recommended search for a root of a system, as a machine that asks for one evaluation at a time.

use calc_scalar::Float;

use super::dogleg::Dogleg;
use super::newton::Newton;
use super::place::Tolerance;
use super::report::{Solution, SystemError};

/// [`Dogleg`], and where that is stuck [`Newton`] from the same start, one evaluation at a time.
///
/// Both lower `‖f‖` on the way and may end in a valley that does not lead to a root; they seldom do so from
/// the same start.
///
/// # Examples
///
/// ```
/// use calc_opt::root::system::Search;
///
/// let mut search = Search::new([2.0, 0.5]);
/// while let Some([x, y]) = search.next() {
///     search.tell([x * y - 1.0, x - 4.0 * y], [[y, x], [1.0, -4.0]]);
/// }
/// assert_eq!(search.result()?.x, [2.0, 0.5_f64]);
/// # Ok::<(), calc_opt::root::system::SystemError<f64, 2>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Search<T, const N: usize> {
    start: [T; N],
    first: Dogleg<T, N>,
    second: Option<Newton<T, N>>,
}

impl<T: Float, const N: usize> Search<T, N> {
    /// A search that starts at `x0`.
    #[must_use]
    pub fn new(x0: [T; N]) -> Self {
        Self {
            start: x0,
            first: Dogleg::new(x0),
            second: None,
        }
    }

    /// The same with other tolerances; the budget is that of both machines together.
    #[must_use]
    pub const fn tolerance(mut self, tolerance: Tolerance<T>) -> Self {
        self.first.tolerance = tolerance;
        self
    }

    /// The point at which `f` and its Jacobian are wanted; `None` at the end.
    #[allow(
        clippy::should_implement_trait,
        reason = "an iterator could not be told the answer"
    )]
    pub fn next(&mut self) -> Option<[T; N]> {
        if let Some(second) = &mut self.second {
            return second.next();
        }
        let asked = self.first.next();
        if asked.is_some() {
            return asked;
        }
        let Err(SystemError::Stuck { best }) = self.first.result() else {
            return None;
        };
        let mut tolerance = self.first.tolerance;
        tolerance.max_evaluations = tolerance.max_evaluations.saturating_sub(best.evaluations);
        self.second
            .insert(Newton::new(self.start).tolerance(tolerance))
            .next()
    }

    /// Takes `f` and its Jacobian, one row per residual, at the point asked for. After the end it changes
    /// nothing.
    pub fn tell(&mut self, values: [T; N], jacobian: [[T; N]; N]) {
        if self.next().is_none() {
            return;
        }
        match &mut self.second {
            Some(second) => second.tell(values, jacobian),
            None => self.first.tell(values, jacobian),
        }
    }

    /// Ends the search from outside; a reason already found stays.
    pub fn stop(&mut self) {
        match &mut self.second {
            Some(second) => second.stop(),
            None => self.first.stop(),
        }
    }

    /// The root, or why there is none; before the end, that there is none yet.
    ///
    /// # Errors
    ///
    /// See [`SystemError`].
    pub fn result(&self) -> Result<Solution<T, N>, SystemError<T, N>> {
        let first = self.first.result();
        let (Err(stuck), Some(second)) = (first, &self.second) else {
            return first;
        };
        let before = stuck.best();
        let add = |mut best: Solution<T, N>| {
            best.evaluations = best.evaluations.saturating_add(before.evaluations);
            best.gradient_evaluations = best
                .gradient_evaluations
                .saturating_add(before.gradient_evaluations);
            best.iterations = best.iterations.saturating_add(before.iterations);
            best
        };
        match second.result() {
            Ok(solution) => Ok(add(solution)),
            Err(mut error) => {
                let best = error.best_mut();
                *best = add(*best);
                // Also where the second was not told anything.
                let lower = best.value < before.value;
                if !lower {
                    (best.x, best.values, best.value) = (before.x, before.values, before.value);
                }
                Err(error)
            }
        }
    }
}
