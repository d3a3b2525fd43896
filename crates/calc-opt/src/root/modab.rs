//! The modified method of Anderson and Björck.

use calc_scalar::Float;

use super::bracket::{Bracket, Point};
use super::false_position::{Retained, Weight};
use super::search::Method;

/// Halves until the function is nearly straight inside the bracket, then false position with the
/// weights of Anderson and Björck.
///
/// Nearly straight means that the value in the middle differs from the mean of the values at the ends
/// by less than a quarter of their sum. Where false position has not finished after half as many steps
/// as bisection would take, halving begins anew.
///
/// # References
///
/// The benchmark of Roots.jl names the method `ModAB`, after N. Ganchovski and A. Traykov (2023).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ModAb<T> {
    /// Steps so far.
    steps: u32,
    /// The ends of the bracket whose middle was asked for; `None` once false position is in charge.
    halved: Option<(Point<T>, Point<T>)>,
    straight: bool,
    side: Retained<T>,
}

impl<T: Float> ModAb<T> {
    /// The method before its first step.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            steps: 0,
            halved: None,
            straight: false,
            side: Retained::new(),
        }
    }
}

impl<T: Float> Default for ModAb<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Float> Method<T> for ModAb<T> {
    fn propose(&mut self, bracket: &Bracket<T>, tolerance: T) -> T {
        let (a, b) = (bracket.newest, bracket.opposite);
        let half = T::literal(0.5);
        if let Some((p, q)) = self.halved.take() {
            let mean = half * (p.value + q.value);
            let off = (mean - a.value).magnitude();
            let quarter = T::literal(0.25);
            self.straight = off < quarter * (mean.magnitude() + a.value.magnitude());
        }
        // Half of the steps that bisection takes for all digits.
        let period = if size_of::<T>() == size_of::<f32>() {
            12
        } else {
            26
        };
        if self.steps > 0 && self.steps.is_multiple_of(period) {
            self.straight = false;
        }
        self.steps = self.steps.saturating_add(1);
        if !self.straight {
            self.side = Retained::new();
            self.halved = Some((a, b));
            return bracket.middle();
        }
        self.side.step(bracket, tolerance, Weight::AndersonBjorck)
    }
}
