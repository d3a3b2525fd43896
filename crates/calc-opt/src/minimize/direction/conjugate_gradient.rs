//! Nonlinear conjugate gradients.

use calc_scalar::Float;

use super::{Aim, Direction, add, dot, minus, steepest};
use crate::minimize::report::Step;
use crate::norm::norm;

/// `d ← −∇f(x) + β·d`: nonlinear conjugate gradients, with two vectors of memory.
///
/// For a parabola and exact lines it ends after `N` steps. Where the direction does not lead down, and where
/// two gradients in a row are far from orthogonal (Powell's test), it starts again with the steepest one.
///
/// # References
///
/// J. Nocedal and S. J. Wright, *Numerical Optimization*, 2nd ed., Springer 2006, section 5.2. W. W. Hager
/// and H. Zhang, *A New Conjugate Gradient Method with Guaranteed Descent and an Efficient Line Search*,
/// SIAM Journal on Optimization 16(1), 2005, 170–192.
#[derive(Clone, Copy, Debug)]
pub struct ConjugateGradient<T, const N: usize> {
    /// What `β` is.
    pub formula: Formula,
    /// The direction of the last line and the slope of `f` along it, once a step was taken.
    last: Option<([T; N], T)>,
    /// The next direction and the first factor to try.
    next: Option<([T; N], T)>,
}

/// What `β` is in [`ConjugateGradient`]; `g` and `g₊` are the gradients before and after a step, `y` their
/// difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Formula {
    /// `‖g₊‖²/‖g‖²`: Fletcher and Reeves.
    FletcherReeves,
    /// `max(0, g₊ᵀy/‖g‖²)`: Polak and Ribière, cut off at zero. The recommended one.
    PolakRibierePlus,
    /// `(y − 2d·‖y‖²/dᵀy)ᵀg₊/dᵀy`, not below a negative bound: Hager and Zhang.
    HagerZhang,
}

/// Gradients in a row with a cosine above this start the directions again: Powell's, in Nocedal and Wright.
const TOO_PARALLEL: f64 = 0.1;
/// Hager and Zhang's `η`: how far `β` may fall below zero.
const ETA: f64 = 0.01;

impl<T: Float, const N: usize> ConjugateGradient<T, N> {
    /// With the `β` of this formula.
    #[must_use]
    pub const fn new(formula: Formula) -> Self {
        Self {
            formula,
            last: None,
            next: None,
        }
    }

    /// `β` after a step, from the last direction and both gradients.
    fn beta(&self, d: &[T; N], before: &[T; N], after: &[T; N]) -> T {
        let y = minus(*after, before);
        let square = dot(before, before);
        match self.formula {
            Formula::FletcherReeves => dot(after, after) / square,
            Formula::PolakRibierePlus => (dot(after, &y) / square).max(T::ZERO),
            Formula::HagerZhang => {
                let along = dot(d, &y);
                let mut w = y;
                add(&mut w, -(dot(&y, &y) + dot(&y, &y)) / along, d);
                let least = T::literal(ETA).min(square.sqrt()) * norm(d);
                (dot(&w, after) / along).max(-T::ONE / least)
            }
        }
    }
}

impl<T: Float, const N: usize> Direction<T, N> for ConjugateGradient<T, N> {
    fn aim(&mut self, at: &Step<T, N>) -> Aim<T, N> {
        let mut aim = steepest(at);
        if let Some((direction, first)) = self.next {
            aim.direction = direction;
            aim.first = first;
        }
        self.last = Some((aim.direction, dot(&aim.direction, &at.gradient)));
        aim
    }

    fn learn(&mut self, before: &Step<T, N>, after: &Step<T, N>) {
        let Some((d, slope)) = self.last else { return };
        let beta = self.beta(&d, &before.gradient, &after.gradient);
        let square = dot(&after.gradient, &after.gradient);
        let parallel =
            dot(&after.gradient, &before.gradient).magnitude() >= T::literal(TOO_PARALLEL) * square;
        let mut next = after.gradient.map(|g| -g);
        // Hager and Zhang's directions lead down without being started again.
        if beta.is_finite() && !(parallel && self.formula != Formula::HagerZhang) {
            add(&mut next, beta, &d);
        }
        let mut falling = dot(&next, &after.gradient);
        let falls = falling < T::ZERO && falling.is_finite();
        if !falls {
            next = after.gradient.map(|g| -g);
            falling = -square;
        }
        // As far as f would fall, to first order, by as much as on the last line.
        let first = after.rate * slope / falling;
        self.next = (first > T::ZERO && first.is_finite()).then_some((next, first));
    }

    fn forget(&mut self) -> bool {
        self.last = None;
        self.next.take().is_some()
    }
}
