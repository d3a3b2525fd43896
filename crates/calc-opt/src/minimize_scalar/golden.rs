//! The golden section.

use calc_scalar::Float;

use super::search::{Bracket, Method};

/// The golden section: each run of `f` shrinks the bracket by the factor 0.618.
///
/// # References
///
/// J. Kiefer, *Sequential Minimax Search for a Maximum*, Proceedings of the American Mathematical Society
/// 4(3), 1953, 502–506.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Golden;

impl<T: Float> Method<T> for Golden {
    fn propose(&mut self, bracket: &Bracket<T>, _: T) -> T {
        bracket.golden()
    }
}
