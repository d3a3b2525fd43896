//! Chandrupatla's method.

use calc_scalar::Float;

use super::bracket::Bracket;
use super::model::inverse_quadratic;
use super::search::Method;

/// Inverse quadratic interpolation where the last three points promise that it works, else halving.
///
/// They do where the quadratic through them, taken as a function of `f`, is monotonic inside the
/// bracket.
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
        let share = bracket
            .previous
            .and_then(|three| inverse_quadratic(one, two, three));
        match share {
            Some(share) => bracket.point_at(share, tolerance),
            None => bracket.middle(),
        }
    }
}
