//! The last few steps and what they taught about the curvature.

use calc_scalar::Float;

use super::{dot, minus};
use crate::minimize::report::Step;
use crate::norm::norm;

/// The last `M` steps with their changes of the gradient, the oldest first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Memory<T, const N: usize, const M: usize> {
    pairs: [Pair<T, N>; M],
    known: usize,
}

/// A step and what it taught.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair<T, const N: usize> {
    pub(super) step: [T; N],
    pub(super) change: [T; N],
    /// `sᵀy`, above zero.
    pub(super) curved: T,
}

impl<T: Float, const N: usize, const M: usize> Memory<T, N, M> {
    pub(super) const fn new() -> Self {
        Self {
            pairs: [Pair {
                step: [T::ZERO; N],
                change: [T::ZERO; N],
                curved: T::ONE,
            }; M],
            known: 0,
        }
    }

    /// Remembers a step, unless it met no positive curvature. Whether it did.
    pub(super) fn remember(&mut self, before: &Step<T, N>, after: &Step<T, N>) -> bool {
        let step = minus(after.x, &before.x);
        let change = minus(after.gradient, &before.gradient);
        let curved = dot(&step, &change);
        let teaches = curved > T::EPSILON * norm(&step) * norm(&change) && curved.is_finite();
        if teaches {
            self.pairs.rotate_left(1.min(M));
            if let Some(last) = self.pairs.last_mut() {
                *last = Pair {
                    step,
                    change,
                    curved,
                };
            }
            self.known = self.known.saturating_add(1).min(M);
        }
        teaches
    }

    /// Forgets all; whether there was anything.
    pub(super) const fn forget(&mut self) -> bool {
        core::mem::replace(&mut self.known, 0) > 0
    }

    /// What is remembered, the oldest first.
    pub(super) fn pairs(&self) -> impl DoubleEndedIterator<Item = &Pair<T, N>> + ExactSizeIterator {
        self.pairs.iter().skip(M.saturating_sub(self.known))
    }

    /// `sᵀy/yᵀy` of the last step: one over a curvature that was met.
    pub(super) fn unit(&self) -> Option<T> {
        let last = self.pairs().next_back()?;
        let length = norm(&last.change);
        Some(last.curved / length / length)
    }
}
