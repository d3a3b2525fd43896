//! Barzilai and Borwein's step.

use calc_scalar::Float;

use super::{Aim, Direction, dot, minus, steepest};
use crate::minimize::report::Step;

/// `d = −∇f(x)`, with the factor `sᵀs/sᵀy` that the last step teaches: Barzilai and Borwein's.
///
/// `s` is the step and `y` the change of the gradient, so the factor is one over a curvature that was met.
/// It pays only if `f` may rise now and then: a trial is compared with a mean of the values so far, in
/// which the older ones count less and less.
///
/// # References
///
/// J. Barzilai and J. M. Borwein, *Two-Point Step Size Gradient Methods*, IMA Journal of Numerical Analysis
/// 8(1), 1988, 141–148. H. Zhang and W. W. Hager, *A Nonmonotone Line Search Technique and Its Application
/// to Unconstrained Optimization*, SIAM Journal on Optimization 14(4), 2004, 1043–1056.
#[derive(Clone, Copy, Debug)]
pub struct BarzilaiBorwein<T> {
    /// How long values are remembered, `η` in the second paper, at first 0.85; with 0, `f` never rises.
    pub memory: T,
    next: Option<T>,
    /// The mean, and the weight of what went into it.
    reference: Option<(T, T)>,
}

impl<T: Float> BarzilaiBorwein<T> {
    /// With a memory of 0.85.
    #[must_use]
    pub fn new() -> Self {
        Self {
            memory: T::literal(0.85),
            next: None,
            reference: None,
        }
    }
}

impl<T: Float> Default for BarzilaiBorwein<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Float, const N: usize> Direction<T, N> for BarzilaiBorwein<T> {
    fn aim(&mut self, at: &Step<T, N>) -> Aim<T, N> {
        let aim = steepest(at);
        let (reference, _) = *self.reference.get_or_insert((at.value, T::ONE));
        Aim {
            first: self.next.unwrap_or(aim.first),
            reference: reference.max(at.value),
            ..aim
        }
    }

    fn learn(&mut self, before: &Step<T, N>, after: &Step<T, N>) {
        let s = minus(after.x, &before.x);
        let y = minus(after.gradient, &before.gradient);
        let next = dot(&s, &s) / dot(&s, &y);
        self.next = (next > T::ZERO && next.is_finite()).then_some(next);
        let (mean, weight) = self.reference.unwrap_or((before.value, T::ONE));
        let more = self.memory * weight + T::ONE;
        let mean = (self.memory * weight * mean + after.value) / more;
        self.reference = Some((mean, more));
    }

    fn forget(&mut self) -> bool {
        self.reference = None;
        self.next.take().is_some()
    }
}
