//! Bisection.

use calc_scalar::Float;

use super::search::{Bracket, Method};

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
