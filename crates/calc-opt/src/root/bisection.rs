//! Bisection.

use calc_scalar::Float;

use super::bits;
use super::bracket::Bracket;
use super::search::Method;

/// Halves the bracket: `⌈log₂(width/tolerance)⌉` steps, whatever the function.
///
/// # References
///
/// R. P. Brent, *Algorithms for Minimization Without Derivatives*, Prentice-Hall 1973, chapter 4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bisection;

impl<T: Float> Method<T> for Bisection {
    #[inline]
    fn propose(&mut self, bracket: &Bracket<T>, _tolerance: T) -> T {
        bracket.middle()
    }
}

/// Halves the number of floats in the bracket: at most 64 steps (32 in `f32`) to two neighbours, from
/// any ends, and the same relative width for a root at 10⁻³⁰⁰ as for one at 1.
///
/// # References
///
/// The floats of one sign are ordered as their bits are, read as whole numbers (IEEE 754).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BitBisection;

impl<T: Float> Method<T> for BitBisection {
    #[inline]
    fn propose(&mut self, bracket: &Bracket<T>, _tolerance: T) -> T {
        let (low, high) = bracket.sorted();
        bits::midpoint(low.x, high.x)
    }
}
