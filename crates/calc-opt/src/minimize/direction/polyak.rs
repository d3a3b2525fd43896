//! Polyak's step, for a lowest value that is known.

use calc_scalar::Float;

use super::{Aim, Direction, steepest};
use crate::minimize::report::Step;

/// `d = −∇f(x)`, with the factor `(f(x) − f*)/‖∇f(x)‖²`: Polyak's, where the lowest value `f*` is known.
///
/// It needs no line search ([`FirstTrial`](crate::minimize::line_search::FirstTrial)) and works at kinks:
/// for a convex `f` each step leads nearer to the minimum, though not always lower. With an `f*` that is too low
/// the steps are too long and it circles around.
///
/// # References
///
/// B. T. Polyak, *Introduction to Optimization*, Optimization Software 1987, section 5.3.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Polyak<T> {
    /// The lowest value, `f*`.
    pub lowest: T,
}

impl<T> Polyak<T> {
    /// For an `f` whose lowest value is `lowest`.
    #[must_use]
    pub const fn new(lowest: T) -> Self {
        Self { lowest }
    }
}

impl<T: Float, const N: usize> Direction<T, N> for Polyak<T> {
    fn aim(&mut self, at: &Step<T, N>) -> Aim<T, N> {
        let length = at.gradient_norm();
        Aim {
            first: (at.value - self.lowest) / length / length,
            ..steepest(at)
        }
    }

    fn learn(&mut self, _: &Step<T, N>, _: &Step<T, N>) {}

    fn forget(&mut self) -> bool {
        false
    }
}
