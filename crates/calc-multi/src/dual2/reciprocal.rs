//! Reciprocals of second-order numbers.

use calc_scalar::strong::{self, is_ordinary};
use calc_scalar::{Float, Number};

use super::Dual2;

#[doc(hidden)]
impl<T: Number, const N: usize, const D: usize> Dual2<T, N, D> {
    /// `k/u = q`: `q′ = −q·u′/u`, `q″ = (2q′u′ᵀ + q·u″)/(−u)`; the rule of `1/x`, stretched.
    #[inline]
    pub(super) fn divide_literal(self, k: T::Literal) -> Self {
        let u = self.value;
        let q = T::constant(k) / u;
        let slope = -(q / u);
        let curvature = -((slope + slope) / u);
        // Out of the range, or without its digits at its lower end, it is not for slopes of `u` that lead back.
        if is_ordinary(curvature * T::Literal::EPSILON) {
            self.chain(q, slope, curvature)
        } else {
            let [y] = strong::aside([self], |[u]| [Self::from_literal(k).quotient_with_care(u)]);
            y
        }
    }
}
