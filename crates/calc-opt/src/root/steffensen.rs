//! Steffensen's method.

use calc_scalar::Float;

use super::newton::Newton;
use super::report::{Root, RootError};
use super::secant::{NEAR, lowered, without_slopes};
use crate::machine::{Machine, Step, machine};

/// Steffensen's method from a point, one evaluation at a time: Newton's method with the slope between
/// `x` and `x + f(x)`.
///
/// Two runs of `f` per step, no derivative, and the digits double as they do in Newton's method. It
/// needs a good guess: far from the root `x + f(x)` may be anywhere, also outside the domain.
///
/// The loop over it is [`steffensen`](super::steffensen()).
///
/// # References
///
/// J. F. Traub, *Iterative Methods for the Solution of Equations*, Prentice-Hall 1964.
#[derive(Clone, Copy, Debug)]
pub struct Steffensen<T> {
    /// The machine that makes the steps, with its settings.
    pub newton: Newton<T>,
    /// `f` at the point from which the step starts, while `f` at the second point is asked for.
    value: Option<T>,
    /// `|f|` at the start.
    first: T,
    /// The share of `x` that the way to the second point was, the last time.
    reach: T,
}

impl<T: Float> Steffensen<T> {
    /// Steffensen's method from `x0`.
    #[must_use]
    pub fn new(x0: T) -> Self {
        Self {
            newton: Newton::new(x0),
            value: None,
            first: T::ZERO,
            reach: T::ZERO,
        }
    }

    /// The point at which `f` is wanted; `None` at the end.
    #[allow(
        clippy::should_implement_trait,
        reason = "an iterator could not be told the answer"
    )]
    pub fn next(&mut self) -> Option<T> {
        let x = self.newton.next()?;
        Some(self.value.map_or(x, |value| x + offset(x, value)))
    }

    /// Takes `f` at the point asked for. After the end it changes nothing.
    pub fn tell(&mut self, value: T) {
        let Some(x) = self.newton.next() else { return };
        if self.newton.is_new() {
            self.first = self.value.unwrap_or(value).magnitude();
        }
        match self.value.take() {
            Some(first) => {
                self.reach = offset(x, first).magnitude() / x.magnitude();
                let slope = (value - first) / offset(x, first);
                self.newton.tell(first, slope);
            }
            // A root, or no finite number to go on with: no second point is needed.
            None if value.is_zero() || !value.is_finite() => self.newton.tell(value, T::ONE),
            None => {
                self.newton.count_only(x, value);
                self.value = Some(value);
            }
        }
    }

    /// Ends the search from outside; a reason already found stays.
    pub fn stop(&mut self) {
        self.newton.stop();
    }

    /// Runs of `f` so far.
    #[must_use]
    pub const fn evaluations(&self) -> u32 {
        self.newton.evaluations()
    }

    fn around(&self) -> (T, T) {
        self.newton.around()
    }

    /// The root, or why there is none; before the end, that there is none yet.
    ///
    /// # Errors
    ///
    /// See [`RootError`].
    pub fn result(&self) -> Result<Root<T>, RootError<T>> {
        // Over a long way the slope may be that of another place.
        let near = self.reach <= T::literal(NEAR);
        without_slopes(
            self.newton
                .result_if(|value| near || lowered(value, self.first)),
        )
    }
}

machine!(
    Steffensen<T>,
    [],
    Result<Root<T>, RootError<T>>,
    result,
    value
);

/// The way to the second point: `f(x)`, but at least 1024 ulps of `x`, so that rounding does not drown
/// the difference.
fn offset<T: Float>(x: T, value: T) -> T {
    let least = T::literal(1024.0) * T::EPSILON * x.magnitude();
    value.magnitude().max(least).copysign(value)
}
