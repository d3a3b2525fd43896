//! BFGS with a short memory.

use calc_scalar::Float;

use super::memory::Memory;
use super::{Aim, Direction, add, dot, steepest};
use crate::minimize::report::Step;

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
    memory: Memory<T, N, M>,
}

impl<T: Float, const N: usize, const M: usize> Lbfgs<T, N, M> {
    /// Nothing learnt yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            memory: Memory::new(),
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
        let Some(unit) = self.memory.unit() else {
            return aim;
        };
        let mut d = aim.direction;
        let mut shares = [T::ZERO; M];
        for (pair, share) in self.memory.pairs().rev().zip(&mut shares) {
            *share = dot(&pair.step, &d) / pair.curved;
            add(&mut d, -*share, &pair.change);
        }
        d = d.map(|c| unit * c);
        let newest_first = shares.iter().take(self.memory.pairs().len());
        for (pair, &share) in self.memory.pairs().zip(newest_first.rev()) {
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
        self.memory.remember(before, after);
    }

    fn forget(&mut self) -> bool {
        self.memory.forget()
    }
}
