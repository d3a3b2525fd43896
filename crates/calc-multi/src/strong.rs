//! Strong zeros: a derivative that is exactly zero stays zero whatever it is multiplied by.

use calc_scalar::Number;

/// `a·b`, where an exact zero wins against an infinite or undefined factor.
#[inline]
pub(crate) fn strong<T: Number>(a: T, b: T) -> T {
    let product = a * b;
    if product.is_finite() {
        product
    } else if a.is_zero() || b.is_zero() {
        T::ZERO
    } else {
        product
    }
}
