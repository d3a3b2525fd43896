//! The secant method.

use calc_scalar::Float;

use super::newton::Newton;
use super::report::{Root, RootError};

/// The secant method from two points, one evaluation at a time: Newton's method with the slope of
/// the line through the last two points.
///
/// Equal or infinite starts give [`RootError::BadInterval`] without a run of `f`.
///
/// The loop over it is [`secant`](super::secant).
#[derive(Clone, Copy, Debug)]
pub struct Secant<T> {
    /// The machine that makes the steps, with its settings.
    pub newton: Newton<T>,
    /// The first point, until it is asked for; then the point told last.
    last: (T, Option<T>),
}

impl<T: Float> Secant<T> {
    /// The secant method through `x0` and `x1`.
    #[must_use]
    pub fn new(x0: T, x1: T) -> Self {
        Self {
            newton: Newton::new(x1),
            last: (x0, None),
        }
    }

    /// The point at which `f` is wanted; `None` at the end.
    #[allow(
        clippy::should_implement_trait,
        reason = "an iterator could not be told the answer"
    )]
    pub fn next(&mut self) -> Option<T> {
        match self.last {
            (x0, None) => (self.bad_interval().is_none()).then_some(x0),
            _ => self.newton.next(),
        }
    }

    /// Takes `f` at the point asked for. After the end it changes nothing.
    pub fn tell(&mut self, value: T) {
        match self.last {
            (_, None) if self.bad_interval().is_some() => {}
            (x0, None) => {
                self.last = (x0, Some(value));
                self.newton.count_only(x0, value);
            }
            (before, Some(old)) => {
                if let Some(x) = self.newton.next() {
                    self.last = (x, Some(value));
                    self.newton.tell(value, (value - old) / (x - before));
                }
            }
        }
    }

    /// The root, or why there is none; before the end, that there is none yet.
    ///
    /// # Errors
    ///
    /// See [`RootError`].
    pub fn result(&self) -> Result<Root<T>, RootError<T>> {
        self.bad_interval()
            .map_or_else(|| self.newton.result(), Err)
    }

    /// Before the first point is told: whether no line goes through the two.
    fn bad_interval(&self) -> Option<RootError<T>> {
        let (a, None) = self.last else { return None };
        let b = self.newton.asked();
        let good = a.is_finite() && b.is_finite() && (a < b || b < a);
        (!good).then_some(RootError::BadInterval { a, b })
    }
}
