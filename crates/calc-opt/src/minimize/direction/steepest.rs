//! Straight down.

use calc_scalar::Float;

use super::{Aim, Direction, dot, minus, steepest};
use crate::minimize::report::Step;

/// `d = −∇f(x)`: steepest descent.
///
/// Each line is first tried with the factor at which `f` would fall, to first order, by twice as much as on the
/// last one.
///
/// # References
///
/// J. Nocedal and S. J. Wright, *Numerical Optimization*, 2nd ed., Springer 2006, sections 3.3 and 3.5.
#[derive(Clone, Copy, Debug, Default)]
pub struct Steepest<T> {
    /// The factor for the next line.
    next: Option<T>,
}

impl<T> Steepest<T> {
    /// Nothing known yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { next: None }
    }
}

impl<T: Float, const N: usize> Direction<T, N> for Steepest<T> {
    fn aim(&mut self, at: &Step<T, N>) -> Aim<T, N> {
        let aim = steepest(at);
        match self.next {
            Some(first) => Aim { first, ..aim },
            None => aim,
        }
    }

    fn learn(&mut self, before: &Step<T, N>, after: &Step<T, N>) {
        let step = minus(after.x, &before.x);
        let fallen = dot(&step, &before.gradient);
        let slope = dot(&after.gradient, &after.gradient);
        // Twice, since a search by Armijo's condition never goes beyond its first trial.
        let next = -(fallen + fallen) / slope;
        self.next = (next > T::ZERO && next.is_finite()).then_some(next);
    }

    fn forget(&mut self) -> bool {
        self.next.take().is_some()
    }
}
