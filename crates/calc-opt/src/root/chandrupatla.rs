//! Chandrupatla's method.

use calc_scalar::Float;

use super::search::{Bracket, Method};

/// Inverse quadratic interpolation where the last three points promise that it works, else halving.
///
/// With `ξ = (x₁ − x₂)/(x₃ − x₂)` and `φ = (f₁ − f₂)/(f₃ − f₂)`, the quadratic through the three
/// points, taken as a function of `f`, is monotonic between `f₁` and `f₂` exactly if `φ² < ξ` and
/// `(1 − φ)² < 1 − ξ`.
///
/// # References
///
/// T. R. Chandrupatla, *A new hybrid quadratic/bisection algorithm for finding the zero of a
/// nonlinear function without using derivatives*, Advances in Engineering Software 28(3), 1997,
/// 145–149.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chandrupatla;

impl<T: Float> Method<T> for Chandrupatla {
    fn propose(&mut self, bracket: &Bracket<T>, tolerance: T) -> T {
        let (one, two) = (bracket.newest, bracket.opposite);
        let Some(three) = bracket.previous else {
            return bracket.middle();
        };
        let width = two.x - one.x;
        let xi = (one.x - two.x) / (three.x - two.x);
        let phi = (one.value - two.value) / (three.value - two.value);
        let unit = T::ONE;
        // Where anything overflowed the comparisons are false.
        if !(phi * phi < xi && (unit - phi) * (unit - phi) < unit - xi) {
            return bracket.middle();
        }
        let inverse = |p: T, q: T, r: T| p / (q - p) * (r / (q - r));
        let share = inverse(one.value, two.value, three.value)
            + (three.x - one.x) / width
                * (one.value / (three.value - one.value))
                * (two.value / (three.value - two.value));
        // Not closer to either end than half of the tolerance, so that a step over the root closes
        // the bracket.
        let least = T::literal(0.5) * tolerance / width.magnitude();
        one.x + share.max(least).min(unit - least) * width
    }
}
