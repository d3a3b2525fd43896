//! The quasi-Newton method of Broyden, Fletcher, Goldfarb and Shanno.

use calc_scalar::Float;

use super::{Aim, Direction, add, dot, minus, steepest};
use crate::minimize::report::Step;
use crate::norm::norm;

/// `d = −H·∇f(x)`, where `H` learns the inverse Hessian from the steps: BFGS, with `N²` numbers of memory.
///
/// After each step `H` is the matrix nearest to the last one that is symmetric and takes `y`, the change of the
/// gradient, back to the step `s`. It stays positive definite where `sᵀy > 0`, as Wolfe's conditions make sure;
/// other steps teach nothing.
///
/// # References
///
/// J. Nocedal and S. J. Wright, *Numerical Optimization*, 2nd ed., Springer 2006, section 6.1.
#[derive(Clone, Copy, Debug)]
pub struct Bfgs<T, const N: usize> {
    /// `H`; the unit matrix until a step was taken.
    inverse: Option<[[T; N]; N]>,
}

impl<T: Float, const N: usize> Bfgs<T, N> {
    /// Nothing learnt yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { inverse: None }
    }

    /// What is known of the inverse Hessian; `None` before the first step.
    #[must_use]
    pub const fn inverse_hessian(&self) -> Option<&[[T; N]; N]> {
        self.inverse.as_ref()
    }
}

impl<T: Float, const N: usize> Default for Bfgs<T, N> {
    fn default() -> Self {
        Self::new()
    }
}

/// `H·v`.
fn times<T: Float, const N: usize>(h: &[[T; N]; N], v: &[T; N]) -> [T; N] {
    let mut product = [T::ZERO; N];
    for (p, row) in product.iter_mut().zip(h) {
        *p = dot(row, v);
    }
    product
}

impl<T: Float, const N: usize> Direction<T, N> for Bfgs<T, N> {
    fn aim(&mut self, at: &Step<T, N>) -> Aim<T, N> {
        let aim = steepest(at);
        match &self.inverse {
            None => aim,
            Some(h) => Aim {
                direction: times(h, &at.gradient).map(|d| -d),
                first: T::ONE,
                ..aim
            },
        }
    }

    fn learn(&mut self, before: &Step<T, N>, after: &Step<T, N>) {
        let s = minus(after.x, &before.x);
        let y = minus(after.gradient, &before.gradient);
        let curved = dot(&s, &y);
        let teaches = curved > T::EPSILON * norm(&s) * norm(&y) && curved.is_finite();
        if !teaches {
            return;
        }
        let h = self.inverse.get_or_insert_with(|| {
            // The unit of the first step's curvature.
            let unit = curved / norm(&y) / norm(&y);
            let mut h = [[T::ZERO; N]; N];
            for (i, row) in h.iter_mut().enumerate() {
                if let Some(d) = row.get_mut(i) {
                    *d = unit;
                }
            }
            h
        });
        // H + (1 + yᵀHy/sᵀy)·ssᵀ/sᵀy − (s(Hy)ᵀ + (Hy)sᵀ)/sᵀy
        let hy = times(h, &y);
        let share = T::ONE + dot(&y, &hy) / curved;
        for ((row, &si), &hyi) in h.iter_mut().zip(&s).zip(&hy) {
            let (along, across) = (si / curved, hyi / curved);
            add(row, share * along - across, &s);
            add(row, -along, &hy);
        }
        if h.iter().flatten().any(|c| !c.is_finite()) {
            self.inverse = None;
        }
    }

    fn forget(&mut self) -> bool {
        self.inverse.take().is_some()
    }
}
