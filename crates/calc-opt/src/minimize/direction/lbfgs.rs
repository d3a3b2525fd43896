//! BFGS with a short memory.

use calc_scalar::Float;

use super::{Aim, Direction, add, dot, minus, steepest};
use crate::minimize::report::{Step, norm};

/// `d = −H·∇f(x)`, where `H` follows from the last `M` steps: L-BFGS, with `2MN` numbers of memory.
///
/// The matrix is never written down; the two-loop recursion multiplies by it with `4MN` multiplications. Three to
/// twenty steps are usual.
///
/// # References
///
/// J. Nocedal, *Updating Quasi-Newton Matrices with Limited Storage*, Mathematics of Computation 35(151),
/// 1980, 773–782.
#[derive(Clone, Copy, Debug)]
pub struct Lbfgs<T, const N: usize, const M: usize> {
    /// The pairs, the oldest first.
    pairs: [Pair<T, N>; M],
    known: usize,
}

/// A step and what it taught.
#[derive(Clone, Copy, Debug)]
struct Pair<T, const N: usize> {
    step: [T; N],
    change: [T; N],
    /// `sᵀy`.
    curved: T,
}

impl<T: Float, const N: usize, const M: usize> Lbfgs<T, N, M> {
    /// Nothing learnt yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            pairs: [Pair {
                step: [T::ZERO; N],
                change: [T::ZERO; N],
                curved: T::ONE,
            }; M],
            known: 0,
        }
    }
}

impl<T: Float, const N: usize, const M: usize> Default for Lbfgs<T, N, M> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Float, const N: usize, const M: usize> Direction<T, N> for Lbfgs<T, N, M> {
    fn aim(&mut self, at: &Step<T, N>) -> Aim<T, N> {
        let aim = steepest(at);
        let skipped = M.saturating_sub(self.known);
        let Some(last) = self.pairs.last().filter(|_| self.known > 0) else {
            return aim;
        };
        let mut d = aim.direction;
        let mut shares = [T::ZERO; M];
        let pairs = self.pairs.iter().zip(&mut shares).skip(skipped);
        for (pair, share) in pairs.rev() {
            *share = dot(&pair.step, &d) / pair.curved;
            add(&mut d, -*share, &pair.change);
        }
        let unit = last.curved / dot(&last.change, &last.change);
        d = d.map(|c| unit * c);
        for (pair, &share) in self.pairs.iter().zip(&shares).skip(skipped) {
            let back = dot(&pair.change, &d) / pair.curved;
            add(&mut d, share - back, &pair.step);
        }
        Aim {
            direction: d,
            first: T::ONE,
            ..aim
        }
    }

    fn learn(&mut self, before: &Step<T, N>, after: &Step<T, N>) {
        let step = minus(after.x, &before.x);
        let change = minus(after.gradient, &before.gradient);
        let curved = dot(&step, &change);
        if curved > T::EPSILON * norm(&step) * norm(&change) && curved.is_finite() {
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
    }

    fn forget(&mut self) -> bool {
        core::mem::replace(&mut self.known, 0) > 0
    }
}
