//! A search in a bracket that is told the slope, too.

use calc_scalar::Float;

use super::newton::BracketedNewton;
use super::report::{Root, RootError, changed};
use super::search::Search;
use crate::machine::{Machine, Step, machine};

/// Newton's method between two ends, one evaluation of value and slope at a time.
///
/// The loop over it is [`newton_bracketed`](super::newton_bracketed()).
///
/// # Examples
///
/// ```
/// use calc_opt::root::SlopeSearch;
///
/// let mut search = SlopeSearch::new(0.0, 2.0);
/// while let Some(x) = search.next() {
///     search.tell(x * x - 2.0, 2.0 * x);
/// }
/// let root = search.result()?;
/// assert!((root.x - 2.0_f64.sqrt()).abs() < 1e-15);
/// assert_eq!(root.gradient_evaluations, root.evaluations);
/// # Ok::<(), calc_opt::root::RootError<f64>>(())
/// ```
///
/// # References
///
/// See [`BracketedNewton`].
#[derive(Clone, Copy, Debug)]
pub struct SlopeSearch<T> {
    /// The machine that keeps the bracket, with its settings.
    pub search: Search<T, BracketedNewton<T>>,
}

impl<T: Float> SlopeSearch<T> {
    /// A search between `a` and `b`, in any order.
    #[must_use]
    pub fn new(a: T, b: T) -> Self {
        Self {
            search: Search::new(a, b, BracketedNewton::new()),
        }
    }

    /// The point at which value and slope are wanted; `None` at the end.
    #[allow(
        clippy::should_implement_trait,
        reason = "an iterator could not be told the answer"
    )]
    pub fn next(&mut self) -> Option<T> {
        self.search.next()
    }

    /// Takes `f` and `f′` at the point asked for. After the end it changes nothing.
    pub fn tell(&mut self, value: T, slope: T) {
        self.search.method.slope = slope;
        self.search.tell(value);
    }

    /// Ends the search from outside; a reason already found stays.
    pub fn stop(&mut self) {
        self.search.stop();
    }

    /// Runs of `f` so far.
    #[must_use]
    pub const fn evaluations(&self) -> u32 {
        self.search.evaluations()
    }

    fn around(&self) -> (T, T) {
        self.search.around()
    }

    /// The root, or why there is none; before the end, that there is none yet.
    ///
    /// # Errors
    ///
    /// See [`RootError`].
    pub fn result(&self) -> Result<Root<T>, RootError<T>> {
        changed(self.search.result(), |best| {
            best.gradient_evaluations = best.evaluations;
        })
    }
}

machine!(
    SlopeSearch<T>,
    [],
    Result<Root<T>, RootError<T>>,
    result,
    slope
);
